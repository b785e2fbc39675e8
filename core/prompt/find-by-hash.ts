import type { Bundle } from "./bundle.ts";
import { listPrompts } from "./list.ts";

export interface HashMatch {
  readonly kind: "bundle" | "content" | "template";
  /** The hash in full. */
  readonly sha256: string;
  /** `id@version` of every version with this hash. */
  readonly references: readonly string[];
}

/**
 * What a hash, or the first digits of one, belongs to. Several matches: the prefix is not unique.
 *
 * @param prefix 4 to 64 hex digits, in either case; anything else matches nothing.
 * @param bundleSha256 The bundle's own hash, where it is known.
 */
export const findByHash = (bundle: Bundle, prefix: string, bundleSha256?: string): readonly HashMatch[] => {
  const wanted = prefix.toLowerCase();
  if (!/^[0-9a-f]{4,64}$/.test(wanted)) return [];

  const matches = new Map<string, HashMatch & { references: string[] }>();
  const add = (kind: HashMatch["kind"], sha256: string | undefined, reference: string): void => {
    if (!sha256?.startsWith(wanted)) return;
    const match = matches.get(kind + sha256) ?? { kind, sha256, references: [] };
    match.references.push(reference);
    matches.set(kind + sha256, match);
  };
  for (const { id, versions } of listPrompts(bundle))
    for (const { version, content_sha256, template_sha256 } of versions) {
      add("bundle", bundleSha256, `${id}@${version}`);
      add("content", content_sha256, `${id}@${version}`);
      add("template", template_sha256, `${id}@${version}`);
    }
  return [...matches.values()];
};
