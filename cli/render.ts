import { readFileSync } from "node:fs";
import { resolve as resolvePath } from "node:path";
import { estimateTokens } from "../core/evidence/tokens.ts";
import type { PromptVersion } from "../core/prompt/bundle.ts";
import { renderPrompt, type Variables, type VariableValue } from "../core/prompt/render.ts";
import { sha256 } from "../functions/adapters/sha256.ts";
import { defineCommand } from "./command.ts";
import { resolveReference } from "./reference.ts";
import { loadTree } from "./tree.ts";
import { UsageError } from "./usage-error.ts";

export const command = defineCommand({
  usage: "<reference>",
  positionals: { min: 1, max: 1, expected: "one reference, such as log_triage.k8s@production" },
  options: {
    var: { type: "string", value: "NAME=VALUE", multiple: true, help: "a variable; a list is given as JSON" },
    "var-file": {
      type: "string",
      value: "NAME=PATH",
      multiple: true,
      help: "a variable from a file; - is standard input",
    },
  },
  details: `
Prints the messages that the model would receive, with template_sha256, vars_sha256 and render_sha256. Values are put
in as they are, neither redacted nor shortened: that is the work of kprompt analyze.

  kprompt render log_triage.k8s@production --var namespace=web --var-file logs=pod.log
  kprompt render log_triage.k8s@latest --var logs=x --json | jq -r .render_sha256`,
  run({ positionals: [reference = ""], options, root, cwd, json, out }) {
    const { bundle, bundle_sha256 } = loadTree(root());
    const prompt = resolveReference(bundle, reference);
    const variables = readVariables(prompt, options.var ?? [], options["var-file"] ?? [], cwd);
    const rendered = renderPrompt(prompt, variables, sha256);
    const hashes = {
      template_sha256: prompt.template_sha256,
      vars_sha256: rendered.vars_sha256,
      render_sha256: rendered.render_sha256,
    };
    const tokens = rendered.messages.reduce((sum, { content }) => sum + estimateTokens(content), 0);
    if (json) {
      const { id, version } = prompt;
      out.printJson({ id, version, messages: rendered.messages, ...hashes, bundle_sha256, estimated_tokens: tokens });
      return 0;
    }
    for (const { role, content } of rendered.messages) out.print(`${out.paint("bold", `--- ${role}`)}\n${content}`);
    out.print(out.paint("bold", "--- hashes"));
    for (const [name, hash] of Object.entries(hashes)) out.print(`${name.padEnd(15)}  ${hash}`);
    out.print(`about ${tokens} tokens`);
    return 0;
  },
});

const readVariables = (
  prompt: PromptVersion,
  inline: readonly string[],
  files: readonly string[],
  cwd: string,
): Variables => {
  const variables = new Map<string, VariableValue>();
  const add = (option: string, text: string, read: (right: string) => string): void => {
    const at = text.indexOf("=");
    if (at < 1) throw new UsageError(`--${option} ${text} names no variable. Write --${option} name=…`);
    const name = text.slice(0, at);
    if (variables.has(name)) throw new UsageError(`The variable "${name}" is given twice. Give it once.`);
    const value = read(text.slice(at + 1));
    variables.set(name, Object.hasOwn(prompt.inputs.lists, name) ? parseList(name, value) : value);
  };
  for (const text of inline) add("var", text, (value) => value);
  for (const text of files) {
    add("var-file", text, (path) => readFileSync(path === "-" ? 0 : resolvePath(cwd, path), "utf8"));
  }
  return Object.fromEntries(variables);
};

const parseList = (name: string, text: string): VariableValue => {
  try {
    const list: unknown = JSON.parse(text);
    if (Array.isArray(list)) return list;
  } catch {
    // Said below.
  }
  throw new UsageError(`"${name}" is a list. Give it as a JSON array of objects, such as [{"field": "value"}].`);
};
