import { git, gitBytes } from "./git.ts";
import { notRegular, type Tree, toTree } from "./tree.ts";
import { UsageError } from "./usage-error.ts";

/**
 * `prompts/` as the next commit will hold it: read from Git's index, whatever the work tree says.
 *
 * @throws {UsageError} outside a repository, while a merge conflict is open, and at a link.
 */
export const readStagedTree = (root: string): Tree => {
  const contents: [string, Uint8Array][] = [];
  const listing = gitBytes(root, ["ls-files", "--stage", "-z", "--", "prompts"]).toString();
  for (const entry of listing.split("\0").filter(Boolean)) {
    const [mode = "", object = "", stage] = entry.slice(0, entry.indexOf("\t")).split(" ");
    const path = entry.slice(entry.indexOf("\t") + 1);
    if (path.split("/").some((name) => name.startsWith("."))) continue;
    if (stage !== "0") throw new UsageError(`${path} has an open merge conflict. Resolve it and git add it.`);
    if (!mode.startsWith("100")) throw notRegular(path);
    contents.push([path, gitBytes(root, ["cat-file", "blob", object])]);
  }
  return toTree(contents);
};

/** Whether the next commit changes anything in `prompts/`. */
export const hasStagedPrompts = (root: string): boolean => {
  // Outside a repository `git diff` compares folders, and complains about its options.
  git(root, ["rev-parse", "--git-dir"]);
  return gitBytes(root, ["diff", "--cached", "--name-only", "-z", "--", "prompts"]).length > 0;
};
