import { toCountLogql, toLogql, toSelector } from "../../../core/evidence/logql.ts";
import { secondsOf, toNanoseconds } from "../../../core/evidence/window.ts";
import type { FetchedLine, LogReply, LogRequest, Logs } from "../../../core/port.ts";
import type { Fetch, Timing } from "../llm/connection.ts";
import { NOT_LOKI } from "./call.ts";
import { type LokiAddress, toEndpoint } from "./endpoint.ts";
import type { LokiFault } from "./fault.ts";
import { readBytes, readCounts, readStreams } from "./reply.ts";
import { openSession } from "./session.ts";

export interface LokiConfig extends LokiAddress {
  /** One deadline over all queries of a request. */
  readonly timeoutMs: number;
  /** Longest window. */
  readonly maxRangeHours: number;
  /** Most bytes that a query may read, as far as Loki's index knows; 0: not asked. */
  readonly maxBytes: number;
  /** A longer line is cut behind its last word, or JSON member, that fits. */
  readonly maxLineChars: number;
}

export interface LogSourceFactory {
  /** A source for one request, whose time begins now. Closing it ends what is under way. */
  open(request: { readonly signal: AbortSignal }): Logs & { close(): void };
}

/**
 * Loki as a source of logs. Nothing is contacted yet.
 *
 * @throws {PromptError} `configuration_invalid`, without the token.
 */
export const createLoki = (config: LokiConfig, deps: Timing & { readonly fetch: Fetch }): LogSourceFactory => {
  const endpoint = toEndpoint(config);
  return {
    open({ signal }) {
      const session = openSession({ timeoutMs: config.timeoutMs, signal }, endpoint, deps);

      const refuse = async (request: LogRequest): Promise<LokiFault | undefined> => {
        if (secondsOf(request) > config.maxRangeHours * 3600) return tooLong(config.maxRangeHours);
        if (config.maxBytes === 0) return undefined;
        const query = { query: toSelector(request.filters), ...timesOf(request) };
        // A guard that does not answer guards nothing; the query itself has its deadline.
        const stats = await session.callBriefly({ path: "index/stats", query, traceparent: request.traceparent });
        const bytes = stats.ok ? readBytes(stats.json) : undefined;
        return bytes !== undefined && bytes > config.maxBytes ? tooLarge(bytes, config.maxBytes) : undefined;
      };

      const fetchLines = async (request: LogRequest, query: string): Promise<LogReply> => {
        const refusal = await refuse(request);
        if (refusal) return { ok: false, ...refusal, query };
        const { optional = false, traceparent } = request;
        const call = optional ? session.callOptional : session.call;
        const ask = async (entries: number) => {
          const asked = { query, ...timesOf(request), limit: String(entries), direction: "backward" };
          return { entries, result: await call({ path: "query_range", query: asked, traceparent }) };
        };
        // Nothing in an answer says that it was cut, so one more is asked for; above its own limit Loki refuses.
        let { entries, result } = await ask(Math.min(request.limit + 1, MAX_ENTRIES));
        if (!result.ok && result.maxEntries !== undefined && result.maxEntries < entries) {
          ({ entries, result } = await ask(result.maxEntries));
        }
        if (!result.ok) return { ok: false, ...toReason(result), query };
        const streams = readStreams(result.json);
        if (!streams) return { ok: false, ...NOT_LOKI, query };
        const lines = streams.lines.slice(-request.limit).map((line) => shorten(line, config.maxLineChars));
        const full = entries <= request.limit && streams.received >= entries;
        return { ok: true, lines, query, truncated: full || streams.lines.length > request.limit };
      };

      return {
        server: { address: endpoint.address, port: endpoint.port },
        fetch: async (request) => {
          let query = "";
          try {
            query = toLogql(request.filters);
            return await fetchLines(request, query);
          } catch {
            return { ok: false, failure: "logs_query_refused", detail: "No query can be made of this request.", query };
          } finally {
            if (!request.optional) session.answered();
          }
        },
        count: async ({ filters, start, end, traceparent }) => {
          try {
            // The range of an instant query leaves its start out and takes its end in.
            const time = String(toNanoseconds(end) - 1n);
            const query = toCountLogql(filters, secondsOf({ start, end }));
            const result = await session.callOptional({ path: "query", query: { query, time }, traceparent });
            return result.ok ? readCounts(result.json) : undefined;
          } catch {
            return undefined;
          }
        },
        close: session.close,
      };
    },
  };
};

/** Loki's default for `max_entries_limit_per_query`. */
const MAX_ENTRIES = 5000;

const timesOf = ({ start, end }: LogRequest) => ({
  start: String(toNanoseconds(start)),
  end: String(toNanoseconds(end)),
});

const toReason = ({ failure, detail, status }: LokiFault): LokiFault => ({
  failure,
  detail,
  ...(status !== undefined && { status }),
});

const tooLong = (hours: number): LokiFault => ({
  failure: "logs_too_many",
  detail: `The window is longer than ${hours} hours (LOKI_MAX_RANGE_HOURS). Shorten it.`,
});

const tooLarge = (bytes: number, most: number): LokiFault => ({
  failure: "logs_too_many",
  detail: `Loki would read ${bytes} bytes for this, more than ${most} (LOKI_MAX_BYTES). Shorten the window, or name pod or container.`,
});

/**
 * At a space, or between two members of JSON that has none: half of a secret would not look like one any more, and a
 * password in an address may hold any other sign.
 */
const shorten = (line: FetchedLine, most: number): FetchedLine => {
  if (line.text.length <= most) return line;
  const start = line.text.slice(0, most + 1);
  const member = start.startsWith("{") ? start.lastIndexOf(',"') : -1;
  const kept = start.slice(0, Math.max(0, member, start.search(/\s\S*$/))).trimEnd();
  return { ...line, text: kept === "" ? "…" : `${kept} …` };
};
