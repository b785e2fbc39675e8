import fc from "fast-check";
import { expect, test } from "vitest";
import { countLines, splitLines } from "./lines.ts";

test("lines are counted as they are split", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("a", "\n", "\r", "\r\n") }), (text) => {
      expect(countLines(text)).toBe(splitLines(text).length);
    }),
  );
});
