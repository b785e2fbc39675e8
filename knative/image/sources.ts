import { readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { build } from "esbuild";
import { FUNCTION_NAMES } from "../../functions/settings.ts";
import { PROJECT } from "./base-files.ts";
import { findPackageClosure, listPackageFiles } from "./package-closure.ts";
import { copyOf, type RootFile } from "./root-files.ts";

/**
 * The command line as it is in the project, below `folder`: the sources that it loads (`build` bundles some of them into
 * functions), the files beside them, the prompts, and the packages that those sources import.
 *
 * @param root Folder that holds `prompts/`.
 */
export const createSourceFiles = async (folder: string, root: string): Promise<readonly RootFile[]> => {
  const { sources, packages } = await findSources();
  const installed = findPackageClosure(PROJECT, packages).flatMap((one) =>
    listPackageFiles(join(PROJECT, one)).map((path) => `${one}/${path}`),
  );
  const data = listFiles(PROJECT, "cli").filter((path) => /\.(json|mjs)$/.test(path));
  const copy = (from: string, paths: Iterable<string>): readonly RootFile[] =>
    [...paths].map((path) => copyOf(`${folder}/${path}`, join(from, path), modeOf(join(from, path))));
  return [
    ...copy(PROJECT, new Set([...sources, ...data, "package.json", ...installed])),
    ...copy(root, listFiles(root, "prompts")),
  ];
};

interface Sources {
  readonly sources: readonly string[];
  /** Names of those that a source imports. */
  readonly packages: readonly string[];
}

const findSources = async (): Promise<Sources> => {
  const entries = FUNCTION_NAMES.flatMap((name) => [`functions/${name}/main.ts`, `functions/${name}/worker.ts`]);
  const { metafile } = await build({
    absWorkingDir: PROJECT,
    entryPoints: ["cli/main.ts", ...entries],
    bundle: true,
    write: false,
    metafile: true,
    outdir: "unused",
    format: "esm",
    platform: "node",
    packages: "external",
    external: ["kprompt:*", "cloudflare:*"],
    logLevel: "silent",
  });
  const imported = Object.values(metafile.inputs).flatMap(({ imports }) =>
    imports.filter(({ external, path }) => external && !/^[a-z]+:/.test(path)).map(({ path }) => nameOf(path)),
  );
  return { sources: Object.keys(metafile.inputs), packages: [...new Set(imported)].toSorted() };
};

/** The package of `hono/utils` or `@hono/node-server`. */
const nameOf = (specifier: string): string => /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;

const listFiles = (root: string, folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));

/** Only whether it can be run: the rest is the umask of whoever checked it out. */
const modeOf = (file: string): number => (statSync(file).mode & 0o100 ? 0o755 : 0o644);
