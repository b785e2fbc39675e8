import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { defineCommand } from "./command.ts";
import { git } from "./git.ts";
import { UsageError } from "./usage-error.ts";

export const command = defineCommand({
  usage: "install|uninstall",
  positionals: { min: 1, max: 1, expected: "install or uninstall" },
  options: {},
  details: `
install writes Git's pre-commit hook: a commit whose staged prompts have errors is refused, with the diagnostics of
kprompt check. uninstall removes it. A hook of somebody else is never touched.

  kprompt hook install`,
  run({ positionals: [action = ""], root, json, out }) {
    if (action !== "install" && action !== "uninstall") {
      throw new UsageError(`"${action}" is neither install nor uninstall.`);
    }
    const project = root();
    const path = resolve(project, git(project, ["rev-parse", "--git-path", "hooks/pre-commit"]).trimEnd());
    const present = existsSync(path) ? readFileSync(path, "utf8") : null;
    const foreign = present !== null && !present.includes(MARK);
    if (action === "install") {
      if (foreign) {
        throw new UsageError(
          `${path} exists and is not from kprompt. Add this line to it yourself: ${checkLine(project)}`,
        );
      }
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, script(project));
      chmodSync(path, 0o755);
    } else {
      if (foreign) throw new UsageError(`${path} is not from kprompt. Remove kprompt's line from it yourself.`);
      if (present === null) throw new UsageError(`There is no hook at ${path}. Nothing to remove.`);
      rmSync(path);
    }
    if (json) out.printJson({ action, path });
    else out.print(action === "install" ? `${path} checks staged prompts from now on.` : `${path} is removed.`);
    return 0;
  },
});

/** How a hook of ours is told from others. */
const MARK = "# kprompt pre-commit hook";

// The file belongs to this clone alone (Git never commits hooks), so it may name the paths of this machine.
const script = (project: string): string => {
  const cli = quote(fileURLToPath(new URL("main.ts", import.meta.url)));
  return `#!/bin/sh
${MARK}: refuses a commit whose staged prompts have errors.
# Written by "kprompt hook install"; "kprompt hook uninstall" removes it.
if [ ! -x ${quote(process.execPath)} ] || [ ! -f ${cli} ]; then
  echo "kprompt: the files that this hook runs have moved. Run npm ci and kprompt hook install." >&2
  exit 1
fi
exec ${checkLine(project)}
`;
};

const checkLine = (project: string): string =>
  [process.execPath, fileURLToPath(new URL("main.ts", import.meta.url)), "check", "--staged", "--root", project]
    .map(quote)
    .join(" ");

/** For a POSIX shell. Words that need no quotes stay readable. */
const quote = (word: string): string => (/^[\w./:@-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);
