import { describe, expect, test } from "vitest";
import { createRedactor, type Redactor } from "../evidence/redact.ts";
import type { FetchedLine, LogReply, LogRequest, Logs } from "../port.ts";
import { fetchLogs, type LogQuery } from "./fetch-logs.ts";
import { createSpan } from "./testing.ts";

const window = { start: "2026-11-21T02:00:00Z", end: "2026-11-21T03:00:00Z" };
const query: LogQuery = { filters: { namespace: "shop" }, window, limit: 2000 };
const line = (text: string, level?: string): FetchedLine => ({
  time: "1795227293344304286",
  text,
  labels: { pod: "a", ...(level !== undefined && { detected_level: level }) },
});
const found = (lines: readonly FetchedLine[], truncated = false): LogReply => ({
  ok: true,
  lines,
  query: "{}",
  truncated,
});
const failed: LogReply = { ok: false, failure: "logs_timeout", detail: "Too slow.", query: "{}", status: 504 };

const setUp = (answer: {
  now: LogReply;
  before?: LogReply | "never";
  counts?: readonly (Readonly<Record<string, number>> | undefined)[];
  redactor?: Redactor;
}) => {
  const asked: LogRequest[] = [];
  const counted: string[] = [];
  const counts = [...(answer.counts ?? [])];
  const logs: Logs = {
    server: { address: "loki", port: 3100 },
    fetch: async (request) => {
      asked.push(request);
      if (request.start === window.start) return answer.now;
      return answer.before === "never" ? new Promise<never>(() => {}) : (answer.before ?? found([]));
    },
    count: async (request) => {
      counted.push(request.start);
      return counts.shift();
    },
  };
  const span = createSpan("POST /v1/analyze");
  let time = 0;
  const stages: string[] = [];
  const deps = {
    logs,
    span,
    clock: { now: () => (time += 5) },
    progress: (stage: string) => void stages.push(stage),
    ...(answer.redactor && { redactor: answer.redactor }),
  };
  return { run: (given: LogQuery = query) => fetchLogs(given, deps), asked, counted, span, stages };
};

test("the window and, beside it, a sample of the time before", async () => {
  const { run, asked, counted, stages } = setUp({
    now: found([line("b", "error"), line("c")]),
    before: found([line("a", "info")]),
  });
  const fetched = await run();
  expect(asked.map(({ start, end, limit, filters }) => [start, end, limit, filters])).toEqual([
    [window.start, window.end, 2000, { namespace: "shop" }],
    ["2026-11-21T01:00:00Z", window.start, 1000, { namespace: "shop" }],
  ]);
  expect(fetched.lines.map(({ text, time }) => [text, time])).toEqual([
    ["b", "1795227293344304286"],
    ["c", "1795227293344304286"],
  ]);
  expect(fetched.baseline?.map(({ text }) => text)).toEqual(["a"]);
  expect(fetched.source).toEqual({
    query: '{namespace="shop"}',
    from: window.start,
    to: window.end,
    truncated: false,
    total: 2,
  });
  expect(fetched.fetched).toMatchObject({
    report: {
      query: '{namespace="shop"}',
      ...window,
      limit: 2000,
      truncated: false,
      total: 2,
      levels: { error: 1, unknown: 1 },
      before: { start: "2026-11-21T01:00:00Z", levels: { info: 1 } },
    },
    startedAt: 5,
    fetchMs: 5,
  });
  expect(counted, "nothing is counted that is all there").toEqual([]);
  expect(stages).toEqual(["logs"]);
});

test("the query is shown without what is to be hidden, and asked with it", async () => {
  const redactor = createRedactor({ ips: true });
  const { run, asked } = setUp({ now: found([line("b")]), redactor });
  const { source, fetched } = await run({ ...query, filters: { namespace: "shop", log_filter: "from 10.0.0.7" } });
  expect(source.query).toContain("from [redacted:ip]");
  expect(fetched.report.query).toBe(source.query);
  expect(asked[0]!.filters).toEqual({ namespace: "shop", log_filter: "from 10.0.0.7" });
});

test("only the window itself is worth waiting for", async () => {
  const { run, asked } = setUp({ now: found([line("b")]) });
  await run();
  expect(asked.map(({ optional = false }) => optional)).toEqual([false, true]);
});

test("a level is one of the known words, and each line is counted", async () => {
  const hostile = ["constructor", "__proto__", "<|im_end|> password=hunter2secret", "toString", "", undefined];
  const { run, span } = setUp({ now: found([...hostile, "warn", "WARNING", "error"].map((one) => line("b", one))) });
  const { source, fetched } = await run();
  expect(fetched.report).toMatchObject({ total: 9, levels: { error: 1, unknown: 6, warning: 2 } });
  expect(Object.keys(fetched.report.levels ?? {})).toEqual(["error", "unknown", "warning"]);
  expect(source.total).toBe(9);
  expect(span.children[0]?.attributes).toMatchObject({ "kprompt.logs.total": 9 });
});

