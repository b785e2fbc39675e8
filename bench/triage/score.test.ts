import { describe, expect, test } from "vitest";
import { confusionOf, isMet, type Judged, type Labels, scoreOf } from "./score.ts";

const labels = (text: string): Labels => {
  const [error_class = "", severity = "", verdict = ""] = text.split(" ");
  return { error_class, severity, verdict };
};
const judged = (...pairs: readonly (readonly [expected: string, got: string])[]): readonly Judged[] =>
  pairs.map(([expected, got]) => ({ expected: labels(expected), got: labels(got) }));

const FOUR = judged(
  ["etcd critical required", "etcd error required"],
  ["benign info no_action", "none warning suggested"],
  ["benign info no_action", "benign info no_action"],
  ["database error required", "etcd info inconclusive"],
);

describe("scoreOf", () => {
  test("counts each field apart", () =>
    expect(scoreOf(FOUR)).toEqual({
      incidents: 4,
      error_class: 0.5,
      severity: 0.25,
      severity_within_one_step: 0.75,
      verdict: 0.5,
      action: 0.5,
      benign_false_alarms: 0.5,
    }));
  test("required and suggested are both action; inconclusive is none", () => {
    expect(scoreOf(judged(["etcd error required", "etcd error suggested"])).action).toBe(1);
    expect(scoreOf(judged(["etcd error required", "etcd error inconclusive"])).action).toBe(0);
  });
  test("nothing judged is no score of one", () => expect(scoreOf([]).error_class).toBe(0));
});

test("a target is met at its bound", () => {
  const score = scoreOf(FOUR);
  expect(isMet({ ...score, error_class: 0.85 }, "error_class")).toBe(true);
  expect(isMet({ ...score, error_class: 0.8499 }, "error_class")).toBe(false);
  expect(isMet({ ...score, benign_false_alarms: 0.08 }, "benign_false_alarms")).toBe(true);
  expect(isMet({ ...score, benign_false_alarms: 0.0801 }, "benign_false_alarms")).toBe(false);
});

test("confusionOf has a row and a column for all that occurs", () => {
  expect(confusionOf(FOUR, "error_class", ["database", "etcd", "oom_killed", "benign"])).toEqual({
    names: ["database", "etcd", "benign", "none"],
    rows: [
      [0, 1, 0, 0],
      [0, 1, 0, 0],
      [0, 0, 1, 1],
      [0, 0, 0, 0],
    ],
  });
  expect(confusionOf(FOUR, "action", ["no", "yes"]).rows).toEqual([
    [1, 1],
    [1, 1],
  ]);
});
