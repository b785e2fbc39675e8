import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PROJECT } from "../cli/testing.ts";
import { deadlinesOf } from "../core/alert/deadlines.ts";
import { BUSY, CAP_REACHED } from "../core/alert/run-alert.ts";
import { MODEL_FAILURES } from "../core/port.ts";
import { DEFAULT_PLAN } from "../core/release/plan.ts";
import { problems } from "../functions/http/problem.ts";
import { SETTINGS } from "../functions/settings.ts";

const page = readFileSync(new URL("operations.md", import.meta.url), "utf8");
const sectionOf = (heading: string): string => page.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
const defaultOf = (name: string): number => Number(SETTINGS.find((setting) => setting.name === name)?.default);
const rowsOf = (section: string): string[][] =>
  [...section.matchAll(/^\| (.*) \|$/gm)].map(([, row = ""]) => row.split(" | ").map((cell) => cell.trim()));

const CALL_SECONDS = 22;

test("each alert rule leads to a section that names it", () => {
  const rules = ["prometheus", "loki"].flatMap((folder) =>
    readdirSync(join(PROJECT, "knative/observability", folder))
      .filter((file) => file === "alerting-rules.yaml")
      .map((file) => readFileSync(join(PROJECT, "knative/observability", folder, file), "utf8")),
  );
  const named = rules.flatMap((text) =>
    text.split("- alert: ").flatMap((rule) => {
      const [, anchor] = /runbook_url: \S+docs\/operations\.md#([\w-]+)/.exec(rule) ?? [];
      return anchor ? [{ alert: rule.split("\n")[0] ?? "", anchor }] : [];
    }),
  );
  expect(named.length).toBeGreaterThan(8);
  const unsaid = named.filter(({ alert, anchor }) => {
    const heading = [...page.matchAll(/^## (.*)$/gm)].find(
      ([, text]) => text?.toLowerCase().replaceAll(" ", "-") === anchor,
    );
    return !sectionOf(heading?.[1] ?? "?").includes(`\`${alert}\``);
  });
  expect(unsaid).toEqual([]);
});

test("each reason for which the rules answer is in the runbook, and no other", () => {
  const output = ["output_invalid", "output_rule_broken", "prompt_too_large", "synthesis_unavailable"];
  const reasons = [...MODEL_FAILURES, ...output, BUSY.reason, CAP_REACHED.reason, "rules_asked"];
  const listed = rowsOf(sectionOf("Degraded")).flatMap(([cell = ""]) => /^`(\w+)`$/.exec(cell)?.[1] ?? []);
  expect(listed.toSorted()).toEqual([...new Set(reasons)].toSorted());
});

test("the table of capacity is arithmetic", () => {
  const rows = rowsOf(sectionOf("Capacity")).filter(([slots = ""]) => /^\d+$/.test(slots));
  const deadline = defaultOf("LLM_TIMEOUT_MS") / 1000;
  const expected = [1, 2, 4].map((slots) => [
    String(slots),
    String(Math.floor((slots * 3600) / CALL_SECONDS)),
    `${Math.ceil(5 / slots) * CALL_SECONDS} s`,
    String(slots * Math.floor(deadline / CALL_SECONDS)),
  ]);
  expect(rows).toEqual(expected);
});

test("the numbers below it are those of the settings", () => {
  const { eventMs } = deadlinesOf({
    modelTimeoutMs: defaultOf("LLM_TIMEOUT_MS"),
    logsTimeoutMs: defaultOf("LOKI_TIMEOUT_MS"),
  });
  const cap = defaultOf("STORM_MODEL_CALLS_PER_HOUR");
  const queue = defaultOf("LLM_QUEUE");
  const capacity = sectionOf("Capacity");
  expect(capacity).toContain(`An event may take ${eventMs / 1000} s in \`analyze\``);
  expect(capacity).toContain(`\`STORM_MODEL_CALLS_PER_HOUR\` (${cap}) is ${cap * CALL_SECONDS} s of a slot an hour`);
  expect(capacity).toContain(`${Math.round((cap * CALL_SECONDS) / 36)} % of one`);
  expect(capacity).toContain(`\`LLM_QUEUE\` (${queue})`);
  expect(Math.round((queue * CALL_SECONDS) / 60)).toBe(11);
  expect(capacity).toContain(`are ${defaultOf("LLM_CONCURRENCY") + queue}, and repeats`);
});

test("timeouts are those of the manifests", () => {
  const analyze = readFileSync(join(PROJECT, "knative/base/analyze.yaml"), "utf8");
  const triggers = readFileSync(join(PROJECT, "knative/base/triggers.yaml"), "utf8");
  const timeout = /^ +timeoutSeconds: (\d+)$/m.exec(analyze)?.[1];
  const concurrency = /^ +containerConcurrency: (\d+)$/m.exec(analyze)?.[1];
  const minutes = /timeout: PT(\d+)M/.exec(triggers)?.[1];
  expect(sectionOf("Capacity")).toContain(
    `\`timeoutSeconds\` ${timeout}, and ${Number(minutes) * 60} s in the Trigger`,
  );
  expect(sectionOf("Capacity")).toContain(`\`containerConcurrency\` of \`analyze\` is ${concurrency}:`);
});

test("the plan of a rollout is the command's", () => {
  const holds = DEFAULT_PLAN.map(({ hold }) => hold.replace(/(\d+)(\w)/, "$1 $2")).join(", then ");
  expect(page).toContain(`After the hold (${holds}, unless`);
  expect(page).toContain(`First ${DEFAULT_PLAN[1]?.percent} % of the requests`);
  expect(DEFAULT_PLAN[0]?.percent).toBe(0);
});

test("the statuses of dead letters are ones that functions give, or Knative does", () => {
  const given = new Set<number>([...Object.values(problems).map(({ status }) => status), 502, 504]);
  const listed = rowsOf(sectionOf("Dead letters")).flatMap(([cell = ""]) =>
    (cell.match(/\b[45]\d\d\b/g) ?? []).map(Number),
  );
  expect(listed.length).toBeGreaterThan(6);
  expect(listed.filter((status) => !given.has(status))).toEqual([]);
});