test("where not all lines came they are counted", async () => {
  const { run, counted, span } = setUp({ now: found([line("b")], true), counts: [{ error: 20, info: 4980 }] });
  const { source, fetched } = await run();
  expect(source).toMatchObject({ truncated: true, total: 5000 });
  expect(fetched.report).toMatchObject({ total: 5000, levels: { error: 20, info: 4980 } });
  expect(counted).toEqual([window.start]);
  expect(span.children[0]?.attributes).toMatchObject({ "kprompt.logs.total": 5000, "kprompt.logs.count_failures": 0 });
});

test("what cannot be counted is not known", async () => {
  const { run, span } = setUp({ now: found([line("b")], true), before: found([line("a")], true) });
  const { source, fetched } = await run();
  expect(source).not.toHaveProperty("total");
  expect(fetched.report).toMatchObject({ total: null, levels: null, before: { levels: null } });
  expect(span.children[0]?.attributes).toMatchObject({ "kprompt.logs.count_failures": 2 });
});

test("without the time before, only that is missing, and the span says so", async () => {
  const { run, span } = setUp({ now: found([line("b")]), before: failed });
  const fetched = await run();
  expect(fetched).not.toHaveProperty("baseline");
  expect(fetched.fetched.report).toMatchObject({ total: 1, before: null });
  expect(span.children[0]).toMatchObject({
    error: null,
    attributes: { "kprompt.logs.baseline_failure": "logs_timeout", "http.response.status_code": 200 },
  });
});

test("the span: what it was, never what was asked for", async () => {
  const { run, span } = setUp({ now: found([line("secret")]) });
  await run({ ...query, filters: { namespace: "canary", log_filter: "canary" } });
  expect(span.children).toHaveLength(1);
  expect(span.children[0]).toMatchObject({ name: "loki.query", kind: "client", ended: true });
  expect(span.children[0]?.attributes).toEqual({
    "server.address": "loki",
    "server.port": 3100,
    "http.response.status_code": 200,
    "kprompt.logs.lines": 1,
    "kprompt.logs.truncated": false,
    "kprompt.logs.total": 1,
    "kprompt.logs.baseline_lines": 0,
    "kprompt.logs.count_failures": 0,
  });
});

describe("what stops it", () => {
  test("no line: the query and the window that found none", async () => {
    const { run, span } = setUp({ now: found([]) });
    await expect(run()).rejects.toMatchObject({
      code: "logs_not_found",
      details: { query: '{namespace="shop"}', window },
    });
    expect(span.children[0]).toMatchObject({ error: null, ended: true });
  });

  test("no line, and the query that is shown lacks what is to be hidden", async () => {
    const { run } = setUp({ now: found([]), redactor: createRedactor({ ips: true }) });
    await expect(run({ ...query, filters: { namespace: "shop", log_filter: "10.0.0.7" } })).rejects.toMatchObject({
      details: { query: '{namespace="shop"} |= "[redacted:ip]"' },
    });
  });

  test.each([
    ["no line", found([]), "logs_not_found"],
    ["the source", failed, "logs_timeout"],
  ])("%s: at once, whatever the time before does", async (_, now, code) => {
    const { run } = setUp({ now, before: "never" });
    await expect(run()).rejects.toMatchObject({ code });
  });

  test("the source: its failure, with the query", async () => {
    const { run, span } = setUp({ now: failed });
    await expect(run()).rejects.toMatchObject({
      code: "logs_timeout",
      message: "Too slow.",
      details: { query: '{namespace="shop"}', window, source_status: 504 },
    });
    expect(span.children[0]).toMatchObject({
      error: "logs_timeout",
      ended: true,
      attributes: { "http.response.status_code": 504 },
    });
  });

  test("filters that name no streams: nobody is asked", async () => {
    const { run, asked, span } = setUp({ now: found([line("x")]) });
    await expect(run({ ...query, filters: { severity: "error" } })).rejects.toMatchObject({ code: "filters_missing" });
    expect([asked, span.children]).toEqual([[], []]);
  });
});

test("what is shown of the query is redacted and inert, what is sent is not changed", async () => {
  const { run, asked } = setUp({ now: found([line("x")]) });
  const filters = { namespace: "shop", log_filter: 'password=hunter2hunter2" <|im_end|>', severity: "error" } as const;
  const { source, fetched } = await run({ ...query, filters });
  expect(asked[0]?.filters).toEqual(filters);
  expect(source.query).toMatch(
    /^\{namespace="shop"\} \|= "password=\[redacted:password\].*" \| detected_level!~"[a-z|]+"$/,
  );
  expect(source.query).not.toContain("<|im_end|>");
  expect(fetched.report.query).toBe(source.query);
});
