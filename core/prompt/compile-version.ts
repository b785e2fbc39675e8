import type { Sha256 } from "../port.ts";
import type { PromptVersion, TemplateMessage } from "./bundle.ts";
import type { DescribeFact, FactShape } from "./condition-parse.ts";
import { contentSha256, templateSha256 } from "./hash.ts";
import { type Inlined, type Inliner, placeOf } from "./inline.ts";
import { type PromptDraft, readOutputRules } from "./read-prompt.ts";
import { type OutputSchema, parseOutputSchema, worstCaseTokens } from "./schema-subset.ts";
import { type Place, report } from "./source.ts";
import { parseTemplate, type TemplateNode, type TemplateProblem, toParts } from "./template.ts";
import { checkNames } from "./template-names.ts";
import type { TextBlock } from "./text-block.ts";

export interface CompiledVersion {
  readonly prompt: PromptVersion;
  readonly schemaText: string;
  readonly schema: OutputSchema;
  readonly draft: PromptDraft;
  /** What is locked with the version. */
  readonly uses: { readonly partials: ReadonlySet<string>; readonly schemas: readonly string[] };
}

interface Context {
  readonly inline: Inliner;
  /** JSON text by name; undefined for a schema file that cannot be used. */
  readonly schemas: ReadonlyMap<string, string | undefined>;
  readonly sha256: Sha256;
}

/** Compiles one version; undefined, with findings, where any part of it is wrong. */
export const compileVersion = (
  { id, version }: { readonly id: string; readonly version: string },
  draft: PromptDraft,
  { inline, schemas, sha256 }: Context,
): CompiledVersion | undefined => {
  const templates = compileTemplates(draft, inline);
  const { output, description, model_defaults, declared, fallback } = draft;
  const schemaText = output && ("text" in output ? output.text : findSchema(output.name, draft.nodes.output, schemas));
  const schema = schemaText === undefined ? undefined : parseOutputSchema(schemaText);

  const { max_tokens } = model_defaults ?? {};
  if (schema && max_tokens !== undefined && draft.nodes.model_defaults)
    checkMaxTokens(schema, max_tokens, maxTokensPlace(draft));
  // Read again now that the answer's fields are known: the first reading knew the syntax only.
  const rulesNode = draft.output_rules && draft.nodes.output_rules;
  const output_rules = schema && rulesNode ? readOutputRules(rulesNode, describeAnswer(schema)) : draft.output_rules;

  if (!templates || !output || schemaText === undefined || !schema || !declared || !model_defaults) return undefined;
  if (description === undefined || fallback === undefined || output_rules === undefined) return undefined;
  const content = { messages: templates.messages, inputs: declared.inputs, model_defaults, output_rules, fallback };
  const prompt: PromptVersion = {
    id,
    version,
    description,
    messages: content.messages,
    parts: templates.nodes.map(toParts),
    inputs: content.inputs,
    model_defaults,
    output: "name" in output ? output.name : `${id}@${version}`,
    output_rules,
    fallback,
    template_sha256: templateSha256(content.messages, sha256),
    content_sha256: contentSha256(content, schemaText, sha256),
  };
  const uses = { partials: templates.partials, schemas: "name" in output ? [output.name] : [] };
  return { prompt, schemaText, schema, draft, uses };
};

/** Reports a token limit that would cut the longest valid answer. */
export const checkMaxTokens = (schema: OutputSchema, maxTokens: number, place: Place): void => {
  const needed = worstCaseTokens(schema);
  if (maxTokens < needed)
    report(
      place,
      "max_tokens_low",
      `${maxTokens}: the longest answer of the output schema has about ${needed} tokens. Raise max_tokens to ${needed}, or shorten the schema's bounds.`,
    );
};

interface Templates {
  readonly messages: readonly TemplateMessage[];
  readonly nodes: readonly (readonly TemplateNode[])[];
  readonly partials: ReadonlySet<string>;
}

const compileTemplates = (draft: PromptDraft, inline: Inliner): Templates | undefined => {
  const system = draft.system && compileTemplate(draft.system, inline);
  const user = draft.user && compileTemplate(draft.user, inline);
  if (draft.declared === undefined) return undefined;

  const { inputs, places } = draft.declared;
  const used = new Set<string>();
  let isDeclared = true;
  for (const template of [system, user]) {
    const problems = template === undefined ? [] : checkNames(template.nodes, inputs, used);
    for (const problem of problems) reportProblem(problem, template as Template);
    isDeclared &&= problems.length === 0;
  }
  if (!isDeclared || system === undefined || user === undefined) return undefined;

  // Only now: where a name is misspelt, the right one is unused, and that is one mistake.
  for (const [path, place] of places)
    if (!used.has(path)) {
      isDeclared = false;
      report(
        place,
        "input_unused",
        `"${path}" is in no template. Use it as {{${path.split(".").at(-1)}}}, or remove it.`,
      );
    }
  return isDeclared
    ? {
        messages: [
          { role: "system", content: system.inlined.text },
          { role: "user", content: user.inlined.text },
        ],
        nodes: [system.nodes, user.nodes],
        partials: new Set([...system.inlined.partials, ...user.inlined.partials]),
      }
    : undefined;
};

interface Template {
  readonly block: TextBlock;
  readonly inlined: Inlined;
  readonly nodes: readonly TemplateNode[];
}

const compileTemplate = (block: TextBlock, inline: Inliner): Template | undefined => {
  const inlined = inline(block);
  if (inlined === undefined) return undefined;
  const { nodes, problems } = parseTemplate(inlined.text);
  const template = { block, inlined, nodes };
  // Each text was right by itself: only braces at the seams can make a wrong tag here.
  for (const problem of problems) reportProblem(problem, template);
  return problems.length === 0 ? template : undefined;
};

/** A problem inside a partial names the prompt too: the same partial may be right in another. */
const reportProblem = ({ code, at, message }: TemplateProblem, { block, inlined }: Template): void => {
  const place = placeOf(inlined, at);
  report(place, code, place.source === block.source ? message : `${message} (In ${block.source.file}.)`);
};

const findSchema = (
  name: string,
  place: Place | undefined,
  schemas: ReadonlyMap<string, string | undefined>,
): string | undefined => {
  if (!schemas.has(name) && place)
    report(
      place,
      "schema_unknown",
      `"${name}": there is no prompts/schemas/${name}.json. Schemas: ${[...schemas.keys()].join(", ") || "none"}.`,
    );
  return schemas.get(name);
};

const maxTokensPlace = ({ nodes }: PromptDraft): Place => {
  const map = nodes.model_defaults;
  return (map?.kind === "map" && map.entries.find(({ key }) => key === "max_tokens")?.value) || (map as Place);
};

/** Rules see the answer's top-level fields. */
const describeAnswer =
  (schema: OutputSchema): DescribeFact =>
  (name) =>
    schema.type === "object" && Object.hasOwn(schema.properties, name)
      ? describeField(schema.properties[name] as OutputSchema)
      : undefined;

const describeField = (schema: OutputSchema): FactShape | "any" => {
  if ("enum" in schema && schema.enum?.every((choice) => typeof choice === "string"))
    return { type: "text", values: schema.enum as readonly string[] };
  if (schema.type === "string") return { type: "text" };
  if (schema.type === "integer") return { type: "number" };
  if (schema.type === "boolean") return { type: "boolean" };
  if (schema.type !== "array") return "any";
  const items = describeField(schema.items);
  return items !== "any" && items.type === "text" ? { ...items, type: "texts" } : "any";
};
