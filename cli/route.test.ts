import { describe, expect, test } from "vitest";
import { createFolder, createProject, kprompt, PROJECT, writeFile } from "./testing.ts";

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

  test("what a function would hide by its settings is hidden here, too", () => {
    const args = ["route", "--question", "Why does 10.0.0.7 not answer?", "--json"];
    const { stdout } = kprompt(PROJECT, args, { env: { REDACT_IPS: "true" } });
    expect(JSON.parse(stdout).features.question).toBe("Why does [redacted:ip] not answer?");
  });

  test("a file that holds a request: its lines, place and question, as analyze would route them", () => {
    const { stdout, exit } = kprompt(PROJECT, ["route", "cli/incident.json", "--json", "--explain"]);
    expect(exit).toBe(0);
    const { decisions, features } = JSON.parse(stdout);
    expect(features).toMatchObject({ namespace: "payments", log_volume: 57 });
    const { route } = JSON.parse(kprompt(PROJECT, ["analyze", "cli/incident.json", "--json"]).stdout);
    expect(decisions).toMatchObject([{ intent: route.intent, reason: route.reason }]);
  });

  test("a request that names its intents gets them; options override its place", () => {
    const folder = createFolder();
    const request = { logs: ["ERROR x"], filters: { namespace: "shop" }, intents: ["storage_triage"] };
    writeFile(folder, "kept.json", JSON.stringify(request));
    const args = ["route", `${folder}/kept.json`, "--namespace", "web", "--json"];
    const { decisions, features } = JSON.parse(kprompt(PROJECT, args).stdout);
    expect([decisions[0].intent, features.namespace]).toEqual(["storage_triage", "web"]);
  });

  test("a request whose lines are still to be fetched is no log: it is refused", () => {
    const folder = createFolder();
    const time_range = { start: "2026-11-21T03:00:00Z", end: "2026-11-21T04:00:00Z" };
    writeFile(folder, "kept.json", JSON.stringify({ time_range, filters: { namespace: "shop" } }));
    const { exit, stderr } = kprompt(PROJECT, ["route", `${folder}/kept.json`]);
    expect([exit, stderr]).toEqual([2, expect.stringContaining("route fetches none")]);
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
