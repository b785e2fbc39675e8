import type { LogLine } from "../evidence/evidence.ts";
import { cutEnd } from "../evidence/shorten.ts";
import type { Window } from "../evidence/window.ts";
import { annotationLines } from "../triage/annotations.ts";
import type { LogQuery } from "../triage/fetch-logs.ts";
import type { AnalyzeInput } from "../triage/reply.ts";
import type { AlertData } from "./alert-data.ts";
import { type AlertPlace, labelsOfAlert, placeOfAlert } from "./alert-place.ts";
import { toMilliseconds, toTime } from "./alert-time.ts";

/** One way to triage an alert: with the lines that `query` finds, or with those of `input`. */
export interface AlertRequest {
  readonly input: AnalyzeInput;
  readonly query?: LogQuery;
}

export interface AlertRequests {
  /** To be tried in turn, each where the one before found no line; none where no label says whose logs to read. */
  readonly withLogs: readonly AlertRequest[];
  /** From what the alert itself says. */
  readonly alone: AlertRequest;
}

export interface AlertRequestSettings {
  /** How much of the time before the alert is read. */
  readonly windowMinutes: number;
  /** Most lines. */
  readonly maxLines: number;
}

/**
 * What to ask about an alert. Its rule's expression is a stranger's and never run.
 *
 * @param now Milliseconds since the Unix epoch.
 */
export const toAlertRequest = (alert: AlertData, settings: AlertRequestSettings, now: number): AlertRequests => {
  const place = placeOfAlert(alert.labels);
  const timeRange = windowOf(alert, settings.windowMinutes, now);
  const input: AnalyzeInput = {
    lines: [],
    ...place,
    labels: Object.fromEntries(
      Object.entries(labelsOfAlert(alert.labels)).map(([name, value]) => [name, cutEnd(value, MAX_LABEL)]),
    ),
    annotations: alert.annotations,
    subject: alert.identity,
    timeRange,
  };
  const limit = Math.min(settings.maxLines, MAX_LINES);
  return {
    withLogs: filtersOf(place).map((filters) => ({ input, query: { filters, window: timeRange, limit } })),
    alone: { input: { ...input, lines: linesOf(alert) } },
  };
};

/** As many lines as a model's context holds some times over. */
const MAX_LINES = 1000;
const MAX_LABEL = 256;

/** The pod is often gone when its alert comes, and the container of the one in its place says the same. */
const filtersOf = (place: AlertPlace): readonly AlertPlace[] => {
  const { pod, ...rest } = place;
  if (Object.keys(place).length === 0) return [];
  return pod !== undefined && rest.container !== undefined && rest.namespace !== undefined ? [place, rest] : [place];
};

const windowOf = ({ starts_at, ends_at }: AlertData, windowMinutes: number, now: number): Window => {
  const began = Math.min(toMilliseconds(starts_at) ?? now, now);
  const ended = (ends_at === null ? undefined : toMilliseconds(ends_at)) ?? now;
  const end = Math.min(now, began + AFTER, ended > began ? ended : now);
  // A part of a second is not cut off: the end itself is excluded.
  return { start: toTime(began - windowMinutes * MINUTE), end: toTime(Math.max(end, began) + 1) };
};

const MINUTE = 60_000;
/** What came later is less likely to be the cause. */
const AFTER = 5 * MINUTE;

/** What people wrote; of an alert about which nobody wrote anything, its name. */
const linesOf = ({ labels, annotations, starts_at }: AlertData): readonly LogLine[] => {
  const written = annotationLines(annotations).map((line) => line.replace(/^(summary|description|message): /, ""));
  const texts = written.length > 0 ? written : [`alertname: ${labels.alertname || "unknown"}`];
  return texts.map((text) => ({ text, time: starts_at }));
};
