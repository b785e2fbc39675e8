import { describe, expect, test } from "vitest";
import { decideStorm, isCritical, type StormPolicy } from "./decide-storm.ts";
import { type Finished, NO_STATE, type StormState } from "./storm-state.ts";
import { alertOf, MINUTE, NOW } from "./testing/alerts.ts";

const policy: StormPolicy = { repeatMs: 30 * MINUTE, cooldownMs: 10 * MINUTE };
const digest = "ab".repeat(32);

/** A triage that took two minutes and ended so long ago. */
const triaged = (ageMinutes: number, more: Partial<Finished> = {}): Pick<StormState, "last"> => ({
  last: {
    triage_id: digest,
    time: "2026-11-21T02:00:00Z",
    trace_id: "",
    engine: "model",
    summary: "s",
    severity: "error",
    verdict: "required",
    prompt: { id: "p", version: "1.0.0", template_sha256: digest },
    started_at: NOW - (ageMinutes + 2) * MINUTE,
    finished_at: NOW - ageMinutes * MINUTE,
    passing: false,
    ...more,
  },
});
const resolved = (agoMinutes: number) => ({ resolved_at: NOW - agoMinutes * MINUTE });
const labelled = (labels: Readonly<Record<string, string>>) => alertOf({ labels: { ...alertOf().labels, ...labels } });
const over: Partial<StormState> = { ended: [[alertOf().fingerprint, NOW]] };
const nightly: StormPolicy = {
  ...policy,
  mutes: [
    {
      name: "nightly",
      reason: "backups",
      when: { fact: "namespace", equals: "shop" },
      window: { days: ["sat"], start: "02:00", end: "04:00" },
    },
  ],
};
const quick: StormPolicy = { repeatMs: 0, cooldownMs: 0 };
const critical = labelled({ severity: "critical" });
const byModel = labelled({ kprompt: "model" });

describe("decideStorm", () => {
  test.each([
    { name: "the first of its identity", expected: "model" },
    { name: "label off", alert: labelled({ kprompt: "off" }), expected: "label_off" },
    { name: "label Off, whatever its case", alert: labelled({ kprompt: " OFF " }), expected: "label_off" },
    { name: "label rules", alert: labelled({ kprompt: "rules" }), expected: "rules" },
    { name: "label model", alert: byModel, expected: "model uncapped" },
    { name: "any other label", alert: labelled({ kprompt: "please" }), expected: "model" },
    { name: "critical", alert: critical, expected: "model uncapped" },
    { name: "label rules beats critical", alert: labelled({ kprompt: "rules", severity: "page" }), expected: "rules" },
    { name: "in a maintenance window", using: nightly, expected: "muted" },
    { name: "critical in a maintenance window", using: nightly, alert: critical, expected: "muted" },
    { name: "label off in a window", using: nightly, alert: labelled({ kprompt: "off" }), expected: "label_off" },
    { name: "an all-clear", alert: alertOf({ status: "resolved" }), expected: "resolved" },
    { name: "a critical all-clear", alert: { ...critical, status: "resolved" as const }, expected: "resolved" },
    { name: "over before its turn", state: over, expected: "resolved" },
    { name: "over before its turn, though critical", state: over, alert: critical, expected: "resolved" },
    { name: "fires anew after that", state: { ended: [[alertOf().fingerprint, NOW - 1]] } as const, expected: "model" },
    { name: "another pod is over", state: { ended: [["00000000000000bb", NOW]] } as const, expected: "model" },
    { name: "triaged 29 minutes ago", state: triaged(29), expected: "repeat" },
    { name: "triaged 30 minutes ago", state: triaged(30), expected: "model" },
    { name: "critical, triaged 29 minutes ago", state: triaged(29), alert: critical, expected: "repeat" },
    { name: "label model, triaged 29 minutes ago", state: triaged(29), alert: byModel, expected: "repeat" },
    {
      name: "label rules, triaged 29 minutes ago",
      state: triaged(29),
      alert: labelled({ kprompt: "rules" }),
      expected: "repeat",
    },
    { name: "triaged by a clock that is ahead", state: triaged(-1), expected: "repeat" },
    { name: "resolved since, 9 minutes after", state: { ...triaged(9), ...resolved(3) }, expected: "cooldown" },
    { name: "resolved since, 10 minutes after", state: { ...triaged(10), ...resolved(3) }, expected: "model" },
    {
      name: "resolved since, critical",
      state: { ...triaged(9), ...resolved(3) },
      alert: critical,
      expected: "model uncapped",
    },
    {
      name: "resolved since, label model",
      state: { ...triaged(9), ...resolved(3) },
      alert: byModel,
      expected: "model uncapped",
    },
    { name: "resolved while it was triaged", state: { ...triaged(15), ...resolved(16) }, expected: "model" },
    { name: "resolved before it was triaged", state: { ...triaged(15), ...resolved(18) }, expected: "repeat" },
    { name: "busy 9 minutes ago", state: triaged(9, { passing: true }), expected: "repeat" },
    { name: "busy 10 minutes ago", state: triaged(10, { passing: true }), expected: "model" },
    { name: "repeats switched off", state: triaged(0), using: quick, expected: "model" },
    { name: "cooldown switched off", state: { ...triaged(0), ...resolved(0) }, using: quick, expected: "model" },
  ] as const)("$name: $expected", ({ expected, ...row }) => {
    const {
      state = {},
      alert = alertOf(),
      using = policy,
    } = row as {
      readonly state?: Partial<StormState>;
      readonly alert?: ReturnType<typeof alertOf>;
      readonly using?: StormPolicy;
    };
    const decision = decideStorm({ ...NO_STATE, ...state }, alert, NOW, using);
    const said =
      decision.do === "skip"
        ? decision.reason
        : `${decision.engine}${decision.engine === "model" && decision.uncapped ? " uncapped" : ""}`;
    expect(said).toBe(expected);
  });

  test("says which window, and why there is one", () => {
    expect(decideStorm(NO_STATE, alertOf(), NOW, nightly)).toMatchObject({
      detail: "Maintenance window nightly: backups",
    });
  });
});

test.each([
  ["critical", true],
  ["CRITICAL", true],
  ["page", true],
  ["P1", true],
  ["emergency", true],
  ["fatal", true],
  ["warning", false],
  ["p2", false],
  ["", false],
])("severity %j is critical: %s", (severity, expected) => {
  expect(isCritical({ labels: { severity } })).toBe(expected);
});

test("no severity is not critical", () => expect(isCritical({ labels: {} })).toBe(false));
