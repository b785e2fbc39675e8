import fc from "fast-check";
import { expect, test } from "vitest";
import { escapeMarkdown } from "./markdown.ts";
import { cutTo, deaden, fence, fitLines } from "./text.ts";

test.each([
  { name: "fits", text: "abc", max: 3, expected: "abc" },
  { name: "one too long", text: "abcd", max: 3, expected: "ab…" },
  { name: "a pair at the cut", text: "ab😀cd", max: 4, expected: "ab…" },
  { name: "no room", text: "abc", max: 0, expected: "" },
])("cut: $name", ({ text, max, expected }) => expect(cutTo(text, max)).toBe(expected));

test("an escape is never cut in two", () => {
  expect(cutTo("****", 5, escapeMarkdown)).toBe("\\*\\*…");
});

test.each([
  { name: "all fit", lines: ["ab", "cd"], max: 5, expected: "ab\ncd" },
  { name: "the first of many", lines: ["abcdefghijklmnop", "x", "y"], max: 19, expected: "abcde…\n… and 2 more" },
  { name: "the last one cut", lines: ["ab", "cdefghijklmnopqr"], max: 16, expected: "ab\ncdefghijklmn…" },
  { name: "no room to say how many", lines: ["abcdef", "x"], max: 4, expected: "abc…" },
])("lines: $name", ({ lines, max, expected }) => expect(fitLines(lines, max)).toBe(expected));

test.each([
  ["see https://evil.example", "see https:\u200b//evil.example"],
  ["<!here> <@U1> <https://x|y>", "<\u200b!here> <\u200b@\u200bU1> <\u200bhttps:\u200b//x|y>"],
  ["image@sha256:ab12 a < b, x <- y", "image@sha256:ab12 a < b, x <- y"],
  ["a\u202eb\nc", "a b c"],
  ["````", "''''"],
])("%j is shown as %j", (text, expected) => expect(deaden(text)).toBe(expected));

test.each([
  ["*a* _b_ ~c~ |d| `e`", "\\*a\\* \\_b\\_ \\~c\\~ \\|d\\| \\`e\\`"],
  ["# h", "\\# h"],
  ["- item", "\\- item"],
  ["12. item", "12\\. item"],
  ["  > quote", "\\> quote"],
  ["[a](b)", "\\[a\\]\\(b\\)"],
  ["back\\slash", "back\\\\slash"],
])("Markdown: %j is written %j", (text, expected) => expect(escapeMarkdown(text)).toBe(expected));

test("whatever the lines, a block keeps its bound, is closed, and holds no other fence", () => {
  const line = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("```", "``````", "`", "x".repeat(500), "😀".repeat(99)),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 9 }), fc.integer({ min: 8, max: 600 }), (lines, max) => {
      const block = fence(lines, max);
      expect(block.length).toBeLessThanOrEqual(max);
      expect(block).toMatch(/^```\n[\s\S]*\n```$/);
      expect(block.slice(3, -3)).not.toContain("```");
      expect(block.isWellFormed()).toBe(true);
    }),
    { numRuns: 1000 },
  );
});
