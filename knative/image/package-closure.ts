import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, normalize, relative } from "node:path";

/**
 * Folders of the packages that these need at run time, themselves included, relative to `root`. A package that has a
 * copy of its own of another keeps it: `node_modules/a/node_modules/b`.
 *
 * @throws where one that is needed is not installed.
 */
export const findPackageClosure = (root: string, names: Iterable<string>): readonly string[] => {
  const found = new Set<string>();
  const visit = (name: string, from: string, needed: boolean): void => {
    const folder = findPackage(root, name, from);
    if (folder === undefined) {
      if (needed) throw new Error(`${from} needs ${name}, which is not installed. Run npm ci.`);
      return;
    }
    if (found.has(folder)) return;
    found.add(folder);
    const { dependencies, optionalDependencies, ...peers } = readManifest(join(root, folder));
    // npm repeats optional ones among the dependencies; those of other machines are not installed.
    for (const one of Object.keys(dependencies ?? {})) visit(one, folder, !(one in (optionalDependencies ?? {})));
    for (const one of Object.keys(optionalDependencies ?? {})) visit(one, folder, false);
    for (const one of Object.keys(peers.peerDependencies ?? {})) {
      // An optional peer is there for somebody else: valibot's is TypeScript.
      if (!peers.peerDependenciesMeta?.[one]?.optional) visit(one, folder, true);
    }
  };
  for (const name of names) visit(name, "", true);
  return [...found].toSorted();
};

/** What a package is used with, below its folder: no types, maps or pages, no commands, no packages of its own. */
export const listPackageFiles = (folder: string): readonly string[] => {
  const { bin } = readManifest(folder);
  const commands = (typeof bin === "string" ? [bin] : Object.values(bin ?? {})).map((path) => normalize(path));
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((path) => !/(^|\/)node_modules\//.test(path) && !commands.includes(path))
    .filter((path) => isLicence(path) || !SUPERFLUOUS.test(path))
    .toSorted();
};

export const isLicence = (path: string): boolean => /^(licen[cs]e|notice|copying)/i.test(path);

/** `node_modules/hono` of `node_modules/hono/dist/index.js`. */
export const packageFolderOf = (path: string): string | undefined =>
  /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];

interface Manifest {
  readonly bin?: string | Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

const SUPERFLUOUS = /\.(map|md|markdown|d\.[cm]?ts|tsbuildinfo|flow)$/i;

const readManifest = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));

/** As Node looks: in the package's own folder, then upwards. */
const findPackage = (root: string, name: string, from: string): string | undefined => {
  for (let base = from; ; base = base.slice(0, Math.max(0, base.lastIndexOf("/node_modules/")))) {
    const folder = `${base === "" ? "" : `${base}/`}node_modules/${name}`;
    if (existsSync(join(root, folder, "package.json"))) return folder;
    if (base === "") return undefined;
  }
};
