import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalJson, canonicalText } from "./canonical.ts";

describe("canonicalText", () => {
  test.each([
    { name: "CRLF and CR", text: "a\r\nb\rc", expected: "a\nb\nc" },
    { name: "blanks at line ends", text: "a \t\n b\t ", expected: "a\n b" },
    { name: "empty lines at the end", text: "a\n\n \n\t\n", expected: "a" },
    { name: "empty lines elsewhere stay", text: "\na\n\nb", expected: "\na\n\nb" },
    { name: "other white space stays", text: "a\u00a0\nb\u2028\n", expected: "a\u00a0\nb\u2028" },
    { name: "nothing", text: " \r\n ", expected: "" },
  ])("$name", ({ text, expected }) => expect(canonicalText(text)).toBe(expected));

  test("twice is once", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", " ", "\t", "\r", "\n", "\u2028") }), (text) => {
        const once = canonicalText(text);
        expect(canonicalText(once)).toBe(once);
        const lf = text.replaceAll("\r", "");
        expect(canonicalText(lf.replaceAll("\n", "\r\n"))).toBe(canonicalText(lf));
      }),
    );
  });

  test("a long run of blanks takes no quadratic time", () => {
    const text = `${" ".repeat(300_000)}x`;
    expect(canonicalText(text)).toBe(text);
  });
});

describe("canonicalJson", () => {
  test.each([
    // From RFC 8785, sections 3.2.2 and 3.2.3.
    {
      name: "numbers and literals",
      value: {
        numbers: [Number("333333333.33333329"), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
        literals: [null, true, false],
      },
      expected: '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27]}',
    },
    { name: "text", value: '€$\u000f\nA\'B"\\\\"/', expected: '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"' },
    {
      name: "keys by UTF-16 code units",
      value: { "€": 1, "\r": 2, \ufb33: 3, "1": 4, "😀": 5, "\u0080": 6, ö: 7 },
      expected: '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}',
    },
    { name: "minus zero", value: [-0], expected: "[0]" },
    { name: "undefined members are left out", value: { b: undefined, a: [] }, expected: '{"a":[]}' },
  ])("$name", ({ value, expected }) => expect(canonicalJson(value)).toBe(expected));

  test.each([
    { value: { a: ["x", "\ud83d"] }, pointer: "/a/1" },
    { value: { "a/b~": "\udc00\ud83d" }, pointer: "/a~1b~0" },
    { value: { "\ud83d": 1 }, pointer: "/\ud83d" },
  ])("half a surrogate pair at $pointer", ({ value, pointer }) => {
    expect(() => canonicalJson(value)).toThrow(
      expect.objectContaining({ code: "text_not_unicode", issues: [expect.objectContaining({ pointer })] }),
    );
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, () => 1, 1n])("%s is not JSON", (value) => {
    expect(() => canonicalJson({ value })).toThrow(TypeError);
  });

  test("JSON.parse gives the value back, and the order of keys does not matter", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const plain = JSON.parse(JSON.stringify(value));
        expect(JSON.parse(canonicalJson(plain))).toEqual(plain);
        expect(canonicalJson(reversed(plain))).toBe(canonicalJson(plain));
      }),
    );
  });
});

const reversed = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(reversed)
    : typeof value === "object" && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .reverse()
            .map(([key, member]) => [key, reversed(member)]),
        )
      : value;
