import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Lock } from "../core/prompt/lock.ts";
import { defineCommand } from "./command.ts";
import { formatDiagnostics } from "./report.ts";
import { compile, readTree } from "./tree.ts";
import { TreeError } from "./tree-error.ts";

const PATH = "prompts/lock.json";

export const command = defineCommand({
  usage: "",
  positionals: { min: 0, max: 0, expected: "no arguments" },
  options: {},
  details: `
Writes prompts/lock.json: the content_sha256 of every version that a label names, and the hashes of the partials and
schemas that it uses. From then on check refuses an edit to them. An entry that is there is never overwritten: exits 1
and says which text differs from its locked hash.

  kprompt lock`,
  run({ root, json, out }) {
    const project = root();
    const { files, diagnostics, lock } = compile(readTree(project));
    // A missing entry is what this command is for; anything else must be mended first.
    const errors = diagnostics.filter(({ code, severity }) => severity === "error" && code !== "lock_missing");
    const changed = errors.filter(({ code }) => code === "lock_mismatch" || code === "lock_orphaned");
    if (changed.length > 0) {
      if (json) out.printJson({ written: false, added: [], diagnostics: changed });
      else out.note(`${formatDiagnostics(changed)}\nkprompt: nothing is written; no locked entry is ever changed.`);
      return 1;
    }
    if (errors.length > 0) throw new TreeError(errors);

    const before = files.get(PATH);
    const added = names(lock).filter(
      (name) => !names(before === undefined ? EMPTY : JSON.parse(before)).includes(name),
    );
    const text = `${JSON.stringify(lock, null, 2)}\n`;
    if (text !== before) writeFileSync(join(project, PATH), text);
    if (json) out.printJson({ written: text !== before, added, diagnostics: [] });
    else out.print([...added.map((name) => `locked ${name}`), `${PATH} is up to date`].join("\n"));
    return 0;
  },
});

const EMPTY: Lock = { partials: {}, schemas: {}, versions: {} };

const names = ({ partials, schemas, versions }: Lock): readonly string[] =>
  [versions, partials, schemas].flatMap((section) => Object.keys(section));
