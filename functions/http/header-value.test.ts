import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeHeaderValue, encodeHeaderValue } from "./header-value.ts";

test.each([
  ["plain", "plain"],
  ["a b", "a%20b"],
  ["100%", "100%25"],
  ['say "hi"', "say%20%22hi%22"],
  ["línea", "l%C3%ADnea"],
  ["🚨", "%F0%9F%9A%A8"],
  ["Euro €", "Euro%20%E2%82%AC"],
  ["a\\b", "a\\b"],
  ["it's", "it's"],
  ["<b>&", "<b>&"],
  ["%20", "%2520"],
  ["media/jellyfin", "media/jellyfin"],
  [" lead and trail ", "%20lead%20and%20trail%20"],
  ["ns:app,other;x=1", "ns:app,other;x=1"],
  ["日本", "%E6%97%A5%E6%9C%AC"],
  ["!#$&'()*+-./[]^_`{|}~", "!#$&'()*+-./[]^_`{|}~"],
  ["\u007f\n", "%7F%0A"],
])("%j is sent as %s", (text, value) => {
  expect(encodeHeaderValue(text)).toBe(value);
  expect(decodeHeaderValue(value)).toBe(text);
});

const text = fc.string({
  unit: fc.oneof(fc.constantFrom('"', "\\", "%", " ", "2", "0"), fc.string({ unit: "binary", maxLength: 1 })),
});

test("what was encoded is visible ASCII without quotes, and is decoded to what it was", () =>
  fc.assert(
    fc.property(text, (value) => {
      expect(encodeHeaderValue(value)).toMatch(/^[\x21\x23-\x7e]*$/);
      expect(decodeHeaderValue(encodeHeaderValue(value))).toBe(value);
    }),
  ));

test("what was quoted is decoded to what it was", () =>
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('"', "\\", "a", " ") }), (value) => {
      expect(decodeHeaderValue(`"${value.replace(/["\\]/g, "\\$&")}"`)).toBe(value);
    }),
  ));
