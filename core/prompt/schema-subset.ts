import type { Issue } from "../error.ts";
import { toPointer } from "./canonical.ts";
import { show } from "./show.ts";

type JsonScalar = string | number | boolean | null;

/** The JSON Schema that a constrained model server really enforces, every text and list bounded. */
export type OutputSchema = ObjectSchema | ArraySchema | StringSchema | IntegerSchema | PlainSchema | ChoiceSchema;

interface ObjectSchema {
  readonly type: "object";
  /** In the order in which the model writes. */
  readonly properties: Readonly<Record<string, OutputSchema>>;
  readonly required?: readonly string[];
  /** Closed either way: llama.cpp counts absent as false. */
  readonly additionalProperties?: false;
}
interface ArraySchema {
  readonly type: "array";
  readonly items: OutputSchema;
  readonly minItems?: number;
  readonly maxItems: number;
}
interface StringSchema {
  readonly type: "string";
  /** In code points, like `maxLength`. */
  readonly minLength?: number;
  readonly maxLength: number;
}
interface IntegerSchema {
  readonly type: "integer";
  readonly minimum: number;
  readonly maximum: number;
}
interface PlainSchema {
  readonly type: "boolean" | "null";
}
/** `type` may stand beside it and adds nothing. */
interface ChoiceSchema {
  readonly type?: never;
  readonly enum?: readonly JsonScalar[];
  readonly const?: JsonScalar;
}

/** Reads a schema of the bundle. It is in the subset: the compiler has refused every other (`checkSchema`). */
export const parseOutputSchema = (text: string): OutputSchema => JSON.parse(text) as OutputSchema;

/**
 * What is wrong with an answer, with JSON pointers into it; empty: valid. Lengths count code points. Neither pointers
 * nor details hold a value or a name that the answer invented: they go back to the model, into replies and records.
 */
export const validateOutput = (schema: OutputSchema, value: unknown): readonly Issue[] => validate(schema, value, "");

/** Tokens of the longest valid answer without white space, at 3 characters a token: a safe guess for any tokenizer. */
export const worstCaseTokens = (schema: OutputSchema): number => Math.ceil(worstCaseCharacters(schema) / 3);

const validate = (schema: OutputSchema, value: unknown, pointer: string): readonly Issue[] => {
  const wrong = (detail: string): readonly Issue[] => [{ pointer, detail }];
  const choices = choicesOf(schema);
  if (choices !== undefined)
    return choices.includes(value as JsonScalar) ? [] : wrong(`is not one of ${choices.map(show).join(", ")}.`);

  switch (schema.type) {
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value)
        ? validateObject(schema, value as Record<string, unknown>, pointer)
        : wrong("is not an object.");
    case "array": {
      const { minItems = 0, maxItems, items } = schema;
      if (!Array.isArray(value)) return wrong("is not a list.");
      if (value.length < minItems || value.length > maxItems)
        return wrong(`has ${value.length} items; ${minItems} to ${maxItems} are allowed.`);
      return value.flatMap((item, index) => validate(items, item, pointer + toPointer(index)));
    }
    case "string": {
      const { minLength = 0, maxLength } = schema;
      if (typeof value !== "string") return wrong("is not text.");
      const length = [...value].length;
      return length >= minLength && length <= maxLength
        ? []
        : wrong(`has ${length} characters; ${minLength} to ${maxLength} are allowed.`);
    }
    case "integer":
      return Number.isInteger(value) && (value as number) >= schema.minimum && (value as number) <= schema.maximum
        ? []
        : wrong(`is not an integer from ${schema.minimum} to ${schema.maximum}.`);
    case "boolean":
      return typeof value === "boolean" ? [] : wrong("is not true or false.");
    case "null":
      return value === null ? [] : wrong("is not null.");
    default:
      return wrong("has no schema.");
  }
};

const validateObject = (
  { properties, required = [] }: ObjectSchema,
  value: Readonly<Record<string, unknown>>,
  pointer: string,
): readonly Issue[] => [
  ...required
    .filter((name) => !Object.hasOwn(value, name))
    .map((name) => ({ pointer: pointer + toPointer(name), detail: "is missing." })),
  ...Object.keys(value).flatMap((name) => {
    const schema = Object.hasOwn(properties, name) ? properties[name] : undefined;
    return schema === undefined
      ? [{ pointer, detail: "has a property that the schema does not name." }]
      : validate(schema, value[name], pointer + toPointer(name));
  }),
];

const worstCaseCharacters = (schema: OutputSchema): number => {
  const choices = choicesOf(schema);
  if (choices !== undefined) return Math.max(...choices.map((choice) => JSON.stringify(choice).length));
  switch (schema.type) {
    case "object":
      // Quotes, colon and comma of each property; the braces.
      return Object.entries(schema.properties).reduce(
        (sum, [name, property]) => sum + name.length + 4 + worstCaseCharacters(property),
        2,
      );
    case "array":
      return 2 + schema.maxItems * (worstCaseCharacters(schema.items) + 1);
    case "string":
      return schema.maxLength + 2;
    case "integer":
      return Math.max(String(schema.minimum).length, String(schema.maximum).length);
    default:
      return "false".length;
  }
};

const choicesOf = (schema: OutputSchema): readonly JsonScalar[] | undefined => {
  const { enum: listed, const: only } = schema as ChoiceSchema;
  return listed ?? (only === undefined ? undefined : [only]);
};
