import { join } from "node:path";
import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { loadTree } from "../../cli/tree.ts";
import { digestEvidence } from "../evidence/digest.ts";
import { ERROR_CLASSES } from "../evidence/error-class.ts";
import { type DigestInput, type Evidence, LEVELS } from "../evidence/evidence.ts";
import { fitEvidence } from "../evidence/fit.ts";
import { splitLines } from "../evidence/lines.ts";
import { SEVERITIES, VERDICTS } from "../evidence/outcome.ts";
import { INCIDENTS, QUIET } from "../evidence/testing/incidents.ts";
import type { Bundle, KnowledgeCard } from "../prompt/bundle.ts";
import { makeInert } from "./inert.ts";
import { triageByRules } from "./rules.ts";
import { faultOf } from "./steps.ts";
import { TriageSchema } from "./triage.ts";

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

test("the level of a line raises nothing: a panic of one container calls itself fatal, and is no outage for that", () => {
  const severityBy = (severity: KnowledgeCard["severity"]) =>
    triageOf("CRITICAL no such host while lookup db.svc", 1000, { dns_failure: card(severity) }).triage.severity;
  expect(SEVERITIES.map(severityBy)).toEqual([...SEVERITIES]);
});

test("says what it could not see", () => {
  expect(triageOf("lorem ipsum").triage.data_gaps).toEqual(["only 1 line", "no timestamps", "no log levels"]);
  const many = Array.from(
    { length: 50 },
    (_, i) => `2026-11-21T12:00:00Z ERROR ${"abcdefghij"[i % 10]}${"klmno"[Math.floor(i / 10)]} ledger out of balance`,
  );
  expect(triageOf(many.join("\n"), 100).triage.data_gaps[0]).toMatch(/^log truncated: 4\d kinds of error not shown$/);
});

