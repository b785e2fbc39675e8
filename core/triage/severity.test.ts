import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { answerByRules } from "../../bench/triage/answers.ts";
import { readIncidents } from "../../bench/triage/read-incidents.ts";
import { scoreOf } from "../../bench/triage/score.ts";
import { loadTree } from "../../cli/tree.ts";
import { digestEvidence } from "../evidence/digest.ts";
import { fitEvidence } from "../evidence/fit.ts";
import { splitLines } from "../evidence/lines.ts";
import type { Trouble } from "../evidence/signs.ts";
import { triageByRules } from "./rules.ts";
import { judgeBy } from "./severity.ts";
import type { Triage } from "./triage.ts";

const { knowledge } = loadTree(join(import.meta.dirname, "../..")).bundle;

const judge = (logs: string): string => {
  const evidence = digestEvidence({ lines: splitLines(logs) });
  const { severity, verdict } = triageByRules(evidence, fitEvidence(evidence, 2048), knowledge);
  return `${severity}/${verdict}`;
};

const say = (severity: Triage["severity"]): string =>
  ({ info: "info/no_action", warning: "warning/suggested", error: "error/required", critical: "critical/required" })[
    severity
  ];

/** The same line as different programs write it. */
const FORMATS: Readonly<Record<string, (level: "info" | "warn" | "error", message: string) => string>> = {
  json: (level, message) => JSON.stringify({ time: "2026-11-21T10:00:01Z", level, msg: message }),
  logfmt: (level, message) => `ts=2026-11-21T10:00:01Z level=${level} msg=${JSON.stringify(message)}`,
  klog: (level, message) => `${level[0]!.toUpperCase()}1121 10:00:01.101101       1 main.go:44] ${message}`,
  plain: (level, message) => `2026-11-21 10:00:01 ${level.toUpperCase()} ${message}`,
  cri: (level, message) => `2026-11-21T10:00:01.101101101Z stderr F level=${level} msg=${JSON.stringify(message)}`,
  syslog: (level, message) => `Nov 21 10:00:01 host-1 app[81]: ${level}: ${message}`,
  python: (level, message) =>
    `2026-11-21 10:00:01,101 ${level === "warn" ? "WARNING" : level.toUpperCase()} worker: ${message}`,
  java: (level, message) =>
    `2026-11-21T10:00:01.101Z ${level.toUpperCase().padStart(5)} 1 --- [main] c.acme.Main : ${message}`,
};

const STORIES: readonly { name: string; lines: readonly [string, string][]; severity: Triage["severity"] }[] = [
  {
    name: "a peer refuses",
    lines: [["error", "dial tcp 10.0.0.7:5432: connect: connection refused"]],
    severity: "error",
  },
  {
    name: "a first try of five fails",
    lines: [["warn", "dial tcp 10.0.0.7:5432: connect: connection refused, attempt 1 of 5"]],
    severity: "warning",
  },
  {
    name: "the last try of five fails",
    lines: [["warn", "dial tcp 10.0.0.7:5432: connect: connection refused, attempt 5 of 5"]],
    severity: "error",
  },
  {
    name: "it gives up after the first tries",
    lines: [
      ["warn", "dial tcp 10.0.0.7:5432: connect: connection refused, attempt 1 of 2"],
      ["error", "giving up on the queue"],
    ],
    severity: "error",
  },
  {
    name: "a retry succeeds",
    lines: [
      ["warn", "dial tcp 10.0.0.7:5432: connect: connection refused, will retry"],
      ["info", "connected to 10.0.0.7:5432 on attempt 2"],
    ],
    severity: "info",
  },
  {
    name: "a certificate has run out",
    lines: [["error", "x509: certificate has expired or is not yet valid"]],
    severity: "error",
  },
  {
    name: "a database's disk is full",
    lines: [["error", "postgres could not write to pg_wal/0001: No space left on device"]],
    severity: "critical",
  },
  {
    name: "another disk is full",
    lines: [["error", "cannot write /tmp/upload: no space left on device"]],
    severity: "error",
  },
  {
    name: "the API server refuses",
    lines: [["error", "dial tcp 10.0.0.10:6443: connect: connection refused"]],
    severity: "critical",
  },
  {
    name: "a page of the database is damaged",
    lines: [["error", "database page corruption on disk, table orders, deadlock detected"]],
    severity: "critical",
  },
];

