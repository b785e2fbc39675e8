import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { digestEvidence } from "../evidence/digest.ts";
import { ERROR_CLASSES } from "../evidence/error-class.ts";
import { type Evidence, LEVELS } from "../evidence/evidence.ts";
import { fitEvidence } from "../evidence/fit.ts";
import { splitLines } from "../evidence/lines.ts";
import { INCIDENTS, QUIET } from "../evidence/testing/incidents.ts";
import type { Bundle, KnowledgeCard } from "../prompt/bundle.ts";
import { triageByRules } from "./rules.ts";
import { SEVERITIES, TriageSchema, VERDICTS } from "./triage.ts";

const card = (severity: KnowledgeCard["severity"], verdict: KnowledgeCard["verdict"] = "required"): KnowledgeCard => ({
  title: "A title",
  severity,
  verdict,
  causes: ["a cause"],
  look_at: ["a place"],
  steps: ["first step", "second step"],
});
const KNOWLEDGE: Bundle["knowledge"] = {
  ...Object.fromEntries(ERROR_CLASSES.map((name) => [name, card("error")])),
  upgrade_deprecated: card("warning", "suggested"),
  probe_failure: card("warning", "suggested"),
  rate_limited: card("warning", "suggested"),
  benign: card("info", "no_action"),
};

const triageOf = (logs: string, budget = 1000, knowledge = KNOWLEDGE) => {
  const evidence = digestEvidence({ lines: splitLines(logs) });
  const fitted = fitEvidence(evidence, budget);
  return { triage: triageByRules(evidence, fitted, knowledge), fitted };
};

test.each(INCIDENTS)("$name", ({ logs, severity, verdict, says, component, cites, error_class }) => {
  const { triage, fitted } = triageOf(logs);
  expect(severity).toContain(triage.severity);
  expect(verdict).toContain(triage.verdict);
  if (says !== undefined) expect(triage.root_cause).toContain(says);
  if (component !== undefined) expect(triage.component).toBe(component);
  const cited = fitted.lines.filter(({ id }) => triage.evidence.includes(id)).map(({ text }) => text);
  if (cites !== undefined) expect(cited.join("\n")).toContain(cites);
  if (error_class === "none") expect(triage.confidence).toBeLessThanOrEqual(40);
  else {
    expect(cited.length).toBeGreaterThan(0);
    expect(triage.confidence).toBeGreaterThanOrEqual(50);
    expect(triage.confidence).toBeLessThanOrEqual(75);
  }
});

test.each(QUIET)("nothing to do: $name", ({ logs }) => {
  expect(triageOf(logs).triage).toMatchObject({ severity: "info", verdict: "no_action", root_cause: "none" });
});

describe("confidence is honest", () => {
  test.each([
    { name: "one unambiguous line", logs: "ERROR connection refused to 10.0.0.7:5432", confidence: 65 },
    {
      name: "the same more than once",
      logs: "ERROR connection refused to 10.0.0.7:5432\nERROR connection refused to 10.0.0.8:5432",
      confidence: 72,
    },
    { name: "a sign that could mean other things", logs: "ERROR permission denied", confidence: 50 },
    { name: "errors of no known kind", logs: "ERROR ledger out of balance", confidence: 35 },
    { name: "warnings of no known kind", logs: "WARN ledger out of balance", confidence: 25 },
    { name: "nothing recognised", logs: "lorem ipsum", confidence: 15 },
    { name: "no lines", logs: "", confidence: 5 },
  ])("$name: $confidence", ({ logs, confidence }) => expect(triageOf(logs).triage.confidence).toBe(confidence));
});

test("a line that calls itself worse raises the severity by one step; only a card says critical", () => {
  const logs = "CRITICAL no such host while lookup db.svc";
  const severityBy = (severity: KnowledgeCard["severity"]) =>
    triageOf(logs, 1000, { dns_failure: card(severity) }).triage.severity;
  expect(SEVERITIES.map(severityBy)).toEqual(["warning", "error", "error", "critical"]);
});

test("says what it could not see", () => {
  expect(triageOf("lorem ipsum").triage.data_gaps).toEqual(["only 1 line", "no timestamps", "no log levels"]);
  const many = Array.from(
    { length: 50 },
    (_, i) => `2026-11-21T12:00:00Z ERROR ${"abcdefghij"[i % 10]}${"klmno"[Math.floor(i / 10)]} ledger out of balance`,
  );
  expect(triageOf(many.join("\n"), 100).triage.data_gaps[0]).toMatch(/^log truncated: 4\d lines not shown$/);
});

