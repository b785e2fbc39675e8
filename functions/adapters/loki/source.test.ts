import * as fc from "fast-check";
import { afterEach, describe, expect, onTestFinished, test } from "vitest";
import type { LogReply, LogRequest } from "../../../core/port.ts";
import { sleep } from "../llm/sleep.ts";
import { createLoki, type LokiConfig } from "./source.ts";
import { type Entry, type FakeLoki, type FakeLokiOptions, startFakeLoki } from "./testing/fake-loki.ts";
import { SEEDED_WINDOW, seededEntries } from "./testing/seeded-entries.ts";

const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
const deps = { fetch: globalThis.fetch, now: Date.now, sleep };
const request: LogRequest = { filters: { namespace: "shop" }, ...SEEDED_WINDOW, limit: 100, traceparent };

const open = (
  url: string,
  more: Partial<LokiConfig> = {},
  signal = new AbortController().signal,
  given: Parameters<typeof createLoki>[1] = deps,
) =>
  createLoki({ url, timeoutMs: 20_000, maxRangeHours: 24, maxBytes: 0, maxLineChars: 65_536, ...more }, given).open({
    signal,
  });

const running: FakeLoki[] = [];
afterEach(async () => {
  for (const loki of running.splice(0)) await loki.stop();
});
const start = async (entries: readonly Entry[] = seededEntries(300), options: FakeLokiOptions = {}) => {
  const loki = await startFakeLoki(entries, options);
  running.push(loki);
  return loki;
};

const good = (reply: LogReply) => {
  if (!reply.ok) throw new Error(`${reply.failure}: ${reply.detail}`);
  return reply;
};

