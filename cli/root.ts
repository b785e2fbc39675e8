import { statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { UsageError } from "./usage-error.ts";

/**
 * Folder that holds `prompts/`: `given` if there is one, else the nearest parent of `cwd`, itself included.
 *
 * @throws {UsageError} when there is none.
 */
export const findRoot = (cwd: string, given?: string): string => {
  if (given !== undefined) {
    const root = resolve(cwd, given);
    if (holdsPrompts(root)) return root;
    throw new UsageError(`--root ${given} holds no prompts/ folder. Give the folder above prompts/.`);
  }
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    if (holdsPrompts(folder)) return folder;
    if (dirname(folder) === folder) {
      throw new UsageError(`No prompts/ folder in ${cwd} or above it. Go to the project's folder, or give --root DIR.`);
    }
  }
};

const holdsPrompts = (folder: string): boolean =>
  statSync(join(folder, "prompts"), { throwIfNoEntry: false })?.isDirectory() ?? false;
