import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadTree } from "../../cli/tree.ts";
import { ERROR_CLASSES } from "../../core/evidence/error-class.ts";
import { answerByKeyword, answerByRules, majorityOf } from "./answers.ts";
import { type Incident, readIncidents } from "./read-incidents.ts";
import { isMet, type Labels, scoreOf, TARGETS } from "./score.ts";

const incidents = readIncidents(join(import.meta.dirname, "held-out"));

describe("the held-out set", () => {
  test("has at least 150 incidents", () => expect(incidents.length).toBeGreaterThanOrEqual(150));
  test.each(ERROR_CLASSES)("has at least six of %s", (name) =>
    expect(incidents.filter(({ expect: { error_class } }) => error_class === name).length).toBeGreaterThanOrEqual(6),
  );
  test("has at least ten formats", () =>
    expect(new Set(incidents.map(({ format }) => format)).size).toBeGreaterThanOrEqual(10));
});

describe("the rule-based triage of the held-out set", () => {
  const { knowledge } = loadTree(join(import.meta.dirname, "../..")).bundle;
  const scoreBy = (answer: (incident: Incident) => Labels) =>
    scoreOf(incidents.map((incident) => ({ expected: incident.expect, got: answer(incident) })));
  const rules = scoreBy((incident) => answerByRules(incident, knowledge));
  const majority = majorityOf(incidents);

  test.each(Object.keys(TARGETS) as (keyof typeof TARGETS)[])("%s meets its target", (name) =>
    expect(isMet(rules, name), `${name}: ${rules[name]}`).toBe(true),
  );
  test.each(["error_class", "severity", "severity_within_one_step", "action"] as const)(
    "%s is better than by both baselines",
    (name) => {
      expect(rules[name]).toBeGreaterThan(scoreBy(() => majority)[name]);
      expect(rules[name]).toBeGreaterThan(scoreBy(answerByKeyword)[name]);
    },
  );
  test("far fewer are woken for nothing than by a keyword", () =>
    expect(rules.benign_false_alarms).toBeLessThan(scoreBy(answerByKeyword).benign_false_alarms / 4));
});