test("steps come from the card; without one the triage still stands", () => {
  const logs = "ERROR connection refused to 10.0.0.7:5432";
  expect(triageOf(logs).triage.recommended_steps).toEqual(["first step", "second step"]);
  expect(triageOf(logs, 1000, {}).triage).toMatchObject({
    severity: "error",
    verdict: "required",
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
        troubles: {},
        shared: {},
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

describe("the words of a triage", () => {
  const tellBy = (lines: readonly string[], more: Partial<DigestInput> = {}) => {
    const evidence = digestEvidence({ lines: lines.map((text) => ({ text })), ...more });
    return triageByRules(evidence, fitEvidence(evidence, 1000), KNOWLEDGE);
  };
  const refused = (second: number) =>
    `2026-11-21T10:00:0${second}Z ERROR queue: dial tcp 10.0.0.7:4222: connect: connection refused`;

  test.each([
    {
      name: "once, and when",
      lines: [refused(1)],
      summary: "connection refused to 10.0.0.7:4222; at 10:00:01.",
    },
    {
      name: "how often, and from when to when",
      lines: [refused(1), refused(4)],
      summary: "connection refused to 10.0.0.7:4222; seen 2 times from 10:00:01 to 10:00:04.",
    },
    {
      name: "what it led to",
      lines: [
        refused(1),
        "Warning  BackOff  3s (x14 over 3m)  kubelet  Back-off restarting failed container sync in pod sync-7d_ops(91)",
      ],
      summary:
        "connection refused to 10.0.0.7:4222; at 10:00:01; also: container sync keeps crashing and is restarted with back-off.",
    },
    {
      name: "which volume, and how full",
      lines: ['level=error msg="write failed: no space left on device" pvc=media/library used=100%'],
      summary: "no space left on device (pvc=media/library, used=100%).",
    },
    {
      name: "that it passed",
      lines: [
        'Warning  Failed   61s  kubelet  Failed to pull image "quay.io/acme/agent:5": connection reset by peer',
        'Normal   Pulled   31s  kubelet  Successfully pulled image "quay.io/acme/agent:5" in 13.9s',
      ],
      summary: /it passed by itself|trouble that passed by itself/,
    },
  ])("$name", ({ lines, summary }) => {
    const told = tellBy(lines).summary;
    if (typeof summary === "string") expect(told).toBe(summary);
    else expect(told).toMatch(summary);
  });

  test.each([
    { name: "new", before: ["2026-11-21T09:00:01Z INFO ready"], says: "new: not seen in the time before" },
    { name: "as before", before: [refused(1)], says: undefined },
  ])("against the time before: $name", ({ before, says }) => {
    const { summary } = tellBy([refused(2)], { baseline: before.map((text) => ({ text })) });
    if (says === undefined) expect(summary).not.toContain("before");
    else expect(summary).toContain(says);
  });

  test("no plural of one, and no full stop after a cut", () => {
    expect(tellBy(["lorem ipsum"]).summary).toBe("1 log line without a known sign of trouble or of health.");
    const long = tellBy([
      `2026-11-21T10:00:01Z ERROR permission denied ${"while reading the ledger ".repeat(30)}`,
    ]).summary;
    expect(long).toHaveLength(280);
    expect(long).toMatch(/[^.]; at 10:00:01\.$/);
  });

  test("evidence: the line that shows the cause, lines that confirm it, then what it led to", () => {
    const { evidence } = tellBy([
      "2026-11-21T10:00:00Z INFO queue: starting",
      "Warning  BackOff  3s (x14 over 3m)  kubelet  Back-off restarting failed container sync in pod sync-7d_ops(91)",
      refused(1),
      "2026-11-21T10:00:09Z ERROR mailer: connect ECONNREFUSED 10.0.0.9:25",
    ]);
    expect(evidence).toHaveLength(3);
    expect(["E3", "E4"]).toContain(evidence[0]);
    expect(evidence[2]).toBe("E2");
  });

  test.each([
    {
      name: "the container that the caller names",
      lines: [refused(1)],
      place: { container: "queue" },
      component: "queue",
    },
    {
      name: "the service that a line of JSON names",
      lines: ['{"level":"error","service":"billing","msg":"deadlock detected"}'],
      place: {},
      component: "billing",
    },
    {
      name: "the host that cannot be reached",
      lines: ["ERROR dial tcp: connection refused to rabbit.mq.svc:5672"],
      place: {},
      component: "rabbit.mq.svc",
    },
    {
      name: "a file is none",
      lines: ['nginx: [emerg] unknown directive "proxy_pas" in /etc/nginx/default.conf:14'],
      place: {},
      component: "unknown",
    },
  ])("component: $name", ({ lines, place, component }) => expect(tellBy(lines, place).component).toBe(component));

  test("an alert or a question that names the same trouble makes it surer, and never makes it up", () => {
    const logs = [refused(1)];
    const without = tellBy(logs).confidence;
    expect(tellBy(logs, { question: "why is the connection refused?" }).confidence).toBe(without + 4);
    expect(tellBy(logs, { alertname: "DiskFull" }).confidence).toBe(without);
    expect(tellBy(["lorem ipsum"], { alertname: "KubePodCrashLooping" }).verdict).toBe("inconclusive");
  });

  test("the other half of the story is said to be missing", () => {
    expect(tellBy([1, 2, 3, 4, 5].map(refused)).data_gaps).toEqual([
      "no lines of the called service: why it does not listen is not shown",
    ]);
  });
});

describe("steps", () => {
  const withHints: KnowledgeCard = {
    ...card("error"),
    hints: [
      { says: ["Stale", "nfs"], steps: ["showmount -e HOST"] },
      { says: ["csi"], steps: ["kubectl get csinode NODE"] },
    ],
  };
  const stepsFor = (line: string, place: Partial<DigestInput> = {}) => {
    const evidence = digestEvidence({ lines: [{ text: line }], ...place });
    return triageByRules(evidence, fitEvidence(evidence, 500), { ...KNOWLEDGE, volume_mount: withHints })
      .recommended_steps;
  };

  test.each([
    {
      name: "a hint comes first",
      line: "ERROR OSError: [Errno 116] Stale file handle: '/data'",
      first: "showmount -e HOST",
    },
    { name: "no hint fits", line: 'ERROR MountVolume.SetUp failed for volume "a"', first: "first step" },
    {
      name: "its placeholder is filled from the line",
      line: 'E1121 05:02:11.101101    1101 csi.go:4] "MountVolume.SetUp failed: csi driver" node="nuc-2"',
      first: "kubectl get csinode nuc-2",
    },
  ])("$name", ({ line, first }) => expect(stepsFor(line)[0]).toBe(first));

  test("the caller's namespace is not mixed with a pod of another one", () => {
    const line = 'E1121 05:02:11.101101    1101 a.go:4] "MountVolume.SetUp failed" pod="media/jellyfin-0"';
    const knowledge = { ...KNOWLEDGE, volume_mount: { ...card("error"), steps: ["kubectl -n NAMESPACE logs POD"] } };
    const by = (place: Partial<DigestInput>) => {
      const evidence = digestEvidence({ lines: [{ text: line }], ...place });
      return triageByRules(evidence, fitEvidence(evidence, 500), knowledge).recommended_steps;
    };
    expect(by({})).toEqual(["kubectl -n media logs jellyfin-0"]);
    expect(by({ namespace: "media" })).toEqual(["kubectl -n media logs jellyfin-0"]);
    expect(by({ namespace: "shop" })).toEqual(["kubectl -n shop logs POD"]);
  });
});

test("every step of every card passes the output's safety as it is", () => {
  const { bundle } = loadTree(join(import.meta.dirname, "../.."));
  const steps = Object.values(bundle.knowledge).flatMap((one) => [
    ...one.steps,
    ...(one.hints ?? []).flatMap((hint) => hint.steps),
  ]);
  expect(steps.length).toBeGreaterThan(150);
  for (const step of steps) {
    expect(faultOf(step)).toBeUndefined();
    expect(makeInert(step, 140)).toEqual({ text: step, links: 0 });
  }
});
