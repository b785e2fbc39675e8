import type { Bundle, PromptVersion } from "../core/prompt/bundle.ts";
import { defineCommand } from "./command.ts";
import type { Output } from "./output.ts";
import { resolveReference } from "./reference.ts";
import { loadTree } from "./tree.ts";
import { unifiedDiff } from "./unified-diff.ts";

export const command = defineCommand({
  usage: "<reference> <reference>",
  positionals: { min: 2, max: 2, expected: "two references, such as log_triage.k8s@production log_triage.k8s@latest" },
  options: {},
  details: `
Compares what two versions send and expect: messages (partials in place), inputs, model parameters, output schema,
rules, and the hashes over them. Exits 0 whether they differ or not.

  kprompt diff log_triage.k8s@production log_triage.k8s@latest`,
  run({ positionals: [first = "", second = ""], root, json, out }) {
    const { bundle } = loadTree(root());
    const before = resolveReference(bundle, first);
    const after = resolveReference(bundle, second);
    const names = [nameOf(before), nameOf(after)] as const;
    const left = sections(before, bundle);
    const right = sections(after, bundle);
    const parts = Object.keys(left).flatMap((part) => {
      const diff = unifiedDiff(`${names[0]} ${part}`, `${names[1]} ${part}`, left[part] ?? "", right[part] ?? "");
      return diff === "" ? [] : [{ part, diff }];
    });
    const hashes = (["template_sha256", "content_sha256"] as const).map((hash) => ({
      hash,
      before: before[hash],
      after: after[hash],
      equal: before[hash] === after[hash],
    }));
    if (json) {
      out.printJson({ before: names[0], after: names[1], hashes, parts });
      return 0;
    }
    for (const { diff } of parts) out.print(colour(diff, out.paint));
    if (parts.length === 0) out.print(`${names[0]} and ${names[1]} send and expect the same.`);
    for (const { hash, before: old, after: now, equal } of hashes) {
      out.print(equal ? `${hash}  ${now}  (equal)` : `${hash}\n- ${old}\n+ ${now}`);
    }
    return 0;
  },
});

const nameOf = ({ id, version }: PromptVersion): string => `${id}@${version}`;

const sections = (prompt: PromptVersion, bundle: Bundle): Readonly<Record<string, string>> => ({
  description: prompt.description,
  ...Object.fromEntries(prompt.messages.map(({ role, content }) => [role, content])),
  inputs: JSON.stringify(prompt.inputs, null, 2),
  model_defaults: JSON.stringify(prompt.model_defaults, null, 2),
  output: JSON.stringify(JSON.parse(bundle.schemas[prompt.output] ?? "null"), null, 2),
  output_rules: JSON.stringify(prompt.output_rules, null, 2),
  fallback: String(prompt.fallback),
});

const colour = (diff: string, paint: Output["paint"]): string =>
  diff
    .split("\n")
    .map((line, index) => {
      if (index < 2) return paint("bold", line);
      if (line.startsWith("@@")) return paint("cyan", line);
      return line.startsWith("+") ? paint("green", line) : line.startsWith("-") ? paint("red", line) : line;
    })
    .join("\n");
