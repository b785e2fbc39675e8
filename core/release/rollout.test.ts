import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DEFAULT_PLAN, holdMs, type Plan } from "./plan.ts";
import { toReleaseComponent } from "./release-component.ts";
import { abortRollout, advanceRollout, formatInstant, rollBack, startRollout, type Transition } from "./rollout.ts";
import { candidatePercentOf, type RolloutState, UNPUBLISHED_DIGEST } from "./rollout-state.ts";
import { applyComponent, MANIFESTS, quietState, releaseOf, revisionsOf } from "./testing.ts";
import type { Verdict } from "./verdict.ts";

const NOW = Date.parse("2026-12-01T20:00:00Z");
const { revisions: _, ...inputs } = releaseOf("b");
const begin = { inputs, plan: DEFAULT_PLAN, templates: revisionsOf("b"), now: NOW };

const take = (transition: Transition): RolloutState => {
  if (!transition.ok) throw new Error(transition.refusal);
  return transition.state;
};
const refusalOf = (transition: Transition): string => (transition.ok ? "" : transition.refusal);

const go = (now: number): Verdict => ({
  version: 1,
  verdict: "go",
  candidate: { analyze: "analyze-bbbbbbbbbbbb" },
  made_at: formatInstant(now),
  reasons: [],
});

/** Every state from before the start to after the end, each step taken as soon as it may be. */
const walk = (plan: Plan, from = quietState): readonly RolloutState[] => {
  const states = [from, take(startRollout(from, { ...begin, plan }))];
  let now = NOW;
  for (const step of plan) {
    now += holdMs(step);
    states.push(take(advanceRollout(states.at(-1)!, { verdict: go(now), templates: revisionsOf("b"), now })));
  }
  return states;
};

describe("a rollout by the default plan", () => {
  const states = walk(DEFAULT_PLAN);
  test("0, 10, 50, 100 percent, and then the candidate is what is stable", () => {
    expect(states.map(candidatePercentOf)).toEqual([0, 0, 10, 50, 100, 0]);
    expect(states.map(({ rollout }) => rollout?.since)).toEqual([
      undefined,
      "2026-12-01T20:00:00Z",
      "2026-12-01T20:10:00Z",
      "2026-12-02T20:10:00Z",
      "2026-12-04T20:10:00Z",
      undefined,
    ]);
    expect(states.at(-1)).toEqual({
      ...quietState,
      stable: releaseOf("b"),
      previous: releaseOf("a"),
      templates: revisionsOf("b"),
    });
  });
});

test("a verdict carries one step, whatever the clock of whoever made it", () =>
  fc.assert(
    fc.property(fc.integer({ min: -9_000, max: 60_000 }), fc.integer({ min: 0, max: 999 }), (ahead, ms) => {
      const now = NOW + 3_600_000 + ms;
      const verdict = { ...go(now), made_at: new Date(now + ahead).toISOString() };
      const started = take(startRollout(quietState, begin));
      const next = take(advanceRollout(started, { verdict, templates: revisionsOf("b"), now }));
      const later = now + 48 * 3_600_000;
      expect(refusalOf(advanceRollout(next, { verdict, templates: revisionsOf("b"), now: later }))).toContain("Judge");
    }),
  ));

describe("what is refused", () => {
  const started = take(startRollout(quietState, begin));
  const unpublished = { ...quietState, stable: releaseOf("a", { digest: UNPUBLISHED_DIGEST }) };
  const day = NOW + 24 * 3_600_000;
  const advance = { verdict: go(day), templates: revisionsOf("b"), now: day };
  test.each([
    ["a start in a rollout", startRollout(started, begin), "analyze-bbbbbbbbbbbb is under way"],
    ["a start where nothing was published", startRollout(unpublished, begin), "rollout init"],
    [
      "a start of an image that was not published",
      startRollout(quietState, { ...begin, inputs: { ...inputs, digest: UNPUBLISHED_DIGEST } }),
      "Publish it",
    ],
    ["a start of what is stable", startRollout(quietState, { ...begin, templates: revisionsOf("a") }), "are the same"],
    ["an advance without a rollout", advanceRollout(quietState, advance), "rollout start"],
    [
      "an advance that the verdict refuses",
      advanceRollout(started, { ...advance, verdict: { ...go(day), verdict: "stop" } }),
      "rollout abort",
    ],
    [
      "an advance a second too early",
      advanceRollout(started, { ...advance, verdict: go(NOW + 599_000), now: NOW + 599_000 }),
      "until 2026-12-01T20:10:00Z",
    ],
    [
      "an advance with other manifests",
      advanceRollout(started, { ...advance, templates: { ...revisionsOf("b"), render: "render-c" } }),
      "template of render",
    ],
    ["an abort without a rollout", abortRollout(quietState, { templates: revisionsOf("a") }), "rollout start"],
    [
      "a rollback to what is stable",
      rollBack(quietState, { to: releaseOf("a"), templates: revisionsOf("a") }),
      "already",
    ],
  ])("%s", (_, transition, says) => expect(refusalOf(transition)).toContain(says));
});

