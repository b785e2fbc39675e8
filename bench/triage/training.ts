import { readdirSync } from "node:fs";
import { join } from "node:path";
import { toAppraisable } from "../../core/evidence/appraisal-terms.ts";
import type { Appraisable, AppraisalWeights } from "../../core/evidence/appraise.ts";
import { toTemplates } from "../../core/evidence/cluster.ts";
import { toEntries } from "../../core/evidence/entries.ts";
import { splitLines } from "../../core/evidence/lines.ts";
import { DEV_INCIDENTS } from "../../core/evidence/testing/dev-incidents/parse.ts";
import { INCIDENTS } from "../../core/evidence/testing/incidents.ts";
import type { Example } from "../../core/evidence/train-appraisal.ts";
import { classesOf } from "../../core/evidence/verdict.ts";
import { readIncidents } from "./read-incidents.ts";
import type { Labels } from "./score.ts";

const core = join(import.meta.dirname, "../../core");

/** An incident that the appraisal learns from. */
export interface Lesson {
  /** Lessons of one set have one author. */
  readonly set: string;
  readonly logs: string;
  readonly expect: Labels;
}

/** All that may be learned from: the sets written for it, and those that the rules were developed on. Never the held-out set. */
export const readLessons = (): readonly Lesson[] => {
  const folders = [
    ...readdirSync(join(core, "evidence/training"))
      .sort()
      .map((set) => ({ set, folder: join(core, "evidence/training", set) })),
    ...OF_THE_RULES.map((set) => ({ set, folder: join(core, "triage/testing", set) })),
  ];
  return [
    ...folders.flatMap(({ set, folder }) => readIncidents(folder).map(({ logs, expect }) => ({ set, logs, expect }))),
    ...[...DEV_INCIDENTS, ...INCIDENTS.filter(({ error_class }) => error_class !== "none")].map(
      ({ logs, error_class, severity, verdict }) => ({
        set: "rules",
        logs,
        expect: { error_class, severity: severity[0]!, verdict: verdict[0]! },
      }),
    ),
  ];
};

const OF_THE_RULES = ["incidents", "kept", "second"];
/** Their rules' findings are righter than elsewhere, so that they tell nothing about unseen logs. */
export const isOfTheRules = ({ set }: Lesson): boolean => set === "rules" || OF_THE_RULES.includes(set);

export const toLogs = (logs: string): Appraisable => {
  const { templates } = toTemplates(toEntries(splitLines(logs)).entries, undefined);
  return toAppraisable(templates, classesOf(templates));
};

export const toExample = ({ logs, expect }: Lesson): Example => ({
  terms: toLogs(logs).terms,
  labels: [expect.error_class, expect.severity, expect.verdict],
});

/** As the file holds them: one term a line, so that a diff shows which changed; text, so that a start reads no table. */
export const formatWeights = ({ bias, scale, terms }: AppraisalWeights): string =>
  `/** Written by \`npm run train:triage\`: of each term its weights, then the term. */
export const LEARNED = {
  bias: [${bias.join(", ")}],
  scale: ${scale},
  terms: \`${Object.entries(terms)
    .map(([term, weights]) => `${weights} ${term}`)
    .join("\n")}\`,
};
`;
