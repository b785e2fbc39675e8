import { describe, expect, test } from "vitest";
import { createProject, kprompt, PROJECT } from "./testing.ts";

describe("route", () => {
  test("an alert alone: the intent, the version and the rule that decided", () => {
    const { exit, stdout } = kprompt(PROJECT, ["route", "--alertname", "KubePodCrashLooping"]);
    expect(exit).toBe(0);
    expect(stdout).toMatch(
      /^workload_triage {2}log_triage\.workload@\d+\.\d+\.\d+ \(log_triage\.workload@production\)\n {2}by rule: workload_alert$/m,
    );
  });

  test("--explain: every rule that was asked, with what it saw, up to the one that matched", () => {
    const { stdout } = kprompt(PROJECT, ["route", "--alertname", "KubePodCrashLooping", "--explain"]);
    const [, rules = ""] = stdout.split("Rules, in order\n");
    expect(rules).toContain("reader_wants_a_summary  no: question is unknown");
    expect(rules.trimEnd().split("\n").at(-1)).toBe("  match  workload_alert  yes: alertname is KubePodCrashLooping");
    expect(stdout).not.toContain("Classifier");
  });

  test("--explain where no rule matches: what the classifier made of the words", () => {
    const args = ["route", "--question", "Is the disk of the log server full?", "--explain"];
    const { stdout } = kprompt(PROJECT, args);
    expect(stdout).toMatch(/^storage_triage {2}.*\n {2}by classifier: storage_triage 0\.\d\d$/m);
    expect(stdout).toMatch(/Classifier, sure from 0\.6\n {2}\d\.\d\d {2}storage_triage {2}"/);
  });

  test("a log decides by what it shows; the label decides the version", () => {
    const log = "2026-11-21T10:00:00Z ERROR write /data/wal: no space left on device";
    const { stdout } = kprompt(PROJECT, ["route", "-", "--json", "--explain", "--label", "dev"], { input: log });
    const { decisions, features, explanation } = JSON.parse(stdout);
    expect(features.error_class).toBe("disk_pressure");
    expect(decisions).toMatchObject([{ intent: "storage_triage", reference: "log_triage.storage@dev", by: "rule" }]);
    expect(explanation.rules.at(-1)).toMatchObject({ matched: true, name: decisions[0].reason });
  });

  test("a tree without a classifier goes to the default and says so", () => {
    const { stdout } = kprompt(createProject(), ["route", "--question", "zzz"]);
    expect(stdout).toContain("by default: no rule matched");
  });

  test.each([
    { args: [], says: "There is nothing to route" },
    { args: ["--question", "x", "--label", "nope"], says: 'Label "nope" names nothing' },
  ])("$args: $says", ({ args, says }) => {
    const { exit, stderr } = kprompt(PROJECT, ["route", ...args]);
    expect({ exit, says: stderr.includes(says) }, stderr).toEqual({ exit: 2, says: true });
  });
});
