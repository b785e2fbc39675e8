import { existsSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** Whether the Git repository around a folder has another, by its path from the root; undefined where there is none. */
export const findRepository = (folder: string): ((path: string) => boolean) | undefined => {
  if (existsSync(join(folder, ".git"))) {
    return (path) => {
      const target = join(folder, path);
      const isInside = !relative(folder, target).startsWith("..");
      return isInside && (statSync(target, { throwIfNoEntry: false })?.isDirectory() ?? false);
    };
  }
  const parent = dirname(folder);
  return parent === folder ? undefined : findRepository(parent);
};
