import type { Template } from "./cluster.ts";
import { rankOf } from "./level.ts";

/**
 * Indexes of the templates, most worth keeping first: the line that shows the error, then by severity, signs, what is new,
 * rarity and burst, one of each class of error before second ones, with the last lines (how it ended) and the first (how
 * it began) let in early. Against a time before, what is new comes first.
 */
export const rankTemplates = (templates: readonly Template[], errorIndex: number | undefined): readonly number[] => {
  const byScore = templates
    .map((template, i) => ({
      i,
      score: scoreOf(template, errorIndex === undefined ? Infinity : Math.abs(i - errorIndex)),
    }))
    .sort((a, b) => b.score - a.score || b.i - a.i);
  const spread = spreadClasses(templates, byScore);
  const byEnd = templates.map((_, i) => i).sort((a, b) => templates[b]!.last - templates[a]!.last);
  const ranking = new Set<number>();
  const usual = errorIndex !== undefined && templates[errorIndex]!.trend === undefined;
  const compared = templates.some(({ trend }) => trend !== undefined);
  if (errorIndex !== undefined && !(compared && usual)) ranking.add(errorIndex);
  const seats: readonly (number | undefined)[] = [
    spread[0],
    byEnd[0],
    spread[1],
    byEnd[1],
    spread[2],
    0,
    spread[3],
    byEnd[2],
  ];
  for (const i of [...seats, ...spread]) if (i !== undefined && i < templates.length) ranking.add(i);
  return [...ranking];
};

const LEVEL_SCORES = { unknown: 8, debug: 0, info: 4, warning: 20, error: 40, critical: 50 } as const;

const scoreOf = ({ entry, count, signs, spread, trend, trouble }: Template, distance: number): number => {
  const sign = signs.length === 0 ? 0 : signs.some(({ strong }) => strong) ? 40 : 15;
  const rarity = 10 / (1 + Math.log2(count));
  // Many in a short time, and silence around them.
  const burst = trouble && count >= 5 && spread < 0.1 ? 6 : 0;
  // What was logged next to the error often says what led to it.
  const near = distance <= 2 ? 8 : 0;
  const stack = rankOf(entry.level) >= rankOf("error") && entry.lines > 1 ? 6 : 0;
  // More than any level: what went on before as well did not set off the alert.
  const fresh = trend === "new" ? 160 : trend === "elevated" ? 110 : 0;
  // No routine line stands before a kind of error.
  const wrong = trouble ? 60 : 0;
  return LEVEL_SCORES[entry.level] + wrong + sign + rarity + burst + near + stack + fresh;
};

/** The third line of one class says less than the first of another. */
const spreadClasses = (
  templates: readonly Template[],
  byScore: readonly { i: number; score: number }[],
): readonly number[] => {
  const seen = new Map<string, number>();
  return byScore
    .map(({ i, score }) => {
      const key = templates[i]!.signs[0]?.error_class ?? templates[i]!.entry.level;
      const before = seen.get(key) ?? 0;
      seen.set(key, before + 1);
      return { i, score: score - 6 * Math.min(before, 6) };
    })
    .sort((a, b) => b.score - a.score || b.i - a.i)
    .map(({ i }) => i);
};
