import * as v from "valibot";
import { afterEach, describe, expect, test } from "vitest";
import { createRedactor } from "../../core/evidence/redact.ts";
import { sleep } from "../adapters/llm/sleep.ts";
import { createLoki, type LokiConfig } from "../adapters/loki/source.ts";
import { type Entry, type FakeLoki, type FakeLokiOptions, startFakeLoki } from "../adapters/loki/testing/fake-loki.ts";
import { SEEDED_WINDOW, seededEntries } from "../adapters/loki/testing/seeded-entries.ts";
import { ProblemSchema } from "../http/reply.ts";
import { parseEvents } from "../suite.ts";
import { createModels, createTestApps, post, tokens } from "../testing.ts";
import type { AnalyzeAppDeps } from "./app.ts";
import { AnalyzeReplySchema } from "./reply.ts";

const body = { time_range: SEEDED_WINDOW, filters: { namespace: "shop" } };
const canary = "kanarienvogel";

const running: FakeLoki[] = [];
afterEach(async () => {
  for (const loki of running.splice(0)) await loki.stop();
});

const setUp = async (
  given: {
    entries?: readonly Entry[];
    loki?: FakeLokiOptions;
    config?: Partial<LokiConfig>;
    deps?: Partial<AnalyzeAppDeps>;
  } = {},
) => {
  const loki = await startFakeLoki(given.entries ?? seededEntries(400), given.loki);
  running.push(loki);
  const config = {
    url: loki.url,
    timeoutMs: 20_000,
    maxRangeHours: 24,
    maxBytes: 0,
    maxLineChars: 65_536,
    ...given.config,
  };
  const logSource = createLoki(config, { fetch: globalThis.fetch, now: Date.now, sleep });
  const limits = { maxLines: 20_000, maxLineBytes: 65_536 };
  const apps = createTestApps({ logSource, lineLimits: limits, ...given.deps });
  const analyze = async (request: object, headers = {}) =>
    apps.apps.analyze.request("/v1/analyze", post(request, headers));
  return { ...apps, loki, analyze };
};

