import type { Issue } from "../error.ts";
import { toPointer } from "./canonical.ts";
import { show } from "./show.ts";

export interface SchemaIssue extends Issue {
  /** Whether the key at the pointer is wrong, or its value. */
  readonly about: "key" | "value";
}

/**
 * Whether a value is a JSON Schema of the subset: object, array, string, boolean, integer, null, enum and const, everything
 * bounded. A model server ignores other keywords without a word, so they are refused here.
 */
export const checkSchema = (schema: unknown): readonly SchemaIssue[] =>
  isObject(schema) && schema.type !== "object"
    ? [{ pointer: "", about: "value", detail: 'The answer must be an object: write "type": "object".' }]
    : check(schema, "", 0);

type Json = Readonly<Record<string, unknown>>;

/** Keywords by type. `enum` and `const` replace the bounds of a type. */
const KEYWORDS: Readonly<Record<string, { needed: readonly string[]; allowed: readonly string[] }>> = {
  object: { needed: ["properties"], allowed: ["required", "additionalProperties"] },
  array: { needed: ["items", "maxItems"], allowed: ["minItems"] },
  string: { needed: ["maxLength"], allowed: ["minLength"] },
  integer: { needed: ["minimum", "maximum"], allowed: [] },
  boolean: { needed: [], allowed: [] },
  null: { needed: [], allowed: [] },
};
const ANNOTATIONS = ["title", "description"];

/** llama.cpp drops a `maxLength` above 2000 or refuses it; a list of long texts outgrows any context. */
const MAX_LENGTH = 500;
const MAX_ITEMS = 100;
const MAX_DEPTH = 16;

const check = (schema: unknown, pointer: string, depth: number): readonly SchemaIssue[] => {
  if (!isObject(schema)) return [wrong(pointer, `${show(schema)} is not a schema. Write a mapping with "type".`)];
  if (depth > MAX_DEPTH) return [wrong(pointer, `The schema is more than ${MAX_DEPTH} levels deep. Flatten it.`)];

  const hasChoices = Object.hasOwn(schema, "enum") || Object.hasOwn(schema, "const");
  if (!hasChoices && !Object.hasOwn(schema, "type"))
    return [wrong(pointer, 'A schema needs "type", "enum" or "const".')];
  const type = schema.type;
  if (Object.hasOwn(schema, "type") && !(typeof type === "string" && Object.hasOwn(KEYWORDS, type)))
    return [
      wrong(
        `${pointer}/type`,
        `${show(type)} is not enforced by model servers. Use ${Object.keys(KEYWORDS).join(", ")}.`,
      ),
    ];

  const keywords = hasChoices || typeof type !== "string" ? undefined : KEYWORDS[type];
  const allowed = [
    "type",
    ...ANNOTATIONS,
    ...(pointer === "" ? ["$schema"] : []),
    ...(keywords === undefined ? ["enum", "const"] : [...keywords.needed, ...keywords.allowed]),
  ];
  return [
    ...Object.keys(schema)
      .filter((key) => !allowed.includes(key))
      .map((key): SchemaIssue => {
        const detail = `"${key}" is not in the enforced subset here. Remove it; allowed: ${allowed.join(", ")}.`;
        return { pointer: pointer + toPointer(key), about: "key", detail };
      }),
    ...(keywords?.needed ?? [])
      .filter((key) => !Object.hasOwn(schema, key))
      .map((key) => wrong(pointer, `"type": "${String(type)}" needs "${key}", so that the answer is bounded.`)),
    ...Object.keys(schema).flatMap((key) =>
      allowed.includes(key) ? checkKeyword(key, schema, pointer + toPointer(key), depth) : [],
    ),
  ];
};

