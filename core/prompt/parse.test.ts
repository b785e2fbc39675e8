import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Condition } from "../condition.ts";
import { canonicalText } from "./canonical.ts";
import { formatPrompt, type PromptFile, parsePrompt } from "./parse.ts";
import { BASE_TREE } from "./testing.ts";

// What no file may hold is not text of a prompt either.
const text = fc
  .string({
    unit: fc.oneof(
      fc.constantFrom(" ", "\t", "\n", "#", ":", "- ", "'", '"', "|", "&", "*", "{", "\u2028", "😀", "yes", "1.0"),
      fc.string({ unit: "grapheme", maxLength: 2 }),
    ),
    maxLength: 30,
  })
  .map((one) => one.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufeff\ufffd]|\p{Surrogate}/gu, "?"));
const line = text.filter((one) => one.trim() !== "");
const block = text.map((one) => canonicalText(`${one}.`));
const name = fc
  .stringMatching(/^[a-z][a-z0-9_]{0,8}$/)
  .filter((one) => one !== "fence" && !["all", "any", "not"].includes(one));
const scalar = fc.oneof(line, fc.integer(), fc.boolean());

const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3 },
    fc.record({ fact: name, equals: scalar }),
    fc.record({ fact: name, one_of: fc.array(scalar, { minLength: 1, maxLength: 3 }) }),
    fc.record({ fact: name, regex: fc.constantFrom("^a+$", "x|y") }),
    fc.record({ fact: name, at_least: fc.integer({ min: -9, max: 9 }) }),
    fc.record({ not: tie("condition") }),
    fc.record({ all: fc.array(tie("condition"), { minLength: 1, maxLength: 2 }) }),
    fc.record({ any: fc.array(tie("condition"), { minLength: 1, maxLength: 2 }) }),
  ) as fc.Arbitrary<Condition>,
}));

const inputs = fc.uniqueArray(name, { maxLength: 6 }).chain((names) => {
  const [required, optional, lists] = [names.slice(0, 2), names.slice(2, 4), names.slice(4)];
  const list = fc.uniqueArray(name, { minLength: 1, maxLength: 3 }).chain((fields) =>
    fc.record({
      fields: fc.constant(fields),
      max: fc.integer({ min: 2, max: 64 }),
      default: fc.array(toRecord(fields, fc.oneof(line, fc.constant(""))), { maxLength: 2 }),
    }),
  );
  return fc.record({
    required: fc.constant(required),
    optional: toRecord(optional, fc.oneof(line, fc.constant(""))),
    lists: toRecord(lists, list),
  });
});

const prompt: fc.Arbitrary<PromptFile> = fc.record({
  id: fc.constantFrom("a", "log_triage.k8s"),
  version: fc.constantFrom("1.0.0", "1.10.0", "2.0.0-rc.1"),
  description: line,
  model_defaults: fc.record(
    {
      model: line,
      temperature: fc.constantFrom(0, 0.2, 2),
      top_p: fc.constantFrom(0.1, 1),
      max_tokens: fc.integer({ min: 1, max: 999 }),
      stop: fc.array(line, { maxLength: 4 }),
    },
    { requiredKeys: ["temperature", "top_p", "max_tokens", "stop"] },
  ) as fc.Arbitrary<PromptFile["model_defaults"]>,
  inputs,
  output: fc.oneof(
    fc.constantFrom("triage.1", "other.2"),
    fc.constant({ type: "object", properties: { b: { type: "boolean" }, a: { enum: ["yes", 1, null] } } }),
  ),
  output_rules: fc.uniqueArray(
    fc.record(
      { name: fc.constantFrom("r", "s", "t"), when: condition, require: condition },
      { requiredKeys: ["name", "require"] },
    ),
    { maxLength: 2, selector: (rule) => rule.name },
  ) as fc.Arbitrary<PromptFile["output_rules"]>,
  fallback: fc.constantFrom(null, "a@production", "b@1.0.0"),
  system: block,
  user: block,
});

test("parsePrompt(formatPrompt(p)) equals p, order of the schema included", () => {
  fc.assert(
    fc.property(prompt, (one) => {
      const parsed = parsePrompt(formatPrompt(one), "prompts/a/1.0.0.yaml");
      expect(parsed.diagnostics).toEqual([]);
      expect(parsed.prompt).toEqual(one);
      expect(JSON.stringify(parsed.prompt?.output)).toBe(JSON.stringify(one.output));
      expect(formatPrompt(parsed.prompt as PromptFile)).toBe(formatPrompt(one));
    }),
  );
});

describe("parsePrompt", () => {
  const draft = BASE_TREE["prompts/log_triage.k8s/1.1.0.yaml"] ?? "";

  test("a whole prompt", () => {
    expect(parsePrompt(draft, "p.yaml")).toMatchObject({
      diagnostics: [],
      prompt: { id: "log_triage.k8s", inputs: { lists: { examples: { fields: ["lines", "answer"], max: 2 } } } },
    });
  });

  test("CRLF gives the same prompt and one warning", () => {
    const { prompt: parsed, diagnostics } = parsePrompt(draft.replaceAll("\n", "\r\n"), "p.yaml");
    expect(parsed).toEqual(parsePrompt(draft, "p.yaml").prompt);
    expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([["line_ending", "warning"]]);
  });

  test.each(["", "\0", "a: [", "{}", "- a", "system: 1", "? {a: b}\n: c"])("%j gives findings", (broken) => {
    const { prompt: parsed, diagnostics } = parsePrompt(broken, "p.yaml");
    expect(parsed).toBeNull();
    expect(diagnostics.length).toBeGreaterThan(0);
  });

  test("any text is read without a throw", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (anything) => {
        expect(parsePrompt(anything, "p.yaml").prompt).toBeNull();
      }),
    );
  });
});

function toRecord<Value>(keys: readonly string[], value: fc.Arbitrary<Value>): fc.Arbitrary<Record<string, Value>> {
  return fc.record(Object.fromEntries(keys.map((key) => [key, value]))) as fc.Arbitrary<Record<string, Value>>;
}
