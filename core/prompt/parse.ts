import { stringify } from "yaml";
import { compareDiagnostics, type Diagnostic } from "../diagnostic.ts";
import type { Inputs, ModelDefaults, OutputRule } from "./bundle.ts";
import { formatCondition } from "./condition-parse.ts";
import { readPrompt } from "./read-prompt.ts";
import { openSource } from "./source.ts";

/** What a prompt file says: the version before its partials are inlined and its hashes made. */
export interface PromptFile {
  readonly id: string;
  readonly version: string;
  readonly description: string;
  readonly model_defaults: ModelDefaults;
  readonly inputs: Inputs;
  /** Name of a schema file, or a schema. */
  readonly output: string | Readonly<Record<string, unknown>>;
  readonly output_rules: readonly OutputRule[];
  readonly fallback: string | null;
  /** Canonical text. */
  readonly system: string;
  /** Canonical text. */
  readonly user: string;
}

/** Reads one prompt file by itself; what other files must agree with is checked by `compileTree`. */
export const parsePrompt = (
  text: string,
  file: string,
): { readonly prompt: PromptFile | null; readonly diagnostics: readonly Diagnostic[] } => {
  const diagnostics: Diagnostic[] = [];
  const source = openSource(file, text, diagnostics);
  const draft = source && readPrompt(source);
  diagnostics.sort(compareDiagnostics);
  if (draft === undefined || diagnostics.some(({ severity }) => severity === "error"))
    return { prompt: null, diagnostics };

  // Without an error, every part has been read.
  const { id, version, description, model_defaults, declared, output, output_rules, fallback, system, user } =
    draft as Required<{ [Key in keyof typeof draft]: NonNullable<(typeof draft)[Key]> }>;
  const prompt = {
    id,
    version,
    description,
    model_defaults,
    inputs: declared.inputs,
    output: "name" in output ? output.name : JSON.parse(output.text),
    output_rules,
    fallback: fallback ?? null,
    system: system.text,
    user: user.text,
  };
  return { prompt, diagnostics };
};

/** Writes a prompt file: the text that `parsePrompt` reads as the same prompt again. */
export const formatPrompt = (prompt: PromptFile): string => {
  const { id, version, description, model_defaults, inputs, output, output_rules, fallback, system, user } = prompt;
  const rules = output_rules.map(({ name, when, require }) => ({
    name,
    ...(when && { when: formatCondition(when) }),
    require: formatCondition(require),
  }));
  const head = {
    id,
    version,
    description,
    model_defaults,
    inputs,
    output,
    ...(rules.length > 0 && { output_rules: rules }),
    ...(fallback !== null && { fallback }),
  };
  // No folding: a text keeps its lines. No aliases: a value that is there twice is written twice.
  const yaml = stringify(head, { lineWidth: 0, aliasDuplicateObjects: false });
  return `${yaml}system: ${toBlock(system)}user: ${toBlock(user)}`;
};

const toBlock = (text: string): string => {
  // YAML takes the first line's indentation for the block's own unless it is told.
  const header = /^\n*[ \t]/.test(text) ? "|2" : "|";
  const lines = text.split("\n").map((line) => (line === "" ? "" : `  ${line}`));
  return `${header}\n${lines.join("\n")}\n`;
};
