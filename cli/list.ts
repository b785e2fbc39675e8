import type { Inputs } from "../core/prompt/bundle.ts";
import { listPrompts } from "../core/prompt/list.ts";
import { defineCommand } from "./command.ts";
import { isLocked } from "./reference.ts";
import { loadTree } from "./tree.ts";

export const command = defineCommand({
  usage: "",
  positionals: { min: 0, max: 0, expected: "no arguments" },
  options: {},
  details: `
Prints every prompt of prompts/: its description, variables and versions with their labels and hashes.
A version is locked when lock.json holds its hash; an unlocked one is a draft.

  kprompt list
  kprompt list --json | jq -r '.prompts[].id'`,
  run({ root, json, out }) {
    const { bundle, bundle_sha256, lock } = loadTree(root());
    const prompts = listPrompts(bundle).map(({ id, versions }) => ({
      id,
      versions: versions.map((version) => ({ ...version, locked: isLocked(lock, { id, version: version.version }) })),
    }));
    if (json) {
      out.printJson({ bundle_sha256, prompts });
      return 0;
    }
    for (const { id, versions } of prompts) {
      out.print(`${out.paint("bold", id)}  ${versions[0]?.description}`);
      out.print(`  variables  ${(versions[0] && variablesOf(versions[0].inputs)) || "none"}`);
      for (const { version, labels, locked, template_sha256, content_sha256 } of versions) {
        const marks = [locked ? "locked" : "draft", ...labels.map((label) => out.paint("green", label))].join(" ");
        out.print(`  ${version}  ${marks}`);
        out.print(out.paint("dim", `    template ${template_sha256}`));
        out.print(out.paint("dim", `    content  ${content_sha256}`));
      }
    }
    out.print(`${out.paint("bold", "bundle")}  ${bundle_sha256}`);
    return 0;
  },
});

/** The variables of the latest version; an optional one in brackets. */
const variablesOf = ({ required, optional, lists }: Inputs): string =>
  [
    ...required,
    ...Object.keys(optional).map((name) => `[${name}]`),
    ...Object.keys(lists).map((name) => `[${name}…]`),
  ].join(" ");
