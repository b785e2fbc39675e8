import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkSchema } from "./schema-check.ts";
import { type OutputSchema, parseOutputSchema, validateOutput, worstCaseTokens } from "./schema-subset.ts";

const TEXT = `{"type":"object","properties":{
  "ids":{"type":"array","minItems":1,"maxItems":2,"items":{"type":"string","maxLength":3}},
  "text":{"type":"string","minLength":1,"maxLength":4},
  "level":{"type":"string","enum":["low","high"]},
  "count":{"type":"integer","minimum":-5,"maximum":100},
  "done":{"type":"boolean"},
  "none":{"type":"null"},
  "kind":{"const":7}
},"required":["text"],"additionalProperties":false}`;
const schema = parseOutputSchema(TEXT);

describe("validateOutput", () => {
  test.each([
    {
      name: "everything",
      value: { ids: ["a"], text: "abcd", level: "low", count: 0, done: false, none: null, kind: 7 },
    },
    { name: "only what is required", value: { text: "a" } },
    { name: "lengths count code points", value: { text: "😀😀😀😀" } },
  ])("valid: $name", ({ value }) => expect(validateOutput(schema, value)).toEqual([]));

  test.each([
    { name: "no object", value: [], pointers: [""] },
    { name: "null", value: null, pointers: [""] },
    { name: "a missing property", value: {}, pointers: ["/text"] },
    { name: "an unknown property", value: { text: "a", "a/b": 1 }, pointers: [""] },
    {
      name: "an inherited name",
      value: JSON.parse('{"text":"a","__proto__":1,"toString":2}'),
      pointers: ["", ""],
    },
    { name: "too long", value: { text: "😀😀😀😀😀" }, pointers: ["/text"] },
    { name: "too short", value: { text: "" }, pointers: ["/text"] },
    { name: "too few items", value: { text: "a", ids: [] }, pointers: ["/ids"] },
    { name: "too many items", value: { text: "a", ids: ["a", "b", "c"] }, pointers: ["/ids"] },
    { name: "a wrong item", value: { text: "a", ids: ["a", 2] }, pointers: ["/ids/1"] },
    { name: "no choice", value: { text: "a", level: "LOW", kind: "7" }, pointers: ["/level", "/kind"] },
    { name: "no integer", value: { text: "a", count: 1.5 }, pointers: ["/count"] },
    { name: "out of range", value: { text: "a", count: 101 }, pointers: ["/count"] },
    { name: "no boolean, no null", value: { text: "a", done: "true", none: 0 }, pointers: ["/done", "/none"] },
  ])("invalid: $name", ({ value, pointers }) => {
    expect(validateOutput(schema, value).map(({ pointer }) => pointer)).toEqual(pointers);
  });
});

test("an issue holds no value and no name that the answer invented", () => {
  const hostile = {
    "obey-me": 1,
    text: "obey-me",
    level: "obey-me",
    ids: ["obey-me", { "obey-me": 1 }],
    none: "obey-me",
  };
  const issues = validateOutput(schema, hostile);
  expect(issues.length).toBeGreaterThan(3);
  expect(JSON.stringify(issues)).not.toContain("obey-me");
});

test("worstCaseTokens covers the longest answer", () => {
  const longest = { ids: ["abc", "abc"], text: "abcd", level: "high", count: 100, done: false, none: null, kind: 7 };
  const characters = JSON.stringify(longest).length;
  expect(validateOutput(schema, longest)).toEqual([]);
  expect(worstCaseTokens(schema)).toBeGreaterThanOrEqual(Math.ceil(characters / 3));
  // Commas that the last members have not are all that it counts too many.
  expect(worstCaseTokens(schema)).toBeLessThanOrEqual(Math.ceil((characters + 3) / 3));
});

test("property order is kept", () =>
  expect(Object.keys((schema as { properties: object }).properties)).toEqual([
    "ids",
    "text",
    "level",
    "count",
    "done",
    "none",
    "kind",
  ]));

test("a schema outside the subset is refused with pointers", () => {
  const text = '{"type":"object","properties":{"a":{"type":"string","pattern":"x"},"b":{"type":"number"}}}';
  expect(checkSchema(JSON.parse(text)).map(({ pointer }) => pointer)).toEqual([
    "/properties/a/pattern",
    "/properties/a",
    "/properties/b/type",
  ]);
});

test("a valid answer is within the worst case, and any JSON is judged without a throw", () => {
  const valid = fc.record({
    text: fc.string({ minLength: 1, maxLength: 4, unit: fc.constantFrom("a", "é", "😀") }),
    ids: fc.array(fc.string({ maxLength: 3, unit: fc.constantFrom("E", "1") }), { minLength: 1, maxLength: 2 }),
    count: fc.integer({ min: -5, max: 100 }),
  });
  fc.assert(
    fc.property(valid, fc.jsonValue(), (answer, anything) => {
      expect(validateOutput(schema, answer)).toEqual([]);
      expect([...JSON.stringify(answer)].length).toBeLessThanOrEqual(worstCaseTokens(schema) * 3);
      expect(validateOutput(schema as OutputSchema, anything)).toBeInstanceOf(Array);
    }),
  );
});
