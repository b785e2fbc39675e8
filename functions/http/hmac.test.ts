import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hmacSha256, isHmac } from "./hmac.ts";

/** RFC 4231, 4: keys and data of ASCII. */
test.each([
  ["Jefe", "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"],
  ["\u000b".repeat(20), "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"],
])("key %j", async (key, data, expected) => {
  expect(await hmacSha256(key, data)).toBe(expected);
  expect(await isHmac(key, data, expected)).toBe(true);
});

test("of any text and bytes, as another implementation has it", () =>
  fc.assert(
    fc.asyncProperty(fc.string({ unit: "binary", minLength: 1 }), fc.string({ unit: "binary" }), async (key, text) => {
      const bytes = new TextEncoder().encode(text);
      const expected = createHmac("sha256", key).update(bytes).digest("hex");
      expect(await hmacSha256(key, text)).toBe(expected);
      expect(await hmacSha256(key, bytes)).toBe(expected);
    }),
  ));

describe("isHmac", () => {
  const digits = fc.integer({ min: 0, max: 63 });

  test("any other digit is refused", () =>
    fc.assert(
      fc.asyncProperty(digits, fc.constantFrom(..."0123456789abcdef"), async (at, digit) => {
        const right = await hmacSha256("key", "content");
        const given = right.slice(0, at) + digit + right.slice(at + 1);
        expect(await isHmac("key", "content", given)).toBe(given === right);
      }),
    ));

  test.each<[string, (right: string) => string]>([
    ["nothing", () => ""],
    ["less", (right) => right.slice(2)],
    ["more", (right) => `${right}00`],
    ["half a byte more", (right) => `${right}0`],
    ["a line break", (right) => `${right}\n`],
    ["white space", (right) => ` ${right}`],
    ["a prefix", (right) => `sha256=${right}`],
    ["no hex digits", () => "zz".repeat(32)],
  ])("%s is refused", async (_, change) =>
    expect(await isHmac("key", "content", change(await hmacSha256("key", "content")))).toBe(false),
  );

  test("of another key or content", async () => {
    const right = await hmacSha256("key", "content");
    expect(await isHmac("keys", "content", right)).toBe(false);
    expect(await isHmac("key", "contents", right)).toBe(false);
  });

  test("no key lets nobody in", async () => {
    const right = createHmac("sha256", "").update("content").digest("hex");
    await expect(isHmac("", "content", right)).rejects.toThrow();
  });
});
