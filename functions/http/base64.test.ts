import fc from "fast-check";
import { expect, test } from "vitest";
import { fromBase64, toBase64 } from "./base64.ts";

test("bytes of any number come back", () =>
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 20_000, size: "max" }), (bytes) => {
      expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString("base64"));
      expect(fromBase64(toBase64(bytes))).toEqual(bytes);
    }),
    { numRuns: 30 },
  ));

test.each(["aGk", "aG k=", "aGk=\n", "aGl=", "-_8=", "=", "aGk==", "é"])("%j is none", (text) =>
  expect(fromBase64(text)).toBeUndefined(),
);
