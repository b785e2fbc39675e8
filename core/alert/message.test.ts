import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRedactor } from "../evidence/redact.ts";
import { severityOf, toMessage } from "./message.ts";
import { makeNoticeSafe, type Notice, toAlertNotice } from "./notice.ts";
import type { AlertSummary, TriageCompleted } from "./triage-data.ts";

const sha = "a".repeat(64);
const alert: AlertSummary = {
  status: "firing",
  alertname: "PodCrash",
  severity: "warning",
  namespace: "shop",
  labels: { alertname: "PodCrash", pod: "api-1" },
  annotations: { summary: "It restarts." },
  starts_at: "2026-11-21T03:00:00Z",
  ends_at: null,
  fingerprint: "0123456789abcdef",
  identity: sha,
  truncated_alerts: 2,
};
const shared = { alert, cause: { source: "/s", id: "1" }, earlier: null, trace_id: "t1" };
const data: TriageCompleted = {
  ...shared,
  triage: {
    evidence: ["E1"],
    summary: "It is killed for its memory.",
    component: "api",
    root_cause: "Its limit is too low.",
    severity: "error",
    verdict: "required",
    recommended_steps: ["Raise the limit.", "Look again."],
    confidence: 80,
    data_gaps: ["Nothing from before."],
    action_required: "yes",
  },
  engine: "rules",
  degraded: { reason: "model_timeout", detail: "The model was too slow." },
  evidence: [{ id: "E1", time: "2026-11-21T02:59:58Z", level: "error", count: 4, text: "OOMKilled" }],
  prompt: { id: "log_triage.k8s", version: "1.1.0", template_sha256: sha, render_sha256: sha, bundle_sha256: sha },
  route: { intent: "k8s", reason: "rule" },
  logs: { lines: 9, shown: 3, coverage: "3 of 9 lines", query: null },
  earlier: {
    triage_id: sha,
    time: "2026-11-20T22:00:00Z",
    trace_id: "t0",
    engine: "model",
    summary: "The same.",
    severity: "error",
    verdict: "required",
    prompt: { id: "log_triage.k8s", version: "1.0.0", template_sha256: sha },
    feedback: { up: 2, down: 1 },
  },
};

test("a triage", () => {
  expect(toMessage({ kind: "completed", data })).toEqual({
    title: "Error: PodCrash in shop",
    severity: "error",
    resolved: false,
    summary: "It is killed for its memory.",
    sections: [
      { heading: "Verdict", lines: ["Action required (error, confidence 80)"] },
      { heading: "Component", lines: ["api"] },
      { heading: "Root cause", lines: ["Its limit is too low."] },
      { heading: "Next steps", lines: ["1) Raise the limit.", "2) Look again."] },
      { heading: "Not known", lines: ["Nothing from before."] },
      { heading: "Answered by rules", lines: ["model_timeout: The model was too slow."] },
      {
        heading: "Earlier",
        lines: ["2026-11-20T22:00:00Z error: The same. (feedback: 2 up, 1 down)", "log_triage.k8s@1.0.0"],
      },
      { heading: "Since", lines: ["2026-11-21T03:00:00Z"] },
      { heading: "Left out", lines: ["The sender left out 2 more alerts of its group."] },
      { heading: "Logs", lines: ["3 of 9 lines"] },
    ],
    evidence: ["E1 2026-11-21T02:59:58Z error ×4 OOMKilled"],
    footer: "log_triage.k8s@1.1.0 · rules · trace t1",
  });
});

test("an alert without a triage says all that is known", () => {
  const failed = { ...shared, reason: "dead_letter", detail: "It could not be delivered." };
  expect(toMessage({ kind: "failed", data: failed })).toMatchObject({
    title: "Warning: PodCrash in shop",
    summary: "It restarts.",
    sections: [
      { heading: "No triage", lines: ["dead_letter: It could not be delivered."] },
      { heading: "Since" },
      { heading: "Left out" },
      { heading: "Labels", lines: ["alertname: PodCrash", "pod: api-1"] },
      { heading: "Annotations", lines: ["summary: It restarts."] },
    ],
  });
});

