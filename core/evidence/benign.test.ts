import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { digestEvidence } from "./digest.ts";
import { splitLines } from "./lines.ts";

const isBenign = (logs: string | readonly string[]): boolean =>
  digestEvidence({ lines: splitLines(typeof logs === "string" ? logs : logs.join("\n")) }).features.error_class ===
  "benign";

/** Each rule with logs that it excuses, and their twins that it must not. */
const RULES: readonly { rule: string; benign: readonly string[]; trouble: readonly string[] }[] = [
  {
    rule: "the same thing works again",
    benign: ["WARN cart: lost broker-0:5671, trying again", "INFO cart: broker-0:5671 re-established"],
    trouble: ["WARN cart: lost broker-0:5671, trying again", "INFO cart: connecting to broker-0:5671"],
  },
  {
    rule: "what came back is not over",
    benign: ["WARN feed: stream to hub-2 timed out", "INFO feed: stream to hub-2 resumed"],
    trouble: [
      "WARN feed: stream to hub-2 timed out",
      "INFO feed: stream to hub-2 established",
      "WARN feed: stream to hub-2 timed out",
      "INFO feed: stream to hub-2 established",
    ],
  },
  {
    rule: "one of two recovered",
    benign: [
      "10:00:01 WARN ledger-db:5432 connection refused",
      "10:00:02 WARN no answer from mail-mq:5672, i/o timeout",
      "10:00:03 INFO ledger-db:5432 connected",
      "10:00:04 INFO mail-mq:5672 connected",
    ],
    trouble: [
      "10:00:01 WARN ledger-db:5432 connection refused",
      "10:00:02 WARN no answer from mail-mq:5672, i/o timeout",
      "10:00:03 INFO ledger-db:5432 connected",
    ],
  },
  {
    rule: "what the kubelet could not do, it did then",
    benign: [
      'Warning  Failed  40s  kubelet  Failed to pull image "r.lan/mail:3": connection reset by peer',
      'Normal   Pulled  20s  kubelet  Successfully pulled image "r.lan/mail:3" in 4s',
    ],
    trouble: [
      'Warning  Failed   40s  kubelet  Failed to pull image "r.lan/mail:3": not found',
      "Normal   Started  20s  kubelet  Started container proxy",
    ],
  },
  {
    rule: "connections break when a program is told to stop",
    benign: ["INFO received SIGTERM, draining", "WARN session 7: connection reset by peer", "INFO stopped"],
    trouble: ["WARN session 7: connection reset by peer", "INFO received SIGTERM, draining", "INFO stopped"],
  },
  {
    rule: "the program says that it is not done",
    benign: ["INFO mirror: pass 1 finished", "INFO mirror: pass 2 finished"],
    trouble: ["INFO mirror: pass 1 finished", "INFO mirror: origin is away, will retry in 6h"],
  },
  {
    rule: "a run of tests is judged by how it ended",
    benign: ["Error: connect ECONNREFUSED 127.0.0.1:9", "Tests  12 passed (12)"],
    trouble: ["Error: connect ECONNREFUSED 127.0.0.1:9", "Tests  1 failed | 11 passed (12)"],
  },
  {
    rule: "a request that failed once was answered then",
    benign: [
      '10.1.1.1 - - [21/Nov/2026:10:00:00 +0000] "GET /ready HTTP/1.1" 503 9 "-" "kube-probe/1.31"',
      '10.1.1.1 - - [21/Nov/2026:10:00:09 +0000] "GET /ready HTTP/1.1" 200 2 "-" "kube-probe/1.31"',
    ],
    trouble: [
      '10.1.1.1 - - [21/Nov/2026:10:00:00 +0000] "GET /ready HTTP/1.1" 503 9 "-" "kube-probe/1.31"',
      '10.1.1.1 - - [21/Nov/2026:10:00:09 +0000] "GET /style.css HTTP/1.1" 200 2 "-" "kube-probe/1.31"',
      '10.1.1.1 - - [21/Nov/2026:10:00:19 +0000] "GET /ready HTTP/1.1" 404 2 "-" "kube-probe/1.31"',
    ],
  },
  {
    rule: "settings and names are no events",
    benign: ["INFO config loaded: {onError:drop maxFailures:5 retryTimeout:30s crashReporter:enabled}", "INFO serving"],
    trouble: ["INFO config loaded: {onError:drop}", "INFO partition 3 is stuck"],
  },
  {
    rule: "a warning is advice",
    benign: ["WARN no cache size configured, using default", "INFO started"],
    trouble: ["INFO started", "WARN cache usage above threshold"],
  },
  {
    rule: "a warning that repeats is none in passing",
    benign: ["WARN clock source is coarse", "INFO started", "INFO serving"],
    trouble: ["WARN clock source is coarse", "INFO started", "WARN clock source is coarse"],
  },
  {
    rule: "calm words for trouble",
    benign: ["INFO pool tank is healthy", "INFO scrub finished with 0 errors"],
    trouble: ["INFO pool tank is degraded", "INFO scrub finished with 0 errors"],
  },
  {
    rule: "an exit code that is not zero",
    benign: ["INFO job nightly started", "INFO job nightly exited with code 0"],
    trouble: ["INFO job nightly started", "INFO job nightly exited with code 3"],
  },
];

describe.each(RULES)("$rule", ({ benign, trouble }) => {
  test("excuses", () => expect(isBenign(benign)).toBe(true));
  test("and does not", () => expect(isBenign(trouble)).toBe(false));
});

test("nothing that works makes a volume that cannot be written harmless", () => {
  const works = fc.constantFrom(
    "INFO request served",
    "INFO cache refreshed",
    "INFO user joined",
    "INFO job completed",
  );
  fc.assert(
    fc.property(fc.array(works, { maxLength: 8 }), fc.array(works, { maxLength: 8 }), (before, after) => {
      const stamped = [...before, "ERROR cannot write /data/a: no space left on device", ...after];
      return !isBenign(stamped.map((text, i) => `2026-11-21T10:00:0${i % 10}Z ${text}`));
    }),
  );
});
