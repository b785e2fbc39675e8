import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { digestEvidence } from "./digest.ts";
import { fitEvidence } from "./fit.ts";
import { splitLines } from "./lines.ts";
import { estimateTokens } from "./tokens.ts";

const digest = (logs: string) => digestEvidence({ lines: splitLines(logs) });

test("one line each: id, time, level, count, text without the time that it began with", () => {
  const logs = `2026-11-21T12:00:01Z ERROR boom 1
2026-11-21T12:00:02Z ERROR boom 2
E1121 12:00:03.000000       1 a.go:1] "bang"
plain`;
  const { text, coverage, truncated } = fitEvidence(digest(logs), 1000);
  expect(text).toBe(
    `E1 12:00:01 error ×2 ERROR boom 1
E2 12:00:03 error        1 a.go:1] "bang"
E3 12:00:03 plain`.replace("E3 12:00:03 plain", "E3 plain"),
  );
  expect(coverage).toBe(
    "3 evidence lines for 4 of 4 log lines, repeats counted as ×n; 2026-11-21 12:00:01 to 12:00:03 UTC; none left out",
  );
  expect(truncated).toBe(false);
});

test("over several days the day is shown", () => {
  const logs = "2026-11-20T12:00:01Z INFO one\n2026-11-21T12:00:01Z INFO two";
  expect(fitEvidence(digest(logs), 1000).text).toBe("E1 11-20 12:00:01 info INFO one\nE2 11-21 12:00:01 info INFO two");
});

const word = (i: number): string => [...String(i)].map((digit) => "abcdefghij"[+digit]).join("");

describe("a crash at the end of 5,000 lines survives a budget of 600 tokens", () => {
  const noise = (level: string) =>
    Array.from({ length: 4990 }, (_, i) => `2026-11-21T12:00:00Z ${level} handled ${word(i)} for ${word(i * 7)}`);
  test.each([
    ["among routine", noise("INFO")],
    ["among warnings", noise("WARN")],
    ["among other errors", noise("ERROR")],
  ])("%s", (_, lines) => {
    const crash = `panic: runtime error: index out of range [5] with length 3

goroutine 1 [running]:
main.main()
	/src/main.go:12 +0x1d
exit status 2`;
    const fitted = fitEvidence(digest([...lines, crash].join("\n")), 600);
    expect(fitted.text).toContain("panic: runtime error: index out of range [5] with length 3");
    expect(fitted.tokens).toBeLessThanOrEqual(600);
    expect(fitted.truncated).toBe(true);
    expect(fitted.coverage).toMatch(/ of 4,996 log lines; .* left out$/);
  });

  test("of an unknown kind, in the last line", () => {
    const fitted = fitEvidence(digest([...noise("ERROR"), "the bucket fell over"].join("\n")), 600);
    expect(fitted.text).toContain("the bucket fell over");
  });
});

test("nothing in, nothing out", () => {
  expect(fitEvidence(digest(""), 100)).toEqual({
    lines: [],
    text: "",
    coverage: "no log lines",
    tokens: 0,
    truncated: false,
  });
});

test("the budget holds, one line always stays, lines keep the order of time and are the best-ranked", () => {
  const anyLogs = fc.array(
    fc
      .tuple(fc.constantFrom("INFO", "WARN", "ERROR", ""), fc.string({ unit: "grapheme", maxLength: 200 }))
      .map((parts) => parts.join(" ")),
    { minLength: 1, maxLength: 30 },
  );
  fc.assert(
    fc.property(anyLogs, fc.integer({ min: -5, max: 900 }), (logs, budget) => {
      const evidence = digest(logs.join("\n"));
      const fitted = fitEvidence(evidence, budget);
      expect(fitted.tokens).toBe(estimateTokens(fitted.text));
      expect(fitted.tokens).toBeLessThanOrEqual(Math.max(budget, 32));
      if (evidence.lines.length > 0) expect(fitted.lines.length).toBeGreaterThan(0);
      const ids = fitted.lines.map(({ id }) => id);
      expect(new Set(ids)).toEqual(new Set(evidence.ranking.slice(0, ids.length)));
      const numbers = ids.map((id) => Number(id.slice(1)));
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
      expect(fitted.text.split("\n")).toHaveLength(Math.max(1, ids.length));
    }),
    { numRuns: 500 },
  );
});
