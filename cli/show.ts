import type { Bundle, PromptVersion } from "../core/prompt/bundle.ts";
import { labelsOf } from "../core/prompt/reference.ts";
import { defineCommand } from "./command.ts";
import type { Output } from "./output.ts";
import { isLocked, resolveReference } from "./reference.ts";
import { loadTree } from "./tree.ts";

export const command = defineCommand({
  usage: "<reference>",
  positionals: { min: 1, max: 1, expected: "one reference, such as log_triage.k8s@production" },
  options: {},
  details: `
Prints one version: hashes, inputs, model parameters, output and the messages with their partials in place.
A reference is <id>@<version>, <id>@<label> or <id>@latest; <id> alone means the latest version.

  kprompt show log_triage.k8s@production
  kprompt show log_triage.k8s@1.2.0 --json | jq -r '.messages[0].content'`,
  run({ positionals: [reference = ""], root, json, out }) {
    const { bundle, lock } = loadTree(root());
    const prompt = resolveReference(bundle, reference);
    const labels = labelsOf(bundle, prompt.id, prompt.version);
    const locked = isLocked(lock, prompt);
    if (json) {
      const { parts: _, ...fields } = prompt;
      out.printJson({ ...fields, labels, locked, schema: JSON.parse(bundle.schemas[prompt.output] ?? "null") });
    } else {
      out.print(format(prompt, labels, locked, bundle, out.paint));
    }
    return 0;
  },
});

const format = (
  prompt: PromptVersion,
  labels: readonly string[],
  locked: boolean,
  bundle: Bundle,
  paint: Output["paint"],
): string => {
  const { inputs, model_defaults } = prompt;
  const rows: readonly (readonly [string, string])[] = [
    ["labels", labels.join(" ") || "none"],
    ["state", locked ? "locked" : "draft"],
    ["template", prompt.template_sha256],
    ["content", prompt.content_sha256],
    ["required", inputs.required.join(" ") || "none"],
    ...Object.entries(inputs.optional).map(
      ([name, value]) => ["optional", `${name} = ${JSON.stringify(value)}`] as const,
    ),
    ...Object.entries(inputs.lists).map(
      ([name, { fields, max }]) => ["list", `${name} (${fields.join(", ")}), at most ${max}`] as const,
    ),
    ["model", JSON.stringify(model_defaults)],
    ["output", prompt.output],
    ...prompt.output_rules.map(({ name }) => ["rule", name] as const),
    ["fallback", prompt.fallback ?? "none"],
  ];
  return [
    `${paint("bold", `${prompt.id}@${prompt.version}`)}  ${prompt.description}`,
    ...rows.map(([name, value]) => `  ${name.padEnd(8)}  ${value}`),
    ...prompt.messages.flatMap(({ role, content }) => [paint("bold", `--- ${role}`), content]),
    paint("bold", "--- schema"),
    JSON.stringify(JSON.parse(bundle.schemas[prompt.output] ?? "null"), null, 2),
  ].join("\n");
};