describe("lines", () => {
  test("the newest of the window, oldest first, with the level as a label", async () => {
    const entries = seededEntries(300);
    const loki = await start(entries);
    const { lines, query, truncated } = good(await open(loki.url).fetch(request));
    expect(query).toBe('{namespace="shop"}');
    expect(truncated).toBe(true);
    expect(lines.map(({ time, text }) => [time, text])).toEqual(
      entries.slice(-100).map(({ time, line }) => [String(time), line]),
    );
    expect(lines.map(({ labels }) => labels)).toEqual(
      entries.slice(-100).map(({ stream, level }) => ({ ...stream, detected_level: level })),
    );
  });

  test("what is sent", async () => {
    const loki = await start();
    await open(`${loki.url}/loki/api/v1/`, { tenant: "home", token: "secret" }).fetch(request);
    const [{ url, headers } = expect.fail()] = loki.requests;
    expect(url.pathname).toBe("/loki/api/v1/query_range");
    expect(Object.fromEntries(url.searchParams)).toEqual({
      query: '{namespace="shop"}',
      start: "1795226400000000000",
      end: "1795230000000000000",
      limit: "101",
      direction: "backward",
    });
    expect(headers).toMatchObject({
      "x-scope-orgid": "home",
      authorization: "Bearer secret",
      "x-loki-response-encoding-flags": "categorize-labels",
      traceparent,
    });
  });

  test("a user makes the token a password", async () => {
    const loki = await start();
    await open(loki.url, { user: "me", token: "secret" }).fetch(request);
    expect(loki.requests[0]?.headers.authorization).toBe(`Basic ${btoa("me:secret")}`);
    expect(loki.requests[0]?.headers["x-scope-orgid"]).toBeUndefined();
  });

  test.each([
    { held: 99, limit: 100, truncated: false },
    { held: 100, limit: 100, truncated: false },
    { held: 101, limit: 100, truncated: true },
    { held: 4999, limit: 5000, truncated: false },
    // More than 5,000 are refused, so nobody can tell.
    { held: 5000, limit: 5000, truncated: true },
    { held: 1, limit: 1, truncated: false },
    { held: 0, limit: 1, truncated: false },
  ])("$held lines, at most $limit: truncated $truncated", async ({ held, limit, truncated }) => {
    const loki = await start(seededEntries(held));
    const reply = good(await open(loki.url).fetch({ ...request, limit }));
    expect([reply.lines.length, reply.truncated]).toEqual([Math.min(held, limit), truncated]);
  });

  test("a Loki with a lower limit is asked for that", async () => {
    const loki = await start(seededEntries(300), { maxEntries: 50 });
    const reply = good(await open(loki.url).fetch(request));
    expect([reply.lines.length, reply.truncated]).toEqual([50, true]);
    expect(loki.requests.map(({ url }) => url.searchParams.get("limit"))).toEqual(["101", "50"]);
  });

  test("what happened in one nanosecond is all there, twice the same once", async () => {
    const stream = { namespace: "shop", pod: "a" };
    const time = 1_795_227_293_344_313_286n;
    const at = (line: string, pod = "a") => ({ stream: { ...stream, pod }, time, line, level: "unknown" });
    const loki = await start([at("1"), at("2"), at("2"), at("2", "b"), { ...at("0"), time: time - 1n }, at("3")]);
    const { lines } = good(await open(loki.url).fetch(request));
    expect(lines[0]?.text).toBe("0");
    expect(lines.map(({ text, labels }) => text + labels.pod).sort()).toEqual(["0a", "1a", "2a", "2b", "3a"]);
  });

  test("an entry of several lines stays one; a huge one is cut behind a word", async () => {
    const stream = { namespace: "shop" };
    const time = 1_795_227_293_000_000_000n;
    const loki = await start([
      { stream, time, line: "panic: boom\n\tmain.go:1", level: "error" },
      { stream, time: time + 1n, line: `${"word ".repeat(30)}password=hunter2hunter2`, level: "info" },
      { stream, time: time + 2n, line: "", level: "unknown" },
    ]);
    const { lines } = good(await open(loki.url, { maxLineChars: 165 }).fetch(request));
    expect(lines.map(({ text }) => text)).toEqual([
      "panic: boom\n\tmain.go:1",
      `${"word ".repeat(30).trimEnd()} …`,
      "",
    ]);
  });

  test.each([
    {
      name: "a password in an address",
      text: `x postgres://app:Xy9$kQ7!zzTop@db/${"a".repeat(90)}`,
      expected: "x …",
    },
    { name: "a word that just fits", text: `${"a".repeat(60)} ${"b".repeat(90)}`, expected: `${"a".repeat(60)} …` },
    {
      name: "JSON without a space",
      text: `{"level":"error","url":"postgres://app:Xy9$kQ7!zzTop@db/${"a".repeat(90)}"}`,
      expected: '{"level":"error" …',
    },
    { name: "one long word", text: `token=${"a".repeat(90)}`, expected: "…" },
  ])("what is cut is cut where no secret is: $name", async ({ text, expected }) => {
    const stream = { namespace: "shop" };
    const loki = await start([{ stream, time: 1_795_227_293_000_000_000n, line: text, level: "error" }]);
    const { lines } = good(await open(loki.url, { maxLineChars: 60 }).fetch(request));
    expect(lines.map((line) => line.text)).toEqual([expected]);
  });

  test("severity and text choose lines, and lines of no known level stay", async () => {
    const loki = await start(seededEntries(2000));
    const filters = { namespace: "shop", severity: "error", log_filter: "checkout" } as const;
    const { lines } = good(await open(loki.url).fetch({ ...request, filters, limit: 5000 }));
    expect(lines.length).toBeGreaterThan(10);
    expect(new Set(lines.map(({ labels }) => labels.detected_level))).toEqual(new Set(["unknown"]));
    const all = good(await open(loki.url).fetch({ ...request, filters: { pod: "nobody" } }));
    expect(all.lines).toEqual([]);
  });

  test("a filter finds exactly the line that holds it, whatever it is made of", async () => {
    const texts = ['say "hello" \\ back`tick and } | != {', 'zzz" or "request', "tab\there", "🚀 \u2028", "request"];
    const stream = { namespace: "shop" };
    const loki = await start(
      texts.map((line, index) => ({ stream, time: 1_795_227_293_000_000_000n + BigInt(index), line, level: "info" })),
    );
    const logs = open(loki.url);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...texts), async (text) => {
        const { lines } = good(await logs.fetch({ ...request, filters: { namespace: "shop", log_filter: text } }));
        expect(lines.map((line) => line.text)).toEqual(texts.filter((line) => line.includes(text)));
      }),
      { numRuns: 20 },
    );
  });
});

describe("counts", () => {
  test("by level, of the whole window and of nothing else", async () => {
    const entries = seededEntries(1000);
    const loki = await start([
      ...entries,
      // Just outside, at both ends.
      { ...(entries[0] as Entry), time: 1_795_226_400_000_000_000n - 1n },
      { ...(entries[0] as Entry), time: 1_795_230_000_000_000_000n },
    ]);
    const counts = await open(loki.url).count(request);
    expect(counts).toEqual(
      Object.fromEntries(
        [...Map.groupBy(entries, ({ level }) => (level === "warn" ? "warning" : level))].map(([level, group]) => [
          level,
          group.length,
        ]),
      ),
    );
  });

  test.each([
    ["an error", { status: 500, text: "" }],
    ["no vector", { status: 200, text: '{"data":{"resultType":"scalar","result":[1,"2"]}}' }],
  ])("%s: it cannot be told", async (_, answer) => {
    const loki = await start([], { interfere: () => answer });
    expect(await open(loki.url).count(request)).toBeUndefined();
  });
});

