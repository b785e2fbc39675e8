import fc from "fast-check";
import { expect, test } from "vitest";
import { addWeights, encodeWeights } from "./weights.ts";

test("a weight comes back within half a step, and a small one not at all", () => {
  const weight = fc.double({ min: -3, max: 3, noNaN: true });
  fc.assert(
    fc.property(fc.array(fc.tuple(weight, weight, weight), { minLength: 1, maxLength: 8 }), (rows) => {
      const encoded = encodeWeights(new Map(rows.map((row, i) => [`t${i}`, Float64Array.from(row)])), 2);
      rows.forEach((row, i) => {
        const sums = [0, 0, 0];
        addWeights(sums, encoded, `t${i}`, encoded.scale);
        row.forEach((value, output) => {
          const isSmall = Math.abs(Math.round(value / encoded.scale)) < 2;
          if (isSmall) expect(sums[output]).toBe(0);
          else expect(Math.abs(sums[output]! - value)).toBeLessThanOrEqual(0.5001 * encoded.scale);
        });
      });
    }),
  );
});

test("a term that nobody taught says nothing, whatever its name", () => {
  const sums = [0];
  for (const term of ["unknown", "toString", "__proto__"]) addWeights(sums, { terms: {} }, term, 1);
  expect(sums).toEqual([0]);
});
