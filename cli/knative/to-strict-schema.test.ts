import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { readSchemas } from "./schemas.ts";
import { type Schema, toStrictSchema, withHeader } from "./to-strict-schema.ts";

const accepts = (schema: Schema, value: unknown): boolean =>
  new Ajv({ strict: false, validateFormats: false }).validate(toStrictSchema(schema), value);

const TEXT: Schema = { type: "string" };
const object = (more: Schema): Schema => ({ type: "object", properties: { a: TEXT }, ...more });

const INT_OR_STRING: Schema = {
  "x-kubernetes-int-or-string": true,
  anyOf: [{ type: "integer" }, { type: "string" }],
};

describe("what the API server takes", () => {
  test.each([
    { name: "a field that is named", schema: object({}), value: { a: "x" }, expected: true },
    { name: "a field that is not", schema: object({}), value: { b: "x" }, expected: false },
    {
      name: "a field that is not, where unknown ones are preserved",
      schema: object({ "x-kubernetes-preserve-unknown-fields": true }),
      value: { a: "x", b: 1 },
      expected: true,
    },
    {
      name: "a wrong type of one that is, there too",
      schema: object({ "x-kubernetes-preserve-unknown-fields": true }),
      value: { a: 1 },
      expected: false,
    },
    {
      name: "any name of a map",
      schema: { type: "object", additionalProperties: TEXT },
      value: { b: "x" },
      expected: true,
    },
    {
      name: "another value in a map",
      schema: { type: "object", additionalProperties: TEXT },
      value: { b: 1 },
      expected: false,
    },
    {
      name: "an unknown field of a map's values",
      schema: { type: "object", additionalProperties: object({}) },
      value: { x: { b: "x" } },
      expected: false,
    },
    {
      name: "an unknown field of a list's items",
      schema: { type: "array", items: object({}) },
      value: [{ b: 1 }],
      expected: false,
    },
    { name: "an integer or a text, as a text", schema: INT_OR_STRING, value: "50%", expected: true },
    { name: "an integer or a text, as an integer", schema: INT_OR_STRING, value: 5, expected: true },
    { name: "an integer or a text, as a boolean", schema: INT_OR_STRING, value: true, expected: false },
    { name: "null where it may be", schema: { type: "string", nullable: true }, value: null, expected: true },
    {
      name: "null as one of the words",
      schema: { type: "string", nullable: true, enum: ["a"] },
      value: null,
      expected: true,
    },
    { name: "null where it may not be", schema: TEXT, value: null, expected: false },
    { name: "nothing, where something is required", schema: object({ required: ["a"] }), value: {}, expected: false },
    {
      name: "nothing, where what is required has a default",
      schema: { type: "object", properties: { a: { type: "string", default: "x" } }, required: ["a"] },
      value: {},
      expected: true,
    },
    {
      name: "the header of an object within an object",
      schema: object({ "x-kubernetes-embedded-resource": true }),
      value: { apiVersion: "v1", kind: "Pod", metadata: {}, a: "x" },
      expected: true,
    },
    {
      name: "an alternative that names only its own field",
      schema: {
        type: "object",
        properties: { a: TEXT, b: TEXT },
        oneOf: [{ properties: { a: TEXT }, required: ["a"] }, { required: ["b"] }],
      },
      value: { b: "x" },
      expected: true,
    },
    {
      name: "what is in two alternatives at once",
      schema: { type: "object", properties: { a: TEXT, b: TEXT }, oneOf: [{ required: ["a"] }, { required: ["b"] }] },
      value: { a: "x", b: "x" },
      expected: false,
    },
    {
      name: "what must not be",
      schema: { type: "object", properties: { a: TEXT }, not: { required: ["a"] } },
      value: { a: "x" },
      expected: false,
    },
    { name: "a number that is too large", schema: { type: "integer", maximum: 600 }, value: 601, expected: false },
    { name: "a text that does not match", schema: { type: "string", pattern: "^a$" }, value: "b", expected: false },
    { name: "any format", schema: { type: "string", format: "date-time" }, value: "today", expected: true },
  ])("$name: $expected", ({ schema, value, expected }) => expect(accepts(schema, value)).toBe(expected));

  test("the header of the whole object, which must be there", () => {
    const schema = withHeader(toStrictSchema(object({})));
    const ajv = new Ajv({ strict: false });
    expect(ajv.validate(schema, { apiVersion: "v1", kind: "A", metadata: { name: "a" }, a: "x" })).toBe(true);
    expect(ajv.validate(schema, { a: "x" })).toBe(false);
  });
});

test("the schemas say nothing in prose, and close what they name", () => {
  const schemas = readSchemas();
  expect(Object.keys(schemas)).toContain("serving.knative.dev/v1 Service");
  for (const [name, schema] of Object.entries(schemas)) {
    expect([name, schema.additionalProperties, typeof schema.description]).toEqual([name, false, "undefined"]);
    expect(schema.required).toEqual(expect.arrayContaining(["apiVersion", "kind", "metadata"]));
  }
});
