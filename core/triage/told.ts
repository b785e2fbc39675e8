import { causeOf } from "../evidence/cause.ts";
import type { ErrorClass } from "../evidence/error-class.ts";
import type { Evidence, EvidenceLine } from "../evidence/evidence.ts";
import { isHarmless } from "../evidence/health.ts";
import { cutEnd, withCommas } from "../evidence/shorten.ts";
import { countOf } from "./gaps.ts";
import { BOUNDS } from "./triage.ts";

/** Puts together what happened and what is known of it; the first part, the longest, gives way. */
export const tell = (parts: readonly (string | undefined)[]): string => {
  const [first = "", ...rest] = parts.filter((part) => part !== undefined && part !== "") as readonly string[];
  const tail = rest.map((part) => `; ${part}`).join("");
  const told = `${cutEnd(first.replace(/[.;:\s]{1,20}$/, ""), BOUNDS.summary - 1 - tail.length)}${tail}`;
  return told.endsWith("…") ? told : `${told}.`;
};

/** `seen 14 times from 12:00:01 to 12:04:10`; of one line when, if that is known. */
export const timesOf = (lines: readonly EvidenceLine[], partial = false): string | undefined => {
  const count = lines.reduce((sum, line) => sum + line.count, 0);
  const times = lines.flatMap(({ time, last }) => (time === null ? [] : [time, last ?? time])).sort();
  const [first, last] = [times[0], times.at(-1)];
  const seen = `seen ${partial ? "at least " : ""}${countOf(count, "time")}`;
  if (first === undefined || last === undefined) return count > 1 ? seen : undefined;
  if (count === 1) return `at ${first.slice(11, 19)}`;
  return `${seen} ${between(first, last)}`;
};

/** How often the cause was seen, by its own lines; where one event is told by several kinds of line, by how many. */
export const seenOf = (
  cause: EvidenceLine | undefined,
  showing: readonly EvidenceLine[],
  partial: boolean,
): string | undefined => {
  if (cause === undefined || cause.count > 1 || showing.length < 2) {
    return timesOf(cause === undefined ? showing : [cause], partial);
  }
  const times = showing.flatMap(({ time, last }) => (time === null ? [] : [time, last ?? time])).sort();
  const [first, last] = [times[0], times.at(-1)];
  const count = showing.reduce((sum, line) => sum + line.count, 0);
  return `told by ${countOf(count, "line")}${first === undefined || last === undefined ? "" : ` ${between(first, last)}`}`;
};

const between = (first: string, last: string): string => {
  const sameDay = first.slice(0, 10) === last.slice(0, 10);
  const [from, to] = sameDay ? [first.slice(11, 19), last.slice(11, 19)] : [minuteOf(first), minuteOf(last)];
  return from === to ? `at ${from}` : `from ${from} to ${to}`;
};

/** `likewise "payments" ×3`: other things of which lines of the same class tell the same. */
export const likewiseOf = (told: string, error_class: Trouble, others: readonly EvidenceLine[]): string | undefined => {
  const own = nameIn(told);
  if (own === undefined || !NAMING.has(error_class)) return undefined;
  const counts = new Map<string, number>();
  for (const { text, count } of others) {
    const name = nameIn(causeOf(error_class, text).text);
    if (name !== undefined && name !== own) counts.set(name, (counts.get(name) ?? 0) + count);
  }
  const names = [...counts].slice(0, 2).map(([name, count]) => `"${cutEnd(name, 60)}"${count > 1 ? ` ×${count}` : ""}`);
  return names.length === 0 ? undefined : `likewise ${names.join(", ")}`;
};

type Trouble = Exclude<ErrorClass, "benign">;

/** Classes whose lines name what cannot be had. */
const NAMING: ReadonlySet<string> = new Set(["dns_failure", "connection_refused", "network_timeout", "image_pull"]);

const nameIn = (told: string): string | undefined =>
  /^cannot resolve "([^"]{1,120})"/.exec(told)?.[1] ??
  /^(?:connection refused to|no route to|cannot pull image) ([\w.:/@-]{3,120})/.exec(told)?.[1] ??
  /^([\w.:-]{3,120}) did not answer in time/.exec(told)?.[1];

/** ` (1 of 4)`: how many of the requests in an access log failed; `told`: what is said of the one. */
export const shareOf = (told: string, lines: readonly EvidenceLine[]): string => {
  if (!/answered 5\d\d$/.test(told)) return "";
  let failed = 0;
  let all = 0;
  for (const { text, count } of lines) {
    const status = ACCESS.exec(text.slice(0, 2000))?.[1];
    if (status === undefined) continue;
    all += count;
    if (status.startsWith("5")) failed += count;
  }
  return all > failed ? ` (${withCommas(failed)} of ${withCommas(all)})` : "";
};

const ACCESS = /"[A-Z]{3,8} [^"\s]{1,1000} HTTP\/[\d.]{1,4}",? ([1-5]\d\d)\b/;

const minuteOf = (time: string): string => `${time.slice(5, 10)} ${time.slice(11, 16)}`;

export const trendOf = (lines: readonly EvidenceLine[]): string | undefined =>
  lines.some(({ trend }) => trend === "new")
    ? "new: not seen in the time before"
    : lines.some(({ trend }) => trend === "elevated")
      ? "far more often than in the time before"
      : undefined;

/** A line each of the other classes seen: what the trouble led to, or went along with. */
export const consequencesOf = ({ lines, troubles, features, errorLineId }: Evidence): readonly EvidenceLine[] => {
  // A notice of deprecation stands beside any trouble, and follows from none.
  const others = features.error_classes.filter(
    (name) => name !== features.error_class && name !== "upgrade_deprecated",
  );
  return others
    .flatMap(
      (name) => lines.find(({ id, text }) => id !== errorLineId && troubles[id] === name && !isHarmless(text)) ?? [],
    )
    .slice(0, 2);
};

/** `also: connection refused to 10.0.0.7:5432`. */
export const alsoOf = (consequences: readonly EvidenceLine[], { troubles }: Evidence): string | undefined => {
  const told = consequences.flatMap(({ id, text }) => {
    const error_class = troubles[id];
    if (error_class === undefined || error_class === "other" || error_class === "benign") return [];
    return [cutEnd(causeOf(error_class, text).text || error_class.replaceAll("_", " "), 60)];
  });
  return told.length === 0 ? undefined : `also: ${[...new Set(told)].join(", ")}`;
};
