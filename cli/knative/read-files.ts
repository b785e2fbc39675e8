import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { text as readAll } from "node:stream/consumers";
import { UsageError } from "../usage-error.ts";

export interface ManifestFile {
  /** As a person names it; `-` is standard input. */
  readonly file: string;
  readonly text: string;
}

/**
 * Text of the files that are named, and of all `*.yaml`, `*.yml` and `*.json` below folders that are.
 *
 * @throws {UsageError} where one cannot be read.
 */
export const readFiles = async (paths: readonly string[], cwd: string): Promise<readonly ManifestFile[]> => {
  const files: ManifestFile[] = [];
  for (const path of paths) {
    if (path === "-") files.push({ file: "-", text: await readStandardInput() });
    else for (const file of listFiles(resolve(cwd, path), path)) files.push(readOne(file, cwd));
  }
  return files;
};

const readStandardInput = async (): Promise<string> => {
  if (process.stdin.isTTY)
    throw new UsageError("Nothing is piped in. Try: kubectl kustomize knative/overlays/prod | kprompt knative check -");
  return await readAll(process.stdin);
};

const listFiles = (path: string, named: string): readonly string[] => {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new UsageError(`${named} does not exist. Name a file or a folder that does.`);
  if (!stats.isDirectory()) return [path];
  const found = readdirSync(path, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(?:ya?ml|json)$/.test(name) && statSync(join(path, name)).isFile())
    .toSorted();
  if (found.length === 0) throw new UsageError(`${named} holds no *.yaml, *.yml or *.json. Name another folder.`);
  return found.map((name) => join(path, name));
};

const readOne = (path: string, cwd: string): ManifestFile => {
  try {
    return { file: relative(cwd, path), text: readFileSync(path, "utf8") };
  } catch (error) {
    throw new UsageError(`${path} cannot be read (${(error as NodeJS.ErrnoException).code}). Name a file that can.`);
  }
};
