import { ATTRIBUTE, SPAN } from "../attributes.ts";
import { PromptError } from "../error.ts";
import type { LogLine, LogSource } from "../evidence/evidence.ts";
import { toLogql } from "../evidence/logql.ts";
import { neutralise } from "../evidence/neutralise.ts";
import { type Redactor, redact } from "../evidence/redact.ts";
import { type Window, windowBefore } from "../evidence/window.ts";
import type { Clock, FetchedLine, LogFilters, LogReply, LogRequest, Logs, Span } from "../port.ts";
import { countByLevel } from "./levels.ts";
import type { Stage } from "./reply.ts";

/** What to fetch. */
export interface LogQuery {
  readonly filters: LogFilters;
  readonly window: Window;
  /** Most lines. */
  readonly limit: number;
}

/** What came, and what of it a reply and a record show. */
export interface FetchedLogs {
  readonly lines: readonly LogLine[];
  readonly baseline?: readonly LogLine[];
  readonly source: LogSource;
  readonly fetched: {
    readonly report: SourceReport;
    /** Milliseconds since the Unix epoch: the request's time runs from here. */
    readonly startedAt: number;
    readonly fetchMs: number;
  };
}

/** Where the lines came from and how many there are. Texts are redacted. */
export interface SourceReport {
  readonly query: string;
  readonly start: string;
  readonly end: string;
  readonly limit: number;
  readonly truncated: boolean;
  /** Entries in the window; null where there are more than were fetched and they could not be counted. */
  readonly total: number | null;
  /** Entries by level, `unknown` where none is known; as `total`. */
  readonly levels: Readonly<Record<string, number>> | null;
  /** The same of the time before, which is as long; null where it could not be had. */
  readonly before: { readonly start: string; readonly levels: Readonly<Record<string, number>> | null } | null;
}

export interface FetchDeps {
  readonly logs: Logs;
  readonly clock: Clock;
  /** The server span of the request. */
  readonly span: Span;
  readonly progress?: (stage: Stage) => void;
  /** What is hidden in the query that is shown; default: what always is. */
  readonly redactor?: Redactor;
}

/**
 * Fetches the lines of a window and, at the same time, a sample of the time before it, which tells what is new. Without
 * that sample everything else goes on; only the span says that it is missing. Where the window itself gives nothing, the
 * sample is not waited for: whoever opened the source ends what is under way.
 *
 * @throws {PromptError} `filters_missing`; `logs_not_found`, and the source's own failures, with query and window.
 */
export const fetchLogs = async (query: LogQuery, deps: FetchDeps): Promise<FetchedLogs> => {
  const startedAt = deps.clock.now();
  // Before anything is sent. What is shown of the query is made of safe values: redacting the query itself could break it.
  const shown = toLogql(mapTexts(query.filters, (text) => neutralise((deps.redactor?.redact ?? redact)(text).text)));
  deps.progress?.("logs");
  const { server } = deps.logs;
  const span = deps.span.child(SPAN.logs, "client", {
    ...(server && { [ATTRIBUTE.serverAddress]: server.address, [ATTRIBUTE.serverPort]: server.port }),
  });
  try {
    const { filters, window, limit } = query;
    const request = { filters, ...window, limit, traceparent: span.traceparent };
    const before = { ...request, ...windowBefore(window), limit: Math.min(limit, baselineLines) };
    const asked = deps.logs.fetch(request);
    const sample = deps.logs.fetch({ ...before, optional: true });
    const reply = await asked;
    if (!reply.ok) {
      span.fail(reply.failure);
      span.set(statusOf(reply));
      throw toError(reply, shown, window);
    }
    span.set({
      ...statusOf(reply),
      [ATTRIBUTE.logsLines]: reply.lines.length,
      [ATTRIBUTE.logsTruncated]: reply.truncated,
    });
    if (reply.lines.length === 0) {
      throw new PromptError(
        "logs_not_found",
        "There is no log line in this window with these filters. Widen the window, or see that the names are those of the labels in Loki.",
        { details: { query: shown, window } },
      );
    }
    const [counted, [earlier, countedBefore]] = await Promise.all([
      countLevels(reply, request, deps.logs),
      sample.then(async (one) => [one, one.ok ? await countLevels(one, before, deps.logs) : null] as const),
    ]);
    const total = counted && sum(Object.values(counted));
    span.set({
      ...(total !== null && { [ATTRIBUTE.logsTotal]: total }),
      ...(earlier.ok
        ? { [ATTRIBUTE.logsBaselineLines]: earlier.lines.length }
        : { [ATTRIBUTE.logsBaselineFailure]: earlier.failure }),
      [ATTRIBUTE.logsCountFailures]: Number(counted === null) + Number(earlier.ok && countedBefore === null),
    });
    const { start, end } = window;
    return {
      lines: reply.lines.map(toLine),
      // No line before is a finding too: then all that happened is new.
      ...(earlier.ok && { baseline: earlier.lines.map(toLine) }),
      source: {
        query: shown,
        from: start,
        to: end,
        truncated: reply.truncated,
        ...(total !== null && { total }),
      },
      fetched: {
        report: {
          query: shown,
          start,
          end,
          limit,
          truncated: reply.truncated,
          total,
          levels: counted,
          before: earlier.ok ? { start: before.start, levels: countedBefore } : null,
        },
        startedAt,
        fetchMs: deps.clock.now() - startedAt,
      },
    };
  } finally {
    span.end();
  }
};

/** Enough to know what is usual. */
const baselineLines = 1000;

const mapTexts = ({ severity, ...texts }: LogFilters, change: (text: string) => string): LogFilters => ({
  ...Object.fromEntries(
    Object.entries(texts)
      .filter(([, text]) => text !== undefined)
      .map(([name, text]) => [name, change(text)]),
  ),
  ...(severity && { severity }),
});

/** Of the lines themselves where all came, else of the source; null where that cannot tell. */
const countLevels = async (
  { lines, truncated }: LogReply & { ok: true },
  request: LogRequest,
  logs: Logs,
): Promise<Readonly<Record<string, number>> | null> => {
  if (truncated) return (await logs.count(request)) ?? null;
  return countByLevel(lines.map(({ labels }) => [labels.detected_level, 1]));
};

const toLine = ({ time, text, labels }: FetchedLine): LogLine => ({ time, text, labels });

const toError = ({ failure, detail, status }: LogReply & { ok: false }, query: string, window: Window): PromptError =>
  new PromptError(failure, detail, {
    details: { query, window, ...(status !== undefined && { source_status: status }) },
  });

const statusOf = (reply: LogReply) =>
  reply.ok
    ? { [ATTRIBUTE.httpStatus]: 200 }
    : reply.status === undefined
      ? {}
      : { [ATTRIBUTE.httpStatus]: reply.status };

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