describe("guards", () => {
  test("a window that is too long is refused before Loki is asked", async () => {
    const loki = await start();
    const reply = await open(loki.url, { maxRangeHours: 1 }).fetch({ ...request, end: "2026-11-21T03:00:00.001Z" });
    expect(reply).toMatchObject({ ok: false, failure: "logs_too_many", detail: expect.stringContaining("1 hours") });
    expect(loki.requests).toEqual([]);
  });

  test.each([
    { maxBytes: 1000, flushed: true, ok: false },
    { maxBytes: 1_000_000, flushed: true, ok: true },
    // Zeros mean that the index does not know yet.
    { maxBytes: 1000, flushed: false, ok: true },
    { maxBytes: 0, flushed: true, ok: true },
  ])("at most $maxBytes bytes, index flushed $flushed: ok $ok", async ({ maxBytes, flushed, ok }) => {
    const loki = await start(seededEntries(300), { flushed });
    const reply = await open(loki.url, { maxBytes }).fetch({
      ...request,
      filters: { pod: "cart-7d9f6c5b8-2xkqp", log_filter: "a" },
    });
    expect(reply.ok).toBe(ok);
    if (!reply.ok) expect(reply.failure).toBe("logs_too_many");
    expect(loki.requests.some(({ url }) => url.pathname.endsWith("/index/stats"))).toBe(maxBytes > 0);
  });

  test("no filter that names streams", async () => {
    const loki = await start();
    expect(await open(loki.url).fetch({ ...request, filters: {} })).toMatchObject({
      ok: false,
      failure: "logs_query_refused",
    });
    expect(await open(loki.url).count({ ...request, filters: {} })).toBeUndefined();
    expect(loki.requests).toEqual([]);
  });
});

describe("what is good to have", () => {
  const before = { ...request, start: "2026-11-21T01:00:00Z", end: request.start, optional: true };
  const isBefore = (url: URL) => url.searchParams.get("end") === "1795226400000000000";
  const isStats = (url: URL) => url.pathname.endsWith("/index/stats");
  /** Whoever waits longer waits for ever; whoever waits less has waited. */
  const openAt = (url: string, longMs: number, config: Partial<LokiConfig> = {}) =>
    open(url, { timeoutMs: 20_000, ...config }, undefined, {
      ...deps,
      now: () => 0,
      sleep: (ms, signal) => (ms < longMs ? sleep(0, signal) : new Promise<never>(() => {})),
    });

  test("has a little time after the answer that is not", async () => {
    const loki = await start(seededEntries(10), { interfere: (url) => (isBefore(url) ? "hang" : undefined) });
    const logs = openAt(loki.url, 2001);
    const sample = logs.fetch(before);
    expect(await logs.fetch(request)).toMatchObject({ ok: true });
    expect(await sample).toMatchObject({ ok: false, failure: "logs_timeout" });
  });

  test("a count as well", async () => {
    const isCount = (url: URL) => url.pathname.endsWith("/query");
    const loki = await start(seededEntries(10), { interfere: (url) => (isCount(url) ? "hang" : undefined) });
    const logs = openAt(loki.url, 2001);
    expect(await logs.fetch(request)).toMatchObject({ ok: true });
    expect(await logs.count(request)).toBeUndefined();
  });

  test("is there where it is quick", async () => {
    const loki = await start(seededEntries(10));
    const logs = open(loki.url);
    const sample = logs.fetch(before);
    expect(await logs.fetch(request)).toMatchObject({ ok: true });
    expect(await sample).toMatchObject({ ok: true });
    expect(await logs.count(request)).toBeDefined();
  });

  test("the index's sizes are waited for a little", async () => {
    const loki = await start(seededEntries(10), { interfere: (url) => (isStats(url) ? "hang" : undefined) });
    expect(await openAt(loki.url, 2001, { maxBytes: 1000 }).fetch(request)).toMatchObject({ ok: true });
  });

  test.each([
    { of: "a short deadline", timeoutMs: 400, longMs: 101 },
    { of: "a long one", timeoutMs: 60_000, longMs: 2001 },
  ])("a little is at most a quarter of $of", async ({ timeoutMs, longMs }) => {
    const loki = await start(seededEntries(10), { interfere: (url) => (isStats(url) ? "hang" : undefined) });
    const logs = openAt(loki.url, longMs, { timeoutMs, maxBytes: 1000 });
    expect(await logs.fetch(request)).toMatchObject({ ok: true });
  });

  test("closing ends what is under way", async () => {
    const loki = await start(seededEntries(10), { interfere: () => "hang" });
    const logs = open(loki.url);
    const sample = logs.fetch(before);
    logs.close();
    expect(await sample).toMatchObject({ ok: false, failure: "cancelled" });
    expect(await logs.fetch(request)).toMatchObject({ ok: false, failure: "cancelled" });
  });
});

