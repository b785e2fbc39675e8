import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Diagnostic } from "../diagnostic.ts";
import { canonicalText } from "./canonical.ts";
import { createInliner, placeOf } from "./inline.ts";
import { openSource, type Source } from "./source.ts";
import { toTextBlock } from "./text-block.ts";

const open = (file: string, text: string, diagnostics: Diagnostic[] = []): Source =>
  openSource(file, text, diagnostics) as Source;

const inlineText = (text: string, partials: Readonly<Record<string, string>>) => {
  const diagnostics: Diagnostic[] = [];
  const files = new Map(Object.entries(partials).map(([name, partial]) => [name, open(name, partial, diagnostics)]));
  const inlined = createInliner(files, new Set())(toTextBlock(open("prompt", text, diagnostics)));
  return { inlined, diagnostics };
};

test.each([
  { name: "alone on its line", text: "a\n{{> p.1}}\nb\n", expected: "a\n1\n2\nb" },
  { name: "alone on the last line", text: "a\n{{> p.1}}", expected: "a\n1\n2" },
  { name: "inside a line", text: "a {{> p.1}} b", expected: "a 1\n2 b" },
  { name: "twice", text: "{{> p.1}}{{> p.1 }}", expected: "1\n21\n2" },
  { name: "nested", text: "[{{> q.1}}]", expected: "[<1\n2>]" },
  { name: "inside a section", text: "{{#x}}\n{{> p.1}}\n{{/x}}", expected: "{{#x}}\n1\n2\n{{/x}}" },
  { name: "in a comment it is no tag", text: "{{! {{> p.1 }}", expected: "{{! {{> p.1 }}" },
])("a partial $name", ({ text, expected }) => {
  const { inlined, diagnostics } = inlineText(text, { "p.1": "1\n2 \n\n", "q.1": "<{{> p.1}}>" });
  expect(diagnostics).toEqual([]);
  expect(inlined?.text).toBe(expected);
});

test("the names of all partials are kept, nested ones too", () => {
  expect(inlineText("{{> q.1}}", { "p.1": "1", "q.1": "{{> p.1}}" }).inlined?.partials).toEqual(
    new Set(["q.1", "p.1"]),
  );
});

test("the inlined text is canonical, and each character has its place", () => {
  const text = fc.string({
    unit: fc.constantFrom("a", "b", " ", "\n", "{{> p.1}}", "{{> q.1}}", "{{x}}"),
    maxLength: 12,
  });
  const partial = (tag: string) =>
    fc.string({ unit: fc.constantFrom("c", " ", "\n", tag), maxLength: 8 }).map((one) => `d${one}`);
  fc.assert(
    fc.property(text, partial("{{x}}"), partial("{{> p.1}}"), (prompt, p, q) => {
      const { inlined } = inlineText(prompt, { "p.1": p, "q.1": q });
      fc.pre(inlined !== undefined);
      if (inlined === undefined) return;
      expect(canonicalText(inlined.text)).toBe(inlined.text);
      for (const [offset, character] of [...inlined.text].entries())
        if (character !== "\n") {
          const { source, at } = placeOf(inlined, offset);
          expect(source.text[at]).toBe(character);
        }
    }),
  );
});
