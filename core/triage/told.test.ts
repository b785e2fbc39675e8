import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadTree } from "../../cli/tree.ts";
import { digestEvidence } from "../evidence/digest.ts";
import type { DigestInput, LogLine } from "../evidence/evidence.ts";
import { fitEvidence } from "../evidence/fit.ts";
import { SEVERITIES } from "../evidence/outcome.ts";
import { INCIDENTS } from "../evidence/testing/incidents.ts";
import { triageByRules } from "./rules.ts";

const { knowledge } = loadTree(join(import.meta.dirname, "../..")).bundle;

const tell = (lines: readonly (string | LogLine)[], more: Partial<DigestInput> = {}, budget = 1000) => {
  const given = lines.map((line) => (typeof line === "string" ? { text: line } : line));
  const evidence = digestEvidence({ lines: given, ...more });
  return triageByRules(evidence, fitEvidence(evidence, budget), knowledge);
};
const at = (second: number, text: string) => `2026-11-21T10:00:0${second}Z ${text}`;

describe("only what passed is said to have passed", () => {
  test.each([
    {
      name: "an orderly end",
      lines: [
        at(0, "INFO received SIGTERM, shutting down"),
        at(1, "WARN closing 3 open connections"),
        at(2, "INFO shutdown complete"),
      ],
      says: "an orderly shutdown",
    },
    {
      name: "a notice after the last good line",
      lines: [
        "1:C 21 Nov 2026 10:00:00.001 * Redis is starting",
        "1:M 21 Nov 2026 10:00:01.001 * DB saved on disk",
        "1:M 21 Nov 2026 10:00:01.201 # WARNING Memory overcommit must be enabled! Without it, a background save or replication may fail under low memory condition. To fix this issue add 'vm.overcommit_memory = 1' to /etc/sysctl.conf",
      ],
      says: "a notice that breaks nothing",
    },
    {
      name: "a notice after a line that says that it works",
      lines: [
        "INFO connected to db",
        "INFO listening on :80",
        "INFO ready",
        "WARN overcommit_memory is 0, a background save may fail",
      ],
      says: "a notice that breaks nothing",
    },
    {
      name: "an update that lost a race and is tried again",
      lines: [
        at(
          0,
          'ERROR Reconciler error {"error": "Operation cannot be fulfilled on deployments.apps \\"web\\": the object has been modified; please apply your changes to the latest version and try again"}',
        ),
        at(1, "INFO requeue after 1s"),
      ],
      says: "a notice that breaks nothing",
    },
    {
      name: "a recovery after the worst line",
      lines: [at(0, "WARN connection to db lost, reconnecting"), at(1, "INFO reconnected to db")],
      says: "trouble that passed by itself",
    },
  ])("$name: $says", ({ lines, says }) => {
    const { summary, verdict, severity } = tell(lines);
    expect({ severity, verdict }).toEqual({ severity: "info", verdict: "no_action" });
    expect(summary).toContain(says);
    if (!says.includes("passed")) expect(summary).not.toContain("passed");
  });
});

test("a notice of what a later version will not serve wakes nobody, while nothing fails for it", () => {
  const notice = at(0, "W policy/v1beta1 PodSecurityPolicy is deprecated in v1.21+, unavailable in v1.25+");
  expect(tell([notice])).toMatchObject({ severity: "info", verdict: "no_action", recommended_steps: [] });
  const failed = at(1, 'ERROR no matches for kind "PodSecurityPolicy" in version "policy/v1beta1"');
  expect(tell([notice, failed])).toMatchObject({ severity: "error", verdict: "required" });
});

describe("a log of which only a part was fetched", () => {
  const source = { query: '{a="b"}', from: "2026-11-21T10:00:00Z", to: "2026-11-21T11:00:00Z", truncated: true };
  const lines = [1, 2].map((second) => at(second, "ERROR dial tcp 10.0.0.7:5432: connect: connection refused"));

  test("is the first gap, and counts are a lower bound", () => {
    const { data_gaps, summary } = tell(lines, { source: { ...source, total: 2000 } });
    expect(data_gaps[0]).toBe("only the newest 2 of 2,000 lines were fetched");
    expect(summary).toContain("seen at least 2 times");
    expect(tell(lines, { source }).data_gaps[0]).toBe("only the newest 2 lines were fetched, and there are more");
  });

  test("quiet lines are quiet for that part only", () => {
    const { summary } = tell([at(0, "INFO started"), at(1, "INFO ready")], { source });
    expect(summary).toContain("the newest 2 log lines: normal work");
  });

  test("a whole one has no such words", () => {
    const { data_gaps, summary } = tell(lines, { source: { ...source, truncated: false } });
    expect(`${data_gaps} ${summary}`).not.toMatch(/newest|at least/);
  });
});

test("routine that was left out is no gap; a kind of error is one", () => {
  const routine = "alpha beta gamma delta epsilon zeta theta iota kappa lambda".split(" ");
  const refused = at(0, "ERROR dial tcp 10.0.0.7:5432: connect: connection refused");
  const calm = routine.map((word) => at(1, `INFO ${word} ${word}ed the ${word} ${"of the long ledger ".repeat(8)}`));
  expect(tell([refused, ...calm], {}, 60).data_gaps.join()).not.toContain("not shown: ");
  expect(tell([refused, ...calm], {}, 60).data_gaps.join()).not.toContain("log truncated");
  const errors = routine.map((word) => at(1, `ERROR ${word} ${word}ed the ${word} ${"of the long ledger ".repeat(8)}`));
  expect(tell([refused, ...errors], {}, 60).data_gaps[0]).toMatch(/^log truncated: \d+ kinds of error not shown$/);
});

