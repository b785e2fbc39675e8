import fc from "fast-check";
import { expect, test } from "vitest";
import { estimateTokens } from "./tokens.ts";

test.each([
  { text: "", tokens: 0 },
  { text: "error", tokens: 2 },
  { text: "Connection refused", tokens: 5 },
  { text: "OOMKilled", tokens: 4 },
  { text: "10.0.0.7:5432", tokens: 13 },
  { text: "a 1", tokens: 3 },
  { text: "a    b", tokens: 4 },
  { text: "é", tokens: 1 },
  { text: "日本", tokens: 4 },
  { text: "🚀", tokens: 4 },
  { text: "a\nb", tokens: 3 },
])("$text takes at most $tokens", ({ text, tokens }) => expect(estimateTokens(text)).toBe(tokens));

const texts = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: fc.constantFrom(..."aZ1 .\n日") }));

test("joining changes the sum by one token at most, and nothing is free to take away", () => {
  fc.assert(
    fc.property(texts, texts, (a, b) => {
      const sum = estimateTokens(a) + estimateTokens(b);
      const joined = estimateTokens(a + b);
      expect(Math.abs(joined - sum)).toBeLessThanOrEqual(1);
      expect(joined).toBeGreaterThanOrEqual(Math.max(estimateTokens(a), estimateTokens(b)) - 1);
    }),
    { numRuns: 5000 },
  );
});
