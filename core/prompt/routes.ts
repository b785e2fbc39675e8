import type { ClassifierPolicy, Intent, Routes, Rule } from "./bundle.ts";
import { type DescribeFact, type FactShape, readCondition } from "./condition-parse.ts";
import type { Node } from "./node.ts";
import { all, readFields, readList, readMap, readName, readNumber, readOneOf, readText, readTexts } from "./read.ts";
import { readMaxTokens, readReference, readTemperature } from "./read-prompt.ts";
import { ROUTE_FACTS } from "./route-facts.ts";
import { show } from "./show.ts";
import { type Place, report, type Source } from "./source.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { readYaml } from "./yaml.ts";

export interface RoutesDraft {
  /** Undefined where any part of the file could not be read. */
  readonly routes: Routes | undefined;
  /** Intents that could be read, with the place of their reference and of their token limit. */
  readonly intents: ReadonlyMap<
    string,
    { readonly intent: Intent; readonly reference: Place; readonly maxTokens: Place | undefined }
  >;
  /** Names of all intents, readable or not; undefined where there is no telling. */
  readonly names: readonly string[] | undefined;
  /** Place of each rule. */
  readonly rules: readonly Place[];
}

/** Reads `routes.yaml`; undefined where it is no mapping. */
export const readRoutes = (source: Source, vocabulary: Vocabulary): RoutesDraft | undefined => {
  const root = readYaml(source);
  const fields = root && readFields(root, "routes.yaml", ["default", "intents", "rules"], ["classifier"]);
  if (fields === undefined) return undefined;

  const entries = fields.intents && readMap(fields.intents, "intents")?.entries;
  const names = entries?.map(({ key }) => key);
  const intents = new Map<string, NonNullable<ReturnType<typeof readIntent>>>();
  for (const entry of entries ?? []) {
    const name = readName(entry, "an intent");
    const intent = readIntent(entry.value);
    if (name !== undefined && intent !== undefined) intents.set(name, intent);
  }

  const nodes = fields.rules && readList(fields.rules, "rules");
  const ruleNames = new Set<string>();
  const rules = nodes && all(nodes.map((node) => readRule(node, names, ruleNames, describeRouteFact(vocabulary))));
  const byDefault = fields.default && readIntentName(fields.default, "default", names);
  const classifier = fields.classifier ? readClassifier(fields.classifier) : null;
  const isWhole =
    byDefault !== undefined && classifier !== undefined && rules !== undefined && entries?.length === intents.size;
  return {
    routes: isWhole
      ? {
          default: byDefault,
          classifier,
          intents: Object.fromEntries([...intents].map(([name, { intent }]) => [name, intent])),
          rules,
        }
      : undefined,
    intents,
    names,
    rules: nodes ?? [],
  };
};

const readIntent = (node: Node) => {
  const fields = readFields(node, "an intent", ["description", "prompt"], ["examples", "model"]);
  const description = fields?.description && readText(fields.description, "description", 500);
  const prompt = fields?.prompt && readReference(fields.prompt, "prompt");
  const examples = fields?.examples ? readTexts(fields.examples, "examples", { max: 200, maxLength: 2000 }) : [];
  const model = fields?.model ? readFields(fields.model, "model", [], ["temperature", "max_tokens"]) : {};
  const temperature = model?.temperature && readTemperature(model.temperature);
  const max_tokens = model?.max_tokens && readMaxTokens(model.max_tokens);
  if (!fields?.prompt || !model || description === undefined || prompt === undefined || examples === undefined)
    return undefined;
  if ((model.temperature && temperature === undefined) || (model.max_tokens && max_tokens === undefined))
    return undefined;
  const policy = { ...(temperature !== undefined && { temperature }), ...(max_tokens !== undefined && { max_tokens }) };
  const intent: Intent = { description, prompt, examples, model: policy };
  return { intent, reference: fields.prompt, maxTokens: model.max_tokens };
};

const readClassifier = (node: Node): ClassifierPolicy | undefined => {
  const fields = readFields(node, "classifier", ["confident_at", "plausible_at", "on_unsure"]);
  const share = { min: 0.01, max: 1 };
  const confident_at = fields?.confident_at && readNumber(fields.confident_at, "confident_at", share);
  const plausible_at = fields?.plausible_at && readNumber(fields.plausible_at, "plausible_at", share);
  const on_unsure = fields?.on_unsure && readOneOf(fields.on_unsure, "on_unsure", ["default", "all"]);
  if (confident_at === undefined || plausible_at === undefined || on_unsure === undefined) return undefined;
  if (fields?.plausible_at && plausible_at > confident_at)
    return report(
      fields.plausible_at,
      "value_invalid",
      `${plausible_at}: plausible_at is above confident_at (${confident_at}). Lower it.`,
    );
  return { confident_at, plausible_at, on_unsure };
};

const readRule = (
  node: Node,
  intents: readonly string[] | undefined,
  names: Set<string>,
  describeFact: DescribeFact,
): Rule | undefined => {
  const fields = readFields(node, "a rule", ["name", "when", "intent"]);
  const name = fields?.name && readText(fields.name, "name", 64);
  const when = fields?.when && readCondition(fields.when, describeFact);
  const intent = fields?.intent && readIntentName(fields.intent, "intent", intents);
  if (fields?.name && name !== undefined && names.has(name))
    return report(
      fields.name,
      "name_duplicate",
      `${show(name)} names two rules, and a reason must name one. Rename one.`,
    );
  if (name !== undefined) names.add(name);
  return name === undefined || when === undefined || intent === undefined ? undefined : { name, when, intent };
};

const readIntentName = (node: Node, what: string, intents: readonly string[] | undefined): string | undefined => {
  const name = readText(node, what);
  if (name === undefined || intents === undefined || intents.includes(name)) return name;
  return report(node, "intent_unknown", `${show(name)} is no intent. Intents: ${intents.join(", ") || "none"}.`);
};

/** Facts that rules can ask for. */
const describeRouteFact = ({ levels, errorClasses }: Vocabulary): DescribeFact => {
  const values: Readonly<Record<string, readonly string[]>> = {
    level: levels,
    error_class: [...errorClasses, "none"],
    error_classes: errorClasses,
  };
  const facts = new Map<string, FactShape>(
    Object.entries(ROUTE_FACTS).map(([name, type]) => [name, { type, ...(values[name] && { values: values[name] }) }]),
  );
  return (name) => facts.get(name) ?? (/^labels\../.test(name) ? { type: "text" } : undefined);
};
