import { PromptError } from "../error.ts";
import type { LogFilters } from "../port.ts";

/**
 * A log query: equality in the selector, then the text, then the level. No value of a filter can be anything but one
 * string of it, and no regular expression is made of one.
 *
 * `severity` leaves out the lines that Loki knows to be of a lower level, and keeps those of no known level: the lines of
 * a stack trace after its first are of none, and neither are many access logs and coloured lines.
 *
 * @throws {PromptError} `filters_missing` where no filter says which streams: Loki refuses that too, but only after it
 *   was asked.
 */
export const toLogql = (filters: LogFilters): string => {
  const { log_filter, severity } = filters;
  const lower = severity === undefined ? [] : LOWER[severity];
  return [
    toSelector(filters),
    ...(log_filter === undefined ? [] : [`|= ${quote(log_filter)}`]),
    // Structured metadata, not a label of the stream. The names are ours, so they need no escape.
    ...(lower.length === 0 ? [] : [`| detected_level!~${quote(lower.join("|"))}`]),
  ].join(" ");
};

/**
 * The streams alone, for the endpoints that take nothing else.
 *
 * @throws {PromptError} `filters_missing`.
 */
export const toSelector = (filters: LogFilters): string => {
  const matchers = PLACES.flatMap((name) => (filters[name] === undefined ? [] : [toMatcher(name, filters[name])]));
  // An empty value finds the streams that lack the label: most of them.
  if (PLACES.some((name) => filters[name])) return `{${matchers.join(", ")}}`;
  throw new PromptError(
    "filters_missing",
    `Name at least one of ${PLACES.join(", ")}, so that not every log is read.`,
    {
      issues: [{ pointer: "/filters", detail: `must name one of ${PLACES.join(", ")}.` }],
    },
  );
};

/**
 * Lines by level, as an instant query at the end of the window.
 *
 * @param seconds Length of the window; a part of a second counts as one.
 * @throws {PromptError} `filters_missing`.
 */
export const toCountLogql = (filters: LogFilters, seconds: number): string =>
  `sum by (detected_level) (count_over_time(${toLogql(filters)} [${Math.max(1, Math.ceil(seconds))}s]))`;

/** One LogQL string that reads back as the text; half of a surrogate pair, which no string can hold, as U+FFFD. */
export const quote = (text: string): string => JSON.stringify(text.replace(LONE_SURROGATE, "\ufffd"));

/** @throws {TypeError} for a name that is none: names come from us, never from a request. */
export const toMatcher = (name: string, value: string): string => {
  if (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name)) throw new TypeError(`${JSON.stringify(name)} is no label name.`);
  return `${name}=${quote(value)}`;
};

const PLACES = ["namespace", "pod", "container", "node"] as const;

const BELOW_WARNING = ["trace", "debug", "info"];
const BELOW_ERROR = [...BELOW_WARNING, "warn", "warning"];
/** Values of `detected_level` that are less, by severity. */
const LOWER: Readonly<Record<NonNullable<LogFilters["severity"]>, readonly string[]>> = {
  debug: [],
  info: ["trace", "debug"],
  warning: BELOW_WARNING,
  error: BELOW_ERROR,
  critical: [...BELOW_ERROR, "error"],
};

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