describe("counts", () => {
  test("one kill that three lines tell of was not seen three times", () => {
    const { summary } = tell([
      at(0, "worker-1 kernel: Memory cgroup out of memory: Killed process 991 (java) total-vm:1kB, anon-rss:524288kB"),
      at(1, "kubelet: container payments OOMKilled exit code 137"),
      at(2, "Warning OOMKilling node/worker-1 Memory cgroup out of memory"),
    ]);
    expect(summary).toContain("told by 3 lines from 10:00:00 to 10:00:02");
    expect(summary).not.toContain("seen");
  });

  test("what recurs is counted by its own lines", () => {
    const refused = "ERROR dial tcp 10.0.0.7:5432: connect: connection refused";
    const { summary } = tell([at(0, refused), at(1, refused), at(2, "ERROR upstream: Connection refused by peer")]);
    expect(summary).toContain("seen 2 times from 10:00:00 to 10:00:01");
  });

  test("two names in one class are both told", () => {
    const lines = ["payments.shop.svc.cluster.local", "api.stripe.com", "api.stripe.com", "api.stripe.com"].map(
      (name, i) => `[ERROR] plugin/errors: 2 ${name}. A: read udp 10.1.0.4:333${i}->10.0.0.2:53: i/o timeout`,
    );
    const { summary } = tell(lines);
    expect(summary).toContain("api.stripe.com");
    expect(summary).toContain('"payments.shop.svc.cluster.local"');
  });

  test("how many of the requests failed", () => {
    const request = (path: string, status: number) =>
      `10.0.0.1 - - [21/Nov/2026:10:00:00 +0000] "GET ${path} HTTP/1.1" ${status} 12`;
    const { root_cause } = tell([request("/a", 500), request("/b", 200), request("/b", 200), request("/b", 200)]);
    expect(root_cause).toMatch(/^GET \/a answered 500 \(1 of 4\)/);
  });
});

test("of no known kind: the line that made it severe is told and cited, not another", () => {
  const { summary, evidence, severity } = tell([at(0, "ERROR ledger out of balance"), at(1, "INFO giving up on it")]);
  expect(severity).toBe("error");
  expect(summary).toContain("giving up on it");
  expect(evidence[0]).toBe("E2");
});

describe("against a time before without lines", () => {
  test("nothing is new, and it is said that there was nothing to compare with", () => {
    const lines = [at(0, "ERROR dial tcp 10.0.0.7:5432: connect: connection refused")];
    const evidence = digestEvidence({ lines: lines.map((text) => ({ text })), baseline: [] });
    expect(evidence.lines[0]?.trend).toBeUndefined();
    const fitted = fitEvidence(evidence, 500);
    expect(fitted.coverage).toContain("no lines from before to compare with");
    expect(fitted.coverage).not.toContain("kinds new");
    expect(triageByRules(evidence, fitted, knowledge).summary).not.toContain("new");
  });
});

describe("the component is what the lines of the cause come from", () => {
  const line = (container: string, text: string): LogLine => ({
    text,
    labels: { namespace: "shop", container, pod: `${container}-0` },
  });

  test("not the namespace that everything shares", () => {
    const lines = [line("web", at(0, "INFO ready")), line("checkout-api", at(1, "ERROR permission denied"))];
    expect(tell(lines).component).toBe("checkout-api");
  });

  test("of no known kind, too", () => {
    const lines = [line("web", at(0, "INFO ready")), line("checkout-api", at(1, "ERROR ledger out of balance"))];
    expect(tell(lines).component).toBe("checkout-api");
  });

  test("one that only some of the lines come from is not named", () => {
    const lines = [
      line("mailer", at(0, "INFO ready")),
      line("web", at(1, "ERROR ledger out")),
      line("checkout-api", at(2, "ERROR ledger out")),
    ];
    expect(tell(lines).component).toBe("shop");
  });
});

describe("a finding that is not certain", () => {
  test("names the likeliest cause as likely, and where to look", () => {
    const { root_cause, data_gaps } = tell([
      at(0, "WARN Readiness probe failed: HTTP probe failed with statuscode: 503"),
    ]);
    expect(root_cause).toContain("; likely: ");
    expect(data_gaps.join()).toContain("not seen yet: ");
  });

  test("a certain one names none", () => {
    const { root_cause, data_gaps } = tell([at(0, "ERROR container payments was OOMKilled: exit code 137")]);
    expect(`${root_cause} ${data_gaps}`).not.toMatch(/likely|not seen yet/);
  });
});

const rank = ({ severity, verdict }: ReturnType<typeof tell>): readonly [number, number] => [
  SEVERITIES.indexOf(severity),
  ["no_action", "inconclusive", "suggested", "required"].indexOf(verdict),
];

test("an error that repeats is never judged milder than once", () => {
  const errors = [
    ...INCIDENTS.flatMap(({ logs }) => logs.split("\n")).filter((line) => /error|fail|fatal/i.test(line)),
    "ERROR ledger out of balance",
    "WARN queue is slow",
    "exit status 1",
    "smartd[811]: Device: /dev/sdb [SAT], SMART Prefailure Attribute: 5 Reallocated_Sector_Ct changed from 99 to 97",
    "ERROR attempt 1 of 5 failed: connection refused to 10.0.0.7:5432",
  ];
  fc.assert(
    fc.property(fc.constantFrom(...errors), fc.integer({ min: 2, max: 40 }), (line, times) => {
      const once = rank(tell([line]));
      const often = rank(tell(Array.from({ length: times }, () => line)));
      expect(often[0]).toBeGreaterThanOrEqual(once[0]);
      expect(often[1]).toBeGreaterThanOrEqual(once[1]);
    }),
    { numRuns: 200 },
  );
});
