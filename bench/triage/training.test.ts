import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { trainAppraisal } from "../../core/evidence/train-appraisal.ts";
import { readIncidents } from "./read-incidents.ts";
import { formatWeights, readLessons, toExample } from "./training.ts";

const lessons = readLessons();

test("the weights are those of the lessons: npm run train:triage writes them", () => {
  const written = readFileSync(join(import.meta.dirname, "../../core/evidence/appraisal-weights.ts"), "utf8");
  // Not compared as a whole: a difference of thousands of lines tells less than this.
  expect(formatWeights(trainAppraisal(lessons.map(toExample))) === written).toBe(true);
}, 120_000);

test("no held-out incident is among the lessons", () => {
  const known = new Set(lessons.map(({ logs }) => logs.trim()));
  const names = readIncidents(join(import.meta.dirname, "held-out"))
    .filter(({ logs }) => known.has(logs.trim()))
    .map(({ name }) => name);
  expect(names).toEqual([]);
});

test("there are enough lessons of each kind", () => {
  const counts = new Map<string, number>();
  for (const { expect: labels } of lessons)
    for (const label of [labels.error_class, labels.severity, labels.verdict])
      counts.set(label, (counts.get(label) ?? 0) + 1);
  for (const [label, count] of counts) expect(count, label).toBeGreaterThanOrEqual(40);
});
