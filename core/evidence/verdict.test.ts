import { describe, expect, test } from "vitest";
import { digestEvidence } from "./digest.ts";
import { ERROR_CLASSES } from "./error-class.ts";
import { splitLines } from "./lines.ts";
import { DEV_INCIDENTS } from "./testing/dev-incidents/parse.ts";

const classOf = (logs: string) => digestEvidence({ lines: splitLines(logs) }).features.error_class;

describe("on incidents like real ones", () => {
  const judged = DEV_INCIDENTS.map((incident) => ({ ...incident, got: classOf(incident.logs) }));
  const share = (all: readonly (typeof judged)[number][]): number =>
    all.filter(({ got, error_class }) => got === error_class).length / all.length;

  test("there are enough, of every class", () => {
    for (const error_class of ERROR_CLASSES)
      expect(DEV_INCIDENTS.filter((one) => one.error_class === error_class).length, error_class).toBeGreaterThanOrEqual(
        10,
      );
  });

  test("the class is right in nearly all that the phrases were made from", () => {
    expect(share(judged.filter(({ kept }) => !kept))).toBeGreaterThan(0.95);
  });

  test("and in those that they were not made from", () => {
    expect(share(judged.filter(({ kept }) => kept))).toBeGreaterThan(0.9);
  });

  test("no class is seldom right", () => {
    const weak = ERROR_CLASSES.filter((one) => share(judged.filter(({ error_class }) => error_class === one)) < 0.8);
    expect(weak).toEqual([]);
  });

  test("quiet logs are called benign", () => {
    const quiet = judged.filter(({ error_class }) => error_class === "benign");
    expect(1 - share(quiet)).toBeLessThan(0.08);
  });

  test("and no incident is", () => {
    const missed = judged.filter(({ error_class, got }) => error_class !== "benign" && got === "benign");
    expect(missed.map(({ name }) => name)).toEqual([]);
  });
});

describe("a cause beats what came of it", () => {
  const REFUSED = "2026-11-21T12:00:05Z ERROR dial tcp 10.0.0.7:8080: connect: connection refused";
  const BACKOFF = "Warning  BackOff  4s  kubelet  Back-off restarting failed container web in pod web-0_shop(1)";
  const PROBE = "Warning  Unhealthy  2s  kubelet  Readiness probe failed: HTTP probe failed with statuscode: 503";
  test.each([
    ["a refusal before back-off", [REFUSED, BACKOFF], "connection_refused"],
    ["a refusal before a probe", [PROBE, REFUSED], "connection_refused"],
    ["a probe before back-off", [BACKOFF, PROBE], "probe_failure"],
    ["back-off alone", [BACKOFF], "crash_loop"],
    ["a panic that came first", ["panic: assignment to entry in nil map", REFUSED], "application_exception"],
    ["memory, though only mentioned", [REFUSED, "INFO container web terminated: OOMKilled"], "oom_killed"],
    [
      "a missing setting behind a crash loop",
      [BACKOFF, "Error: environment variable DB_URL is not set"],
      "config_error",
    ],
  ])("%s", (_, lines, error_class) => expect(classOf(lines.join("\n"))).toBe(error_class));
});

describe("trouble that passed is none", () => {
  const LOST = "12:00:01 ERROR [mqtt] Connection reset by peer";
  test.each([
    ["it says so and names the same thing", [LOST, "12:00:05 INFO [mqtt] Reconnected"], true],
    ["something else works again", [LOST, "12:00:05 INFO [smtp] Reconnected"], false],
    [
      "it came back",
      [LOST, "12:00:05 INFO [mqtt] Reconnected", "12:00:09 ERROR [mqtt] Connection reset by peer"],
      false,
    ],
    [
      "it does not pass by itself",
      ["12:00:01 ERROR [mqtt] x509: certificate has expired", "12:00:05 INFO [mqtt] Reconnected"],
      false,
    ],
  ])("%s: %s", (_, lines, passed) => expect(classOf(lines.join("\n")) === "benign").toBe(passed));
});