test("what is over says so first", () => {
  const over = { ...alert, status: "resolved", ends_at: "2026-11-21T03:09:00Z" } as const;
  const message = toMessage({ kind: "skipped", data: { ...shared, alert: over, reason: "resolved", detail: "" } });
  expect(message).toMatchObject({ title: "Resolved: PodCrash in shop", resolved: true });
  expect(message.sections).toContainEqual({
    heading: "Since",
    lines: ["2026-11-21T03:00:00Z until 2026-11-21T03:09:00Z"],
  });
});

describe("severity: the worse word of triage and alert", () => {
  test.each([
    { own: "critical", triage: "info", expected: "critical" },
    { own: "info", triage: "error", expected: "error" },
    { own: "page", triage: "warning", expected: "critical" },
    { own: "none", triage: "warning", expected: "warning" },
    { own: "purple", triage: "warning", expected: "warning" },
    { own: null, triage: "info", expected: "info" },
    { own: "WARN", triage: null, expected: "warning" },
    { own: "purple", triage: null, expected: undefined },
    { own: null, triage: null, expected: undefined },
  ] as const)("alert $own, triage $triage → $expected", ({ own, triage, expected }) => {
    const rated = { ...alert, severity: own };
    const notice: Notice =
      triage === null
        ? { kind: "failed", data: { ...shared, alert: rated, reason: "x", detail: "" } }
        : { kind: "completed", data: { ...data, alert: rated, triage: { ...data.triage, severity: triage } } };
    expect(severityOf(notice)).toBe(expected);
  });
});

describe("a notice as it may be shown", () => {
  const hostile = fc.oneof(
    fc.constantFrom(
      "<!channel>",
      "@here",
      "[a](https://evil.example)",
      "password=hunter2-9f8a7b6c",
      "\u202ex\n",
      "```",
    ),
    fc.string({ unit: "binary", maxLength: 40 }),
  );
  const words = fc.array(hostile, { maxLength: 6 }).map((parts) => parts.join(" "));
  const notices: fc.Arbitrary<Notice> = fc
    .record({ text: words, name: fc.constantFrom("summary", "password", "@all"), reason: words })
    .map(({ text, name, reason }) => ({
      kind: "completed",
      data: {
        ...data,
        alert: { ...alert, alertname: text, labels: { [name]: text }, annotations: { [name]: text } },
        triage: { ...data.triage, summary: text || "x", root_cause: text || "x", recommended_steps: [text] },
        evidence: [{ ...data.evidence[0]!, text }],
        degraded: { reason, detail: text },
        route: { intent: text, reason },
      },
    }));

  test("is inert and without secrets, and making it so twice changes nothing", () => {
    fc.assert(
      fc.property(notices, (notice) => {
        const safe = makeNoticeSafe(notice);
        expect(JSON.stringify(safe)).not.toMatch(/<!channel|@here|\]\(|https:\/\/|hunter2|\u202e/);
        expect(makeNoticeSafe(safe)).toEqual(safe);
      }),
      { numRuns: 500 },
    );
  });

  test("of a raw alert leaves the generator's address out, and masks by the name of a label", () => {
    const { truncated_alerts, starts_at, fingerprint, identity } = alert;
    const raw = {
      status: "firing" as const,
      labels: { alertname: "DbDown", password: "hunter2-9f8a7b6c", instance: "10.0.0.7:9100" },
      annotations: { runbook_url: "https://wiki.example/db" },
      starts_at,
      ends_at: null,
      generator_url: "http://prometheus.example/graph",
      fingerprint,
      identity,
      receiver: "r",
      truncated_alerts,
    };
    const why = { reason: "dead_letter", detail: "x" };
    const notice = toAlertNotice(
      raw,
      { cause: { source: "/s", id: "1" }, trace_id: "t", why },
      createRedactor({ ips: true }),
    );
    expect(notice.data.alert).toMatchObject({
      alertname: "DbDown",
      severity: null,
      labels: { password: "[redacted:password]", instance: expect.not.stringContaining("10.0.0.7") },
      annotations: { runbook_url: "https[:]//wiki.example/db" },
    });
    expect(JSON.stringify(notice)).not.toContain("prometheus.example");
  });
});
