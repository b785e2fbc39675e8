import type { Cluster } from "./features.ts";
import { rankOf } from "./level.ts";

/**
 * Indexes of the clusters, most worth keeping first: the line that shows the error, then by severity, signs and rarity,
 * with the last lines (how it ended) and the first (how it began) let in early.
 */
export const rankClusters = (clusters: readonly Cluster[], errorIndex: number | undefined): readonly number[] => {
  const byScore = clusters
    .map((cluster, i) => ({
      i,
      score: scoreOf(cluster, errorIndex === undefined ? Infinity : Math.abs(i - errorIndex)),
    }))
    .sort((a, b) => b.score - a.score || b.i - a.i);
  const spread = spreadClasses(clusters, byScore);

  const byEnd = clusters.map((_, i) => i).sort((a, b) => clusters[b]!.last - clusters[a]!.last);
  const ranking = new Set<number>();
  if (errorIndex !== undefined) ranking.add(errorIndex);
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
  for (const i of [...seats, ...spread]) if (i !== undefined && i < clusters.length) ranking.add(i);
  return [...ranking];
};

const LEVEL_SCORES = { unknown: 8, debug: 0, info: 4, warning: 20, error: 40, critical: 50 } as const;

const scoreOf = ({ entry, count, signs }: Cluster, distance: number): number => {
  const sign = signs.length === 0 ? 0 : signs.some(({ strong }) => strong) ? 40 : 15;
  const rarity = 10 / (1 + Math.log2(count));
  // What was logged next to the error often says what led to it.
  const near = distance <= 2 ? 8 : 0;
  const stack = rankOf(entry.level) >= rankOf("error") && entry.lines > 1 ? 6 : 0;
  return LEVEL_SCORES[entry.level] + sign + rarity + near + stack;
};

/** The third line of one class says less than the first of another. */
const spreadClasses = (
  clusters: readonly Cluster[],
  byScore: readonly { i: number; score: number }[],
): readonly number[] => {
  const seen = new Map<string, number>();
  return byScore
    .map(({ i, score }) => {
      const key = clusters[i]!.signs[0]?.error_class ?? clusters[i]!.entry.level;
      const before = seen.get(key) ?? 0;
      seen.set(key, before + 1);
      return { i, score: score - 6 * Math.min(before, 6) };
    })
    .sort((a, b) => b.score - a.score || b.i - a.i)
    .map(({ i }) => i);
};
