import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { DEFAULT_PLAN } from "./plan.ts";
import { formatRolloutState, mergePins, RolloutStateSchema } from "./rollout-state.ts";
import { quietState, releaseOf, revisionsOf } from "./testing.ts";

const rollout = {
  candidate: releaseOf("b", { label: "candidate", pins: ["log_triage.k8s@1.1.0"] }),
  plan: DEFAULT_PLAN,
  step: 1,
  since: "2026-12-01T20:00:00Z",
};
const busy = { ...quietState, previous: releaseOf("c"), templates: revisionsOf("b"), rollout };

test.each([
  ["without a rollout", quietState],
  ["in a rollout", busy],
])("what is written is read again as it was: %s", (_, state) => {
  const text = formatRolloutState(state);
  expect(v.parse(RolloutStateSchema, parse(text))).toEqual(state);
  expect(text).toMatch(/^# .*kprompt rollout/);
});

describe("no state", () => {
  test.each([
    { name: "another version", state: { ...quietState, version: 2 }, path: "version" },
    { name: "a field that is not known", state: { ...quietState, note: "x" }, path: "note" },
    { name: "no stable", state: { ...quietState, stable: null }, path: "stable" },
    {
      name: "a short digest",
      state: { ...quietState, stable: releaseOf("a", { digest: "sha256:1" }) },
      path: "stable.digest",
    },
    { name: "a tag for a digest", state: { ...quietState, image: "ghcr.io/example/kprompt:1" }, path: "image" },
    {
      name: "a pin of a label",
      state: { ...quietState, stable: releaseOf("a", { pins: ["a@production"] }) },
      path: "stable.pins.0",
    },
    {
      name: "a prompt pinned twice",
      state: { ...quietState, stable: releaseOf("a", { pins: ["a@1.0.0", "a@2.0.0"] }) },
      path: "stable.pins",
    },
    {
      name: "a revision of another Service",
      state: { ...quietState, templates: { ...revisionsOf("a"), route: "render-aaaaaaaaaaaa" } },
      path: "templates.route",
    },
    {
      name: "a step that the plan does not have",
      state: { ...busy, rollout: { ...rollout, step: DEFAULT_PLAN.length } },
      path: "rollout.step",
    },
    {
      name: "a time without a zone",
      state: { ...busy, rollout: { ...rollout, since: "2026-12-01" } },
      path: "rollout.since",
    },
    {
      name: "a plan that shrinks",
      state: { ...busy, rollout: { ...rollout, plan: DEFAULT_PLAN.toReversed() } },
      path: "rollout.plan",
    },
  ])("$name", ({ state, path }) => {
    const { success, issues } = v.safeParse(RolloutStateSchema, state);
    expect(success).toBe(false);
    expect(issues?.map((issue) => v.getDotPath(issue))).toContain(path);
  });
});

describe("merging pins", () => {
  test("the later pin of a prompt holds, and the order is that of the names", () =>
    expect(mergePins(["b@1.0.0", "a@1.0.0"], ["b@2.0.0"])).toEqual(["a@1.0.0", "b@2.0.0"]));

  const pin = fc.tuple(fc.constantFrom("a", "b", "c"), fc.nat(3)).map(([id, major]) => `${id}@${major}.0.0`);
  test("twice is once", () =>
    fc.assert(
      fc.property(fc.array(pin), fc.array(pin), (pins, more) => {
        const once = mergePins(pins, more);
        expect(mergePins(once, more)).toEqual(once);
      }),
    ));
});
