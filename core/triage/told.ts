import { causeOf } from "../evidence/cause.ts";
import type { Evidence, EvidenceLine } from "../evidence/evidence.ts";
import { isHarmless } from "../evidence/health.ts";
import { cutEnd } from "../evidence/shorten.ts";
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
export const timesOf = (lines: readonly EvidenceLine[]): string | undefined => {
  const count = lines.reduce((sum, line) => sum + line.count, 0);
  const times = lines.flatMap(({ time, last }) => (time === null ? [] : [time, last ?? time])).sort();
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined) return count > 1 ? `seen ${countOf(count, "time")}` : undefined;
  if (count === 1) return `at ${first.slice(11, 19)}`;
  const sameDay = first.slice(0, 10) === last.slice(0, 10);
  const [from, to] = sameDay ? [first.slice(11, 19), last.slice(11, 19)] : [minuteOf(first), minuteOf(last)];
  return `seen ${countOf(count, "time")} ${from === to ? `at ${from}` : `from ${from} to ${to}`}`;
};

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
