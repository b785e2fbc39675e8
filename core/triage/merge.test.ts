import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SEVERITIES, VERDICTS } from "../evidence/outcome.ts";
import { createRedactor } from "../evidence/redact.ts";
import { mergeByRules } from "./merge.ts";
import type { Triage } from "./triage.ts";

const base: Triage = {
  evidence: ["E1"],
  summary: "A.",
  component: "a",
  root_cause: "Cause a.",
  severity: "warning",
  verdict: "suggested",
  recommended_steps: ["a1", "a2"],
  confidence: 50,
  data_gaps: ["gap a"],
};
const source = (intent: string, more: Partial<Triage> = {}) => ({ intent, triage: { ...base, ...more } });

test("a claim is made inert, without what else is to be hidden", () => {
  const root_cause = "See [x](https://evil.example) on 10.0.0.7";
  const { claims, linksNeutralised } = mergeByRules([source("one", { root_cause })], createRedactor({ ips: true }));
  expect(claims[0]?.claim).toBe("See [x] (https[:]//evil.example) on [redacted:ip]");
  expect(linksNeutralised).toBe(2);
});

describe("without a model", () => {
  test("the worst part leads, the others follow, three recommendations at most", () => {
    const worse = {
      severity: "critical",
      summary: "B.",
      component: "b",
      root_cause: "Cause b.",
      evidence: ["E2"],
    } as const;
    const { claims, triage } = mergeByRules([
      source("mild"),
      source("bad", {
        ...worse,
        evidence: ["E2"],
        recommended_steps: ["b1", "a1", "b2"],
        data_gaps: [],
        confidence: 70,
      }),
    ]);
    expect(triage).toEqual({
      evidence: ["E2", "E1"],
      summary: "B. Also: A.",
      component: "b",
      root_cause: "Cause b.",
      severity: "critical",
      verdict: "suggested",
      recommended_steps: ["b1", "a1", "b2"],
      confidence: 70,
      data_gaps: ["gap a"],
    });
    expect(claims).toEqual([
      { evidence: ["E2"], sources: ["bad"], claim: "Cause b." },
      { evidence: ["E1"], sources: ["mild"], claim: "Cause a." },
    ]);
  });

  test.each([
    {
      name: "a required step outweighs a worse severity",
      verdicts: ["inconclusive", "required"],
      expected: "required",
    },
    { name: "not knowing outweighs calm", verdicts: ["no_action", "inconclusive"], expected: "inconclusive" },
    { name: "calm is calm", verdicts: ["no_action", "no_action"], expected: "no_action" },
  ] as const)("$name", ({ verdicts: [first, second], expected }) => {
    const parts = [source("one", { severity: "error", verdict: first }), source("two", { verdict: second })];
    expect(mergeByRules(parts).triage.verdict).toBe(expected);
  });

  test("parts that found the same share a claim", () => {
    expect(mergeByRules([source("one"), source("two", { evidence: ["E1", "E3"] })]).claims).toEqual([
      { evidence: ["E1", "E3"], sources: ["one", "two"], claim: "Cause a." },
    ]);
  });

  test.each(["unknown", "none", "None"])("a part whose cause is %s claims its summary", (root_cause) => {
    expect(mergeByRules([source("one", { root_cause })]).claims[0]?.claim).toBe("A.");
  });

  test("counts of what was left out do not contradict each other", () => {
    const gaps = (count: string) => ({ data_gaps: [`log truncated: ${count} lines not shown`, "no timestamps"] });
    expect(mergeByRules([source("one", gaps("1,023")), source("two", gaps("21"))]).triage.data_gaps).toEqual([
      "log truncated: 1,023 lines not shown",
      "no timestamps",
    ]);
  });

  test("a part that cites nothing claims nothing", () => {
    expect(mergeByRules([source("one", { evidence: [] })]).claims).toEqual([]);
  });
});

test("claims cite what their sources cite, and nothing is calmer than its parts", () => {
  const part = fc.record({
    intent: fc.constantFrom("a", "b", "c"),
    triage: fc.record({
      ...Object.fromEntries(Object.entries(base).map(([name, value]) => [name, fc.constant(value)])),
      evidence: fc.uniqueArray(fc.constantFrom("E1", "E2", "E3", "E4", "E5", "E6", "E7"), { maxLength: 6 }),
      severity: fc.constantFrom(...SEVERITIES),
      verdict: fc.constantFrom(...VERDICTS),
      root_cause: fc.constantFrom("Cause a.", "Cause b.", "unknown"),
      summary: fc.string({ minLength: 1, maxLength: 280 }),
    }) as fc.Arbitrary<Triage>,
  });
  fc.assert(
    fc.property(fc.uniqueArray(part, { minLength: 1, maxLength: 3, selector: ({ intent }) => intent }), (sources) => {
      const { claims, triage } = mergeByRules(sources);
      for (const { evidence, sources: named } of claims) {
        const cited = sources.filter(({ intent }) => named.includes(intent)).flatMap((one) => one.triage.evidence);
        expect(evidence.length).toBeGreaterThan(0);
        expect(cited).toEqual(expect.arrayContaining([...evidence]));
      }
      const worst = Math.max(...sources.map((one) => SEVERITIES.indexOf(one.triage.severity)));
      expect(triage.severity).toBe(SEVERITIES[worst]);
      if (sources.some((one) => one.triage.verdict === "required")) expect(triage.verdict).toBe("required");
      expect(triage.summary.length).toBeLessThanOrEqual(280);
    }),
  );
});