test("steps come from the card; without one the triage still stands", () => {
  const logs = "ERROR connection refused to 10.0.0.7:5432";
  expect(triageOf(logs).triage.recommended_steps).toEqual(["first step", "second step"]);
  expect(triageOf(logs, 1000, {}).triage).toMatchObject({
    severity: "error",
    verdict: "suggested",
    recommended_steps: [],
  });
});

const anyLogs = fc
  .array(
    fc.oneof(
      fc.constantFrom(...[...INCIDENTS, ...QUIET].map(({ logs }) => logs)),
      fc.string({ unit: "binary", maxLength: 400, size: "max" }),
      fc.constantFrom(
        `ERROR connection refused to ${"x".repeat(500)}.svc:1`,
        `Error: secret "${"🚀".repeat(60)}" not found`,
      ),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join("\n"));

test("valid by the schema whatever the logs, and cites only lines that were supplied", () => {
  fc.assert(
    fc.property(
      anyLogs,
      fc.integer({ min: 1, max: 2000 }),
      fc.constantFrom(KNOWLEDGE, {}),
      (logs, budget, knowledge) => {
        const { triage, fitted } = triageOf(logs, budget, knowledge);
        expect(v.safeParse(TriageSchema, triage).success).toBe(true);
        const supplied = fitted.lines.map(({ id }) => id);
        for (const id of triage.evidence) expect(supplied).toContain(id);
      },
    ),
    { numRuns: 400 },
  );
});

test("valid by the schema whatever the evidence and the card", () => {
  const text = fc.string({ unit: "binary", maxLength: 400, size: "max" });
  const level = fc.constantFrom(...LEVELS);
  const evidences: fc.Arbitrary<Evidence> = fc
    .record({
      lines: fc.array(fc.record({ time: fc.option(text), level, text, count: fc.integer({ min: 1, max: 1e9 }) }), {
        maxLength: 8,
      }),
      error_class: fc.constantFrom(...ERROR_CLASSES, "none" as const),
      level,
      container: fc.option(text, { nil: undefined }),
      pointed: fc.nat(),
    })
    .map(({ lines, error_class, level, container, pointed }) => {
      const named = lines.map((line, i) => ({ ...line, id: i === 3 ? "E1234567" : `E${i + 1}` }));
      return {
        lines: named,
        ranking: named.map(({ id }) => id),
        features: {
          ...(container === undefined ? {} : { container }),
          level,
          error_class,
          error_classes: error_class === "none" ? [] : [error_class],
          log_volume: lines.length,
          keywords: [],
          labels: {},
        },
        errorLineId: named[pointed % 9]?.id ?? null,
        inputLines: lines.length,
        redactions: {},
        from: null,
        to: null,
      };
    });
  const cards = fc.record({
    title: text,
    severity: fc.constantFrom(...SEVERITIES),
    verdict: fc.constantFrom(...VERDICTS),
    causes: fc.array(text),
    look_at: fc.array(text),
    steps: fc.array(text, { maxLength: 9 }),
  });
  fc.assert(
    fc.property(evidences, cards, fc.integer({ min: 1, max: 500 }), (evidence, anyCard, budget) => {
      const fitted = fitEvidence(evidence, budget);
      const knowledge = { [evidence.features.error_class]: anyCard };
      const triage = triageByRules(evidence, fitted, knowledge);
      const { issues } = v.safeParse(TriageSchema, triage);
      expect(issues?.map(({ message }) => message)).toBeUndefined();
      for (const id of triage.evidence) expect(fitted.lines.map((line) => line.id)).toContain(id);
      expect(triageByRules(evidence, fitted, knowledge)).toEqual(triage);
    }),
    { numRuns: 400 },
  );
});

test.each([
  {
    name: "names that are known",
    place: { namespace: "shop", pod: "web-0" },
    step: "kubectl -n shop logs web-0 --previous",
  },
  { name: "a name that is not known", place: { namespace: "shop" }, step: "kubectl -n shop logs POD --previous" },
  {
    name: "what is no name",
    place: { namespace: "x; rm -rf /", pod: "web-0" },
    step: "kubectl -n NAMESPACE logs web-0 --previous",
  },
])("a card's placeholders: $name", ({ place, step }) => {
  const evidence = digestEvidence({ lines: splitLines("OOMKilled: exit code 137"), ...place });
  const knowledge = {
    ...KNOWLEDGE,
    oom_killed: { ...card("error"), steps: ["kubectl -n NAMESPACE logs POD --previous"] },
  };
  expect(triageByRules(evidence, fitEvidence(evidence, 500), knowledge).recommended_steps).toEqual([step]);
});