describe.each(Object.entries(FORMATS))("%s", (_, write) => {
  test.each(STORIES)("$name: $severity", ({ lines, severity }) => {
    const logs = lines.map(([level, message]) => write(level as "info" | "warn" | "error", message)).join("\n");
    expect(judge(logs)).toBe(say(severity));
  });
});

test.each([
  {
    name: "a probe that fails once",
    logs: `Warning  Unhealthy  2m  kubelet  Readiness probe failed: HTTP probe failed with statuscode: 503`,
    is: "warning/suggested",
  },
  {
    name: "a probe that goes on failing",
    logs: `Warning  Unhealthy  2m (x18 over 9m)  kubelet  Readiness probe failed: HTTP probe failed with statuscode: 503`,
    is: "error/required",
  },
  {
    name: "two of three replicas are left",
    logs: `level=warn msg="Volume pvc-91 is degraded: 2 of 3 replicas healthy"`,
    is: "warning/suggested",
  },
  {
    name: "no replica is left",
    logs: `level=error msg="failed to attach volume pvc-91: all replicas are down"`,
    is: "critical/required",
  },
  {
    name: "a node is gone, told by a calm event",
    logs: `I1121 08:42:02.110101       1 event.go:389] "Event occurred" object="rack-2" kind="Node" type="Normal" reason="NodeNotReady" message="Node rack-2 status is now: NodeNotReady"`,
    is: "critical/required",
  },
  { name: "an exit code and nothing else", logs: "exit status 1", is: "error/inconclusive" },
  { name: "nothing at all", logs: "lorem ipsum", is: "info/inconclusive" },
])("$name: $is", ({ logs, is }) => expect(judge(logs)).toBe(is));

test.each([
  { folder: "incidents", severity: 0.9, action: 0.95 },
  { folder: "kept", severity: 0.8, action: 0.9 },
])("labelled incidents of $folder", ({ folder, severity, action }) => {
  const incidents = readIncidents(join(import.meta.dirname, "testing", folder));
  expect(incidents.length).toBeGreaterThan(40);
  const score = scoreOf(incidents.map((one) => ({ expected: one.expect, got: answerByRules(one, knowledge) })));
  expect(score.severity).toBeGreaterThanOrEqual(severity);
  expect(score.severity_within_one_step).toBeGreaterThanOrEqual(0.95);
  expect(score.action).toBeGreaterThanOrEqual(action);
  expect(score.benign_false_alarms).toBeLessThan(0.1);
});

describe("a card", () => {
  const NONE = { error_class: "none", quiet: 0, classes: [] } as const;
  const appraised = { severity: "warning", verdict: "suggested" } as const;
  const card = (severity: Triage["severity"], verdict: Triage["verdict"] = "required") => ({ severity, verdict });
  test.each(Object.keys(knowledge).filter((name) => name !== "benign"))("as it came changes nothing: %s", (name) => {
    for (const severity of ["warning", "error", "critical"] as const)
      for (const verdict of ["suggested", "required", "inconclusive"] as const)
        expect(judgeBy(knowledge[name], name as Trouble, { ...NONE, severity, verdict })).toEqual({
          severity,
          verdict,
        });
  });
  test("that is a step higher raises by a step, and never past critical", () => {
    expect(judgeBy(card("critical"), "dns_failure", { ...NONE, ...appraised }).severity).toBe("error");
    expect(judgeBy(card("error"), "probe_failure", { ...NONE, ...appraised }).severity).toBe("error");
    const worst = { ...NONE, severity: "critical", verdict: "required" } as const;
    expect(judgeBy(card("critical"), "dns_failure", worst).severity).toBe("critical");
  });
  test("says what its usual trouble asks for, and leaves what is unusual", () => {
    const verdictOf = (verdict: Triage["verdict"]) =>
      judgeBy(card("error", "suggested"), "dns_failure", { ...NONE, severity: "error", verdict }).verdict;
    expect(verdictOf("required")).toBe("suggested");
    expect(verdictOf("inconclusive")).toBe("inconclusive");
  });
});
