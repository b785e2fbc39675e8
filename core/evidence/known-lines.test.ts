import fc from "fast-check";
import { expect, test } from "vitest";
import { createKnownLines } from "./known-lines.ts";
import { maskLine } from "./mask.ts";

const words = fc.constantFrom(
  "error",
  "a",
  "7",
  "10.0.0.1:80",
  "/x/y",
  "user=bob",
  'user="eve"',
  '"k":',
  "é",
  "  ",
  "<11>",
  ",",
  "2026-11-21",
);
const lines = fc.array(words, { maxLength: 6 }).map((parts) => parts.join(" "));

test("a line is known exactly when one that is masked alike was remembered", () => {
  fc.assert(
    fc.property(fc.array(lines, { maxLength: 60 }), (all) => {
      const known = createKnownLines();
      const numbers = new Map<string, number>();
      for (const line of all) {
        const found = known.find(line);
        const masked = maskLine(line);
        // `<11>` and `<3>` are one level and two texts: the map is the judge of those.
        if (!line.startsWith("<")) expect(found).toBe(numbers.get(masked));
        else if (found !== undefined) expect(found).toBe(numbers.get(masked));
        const number = numbers.get(masked) ?? numbers.size;
        numbers.set(masked, number);
        if (found === undefined) known.remember(number);
      }
    }),
    { numRuns: 1000 },
  );
});
