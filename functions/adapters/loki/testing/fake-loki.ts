import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import {
  isSelective,
  LogqlError,
  type LogqlQuery,
  matches,
  readCount,
  readLogql,
} from "../../../../core/evidence/testing/logql-reader.ts";

export interface Entry {
  readonly stream: Readonly<Record<string, string>>;
  /** Nanoseconds since the epoch. */
  readonly time: bigint;
  readonly line: string;
  /** `detected_level`, as structured metadata. */
  readonly level: string;
}

export interface FakeLokiOptions {
  /** `auth_enabled`: a request without a tenant is refused. */
  readonly auth?: boolean;
  /** `max_entries_limit_per_query`. */
  readonly maxEntries?: number;
  /** false: index/stats knows nothing yet, as a single binary with all in its memory. */
  readonly flushed?: boolean;
  /** Answers in Loki's place; undefined lets it answer. */
  readonly interfere?: (url: URL) => Answer | "hang" | undefined;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface FakeLoki {
  readonly url: string;
  readonly requests: readonly { readonly url: URL; readonly headers: IncomingMessage["headers"] }[];
  stop(): Promise<void>;
}

/** A Loki of loopback that answers and refuses as Loki 3.7 does, as far as kprompt asks. */
export const startFakeLoki = async (entries: readonly Entry[], options: FakeLokiOptions = {}): Promise<FakeLoki> => {
  const requests: { url: URL; headers: IncomingMessage["headers"] }[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://loki");
    requests.push({ url, headers: request.headers });
    const answer = options.interfere?.(url) ?? answerOf(url, request, entries, options);
    if (answer === "hang") return;
    const type = answer.status === 200 ? "application/json; charset=UTF-8" : "text/plain; charset=utf-8";
    response.writeHead(answer.status, { "content-type": type, ...answer.headers });
    response.end(answer.text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const answerOf = (url: URL, request: IncomingMessage, entries: readonly Entry[], options: FakeLokiOptions): Answer => {
  const path = url.pathname.replace("/loki/api/v1/", "");
  const respond = ANSWERS[path];
  if (!respond) return { status: 404, text: "404 page not found\n" };
  if (request.method !== "GET") return { status: 405, text: "" };
  const tenant = request.headers["x-scope-orgid"];
  if (options.auth && tenant === undefined) return { status: 401, text: "no org id\n" };
  if (options.auth && tenant?.includes("|")) return { status: 500, text: "multiple org IDs present" };
  try {
    const categorize = request.headers["x-loki-response-encoding-flags"] === "categorize-labels";
    return { status: 200, text: JSON.stringify(respond(url.searchParams, entries, { ...options, categorize })) };
  } catch (error) {
    if (error instanceof Refusal) return { status: error.status, text: error.message };
    if (!(error instanceof LogqlError)) throw error;
    return { status: 400, text: `parse error at line 1, col 1: syntax error: ${error.message}` };
  }
};

type Respond = (
  parameters: URLSearchParams,
  entries: readonly Entry[],
  options: FakeLokiOptions & { readonly categorize: boolean },
) => object;

const ANSWERS: Readonly<Record<string, Respond>> = {
  query_range: (parameters, entries, { categorize, maxEntries = 5000 }) => {
    const query = readChecked(readLogql, parameters);
    const { start, end } = windowOf(parameters);
    const limit = limitOf(parameters, maxEntries);
    const direction = parameters.get("direction") ?? "backward";
    if (direction !== "backward" && direction !== "forward") throw new Refusal(400, `invalid direction '${direction}'`);
    const found = find(query, entries).filter(({ time }) => time >= start && time < end);
    const sorted = found.toSorted((a, b) => Number(a.time - b.time));
    const page = direction === "backward" ? sorted.toReversed().slice(0, limit) : sorted.slice(0, limit);
    return success("streams", toStreams(page, categorize), categorize ? { encodingFlags: ["categorize-labels"] } : {});
  },
  query: (parameters, entries) => {
    const { by, query, seconds } = readChecked(readCount, parameters, ({ query }) => query);
    const time = readTime(parameters, "time");
    const found = find(query, entries).filter((one) => one.time <= time && one.time > time - BigInt(seconds) * SECOND);
    const groups = Map.groupBy(found, ({ level }) => (by.includes("detected_level") ? level : ""));
    const result = [...groups].map(([level, group]) => ({
      metric: level === "" ? {} : { detected_level: level },
      value: [Number(time / 1_000_000n) / 1000, String(group.length)],
    }));
    return success("vector", result);
  },
  "index/stats": (parameters, entries, { flushed = true }) => {
    const query = readChecked(readLogql, parameters);
    if (query.stages.length > 0) throw new Refusal(400, "only label matchers are supported");
    const { start, end } = windowOf(parameters);
    const found = flushed ? find(query, entries).filter(({ time }) => time >= start && time < end) : [];
    const bytes = found.reduce((sum, { line }) => sum + Buffer.byteLength(line), 0);
    return { streams: Math.min(1, found.length), chunks: Math.min(1, found.length), bytes, entries: found.length };
  },
};

const SECOND = 1_000_000_000n;
const MAX_RANGE = 721n * 3600n * SECOND;

const success = (resultType: string, result: readonly object[], more: object = {}): object => ({
  status: "success",
  data: { resultType, ...more, result, stats: {} },
});

const readChecked = <Read>(
  read: (text: string) => Read,
  parameters: URLSearchParams,
  queryOf: (read: Read) => LogqlQuery = (given) => given as LogqlQuery,
): Read => {
  const text = parameters.get("query") ?? "";
  const result = read(text);
  if (isSelective(queryOf(result))) return result;
  throw new Refusal(
    400,
    "parse error : queries require at least one regexp or equality matcher that does not have an empty-compatible value.",
  );
};

const find = ({ matchers, stages }: LogqlQuery, entries: readonly Entry[]): readonly Entry[] =>
  entries.filter(
    ({ stream, line, level }) =>
      matchers.every((matcher) => matches(matcher, stream[matcher.name] ?? "")) &&
      stages.every((stage) => {
        if (stage.kind === "label") return matches(stage, { ...stream, detected_level: level }[stage.name] ?? "");
        if (stage.op !== "|=") throw new LogqlError(`unexpected ${stage.op}`);
        return line.includes(stage.value);
      }),
  );

const toStreams = (page: readonly Entry[], categorize: boolean): readonly object[] => {
  const groups = Map.groupBy(page, ({ stream, level }) =>
    JSON.stringify(categorize ? stream : { ...stream, detected_level: level }),
  );
  return [...groups].map(([stream, group]) => ({
    stream: JSON.parse(stream),
    values: group.map(({ time, line, level }) => [
      String(time),
      line,
      ...(categorize ? [{ structuredMetadata: { detected_level: level } }] : []),
    ]),
  }));
};

const windowOf = (parameters: URLSearchParams): { readonly start: bigint; readonly end: bigint } => {
  const start = readTime(parameters, "start");
  const end = readTime(parameters, "end");
  if (end < start) throw new Refusal(400, "end timestamp must not be before or equal to start time");
  if (end - start <= MAX_RANGE) return { start, end };
  throw new Refusal(
    400,
    `the query time range exceeds the limit (query length: ${(end - start) / SECOND}s, limit: 30d1h)`,
  );
};

/** Ten digits and fewer are seconds; more are nanoseconds, milliseconds of 13 digits too. */
const readTime = (parameters: URLSearchParams, name: string): bigint => {
  const text = parameters.get(name) ?? "";
  if (/^\d+$/.test(text)) return BigInt(text) * (text.length <= 10 ? SECOND : 1n);
  throw new Refusal(400, `could not parse '${name}' parameter: strconv.ParseInt: parsing "${text}": invalid syntax`);
};

const limitOf = (parameters: URLSearchParams, most: number): number => {
  const text = parameters.get("limit") ?? "100";
  const limit = Number(text);
  if (!Number.isInteger(limit)) throw new Refusal(400, `strconv.Atoi: parsing "${text}": invalid syntax`);
  if (limit < 1) throw new Refusal(400, "limit must be a positive value");
  if (limit <= most) return limit;
  throw new Refusal(
    400,
    `max entries limit per query exceeded, limit > max_entries_limit_per_query (${limit} > ${most})`,
  );
};