describe("a rollback", () => {
  const finished = walk(DEFAULT_PLAN).at(-1)!;
  test("to the previous release: the two change places", () => {
    const back = take(rollBack(finished, { to: releaseOf("a"), templates: revisionsOf("a") }));
    expect(back).toEqual({ ...quietState, previous: releaseOf("b") });
    expect(take(rollBack(back, { to: releaseOf("b"), templates: revisionsOf("b") }))).toEqual(finished);
  });

  test("in a rollout, to what is stable, is an abort", () => {
    const started = take(
      startRollout(finished, { ...begin, inputs: { ...inputs, label: "x" }, templates: revisionsOf("c") }),
    );
    expect(take(rollBack(started, { to: releaseOf("b"), templates: revisionsOf("b") }))).toEqual(finished);
  });

  test("by a pin: all traffic to revisions of the same image", () => {
    const to = releaseOf("a", { pins: ["a@1.0.0"], revisions: revisionsOf("d") });
    expect(take(rollBack(quietState, { to, templates: revisionsOf("d") }))).toEqual({
      ...quietState,
      stable: to,
      previous: releaseOf("a"),
      templates: revisionsOf("d"),
    });
  });

  test("to a revision whose manifests have changed: traffic by its name, the template by its content", () => {
    const back = take(rollBack(finished, { to: releaseOf("a"), templates: revisionsOf("e") }));
    expect(back).toMatchObject({ stable: { revisions: revisionsOf("a") }, templates: revisionsOf("e") });
  });
});

describe("laws", () => {
  const plan: fc.Arbitrary<Plan> = fc
    .tuple(fc.uniqueArray(fc.integer({ min: 0, max: 99 }), { maxLength: 6 }), fc.integer({ min: 1, max: 99 }))
    .map(([percents, hours]) =>
      [...percents.toSorted((a, b) => a - b), 100].map((percent) => ({ percent, hold: `${hours}h` })),
    );
  /** Every state of a rollout by any plan, beside the one before it. */
  const everyState = (check: (state: RolloutState, before: RolloutState | undefined) => void): void =>
    fc.assert(
      fc.property(plan, (one) => {
        for (const [index, state] of walk(one).entries()) check(state, index > 0 ? walk(one)[index - 1] : undefined);
      }),
      { numRuns: 25 },
    );
  const render = (state: RolloutState) => applyComponent(toReleaseComponent(state, "kprompt"), MANIFESTS);
  const find = (state: RolloutState, kind: string, name: string) =>
    render(state).find((manifest) => manifest.kind === kind && manifest.metadata.name === name)!.spec;
  const percentOf = (state: RolloutState): number =>
    Number(find(state, "Service", "ingest").template?.spec.containers[0]?.env[0]?.value);

  test("who is on the candidate stays there: the share only grows, until the candidate is what is stable", () =>
    everyState((state, before) => {
      if (before === undefined || state.rollout === null) return;
      // An alert is on the candidate when its bucket is below the percent.
      const more = before.rollout === null ? 0 : 1;
      expect(percentOf(state) - percentOf(before)).toBeGreaterThanOrEqual(more);
    }));

  test("alerts and HTTP requests have the same share, each Route's sum is 100, and no tag is there twice", () =>
    everyState((state) => {
      for (const service of ["route", "render", "analyze"]) {
        const { traffic = [] } = find(state, "Service", service);
        expect(traffic.reduce((sum, { percent }) => sum + percent, 0)).toBe(100);
        expect(new Set(traffic.map(({ tag }) => tag)).size).toBe(traffic.length);
        expect(traffic.find(({ tag }) => tag === "candidate")?.percent ?? 0).toBe(percentOf(state));
      }
    }));

  test("every tag that a Trigger calls is there, and its revision too", () =>
    everyState((state, before) => {
      const { traffic = [] } = find(state, "Service", "analyze");
      for (const name of ["analyze", "analyze-candidate"]) {
        const tag = /^http:\/\/([a-z]+)-analyze\.kprompt\./.exec(
          find(state, "Trigger", name).subscriber?.uri ?? "",
        )?.[1];
        const target = traffic.find((one) => one.tag === tag);
        const known = [state, before].map((one) => one && find(one, "Service", "analyze").template?.metadata.name);
        const earlier = before && find(before, "Service", "analyze").traffic?.map(({ revisionName }) => revisionName);
        expect([...known, ...(earlier ?? [])]).toContain(target?.revisionName);
      }
    }));

  test("an abort at any step gives the state before the start, and a new start then the same as the first", () =>
    everyState((state) => {
      if (state.rollout === null) return;
      const aborted = take(abortRollout(state, { templates: revisionsOf("a") }));
      expect(aborted).toEqual(quietState);
      const again = { ...begin, plan: state.rollout.plan };
      expect(startRollout(aborted, again)).toEqual(startRollout(quietState, again));
    }));
});
