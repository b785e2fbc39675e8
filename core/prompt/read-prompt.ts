import { blockEndHint } from "./block-end.ts";
import type { ModelDefaults, OutputRule } from "./bundle.ts";
import { type DescribeFact, readCondition } from "./condition-parse.ts";
import { type DeclaredInputs, readInputs } from "./inputs.ts";
import { type Node, placeAt, toValue } from "./node.ts";
import { all, readFields, readList, readNumber, readText, readTexts, readVersionText } from "./read.ts";
import { isPromptId, isVersion, parseReference } from "./reference.ts";
import { checkSchema } from "./schema-check.ts";
import { show } from "./show.ts";
import { report, type Source } from "./source.ts";
import { readBlock, type TextBlock } from "./text-block.ts";
import { readYaml } from "./yaml.ts";

/** A prompt file as far as it could be read. A part that is undefined has been reported. */
export interface PromptDraft {
  readonly nodes: Readonly<Record<(typeof REQUIRED)[number] | (typeof OPTIONAL)[number], Node | undefined>>;
  readonly id: string | undefined;
  readonly version: string | undefined;
  readonly description: string | undefined;
  readonly model_defaults: ModelDefaults | undefined;
  readonly declared: DeclaredInputs | undefined;
  readonly output: DraftOutput | undefined;
  readonly output_rules: readonly OutputRule[] | undefined;
  readonly fallback: string | null | undefined;
  readonly system: TextBlock | undefined;
  readonly user: TextBlock | undefined;
}

/** A schema file by name (`triage.1`), or JSON text of a schema written in the prompt. */
export type DraftOutput = { readonly name: string } | { readonly text: string };

/** Reads a prompt file; undefined where it is no mapping at all. */
export const readPrompt = (source: Source): PromptDraft | undefined => {
  const root = readYaml(source, [...REQUIRED, ...OPTIONAL]);
  const fields = root && readFields(root, "a prompt", REQUIRED, OPTIONAL);
  if (root?.kind !== "map" || fields === undefined) return undefined;

  const nodes = Object.fromEntries([...REQUIRED, ...OPTIONAL].map((key) => [key, fields[key]])) as PromptDraft["nodes"];
  // A block that ended early has lost text: what it seems not to use says nothing.
  const isCutShort = root.entries.some(({ key, keyPlace }) => !(key in nodes) && blockEndHint(keyPlace) !== "");
  const output_rules = nodes.output_rules === undefined ? [] : readOutputRules(nodes.output_rules, () => "any");
  return {
    nodes,
    id: nodes.id && readId(nodes.id),
    version: nodes.version && readVersion(nodes.version),
    description: nodes.description && readText(nodes.description, "description", 500),
    model_defaults: nodes.model_defaults && readModelDefaults(nodes.model_defaults),
    declared: nodes.inputs && readInputs(nodes.inputs),
    output: nodes.output && readOutput(nodes.output),
    output_rules,
    fallback: nodes.fallback === undefined ? null : readFallback(nodes.fallback),
    system: nodes.system && !isCutShort ? readBlock(nodes.system, "system") : undefined,
    user: nodes.user && !isCutShort ? readBlock(nodes.user, "user") : undefined,
  };
};

/** Reads `output_rules`; called again once the answer's fields are known. */
export const readOutputRules = (node: Node, describeFact: DescribeFact): readonly OutputRule[] | undefined => {
  const names = new Set<string>();
  return all(
    (readList(node, "output_rules", 50) ?? [undefined]).map((item): OutputRule | undefined => {
      const fields = item && readFields(item, "an output rule", ["name", "require"], ["when"]);
      const name = fields?.name && readText(fields.name, "name", 64);
      const when = fields?.when && readCondition(fields.when, describeFact);
      const require = fields?.require && readCondition(fields.require, describeFact);
      if (fields?.name && name !== undefined && names.has(name))
        return report(fields.name, "name_duplicate", `${show(name)} names two output rules. Rename one.`);
      if (name === undefined || require === undefined || (fields?.when && when === undefined)) return undefined;
      names.add(name);
      return { name, ...(when && { when }), require };
    }),
  );
};

const REQUIRED = ["id", "version", "description", "model_defaults", "inputs", "output", "system", "user"] as const;
const OPTIONAL = ["output_rules", "fallback"] as const;

/** What OpenAI-compatible servers accept. */
const MAX_STOPS = 4;

const readId = (node: Node): string | undefined => {
  const id = readText(node, "id");
  if (id === undefined || isPromptId(id)) return id;
  return report(
    node,
    "name_invalid",
    `${show(id)} is no prompt id: [a-z][a-z0-9_]* segments joined by dots, such as log_triage.k8s.`,
  );
};

const readVersion = (node: Node): string | undefined => {
  const version = readVersionText(node, "version");
  if (version === undefined || isVersion(version)) return version;
  return report(
    node,
    "version_invalid",
    `${show(version)} is not a semver. Write major.minor.patch, such as 1.2.0, without build metadata.`,
  );
};

const readModelDefaults = (node: Node): ModelDefaults | undefined => {
  const fields = readFields(node, "model_defaults", ["temperature", "top_p", "max_tokens"], ["model", "stop"]);
  if (fields === undefined) return undefined;
  const model = fields.model && readText(fields.model, "model", 200);
  const temperature = fields.temperature && readTemperature(fields.temperature);
  const top_p = fields.top_p && readNumber(fields.top_p, "top_p", { min: 0, max: 1 });
  const max_tokens = fields.max_tokens && readMaxTokens(fields.max_tokens);
  const stop = fields.stop === undefined ? [] : readTexts(fields.stop, "stop", { max: MAX_STOPS, maxLength: 64 });
  if (fields.model && model === undefined) return undefined;
  if (temperature === undefined || top_p === undefined || max_tokens === undefined || stop === undefined)
    return undefined;
  return { ...(model !== undefined && { model }), temperature, top_p, max_tokens, stop };
};

export const readTemperature = (node: Node): number | undefined => readNumber(node, "temperature", { min: 0, max: 2 });

export const readMaxTokens = (node: Node): number | undefined =>
  readNumber(node, "max_tokens", { min: 1, max: 32_768, integer: true });

const readOutput = (node: Node): DraftOutput | undefined => {
  if (node.kind === "scalar") {
    const name = readText(node, "output");
    return name === undefined ? undefined : { name };
  }
  const text = readSchemaText(node);
  return text === undefined ? undefined : { text };
};

/** JSON text of a schema of the enforced subset. Property order is kept: it is the order in which a model writes. */
export const readSchemaText = (node: Node): string | undefined => {
  const schema = toValue(node);
  const issues = checkSchema(schema);
  for (const { pointer, about, detail } of issues) report(placeAt(node, pointer, about), "schema_unsupported", detail);
  return issues.length === 0 ? JSON.stringify(schema) : undefined;
};

/** Reads `id`, `id@version` or `id@label`. */
export const readReference = (node: Node, what: string): string | undefined => {
  const text = readText(node, what);
  if (text === undefined) return undefined;
  try {
    parseReference(text);
    return text;
  } catch (error) {
    return report(node, "reference_invalid", (error as Error).message);
  }
};

const readFallback = (node: Node): string | undefined => {
  const text = readReference(node, "fallback");
  if (text === undefined || parseReference(text).selector !== null) return text;
  return report(node, "reference_invalid", `${show(text)} names no version. Write ${text}@version or ${text}@label.`);
};
