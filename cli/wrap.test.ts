import fc from "fast-check";
import { expect, test } from "vitest";
import { wrap } from "./wrap.ts";

test.each([
  { name: "short", text: "a b", width: 5, rows: ["a b"] },
  { name: "empty", text: "", width: 5, rows: [""] },
  { name: "at a space", text: "one two three", width: 8, rows: ["one two", "three"] },
  { name: "a space right behind the width", text: "one two", width: 3, rows: ["one", "two"] },
  { name: "a word longer than a row", text: "abcdefgh ij", width: 4, rows: ["abcd", "efgh", "ij"] },
  { name: "no row ends inside a character", text: "😀😀😀", width: 2, rows: ["😀😀", "😀"] },
  { name: "cut, with a mark", text: "one two three four", width: 7, maxRows: 2, rows: ["one two", "three…"] },
  { name: "cut in a full row", text: "abcdefgh", width: 4, maxRows: 1, rows: ["abc…"] },
  { name: "just fits", text: "one two", width: 3, maxRows: 2, rows: ["one", "two"] },
])("$name", ({ text, width, maxRows, rows }) => {
  expect(wrap(text, width, maxRows)).toEqual(rows);
});

test("no row is too long, and nothing but spaces is lost or added", () => {
  const words = fc.array(fc.string({ minLength: 1, maxLength: 12, unit: "grapheme" })).map((list) => list.join(" "));
  fc.assert(
    fc.property(words, fc.integer({ min: 1, max: 20 }), (text, width) => {
      const rows = wrap(text, width);
      expect(Math.max(...rows.map((row) => [...row].length))).toBeLessThanOrEqual(width);
      const dense = (one: string): string => one.replace(/\s/g, "");
      expect(dense(rows.join(""))).toBe(dense(text));
    }),
  );
});
