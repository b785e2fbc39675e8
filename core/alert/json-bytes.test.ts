import fc from "fast-check";
import { expect, test } from "vitest";
import { utf8Of } from "../evidence/bytes.ts";
import { jsonBytes } from "./json-bytes.ts";

test("as the platform encodes", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => Buffer.from(utf8Of(text)).equals(Buffer.from(text))));
  expect([...utf8Of("aé€🚨")]).toEqual([...Buffer.from("aé€🚨")]);
});

test("as many bytes as the platform's JSON takes", () => {
  const edges = "\u007f\u0080\u07ff\u0800\ud7ff\ue000\uffff\u{10000}\u{10ffff}";
  for (const one of edges) expect(jsonBytes(one)).toBe(Buffer.byteLength(JSON.stringify(one)));
  fc.assert(fc.property(fc.jsonValue(), (value) => jsonBytes(value) === Buffer.byteLength(JSON.stringify(value))));
  fc.assert(
    fc.property(
      fc.string({ unit: "binary" }),
      (text) => jsonBytes([text]) === Buffer.byteLength(JSON.stringify([text])),
    ),
  );
});
