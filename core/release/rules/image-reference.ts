/** A container image by name, and by what picks one of that name. */
export interface ImageReference {
  /** Empty: the default one of whoever pulls. */
  readonly registry: string;
  readonly repository: string;
  readonly tag: string | undefined;
  /** 64 hex digits. */
  readonly digest: string | undefined;
}

/** Reads a reference as Knative's webhook does, which is stricter than a pull: a repository has two characters at least. */
export const parseImageReference = (text: string): ImageReference | undefined => {
  const [named = "", digest, ...more] = text.split("@");
  if (more.length > 0 || (digest !== undefined && !/^sha256:[0-9a-f]{64}$/.test(digest))) return undefined;
  const [, base = "", tag] = /^(.*?)(?::([^:/]*))?$/s.exec(named) ?? [];
  if (tag !== undefined && !/^[\w.-]{1,128}$/.test(tag)) return undefined;
  const [, registry = "", repository = ""] = /^(?:([^/]*[.:][^/]*|localhost)\/)?(.*)$/s.exec(base) ?? [];
  if (!/^[a-z0-9_./-]{2,255}$/.test(repository) || !/^[\w.:[\]-]*$/.test(registry)) return undefined;
  return { registry, repository, tag, digest: digest?.slice("sha256:".length) };
};
