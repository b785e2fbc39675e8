import type { Evidence, EvidenceLine } from "./evidence.ts";
import { messageOf } from "./message.ts";
import { neutralise } from "./neutralise.ts";
import { redact } from "./redact.ts";
import { cutEnd, withCommas } from "./shorten.ts";
import { estimateTokens } from "./tokens.ts";

/**
 * What the lines are a part of, for the model and for people: shown of total, window, what was left out by name, what all
 * lines share, where they came from and whether the source had more. At most a few hundred tokens, whatever was logged.
 */
export const coverageOf = (evidence: Evidence, kept: readonly EvidenceLine[]): string => {
  const { lines, inputLines, source, baselineLines } = evidence;
  if (inputLines === 0 || lines.length === 0) return ["no log lines", ...sourceOf(evidence)].join("; ");
  const repeats = kept.some(({ count }) => count > 1) ? ", repeats counted as ×n" : "";
  const parts = [
    `${counted(kept.length, "evidence line")} for ${withCommas(linesBehind(kept))} of ${counted(inputLines, "log line")}${repeats}`,
    windowOf(evidence),
    leftOut(evidence, kept),
    ...sharedOf(evidence),
    ...(source === undefined ? [] : sourceOf(evidence)),
    ...(baselineLines === undefined ? [] : [trendsOf(baselineLines, lines)]),
  ];
  return parts.join("; ");
};

/** Lines of the input that these stand for. */
export const linesBehind = (lines: readonly EvidenceLine[]): number =>
  lines.reduce((sum, { count, lines: behind }) => sum + (behind ?? count), 0);

const windowOf = ({ from, to }: Evidence): string => {
  if (from === null || to === null) return "no timestamps";
  const day = to.slice(0, 10) === from.slice(0, 10) ? "" : `${to.slice(0, 10)} `;
  return `${from.slice(0, 10)} ${from.slice(11, 19)} to ${day}${to.slice(11, 19)} UTC`;
};

const leftOut = ({ lines, troubles }: Evidence, kept: readonly EvidenceLine[]): string => {
  const shown = new Set(kept.map(({ id }) => id));
  const errors: EvidenceLine[] = [];
  const routine: EvidenceLine[] = [];
  for (const line of lines) {
    if (!shown.has(line.id)) (Object.hasOwn(troubles, line.id) ? errors : routine).push(line);
  }
  if (errors.length === 0 && routine.length === 0) return "none left out";
  const parts: string[] = [];
  if (errors.length > 0) {
    parts.push(`${counted(errors.length, "more kind")} of error (${namesOf(errors, troubles).text})`);
  }
  const count = linesBehind(routine);
  if (count > 0) parts.push(counted(count, "routine line"));
  return `left out: ${parts.join(" and ")}`;
};

/**
 * Each by what it says while they are few, else by its class, and what has none by the words it begins with.
 *
 * @returns `kinds`: how many of them are behind a name, and not only counted as others.
 */
export const namesOf = (
  errors: readonly EvidenceLine[],
  troubles: Evidence["troubles"],
): { readonly text: string; readonly kinds: number } => {
  const few = errors.length <= FEW;
  const counts = new Map<string, { count: number; kinds: number }>();
  for (const { id, text, count } of errors) {
    const known = troubles[id]!;
    const name = !few && known !== "other" ? known.replaceAll("_", " ") : nameOf(text, few);
    const before = counts.get(name) ?? { count: 0, kinds: 0 };
    counts.set(name, { count: before.count + count, kinds: before.kinds + 1 });
  }
  const sorted = [...counts].sort(([a, x], [b, y]) => y.count - x.count || (a < b ? -1 : 1));
  const names: string[] = [];
  let room = NAMES_TOKENS;
  let rest = 0;
  let others = 0;
  let kinds = 0;
  for (const [name, { count, kinds: alike }] of sorted) {
    const item = `${name} ×${withCommas(count)}`;
    room -= estimateTokens(item) + 1;
    if (room >= 0) {
      names.push(item);
      kinds += alike;
    } else {
      rest += count;
      others++;
    }
  }
  if (others > 0) names.push(`${counted(others, "other")} ×${withCommas(rest)}`);
  return { text: names.join(", "), kinds };
};

const FEW = 8;
const NAMES_TOKENS = 120;

const nameOf = (text: string, few: boolean): string => {
  // Safe before, but a message is taken out of its quotes, and `<\\/s>` becomes a token there.
  const message = neutralise(redact(messageOf(text).replace(/ ⏎ .*$/s, "")).text);
  if (few) return cutEnd(message, 48);
  const words = message.match(/[A-Za-z][\w.-]*/g) ?? [];
  return cutEnd(words.slice(0, 2).join(" "), 24) || "unnamed";
};

const PLACES = ["namespace", "pod", "container", "node"] as const;

/** As Kubernetes names things: this sentence is no place for a stranger's prose. */
const NAME = /^[A-Za-z0-9][\w.:-]{0,62}$/;

/** Where everything came from, and the members that were taken out of each line. */
const sharedOf = ({ features, shared }: Evidence): readonly string[] => {
  const places = PLACES.flatMap((name) =>
    features[name] !== undefined && NAME.test(features[name]) ? [`${name} ${features[name]}`] : [],
  );
  const members = Object.entries(shared)
    .slice(0, 8)
    .map(([name, value]) => `${name}=${value}`);
  return [
    ...(places.length > 0 ? [`all from ${places.join(", ")}`] : []),
    ...(members.length > 0 ? [`each line has ${members.join(" ")}`] : []),
  ];
};

const sourceOf = ({ source, inputLines }: Evidence): readonly string[] => {
  if (source === undefined) return [];
  const { query, from, to, truncated, total } = source;
  const window = `${cutEnd(from, 30)} to ${cutEnd(to, 30)}`;
  const fetched =
    total === undefined ? counted(inputLines, "line") : `${withCommas(inputLines)} of ${counted(total, "line")}`;
  const complete = truncated ? `truncated: only ${fetched} fetched` : "all lines fetched";
  return [`query ${cutEnd(query, 120)} from ${window}, ${complete}`];
};

const trendsOf = (baselineLines: number, lines: readonly EvidenceLine[]): string => {
  if (baselineLines === 0) return "no lines from before to compare with";
  const count = (trend: EvidenceLine["trend"]): number => lines.filter((line) => line.trend === trend).length;
  const before = counted(baselineLines, "line");
  return `against ${before} from before: ${counted(count("new"), "kind")} new, ${withCommas(count("elevated"))} elevated`;
};

const counted = (count: number, noun: string): string => `${withCommas(count)} ${noun}${count === 1 ? "" : "s"}`;
