import * as v from "valibot";
import { expect, test } from "vitest";
import { DEFAULT_PLAN } from "./plan.ts";
import { releaseOf } from "./testing.ts";
import { holdEnd, refuseVerdict, type Verdict, VerdictSchema } from "./verdict.ts";

const rollout = { candidate: releaseOf("b"), plan: DEFAULT_PLAN, step: 1, since: "2026-12-01T20:00:00Z" };
const now = Date.parse("2026-12-02T20:00:00Z");
const verdict: Verdict = {
  version: 1,
  verdict: "go",
  candidate: { analyze: "analyze-bbbbbbbbbbbb" },
  made_at: "2026-12-02T19:00:00Z",
  reasons: ["schema failures 0 of 212"],
};

test.each<[string, Partial<Verdict>]>([
  ["of analyze alone", {}],
  ["of all three", { candidate: rollout.candidate.revisions }],
  ["made when the step had begun", { made_at: "2026-12-01T20:00:01Z" }],
  ["made in another zone", { made_at: "2026-12-02T20:30:00+01:00" }],
  ["made by a clock that is half a minute ahead", { made_at: "2026-12-02T20:00:30Z" }],
])("go: %s", (_, more) => expect(refuseVerdict({ ...verdict, ...more }, rollout, now)).toBeUndefined());

test.each<[string, Partial<Verdict>, string]>([
  ["stop", { verdict: "stop", reasons: ["slow", "wrong"] }, "stop: slow; wrong. Run kprompt rollout abort"],
  ["stop without a reason", { verdict: "stop", reasons: [] }, "stop: it says no reason"],
  ["another candidate", { candidate: { analyze: "analyze-cccccccccccc" } }, "about analyze-cccccccccccc"],
  [
    "another candidate of route",
    { candidate: { analyze: "analyze-bbbbbbbbbbbb", route: "route-cccccccccccc" } },
    "the candidate is route-bbbbbbbbbbbb",
  ],
  ["stale", { made_at: "2026-12-01T19:59:59Z" }, "before this step, which began at 2026-12-01T20:00:00Z"],
  ["made in the second in which the step began", { made_at: "2026-12-01T20:00:00.999Z" }, "before this step"],
  ["from the future", { made_at: "2026-12-02T20:01:01Z" }, "yet to come"],
])("refused: %s", (_, more, says) => expect(refuseVerdict({ ...verdict, ...more }, rollout, now)).toContain(says));

test.each([
  ["another version", { ...verdict, version: 2 }],
  ["another word", { ...verdict, verdict: "maybe" }],
  ["a field that is not known", { ...verdict, p_value: 0.05 }],
  ["no candidate", { ...verdict, candidate: {} }],
  ["no time", { ...verdict, made_at: "yesterday" }],
  ["an empty reason", { ...verdict, reasons: [""] }],
])("no verdict: %s", (_, value) => expect(v.is(VerdictSchema, value)).toBe(false));

test.each([
  [0, "2026-12-01T20:10:00Z"],
  [1, "2026-12-02T20:00:00Z"],
  [2, "2026-12-03T20:00:00Z"],
  [3, "2026-12-01T21:00:00Z"],
])("step %d ends at %s at the earliest", (step, end) => expect(holdEnd({ ...rollout, step })).toBe(Date.parse(end)));
