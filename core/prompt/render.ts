import { type ErrorCode, type Issue, PromptError } from "../error.ts";
import type { Message, Sha256 } from "../port.ts";
import type { ListInput, Part, PromptVersion } from "./bundle.ts";
import { canonicalJson, isUnicode, toPointer } from "./canonical.ts";
import { show } from "./show.ts";

export type VariableValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Readonly<Record<string, string | number>>[];
export type Variables = Readonly<Record<string, VariableValue>>;

export interface Rendered {
  readonly messages: readonly Message[];
  /** Of the values after defaults, without the fence. */
  readonly vars_sha256: string;
  /** Of the messages: exactly what the model receives. */
  readonly render_sha256: string;
  /** `{{fence}}`: the first 16 digits of `vars_sha256`. Whoever wrote a log line cannot know it. */
  readonly fence: string;
  /** Names that were given a value, sorted. */
  readonly variables: readonly string[];
}

/**
 * Fills a template. Values are inserted verbatim and never read again as a template.
 *
 * @param variables Value by input name; absent, null and undefined mean the declared default.
 * @throws {PromptError} one of `variable_unknown`, `variable_missing`, `variable_invalid`, `list_too_long`,
 *   `text_not_unicode`, with an issue for each variable that it is about.
 */
export const renderPrompt = (prompt: PromptVersion, variables: Variables, sha256: Sha256): Rendered => {
  const values = fillInputs(prompt, variables);
  const vars_sha256 = sha256(canonicalJson(values));
  const fence = vars_sha256.slice(0, 16);

  const scope: Scope = { values: Object.assign(toRecord([["fence", fence]]), values), parent: null };
  const messages = prompt.messages.map(({ role }, index) => ({
    role,
    content: join(prompt.parts[index] ?? [], scope),
  }));
  return {
    messages,
    vars_sha256,
    render_sha256: sha256(canonicalJson(messages)),
    fence,
    variables: Object.keys(variables)
      .filter((name) => isGiven(variables[name]))
      .sort(),
  };
};

type Value = string | readonly Values[];
/** Without a prototype, so that an input may be called `constructor` and nothing is found that nobody gave. */
type Values = Record<string, Value>;

/** Names are looked up in the item of the innermost list first, then outwards. */
interface Scope {
  readonly values: Values;
  readonly parent: Scope | null;
}

const join = (parts: readonly Part[], scope: Scope): string => {
  let text = "";
  for (const part of parts) text += typeof part === "string" ? part : fill(part, scope);
  return text;
};

const fill = (part: Exclude<Part, string>, scope: Scope): string => {
  const value = lookUp(part[1], scope);
  if (part[0] === "variable") return String(value);
  if (part[0] === "inverted") return value.length === 0 ? join(part[2], scope) : "";
  if (typeof value === "string") return value === "" ? "" : join(part[2], scope);
  return value.map((item) => join(part[2], { values: item, parent: scope })).join("");
};

const lookUp = (name: string, scope: Scope | null): Value =>
  scope === null ? "" : (scope.values[name] ?? lookUp(name, scope.parent));

/** What can be wrong with variables. Which one is reported when there are several: the first of these. */
const PROBLEMS = {
  variable_unknown: "Not declared",
  variable_missing: "Missing",
  variable_invalid: "Not usable",
  list_too_long: "Too many items",
  text_not_unicode: "Not Unicode",
} as const satisfies Partial<Record<ErrorCode, string>>;
type Problem = Issue & { readonly code: keyof typeof PROBLEMS };

const fillInputs = ({ inputs, id, version }: PromptVersion, variables: Variables): Values => {
  const problems: Problem[] = [];
  const given = (name: string): VariableValue => (Object.hasOwn(variables, name) ? variables[name] : undefined);
  const pointerOf = (name: string): string => `/variables${toPointer(name)}`;
  const values = toRecord([]);

  for (const name of inputs.required) {
    const value = given(name);
    if (isGiven(value)) values[name] = toText(value, pointerOf(name), problems);
    else problems.push({ code: "variable_missing", pointer: pointerOf(name), detail: `"${name}" is required.` });
  }
  for (const [name, byDefault] of Object.entries(inputs.optional)) {
    const value = given(name);
    values[name] = isGiven(value) ? toText(value, pointerOf(name), problems) : byDefault;
  }
  for (const [name, list] of Object.entries(inputs.lists)) {
    const value = given(name);
    values[name] = toItems(isGiven(value) ? value : list.default, list, pointerOf(name), problems);
  }

  for (const name of Object.keys(variables))
    if (!Object.hasOwn(values, name) && !inputs.required.includes(name))
      problems.push({ code: "variable_unknown", pointer: pointerOf(name), detail: `${show(name)} is not declared.` });

  for (const code of Object.keys(PROBLEMS) as (keyof typeof PROBLEMS)[]) {
    const issues = problems
      .filter((problem) => problem.code === code)
      .map(({ pointer, detail }) => ({ pointer, detail }));
    if (issues.length === 0) continue;
    const declared = [...inputs.required, ...Object.keys(inputs.optional), ...Object.keys(inputs.lists)];
    throw new PromptError(
      code,
      `${PROBLEMS[code]}: ${issues.map(({ detail }) => detail).join(" ")} ${id}@${version} takes ${declared.join(", ") || "no variables"}.`,
      { issues, details: { declared } },
    );
  }
  return values;
};

const isGiven = (value: VariableValue): value is Exclude<VariableValue, null | undefined> =>
  value !== null && value !== undefined;

const toText = (value: unknown, pointer: string, problems: Problem[]): string => {
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  if (typeof value === "string") {
    if (!isUnicode(value))
      problems.push({
        code: "text_not_unicode",
        pointer,
        detail: `The text at ${pointer} holds half a surrogate pair.`,
      });
    return value;
  }
  problems.push({
    code: "variable_invalid",
    pointer,
    detail: `${kindOf(value)} at ${pointer} is neither text nor a finite number.`,
  });
  return "";
};

const toItems = (
  value: unknown,
  { fields, max }: ListInput,
  pointer: string,
  problems: Problem[],
): readonly Values[] => {
  if (!Array.isArray(value)) {
    problems.push({
      code: "variable_invalid",
      pointer,
      detail: `${kindOf(value)} at ${pointer} is not a list of items.`,
    });
    return [];
  }
  if (value.length > max) {
    problems.push({ code: "list_too_long", pointer, detail: `${value.length} items at ${pointer}, at most ${max}.` });
    return [];
  }
  return value.map((item: unknown, index) => toItem(item, fields, pointer + toPointer(index), problems));
};

const toItem = (item: unknown, fields: readonly string[], pointer: string, problems: Problem[]): Values => {
  const isItem = typeof item === "object" && item !== null && !Array.isArray(item);
  if (!isItem || Object.keys(item).length !== fields.length || !fields.every((field) => Object.hasOwn(item, field))) {
    const detail = `${kindOf(item)} at ${pointer} needs exactly the fields ${fields.join(", ")}.`;
    problems.push({ code: "variable_invalid", pointer, detail });
    return toRecord([]);
  }
  const record = item as Record<string, unknown>;
  return toRecord(fields.map((field) => [field, toText(record[field], pointer + toPointer(field), problems)]));
};

/** What a value is, not the value: it may be log text, and a message goes into logs. */
const kindOf = (value: unknown): string =>
  Array.isArray(value) ? "A list" : value === null ? "null" : `A value of type ${typeof value}`;

const toRecord = (entries: readonly (readonly [string, Value])[]): Values => {
  const record: Values = Object.create(null);
  for (const [name, value] of entries) record[name] = value;
  return record;
};