const checkKeyword = (key: string, schema: Json, pointer: string, depth: number): readonly SchemaIssue[] => {
  const value = schema[key];
  switch (key) {
    case "properties":
      return isObject(value)
        ? checkProperties(value, pointer, depth)
        : [wrong(pointer, `${show(value)} is not a mapping.`)];
    case "items":
      return check(value, pointer, depth + 1);
    case "required":
      return checkRequired(value, isObject(schema.properties) ? schema.properties : {}, pointer);
    case "additionalProperties":
      return value === false
        ? []
        : [wrong(pointer, `${show(value)}: the answer is closed. Write false or leave it out.`)];
    case "enum":
      return checkEnum(value, schema.type, pointer);
    case "const":
      return isChoice(value, schema.type) ? [] : [wrong(pointer, `${show(value)} is not ${choiceOf(schema.type)}.`)];
    case "maxLength":
      return checkInteger(value, pointer, typeof schema.minLength === "number" ? schema.minLength : 0, MAX_LENGTH);
    case "minLength":
      return checkInteger(value, pointer, 0, MAX_LENGTH);
    case "maxItems":
      return checkInteger(value, pointer, typeof schema.minItems === "number" ? schema.minItems : 0, MAX_ITEMS);
    case "minItems":
      return checkInteger(value, pointer, 0, MAX_ITEMS);
    case "minimum":
      return checkInteger(value, pointer, -1e9, 1e9);
    case "maximum":
      return checkInteger(value, pointer, typeof schema.minimum === "number" ? schema.minimum : -1e9, 1e9);
    case "type":
      return [];
    default:
      return typeof value === "string" ? [] : [wrong(pointer, `${show(value)} is not text.`)];
  }
};

/** Names that keep their place: JavaScript moves keys made of digits to the front, and order is behaviour. */
const PROPERTY_NAME = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

const checkProperties = (properties: Json, pointer: string, depth: number): readonly SchemaIssue[] => {
  const names = Object.keys(properties);
  if (names.length === 0) return [wrong(pointer, "An object needs at least one property.")];
  return names.flatMap((name) => {
    const at = pointer + toPointer(name);
    if (PROPERTY_NAME.test(name)) return check(properties[name], at, depth + 1);
    return [
      {
        pointer: at,
        about: "key" as const,
        detail: `${show(name)} is not a name: a letter, then letters, digits, _ -.`,
      },
    ];
  });
};

const checkRequired = (value: unknown, properties: Json, pointer: string): readonly SchemaIssue[] => {
  if (!Array.isArray(value)) return [wrong(pointer, `${show(value)} is not a list of property names.`)];
  return value.flatMap((name: unknown, index) =>
    typeof name === "string" && Object.hasOwn(properties, name) && value.indexOf(name) === index
      ? []
      : [wrong(pointer + toPointer(index), `${show(name)} is not the name of a property, or is listed twice.`)],
  );
};

const checkEnum = (value: unknown, type: unknown, pointer: string): readonly SchemaIssue[] => {
  if (!Array.isArray(value) || value.length === 0) return [wrong(pointer, `${show(value)} is not a list of choices.`)];
  return value.flatMap((choice: unknown, index) =>
    isChoice(choice, type) && value.indexOf(choice) === index
      ? []
      : [wrong(pointer + toPointer(index), `${show(choice)} is not ${choiceOf(type)}, or is listed twice.`)],
  );
};

const checkInteger = (value: unknown, pointer: string, min: number, max: number): readonly SchemaIssue[] =>
  Number.isInteger(value) && (value as number) >= min && (value as number) <= max
    ? []
    : [wrong(pointer, `${show(value)} is not an integer from ${min} to ${max}.`)];

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isChoice = (value: unknown, type: unknown): boolean =>
  (type === undefined || type === typeOf(value)) && typeOf(value) !== "other";

const choiceOf = (type: unknown): string =>
  type === undefined ? "a text, integer, true, false or null" : `of type ${type}`;

const typeOf = (value: unknown): string => {
  if (value === null) return "null";
  if (typeof value === "string") return value.length <= MAX_LENGTH ? "string" : "other";
  if (typeof value === "boolean") return "boolean";
  return Number.isSafeInteger(value) ? "integer" : "other";
};

const wrong = (pointer: string, detail: string): SchemaIssue => ({ pointer, about: "value", detail });
