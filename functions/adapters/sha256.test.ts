import fc from "fast-check";
import { expect, test } from "vitest";
import { sha256 } from "./sha256.ts";
import { sha256 as portable } from "./sha256-portable.ts";

test.each([
  ["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
  ["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
  ["ü🙂", "17b904994656d357538f4a3ffb682f7ed87938f68a75b919d64d9a2d66ce6b94"],
])("%j", (text, expected) => {
  for (const hash of [sha256, portable]) expect(hash(text)).toBe(expected);
});

test("Node's hash and the one in JavaScript agree on every Unicode text", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => sha256(text) === portable(text)));
});
