import { type Facts, matches } from "../condition.ts";
import { type Mute, WEEKDAYS } from "../prompt/bundle.ts";
import type { AlertData } from "./alert-data.ts";
import { toMilliseconds } from "./alert-time.ts";

/**
 * The first maintenance window that the alert falls into.
 *
 * @param now Milliseconds since the Unix epoch.
 * @param cluster Where the alert comes from; no label says so.
 */
export const mutedBy = (
  mutes: readonly Mute[],
  alert: Pick<AlertData, "labels">,
  now: number,
  cluster?: string,
): Mute | undefined => {
  const facts = factsOf(alert, cluster);
  return mutes.find(({ window, when }) => isIn(window, now) && matches(when, facts));
};

const LABELS = "labels.";

/** Own members alone: a label may be named `constructor`. */
const factsOf =
  ({ labels }: Pick<AlertData, "labels">, cluster: string | undefined): Facts =>
  (name) => {
    if (name === "cluster" && cluster !== undefined) return cluster;
    const label = name.startsWith(LABELS) ? name.slice(LABELS.length) : name;
    return Object.hasOwn(labels, label) ? labels[label] : undefined;
  };

const isIn = (window: Mute["window"], now: number): boolean => {
  if ("from" in window) {
    const [from, to] = [toMilliseconds(window.from), toMilliseconds(window.to)];
    return from !== undefined && to !== undefined && from <= now && now < to;
  }
  const today = Math.floor(now / DAY);
  const minutes = Math.floor((now - today * DAY) / MINUTE);
  const [start, end] = [minutesOf(window.start), minutesOf(window.end)];
  const begins = (day: number): boolean => window.days.includes(WEEKDAYS[weekdayOf(day)] as (typeof WEEKDAYS)[number]);
  if (start < end) return begins(today) && start <= minutes && minutes < end;
  return (begins(today) && start <= minutes) || (begins(today - 1) && minutes < end);
};

const MINUTE = 60_000;
const DAY = 86_400_000;

/** 1970-01-01 was a Thursday. */
const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7;

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