describe("failures are data", () => {
  test.each<{ name: string; options: FakeLokiOptions; config?: Partial<LokiConfig>; expected: object }>([
    {
      name: "no tenant",
      options: { auth: true },
      expected: { failure: "logs_unauthorized", status: 401, detail: expect.stringContaining("LOKI_TENANT") },
    },
    {
      name: "several tenants",
      options: { auth: true },
      config: { tenant: "a|b" },
      expected: { failure: "logs_unauthorized", status: 500 },
    },
    {
      name: "a redirect",
      options: { interfere: () => ({ status: 302, text: "", headers: { location: "http://127.0.0.1:1/" } }) },
      expected: { failure: "logs_unavailable", status: 302, detail: expect.stringContaining("not followed") },
    },
    {
      name: "a page for people",
      options: { interfere: () => ({ status: 200, text: "<html>Sign in</html>" }) },
      expected: { failure: "logs_unavailable", status: 200 },
    },
    {
      name: "an answer of another kind",
      options: { interfere: () => ({ status: 200, text: '{"status":"success"}' }) },
      expected: { failure: "logs_unavailable", status: 200 },
    },
    {
      name: "too slow",
      options: { interfere: () => "hang" },
      config: { timeoutMs: 50 },
      expected: { failure: "logs_timeout" },
    },
    {
      name: "too much to say",
      options: { interfere: () => ({ status: 200, text: `[${" ".repeat(33 * 1024 * 1024)}]` }) },
      expected: { failure: "logs_too_many" },
    },
  ])("$name", async ({ options, config, expected }) => {
    const loki = await start(seededEntries(10), options);
    expect(await open(loki.url, config).fetch(request)).toMatchObject({ ok: false, ...expected });
  });

  test("nobody there", async () => {
    const loki = await startFakeLoki([]);
    await loki.stop();
    expect(await open(loki.url).fetch(request)).toMatchObject({
      ok: false,
      failure: "logs_unavailable",
      detail: "Loki cannot be reached (ECONNREFUSED). Start it, or correct LOKI_URL.",
    });
  });

  test("a path before the API", async () => {
    const loki = await start();
    expect(await open(`${loki.url}/grafana`).fetch(request)).toMatchObject({
      failure: "logs_unavailable",
      status: 404,
    });
  });

  test("a caller that goes away ends the query", async () => {
    const asked = Promise.withResolvers<void>();
    const loki = await start([], {
      interfere: () => {
        asked.resolve();
        return "hang";
      },
    });
    const caller = new AbortController();
    onTestFinished(() => caller.abort());
    const reply = open(loki.url, {}, caller.signal).fetch(request);
    await asked.promise;
    caller.abort();
    expect(await reply).toMatchObject({ ok: false, failure: "cancelled" });
  });
});

describe("an address that can never work", () => {
  test.each([
    [{ url: "loki:3100" }, "Give one like http://loki:3100"],
    [{ url: "http://me:secret@loki" }, "LOKI_USER"],
    [{ url: "http://loki?secret" }, "must hold no"],
    [{ url: "http://loki", token: "secret\n2" }, "LOKI_TOKEN"],
    [{ url: "http://loki", tenant: "näme" }, "LOKI_TENANT"],
    [{ url: "http://loki", user: "me" }, "without LOKI_TOKEN"],
  ])("%j", (config, says) => {
    try {
      open(config.url, config);
    } catch (error) {
      expect(error).toMatchObject({ code: "configuration_invalid", message: expect.stringContaining(says) });
      expect(String(error)).not.toContain("secret");
      return;
    }
    expect.fail("it was taken");
  });
});
