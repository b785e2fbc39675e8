import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { appraise } from "../../core/evidence/appraise.ts";
import { trainAppraisal } from "../../core/evidence/train-appraisal.ts";
import { type Judged, scoreOf } from "./score.ts";
import { formatWeights, isOfTheRules, readLessons, toExample, toLogs } from "./training.ts";

const WEIGHTS = join(import.meta.dirname, "../../core/evidence/appraisal-weights.ts");

/**
 * `npm run train:triage`: writes the weights of the appraisal. `-- --unseen` first says how well it judges each set after learning
 * from all others: one author's incidents by those of other authors.
 */
const lessons = readLessons().map((lesson) => ({ lesson, example: toExample(lesson) }));
if (process.argv.includes("--unseen")) {
  const row = (name: string, cells: readonly (string | number)[]): void =>
    console.log(`${name.padEnd(14)}${cells.map((cell) => String(cell).padStart(10)).join("")}`);
  const show = (name: string, judged: readonly Judged[]): void => {
    const { incidents, ...shares } = scoreOf(judged);
    row(name, [incidents, ...Object.values(shares).map((share) => (100 * share).toFixed(1))]);
  };
  row("left out", ["incidents", "class", "severity", "one step", "verdict", "action", "alarms"]);
  const sets = [...new Set(lessons.flatMap(({ lesson }) => (isOfTheRules(lesson) ? [] : lesson.set)))];
  const judged = sets.flatMap((set) => {
    const weights = trainAppraisal(lessons.filter(({ lesson }) => lesson.set !== set).map(({ example }) => example));
    const own = lessons
      .filter(({ lesson }) => lesson.set === set)
      .map(({ lesson: { logs, expect } }) => ({ expected: expect, got: appraise(toLogs(logs), weights) }));
    show(set, own);
    return own;
  });
  show("all", judged);
}
const weights = trainAppraisal(lessons.map(({ example }) => example));
const text = formatWeights(weights);
writeFileSync(WEIGHTS, text);
console.log(`${lessons.length} incidents, ${Object.keys(weights.terms).length} terms, ${text.length} bytes`);