describe("R38: lines from Loki", () => {
  test("by window and filters: a triage that says what it looked at", async () => {
    const models = createModels();
    const { analyze, records } = await setUp({ deps: { models } });
    const response = await analyze({ ...body, limit: 100, question: "why?" });
    const reply = v.parse(AnalyzeReplySchema, await response.json());
    expect(reply.engine).toBe("model");
    expect(reply.logs.lines).toBe(100);
    expect(reply.logs.source).toMatchObject({
      query: '{namespace="shop"}',
      ...SEEDED_WINDOW,
      limit: 100,
      truncated: true,
      total: 400,
      before: { start: "2026-11-21T01:00:00Z", levels: {} },
    });
    expect(reply.logs.source?.levels?.error).toBeGreaterThan(5);
    expect(models.requests[0]?.messages.at(-1)?.content).toContain("10.43.12.7:5432");
    expect(records).toMatchObject([
      { query: '{namespace="shop"}', window: SEEDED_WINDOW, lines: 100, lines_total: 400, namespace: "shop" },
    ]);
  });

  test("without a limit, a thousand; never more than a request may bring", async () => {
    const { analyze } = await setUp({ entries: seededEntries(1500) });
    expect((await (await analyze(body)).json()).logs).toMatchObject({ lines: 1000, source: { limit: 1000 } });
    const few = await setUp({ deps: { lineLimits: { maxLines: 50, maxLineBytes: 1000 } } });
    expect((await (await few.analyze(body)).json()).logs).toMatchObject({
      lines: 50,
      source: { limit: 50, total: 400 },
    });
  });

  test("lines that are given are taken, and Loki is not asked", async () => {
    const { analyze, loki } = await setUp();
    const reply = await (await analyze({ logs: "level=error boom", time_range: SEEDED_WINDOW })).json();
    expect(reply.logs).toMatchObject({ lines: 1, source: null });
    expect(reply.timings.logs_ms).toBe(0);
    expect(loki.requests).toEqual([]);
  });

  test("as events: the stage is told, and what is wrong is the last event", async () => {
    const stream = { accept: "text/event-stream" };
    const { analyze } = await setUp({
      loki: { interfere: () => "hang" },
      config: { timeoutMs: 100 },
      deps: { progressMs: 5 },
    });
    const events = parseEvents(await (await analyze(body, stream)).text());
    expect(events.filter(({ event }) => event === "progress").map(({ data }) => data.stage)).toContain("logs");
    expect(events.at(-1)).toMatchObject({ event: "problem", data: { code: "logs_timeout", status: 504 } });
  });

  test("P1-3: what the time before had not is marked as new, what is always there is not", async () => {
    const stream = { namespace: "shop", pod: "cart-0", container: "cart" };
    const minute = 60_000_000_000n;
    const from = 1_795_226_400_000_000_000n;
    const noise = Array.from({ length: 110 }, (_, index) => ({
      stream,
      time: from + BigInt(index - 55) * minute,
      line: `level=error msg="metrics push failed" attempt=${index}`,
      level: "error",
    }));
    const fresh = {
      stream,
      time: from + 50n * minute,
      line: 'level=error msg="disk quota exceeded on /data"',
      level: "error",
    };
    const models = createModels();
    const { analyze } = await setUp({ entries: [...noise, fresh], deps: { models } });
    const reply = await (await analyze(body)).json();
    const prompt = models.requests[0]?.messages.at(-1)?.content ?? "";
    const lineWith = (text: string) => prompt.split("\n").find((line) => line.includes(text));
    expect(lineWith("disk quota")).toMatch(/ new /);
    expect(lineWith("metrics push")).not.toMatch(/ new | elevated /);
    expect(reply.logs.source).toMatchObject({ levels: { error: 56 }, before: { levels: { error: 55 } } });
  });

  test("hostile levels: what the reply, the record and the span say of them is a number by a known word", async () => {
    const levels = ["constructor", "__proto__", "<|im_end|> password=hunter2secret", "error"];
    const stream = { namespace: "shop" };
    const at = (level: string, index: number) => ({
      stream,
      time: 1_795_227_293_000_000_000n + BigInt(index),
      line: `line ${index}`,
      level,
    });
    for (const limit of [10, 2]) {
      const { analyze, records, spans } = await setUp({ entries: levels.map(at) });
      const reply = v.parse(AnalyzeReplySchema, await (await analyze({ ...body, limit })).json());
      expect(reply.logs.source).toMatchObject({ total: 4, levels: { error: 1, unknown: 3 } });
      expect(records).toMatchObject([{ lines_total: 4 }]);
      expect(spans.find(({ name }) => name === "loki.query")?.attributes).toMatchObject({ "kprompt.logs.total": 4 });
      expect(JSON.stringify([reply, records, spans])).not.toMatch(/im_end\|>|hunter2|native code/);
    }
  });

  test("what the operator hides is in no query that is shown", async () => {
    const redactor = createRedactor({ ips: true });
    const { analyze, records } = await setUp({ deps: { redactor } });
    const ask = async (log_filter: string) => analyze({ ...body, filters: { namespace: "shop", log_filter } });
    const found = await (await ask("10.43.12.7")).json();
    expect(found.logs.source.query).toContain("[redacted:ip]");
    const none = await ask("192.0.2.77");
    expect(none.status).toBe(404);
    const problem = await none.json();
    expect(problem.query).toBe('{namespace="shop"} |= "[redacted:ip]"');
    expect(records).toHaveLength(1);
    expect(JSON.stringify([found, problem, records])).not.toMatch(/10\.43\.12\.7|192\.0\.2\.77/);
  });

  test.each([
    ["answers", {}, 200],
    ["fails", { interfere: () => ({ status: 503, text: "" }) }, 502],
  ])("where Loki %s, its source is closed in the end", async (_, options: FakeLokiOptions, status) => {
    const loki = await startFakeLoki(seededEntries(10), options);
    running.push(loki);
    const config = { url: loki.url, timeoutMs: 20_000, maxRangeHours: 24, maxBytes: 0, maxLineChars: 65_536 };
    const source = createLoki(config, { fetch: globalThis.fetch, now: Date.now, sleep });
    let closed = 0;
    const open: typeof source.open = (request) => {
      const logs = source.open(request);
      return { ...logs, close: () => void closed++ };
    };
    const { apps } = createTestApps({ logSource: { open } });
    expect((await apps.analyze.request("/v1/analyze", post(body))).status).toBe(status);
    expect(closed).toBe(1);
  });

  test("the time before is a courtesy: without it the answer is the same", async () => {
    const isBefore = (url: URL) => (url.searchParams.get("end") ?? "") <= "1795226400000000000";
    const { analyze, spans } = await setUp({
      loki: { interfere: (url) => (isBefore(url) ? { status: 500, text: "" } : undefined) },
    });
    const response = await analyze(body);
    expect(response.status).toBe(200);
    expect((await response.json()).logs.source.before).toBeNull();
    expect(spans.find(({ name }) => name === "loki.query")).toMatchObject({
      error: false,
      attributes: { "kprompt.logs.baseline_failure": "logs_unavailable" },
    });
  });
});

