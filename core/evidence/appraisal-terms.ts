import type { Appraisable } from "./appraise.ts";
import { isBenign } from "./benign.ts";
import type { Level } from "./evidence.ts";
import type { Cluster } from "./features.ts";
import { isShutdown, isUnfinished } from "./health.ts";
import { higherLevel } from "./level.ts";
import { isPassed, isWorry, recovers, recoversPlainly, triesAgain, works } from "./passed.ts";
import { stemOf } from "./stem.ts";
import { eventCount, isPart, isSoft, isSoon, isStop, showsOutage } from "./tone.ts";
import { isBad, soundsBad } from "./trouble.ts";
import type { Shown } from "./verdict.ts";

/** What an appraisal weighs of a log. Each once, in no order that matters. */
export interface Terms {
  /** What rules and counts say, each beginning with `#`. */
  readonly facts: readonly string[];
  /** Stems of words, and the same with the place where they stand: `b:` in trouble, `a:` after the last of it. */
  readonly words: readonly string[];
}

/** A line says that more than one workload is gone, or that data is. */
export const OUTAGE = "#outage";

/** Clusters that are looked at: what went wrong, what came after it, how it began and ended. */
const MOST_TROUBLED = 16;
const MOST_CALM = 15;

/**
 * What the rules find in a log, and what there is to weigh.
 *
 * @param shown Classes of trouble that the rules found, best first.
 */
export const toAppraisable = (clusters: readonly Cluster[], shown: readonly Shown[]): Appraisable => {
  const named = shown[0]?.error_class ?? (isBenign(clusters) ? "benign" : "none");
  const facts = new Set<string>();
  const words = new Set<string>();
  const fact = (text: string): void => void facts.add(`#${text}`);
  const bad = new Set(clusters.filter(isBad));
  const showing = new Set(shown.map(({ index }) => index));
  const troubled = clusters.filter((one, i) => bad.has(one) || showing.has(i) || soundsBad(one));
  const wrong = new Set(troubled);
  const calm = clusters.filter((one) => !wrong.has(one));
  const lastTrouble = troubled.reduce((latest, { last }) => Math.max(latest, last), -1);
  const end = clusters.reduce((latest, { last }) => Math.max(latest, last), -1);
  const main = shown[0]?.error_class ?? "none";

  const looked = lookedAt(troubled, calm, lastTrouble);
  for (const one of looked) {
    const { entry, signs, count, last } = one;
    const isTrouble = wrong.has(one);
    const place = isTrouble ? "b" : troubled.length === 0 ? "c" : last > lastTrouble ? "a" : "p";
    for (const word of wordsOf(entry.text)) words.add(word).add(`${place}:${word}`);
    const head = entry.text.slice(0, 1000);
    fact(`${place} ${entry.level}`);
    for (const { error_class, weight } of signs) {
      fact(`sign ${error_class} ${Math.round(weight)}`);
      fact(`${place} sign ${error_class}`);
    }
    if (isShutdown(head)) fact(`${place} shutdown`);
    if (works(one)) fact(`${place} health`);
    if (recoversPlainly(one)) fact(`${place} again`);
    else if (recovers(one)) fact(`${place} recovery`);
    if (entry.level !== "debug") {
      if (showsOutage(head, main)) facts.add(OUTAGE);
      if (isStop(head)) fact(`${place} stop`);
      if (isSoon(head)) fact(`${place} soon`);
      if (isPart(head)) fact(`${place} part`);
      if (isSoft(head, main)) fact(`${place} soft`);
      else if (isTrouble) fact("b hard");
    }
    if (isTrouble) {
      fact(isPassed(one, looked) ? "b passed" : "b open");
      if (triesAgain(one)) fact("b retries");
      if (isWorry(one)) fact("b concern");
      if (count * eventCount(head) > 1) fact("b repeats");
    }
    if (last === end) {
      fact(`end ${place}`);
      fact(`end ${entry.level}`);
      if (isUnfinished(head)) fact("end unfinished");
      if (works(one)) fact("end health");
      if (recoversPlainly(one)) fact("end again");
    }
  }
  fact(`bad ${rough(bad.size)}`);
  fact(`sounding ${rough(troubled.length - bad.size)}`);
  fact(`trouble lines ${rough(troubled.reduce((sum, { count, entry }) => sum + count * eventCount(entry.text), 0))}`);
  fact(`after ${rough(calm.filter(({ first }) => first > lastTrouble).length)}`);
  fact(`kinds ${rough(clusters.length)}`);
  fact(`level ${clusters.reduce<Level>((level, { entry }) => higherLevel(level, entry.level), "unknown")}`);
  for (let i = 0; i < 3 && i < shown.length; i++) fact(`shown ${i} ${shown[i]!.error_class}`);
  if (shown[1] !== undefined) fact(`gap ${Math.min(10, Math.floor(shown[0]!.score - shown[1].score))}`);
  fact(`rules ${named}`);
  return { terms: { facts: [...facts], words: [...words] }, named, isSilent: troubled.length === 0 };
};

const lookedAt = (troubled: readonly Cluster[], calm: readonly Cluster[], lastTrouble: number): readonly Cluster[] => {
  const worst =
    troubled.length <= MOST_TROUBLED
      ? troubled
      : [...troubled.slice(0, MOST_TROUBLED / 2), ...troubled.slice(-MOST_TROUBLED / 2)];
  if (calm.length <= MOST_CALM) return [...worst, ...calm];
  const after = calm.filter(({ last }) => last > lastTrouble);
  const third = MOST_CALM / 3;
  return [...worst, ...new Set([...after.slice(0, third), ...calm.slice(0, third), ...calm.slice(-third)])];
};

const rough = (count: number): string =>
  count <= 3 ? `${count}` : count <= 5 ? "4-5" : count <= 9 ? "6-9" : count <= 19 ? "10-19" : "20+";

/** Stems of a line's words; of numbers only what says something: statuses, exit codes, shares, zero. */
export const wordsOf = (text: string): readonly string[] => {
  const words: string[] = [];
  const plain = text
    .slice(0, 1200)
    .replace(SHARE, (_, some: string, all: string) =>
      +some === 0 ? " none_of " : +some < +all ? " part_of " : +some === +all ? " all_of " : " more_of ",
    )
    .replace(PERCENT, (_, share: string) =>
      +share >= 85 ? " most_percent " : +share > 0 ? " some_percent " : " no_percent ",
    )
    .replace(CAMEL, "$1 $2")
    .toLowerCase();
  for (const [word] of plain.matchAll(WORD)) {
    if (/^\d/.test(word)) {
      if (/^[1-5]\d\d$/.test(word)) words.push(`${word[0]}xx`);
      if (CODE.test(word)) words.push(word);
    } else if (word.length > 1 && word.length <= 24 && !STOP.has(word) && (!/\d/.test(word) || KNOWN.test(word)))
      words.push(stemOf(word));
  }
  return words;
};

const SHARE = /\b(\d{1,6}) ?(?:\/|of|out of) ?(\d{1,6})\b/g;
const PERCENT = /\b(\d{1,3})(?:\.\d{1,6})? ?%/g;
const CAMEL = /([a-z0-9])([A-Z])/g;
const WORD = /[a-z_]+[0-9]*[a-z]*|\d+/g;
const CODE = /^(?:0|1|12[67]|13[479]|143|[1-5]\d\d)$/;
const KNOWN = /^(?:x509|http2|k8s|k3s|s3|ipv[46]|oauth2|e\d+)$/;
const STOP = new Set(
  "the and for are was were has have had its this that with from into at in on by of to is be as an it or".split(" "),
);
