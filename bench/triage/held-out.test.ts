import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadTree } from "../../cli/tree.ts";
import { ERROR_CLASSES } from "../../core/evidence/error-class.ts";
import { answerByKeyword, answerByRules, majorityOf } from "./answers.ts";
import { type Incident, readIncidents } from "./read-incidents.ts";
import { type Labels, scoreOf } from "./score.ts";

const incidents = readIncidents(join(import.meta.dirname, "held-out"));

describe("the held-out set", () => {
  test("has at least 150 incidents", () => expect(incidents.length).toBeGreaterThanOrEqual(150));
  test.each(ERROR_CLASSES)("has at least six of %s", (name) =>
    expect(incidents.filter(({ expect: { error_class } }) => error_class === name).length).toBeGreaterThanOrEqual(6),
  );
  test("has at least ten formats", () =>
    expect(new Set(incidents.map(({ format }) => format)).size).toBeGreaterThanOrEqual(10));
});

/** What was measured, less a little: a change of the rules must not lose it unseen. The targets are those of `score.ts`. */
const FLOORS = { error_class: 0.79, severity: 0.71, severity_within_one_step: 0.93, action: 0.87 } as const;

describe("the rule-based triage of the held-out set", () => {
  const { knowledge } = loadTree(join(import.meta.dirname, "../..")).bundle;
  const scoreBy = (answer: (incident: Incident) => Labels) =>
    scoreOf(incidents.map((incident) => ({ expected: incident.expect, got: answer(incident) })));
  const rules = scoreBy((incident) => answerByRules(incident, knowledge));
  const majority = majorityOf(incidents);

  test.each(Object.keys(FLOORS) as (keyof typeof FLOORS)[])(
    "%s is what it was, and better than both baselines",
    (name) => {
      expect(rules[name]).toBeGreaterThanOrEqual(FLOORS[name]);
      expect(rules[name]).toBeGreaterThan(scoreBy(() => majority)[name]);
      expect(rules[name]).toBeGreaterThan(scoreBy(answerByKeyword)[name]);
    },
  );
  test("fewer are woken for nothing than by a keyword", () =>
    expect(rules.benign_false_alarms).toBeLessThan(scoreBy(answerByKeyword).benign_false_alarms / 2));
});