describe("what goes wrong has a status", () => {
  const hour = { start: "2026-11-21T02:00:00Z", end: "2026-11-22T02:00:01Z" };
  test.each<{
    name: string;
    loki?: FakeLokiOptions;
    config?: Partial<LokiConfig>;
    request?: object;
    status: number;
    code: string;
    pointer?: string;
  }>([
    { name: "no line", request: { filters: { namespace: "nowhere" } }, status: 404, code: "logs_not_found" },
    {
      name: "Loki fails",
      loki: { interfere: () => ({ status: 503, text: "Ingester not ready" }) },
      status: 502,
      code: "logs_unavailable",
    },
    {
      name: "Loki is slow",
      loki: { interfere: () => "hang" },
      config: { timeoutMs: 50 },
      status: 504,
      code: "logs_timeout",
    },
    {
      name: "Loki's own time is over",
      loki: { interfere: () => ({ status: 504, text: "request timed out" }) },
      status: 504,
      code: "logs_timeout",
    },
    { name: "Loki wants a tenant", loki: { auth: true }, status: 502, code: "logs_unauthorized" },
    {
      name: "Loki does not understand",
      loki: { interfere: () => ({ status: 400, text: "parse error" }) },
      status: 502,
      code: "logs_query_refused",
    },
    { name: "a long window", request: { time_range: hour }, status: 422, code: "logs_too_many" },
    { name: "many bytes", config: { maxBytes: 100 }, status: 422, code: "logs_too_many" },
    {
      name: "no place",
      request: { filters: { severity: "error" } },
      status: 422,
      code: "filters_missing",
      pointer: "/filters",
    },
    { name: "no filters", request: { filters: undefined }, status: 422, code: "filters_missing" },
    { name: "no window", request: { time_range: undefined }, status: 422, code: "request_invalid", pointer: "/logs" },
    { name: "a limit above Loki's", request: { limit: 5001 }, status: 422, code: "request_invalid", pointer: "/limit" },
  ])("$name: $status $code", async ({ loki, config, request, status, code, pointer }) => {
    const { analyze, records, spans } = await setUp({ ...(loki && { loki }), ...(config && { config }) });
    const response = await analyze({ ...body, ...request });
    const problem = v.parse(ProblemSchema, await response.json());
    expect([response.status, problem.code]).toEqual([status, code]);
    expect(problem.detail).toMatch(/\.$/);
    if (pointer !== undefined) expect(problem.issues?.map((issue) => issue.pointer)).toContain(pointer);
    if (code === "logs_not_found") {
      expect(problem).toMatchObject({ query: '{namespace="nowhere"}', window: SEEDED_WINDOW });
    }
    expect(records).toEqual([]);
    expect(spans.at(-1)?.name).toBe("POST /v1/analyze");
  });

  test("a token that is bound to namespaces reads only those", async () => {
    const { analyze, loki } = await setUp();
    const bound = { authorization: `Bearer ${tokens.shop}` };
    for (const filters of [{ namespace: "payments" }, { pod: "cart-7d9f6c5b8-2xkqp" }, undefined]) {
      const response = await analyze({ ...body, filters }, bound);
      const problem = await response.json();
      expect(problem).toMatchObject({
        status: 403,
        code: "namespace_forbidden",
        issues: [{ pointer: "/filters/namespace" }],
      });
    }
    // The label says where the lines are from, and chooses none.
    const labelled = await analyze({ ...body, filters: { node: "node-1" }, labels: { namespace: "shop" } }, bound);
    expect(labelled.status).toBe(403);
    expect(loki.requests).toEqual([]);
    expect((await analyze(body, bound)).status).toBe(200);
    for (const { url } of loki.requests) expect(url.searchParams.get("query")).toContain('namespace="shop"');
  });
});

describe("R33, R34: the trace of a fetched request", () => {
  test("loki.query below the server span, before the digest", async () => {
    const { analyze, spans, loki } = await setUp({ deps: { models: createModels() } });
    await analyze(body);
    const server = spans.find(({ name }) => name === "POST /v1/analyze");
    const below = spans.filter(({ parentSpanId }) => parentSpanId === server?.spanId);
    expect(below.toSorted((a, b) => a.startMs - b.startMs).map(({ name, kind }) => [name, kind])).toEqual([
      ["loki.query", "client"],
      ["evidence.digest", "internal"],
      ["intent.route", "internal"],
      ["prompt.render", "internal"],
      ["llm.inference", "client"],
    ]);
    const [query] = below;
    expect(query?.attributes).toMatchObject({ "kprompt.logs.lines": 400, "kprompt.logs.truncated": false });
    expect(new Set(loki.requests.map(({ headers }) => headers.traceparent))).toEqual(
      new Set([`00-${query?.traceId}-${query?.spanId}-01`]),
    );
  });

  test.each([
    ["found", {}],
    ["nothing", { entries: [] }],
    ["refused", { loki: { interfere: () => ({ status: 400, text: `parse error: ${canary}` }) } }],
  ])("a marker in filters and lines reaches no span and no log: %s", async (_, given) => {
    const stream = { namespace: canary, pod: canary };
    const entries = [{ stream, time: 1_795_227_293_000_000_000n, line: `level=error ${canary}`, level: "error" }];
    const { analyze, spans, logs } = await setUp({ entries, ...given });
    await (await analyze({ ...body, filters: { namespace: canary, log_filter: canary } })).text();
    expect(spans.length).toBeGreaterThan(1);
    expect(JSON.stringify(spans) + logs.join()).not.toContain(canary);
  });

  test("the record has the query without its secrets", async () => {
    const line = "login password=hunter2hunter2 failed";
    const entries = [{ stream: { namespace: "shop" }, time: 1_795_227_293_000_000_000n, line, level: "error" }];
    const { analyze, records } = await setUp({ entries });
    const filters = { namespace: "shop", log_filter: "password=hunter2hunter2" };
    const response = await analyze({ ...body, filters });
    expect(response.status).toBe(200);
    expect(records[0]?.query).toContain("[redacted:password]");
    expect(JSON.stringify(records) + (await response.text())).not.toContain("hunter2");
  });
});
