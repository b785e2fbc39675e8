import { existsSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { loadTree } from "../../cli/tree.ts";
import { ERROR_CLASSES } from "../../core/evidence/error-class.ts";
import { answerByKeyword, answerByRules, majorityOf } from "./answers.ts";
import { sharedWithDevelopment } from "./independence.ts";
import { readIncidents } from "./read-incidents.ts";
import { confusionOf, isMet, type Judged, type Labels, type Score, scoreOf, TARGETS } from "./score.ts";

/** `npm run bench:triage`: how well the rules triage incidents that they were not written from. Prints no log line. */
const main = (): number => {
  const { values } = parseArgs({
    options: {
      set: { type: "string", default: join(import.meta.dirname, "held-out") },
      json: { type: "boolean", default: false },
      /** Names what was got wrong: for a development set; a held-out set must not teach. */
      wrong: { type: "boolean", default: false },
    },
  });
  if (!existsSync(values.set)) {
    console.error(`There is no folder ${values.set}. Name one with --set.`);
    return 2;
  }
  const incidents = readIncidents(values.set);
  const { knowledge } = loadTree(join(import.meta.dirname, "../..")).bundle;
  const judge = (answer: (incident: (typeof incidents)[number]) => Labels): readonly Judged[] =>
    incidents.map((incident) => ({ expected: incident.expect, got: answer(incident) }));
  const majority = majorityOf(incidents);
  const judged = judge((incident) => answerByRules(incident, knowledge));
  const scores = {
    rules: scoreOf(judged),
    majority: scoreOf(judge(() => majority)),
    keyword: scoreOf(judge(answerByKeyword)),
  };
  const shared = new Set(sharedWithDevelopment(incidents));
  const apart = scoreOf(judged.filter((_, i) => !shared.has(incidents[i]!.name)));
  const targets = Object.keys(TARGETS) as (keyof typeof TARGETS)[];
  const missed = targets.filter((name) => !isMet(scores.rules, name));
  const confusion = {
    error_class: confusionOf(judged, "error_class", [...ERROR_CLASSES, "none"]),
    severity: confusionOf(judged, "severity", ["info", "warning", "error", "critical"]),
    verdict: confusionOf(judged, "verdict", ["no_action", "suggested", "required", "inconclusive"]),
    action: confusionOf(judged, "action", ["no", "yes"]),
  };
  if (values.json) {
    console.log(JSON.stringify({ scores, shared: shared.size, apart, targets: TARGETS, missed, confusion }, null, 2));
    return missed.length === 0 ? 0 : 1;
  }

  console.log(`${incidents.length} incidents of ${values.set}\n`);
  console.log("                          target     rules  majority   keyword");
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`.padStart(10);
  for (const name of Object.keys(scores.rules) as (keyof Score)[]) {
    if (name === "incidents") continue;
    const target = name in TARGETS ? TARGETS[name as keyof typeof TARGETS] : undefined;
    const bound =
      target === undefined ? "" : "least" in target ? `≥ ${100 * target.least} %` : `≤ ${100 * target.most} %`;
    const row = (["rules", "majority", "keyword"] as const).map((by) => percent(scores[by][name])).join("");
    const note = target === undefined ? "" : missed.includes(name as keyof typeof TARGETS) ? "  missed" : "  met";
    console.log(`${name.padEnd(24)}${bound.padStart(8)}${row}${note}`);
  }
  console.log(
    `\n${shared.size} incidents have a line of trouble that a development set has, too, but for numbers and names. ` +
      `Without them: class ${percent(apart.error_class).trim()}, severity ${percent(apart.severity).trim()}, ` +
      `action ${percent(apart.action).trim()}.`,
  );
  for (const [field, { names, rows }] of Object.entries(confusion)) {
    const width = field === "error_class" ? 4 : 14;
    console.log(`\n${field}: rows as it is, columns as the rules say`);
    const head = names.map((name, i) => (field === "error_class" ? String(i + 1) : name).padStart(width)).join("");
    console.log(`${" ".repeat(28)}${head}`);
    rows.forEach((row, i) => {
      const cells = row.map((count) => (count === 0 ? "." : String(count)).padStart(width)).join("");
      console.log(`${String(i + 1).padStart(3)} ${names[i]!.padEnd(24)}${cells}`);
    });
  }
  if (values.wrong) {
    const say = ({ error_class, severity, verdict }: Labels): string => `${error_class}/${severity}/${verdict}`;
    console.log("");
    judged.forEach(({ expected, got }, i) => {
      if (say(expected) !== say(got)) console.log(`${incidents[i]!.name}\n    is ${say(expected)}, said ${say(got)}`);
    });
  }
  return missed.length === 0 ? 0 : 1;
};

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === import.meta.filename) process.exitCode = main();
