import type { Cluster } from "./features.ts";
import {
  isCalm,
  isConcern,
  isFailedRun,
  isPassedRun,
  isPressure,
  isUnfinished,
  showsRecovery,
  soundsWrong,
} from "./health.ts";
import { rankOf } from "./level.ts";
import { once } from "./once.ts";
import { isPassed } from "./passed.ts";
import { isBad, isHint, isWell, soundsBad } from "./trouble.ts";

/** All quiet, and something says that it works: silence alone is no finding. */
export const isBenign = (clusters: readonly Cluster[]): boolean => {
  const bad = clusters.filter((cluster) => isBad(cluster));
  const sounding = clusters.filter(soundsBad);
  const end = clusters.findLast(({ last }) => clusters.every((other) => other.last <= last));
  if (end !== undefined && isUnfinished(end.entry.text) && !showsRecovery(end.entry.text, true)) return false;
  if (isTestRun(clusters)) return true;
  if (bad.length > 0 && isOver(clusters)) return sounding.every((one) => bad.includes(one) || isPassed(one, clusters));
  if (bad.some(({ entry, signs }) => signs.length > 0 || rankOf(entry.level) > rankOf("warning"))) return false;
  const well = clusters.filter((cluster) => isWell(cluster));
  const healthy = sum(well);
  // A warning without a word of trouble, among what works.
  if (bad.length > 0 && (healthy < bad.length || !bad.every((one) => isMute(one, clusters)))) return false;
  const open = sounding.filter((one) => !isPassed(one, clusters));
  if (open.length > 0 && !isAside(open, well)) return false;
  if (healthy > 0) return true;
  // Three lines of routine without a word of trouble; two, where they say that they are no more than that.
  const told = clusters.every(({ entry }) => entry.level === "info");
  return sum(clusters) >= (told ? 2 : 3);
};

const sum = (clusters: readonly Cluster[]): number => clusters.reduce((all, { count }) => all + count, 0);

/** Whatever was wrong has passed, or was never more than a hint. */
export const isOver = once(
  (clusters: readonly Cluster[]): boolean => wasOvercome(clusters) || isFaint(clusters) || isTestRun(clusters),
);

/** What tests provoke is in their log, too; how the run ended counts. */
const isTestRun = once(
  (clusters: readonly Cluster[]): boolean =>
    clusters.some(({ entry }) => isPassedRun(entry.text)) && !clusters.some(({ entry }) => isFailedRun(entry.text)),
);

/** It warns once, of nothing that grows, and the work goes on. */
const isMute = ({ entry, count, last }: Cluster, later: readonly Cluster[]): boolean =>
  count === 1 && !isPressure(entry.text) && later.some((one) => one.last > last && isCalm(one.entry.level));

/** One line in passing, no error: the program went on, and much more of it says that it works. */
const isAside = (open: readonly Cluster[], well: readonly Cluster[]): boolean =>
  open.length === 1 &&
  open[0]!.count === 1 &&
  (rankOf(open[0]!.entry.level) <= rankOf("warning") || sum(well) > 3) &&
  open[0]!.entry.level !== "critical" &&
  isHint(open[0]!.signs) &&
  !isConcern(open[0]!.entry.text) &&
  well.length >= 3 &&
  well.some(({ first }) => first > open[0]!.last);

/** Hints only, in lines that do not call themselves errors, among more that works and went on working. */
const isFaint = (clusters: readonly Cluster[]): boolean => {
  const bad = clusters.filter((cluster) => isBad(cluster));
  if (!bad.some(({ signs }) => signs.length > 0)) return false;
  if (!bad.every(({ signs }) => isHint(signs))) return false;
  const well = clusters.filter((cluster) => isWell(cluster));
  if (well.length <= bad.length) return false;
  const plain = bad.filter(({ entry }) => rankOf(entry.level) > rankOf("warning") || soundsWrong(entry.text, "info"));
  return plain.length === 0 || (isAside(plain, well) && bad.length === 1);
};

/** Each trouble is of the kind that passes, and something later says that this one passed, or came with an orderly end. */
const wasOvercome = (clusters: readonly Cluster[]): boolean => {
  const bad = clusters.filter((cluster) => isBad(cluster));
  const isIdle = (one: Cluster): boolean =>
    one.signs.length === 0 &&
    one.entry.level === "warning" &&
    isMute(one, clusters) &&
    !soundsWrong(one.entry.text, "unknown");
  // What was seen last is asked first: little came after it, and it has passed the least often.
  const byEnd = bad.toSorted((a, b) => b.last - a.last);
  return byEnd.every((one) => isIdle(one) || isPassed(one, clusters));
};
