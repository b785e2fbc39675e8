import fc from "fast-check";
import { expect, test } from "vitest";
import { parseInstant } from "./instant.ts";

test.each([
  { text: "2026-11-21T01:07:59Z", expected: "2026-11-21T01:07:59.000Z" },
  { text: "2026-11-21T01:07:59.8Z", expected: "2026-11-21T01:07:59.800Z" },
  { text: "2026-11-21T01:07:59.788999999Z", expected: "2026-11-21T01:07:59.788Z" },
  { text: "2026-11-21T03:07:59.788+02:00", expected: "2026-11-21T01:07:59.788Z" },
  { text: "2026-11-20T19:37:59-05:30", expected: "2026-11-21T01:07:59.000Z" },
  { text: "2028-02-29T00:00:00Z", expected: "2028-02-29T00:00:00.000Z" },
  { text: "1969-12-31T23:59:59.5Z", expected: "1969-12-31T23:59:59.500Z" },
])("$text is $expected", ({ text, expected }) => {
  expect(new Date(parseInstant(text)!).toISOString()).toBe(expected);
});

test.each(["0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z", "0001-01-01T01:00:00+01:00"])("%s is none", (text) => {
  expect(parseInstant(text)).toBeNull();
});

test.each([
  "",
  "yesterday",
  "2026-11-21",
  "2026-11-21T01:07:59",
  "2026-11-21 01:07:59Z",
  "2026-02-30T00:00:00Z",
  "2026-11-21T24:00:00Z",
  "2026-11-21T23:59:60Z",
  "2026-11-21T01:07:59+24:00",
  "2026-11-21T01:07:59.Z",
  "0000-12-31T23:59:59Z",
  "9999-12-31T23:59:59-01:00",
  "1795223279",
  1795223279,
  null,
  undefined,
])("%s is no time", (value) => expect(parseInstant(value)).toBeUndefined());

test("as the engine reads it", () => {
  const date = fc.date({
    min: new Date("0001-01-02T00:00:00Z"),
    max: new Date("9999-12-31T00:00:00Z"),
    noInvalidDate: true,
  });
  fc.assert(fc.property(date, (one) => parseInstant(one.toISOString()) === one.getTime()));
});
