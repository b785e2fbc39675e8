import type { Schema } from "../to-strict-schema.ts";

// The words that the schemas of the built-in kinds are written with.

export type Fields = Readonly<Record<string, Schema>>;

export const TEXT: Schema = { type: "string" };
export const INTEGER: Schema = { type: "integer" };
export const COUNT: Schema = { type: "integer", minimum: 0 };
export const FLAG: Schema = { type: "boolean" };
/** A port by number or name, a number of pods or a percentage. */
export const INTEGER_OR_TEXT: Schema = { type: ["integer", "string"] };
/** `500m`, `96Mi`, or a number. */
export const QUANTITY: Schema = { type: ["number", "string"] };
/** Has rules of its own, or is the business of whoever reads it. */
export const ANYTHING: Schema = { type: "object" };

/** A mapping with these fields and no other. */
export const object = (properties: Fields, ...required: readonly string[]): Schema => ({
  type: "object",
  properties,
  additionalProperties: false,
  ...(required.length > 0 && { required }),
});

export const list = (items: Schema): Schema => ({ type: "array", items });
export const full = (items: Schema): Schema => ({ type: "array", items, minItems: 1 });
export const mapOf = (values: Schema): Schema => ({ type: "object", additionalProperties: values });
export const word = (...values: readonly string[]): Schema => ({ type: "string", enum: values });

export const NAME = object({ name: TEXT }, "name");

export const SELECTOR = object({
  matchLabels: mapOf(TEXT),
  matchExpressions: list(
    object(
      { key: TEXT, operator: word("In", "NotIn", "Exists", "DoesNotExist"), values: list(TEXT) },
      "key",
      "operator",
    ),
  ),
});
