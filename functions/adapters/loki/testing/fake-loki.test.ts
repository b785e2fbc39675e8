import { afterAll, beforeAll, describe, expect, test } from "vitest";
import exchanges from "./exchanges.json" with { type: "json" };
import { type FakeLoki, startFakeLoki } from "./fake-loki.ts";
import { seededEntries } from "./seeded-entries.ts";

const window = { start: "1795226400000000000", end: "1795230000000000000" };
const query = '{namespace="shop"}';

describe("the fake refuses what Loki 3.7.6 refused", () => {
  let open: FakeLoki;
  let closed: FakeLoki;
  beforeAll(async () => {
    open = await startFakeLoki(seededEntries(100));
    closed = await startFakeLoki([], { auth: true });
  });
  afterAll(async () => {
    await open.stop();
    await closed.stop();
  });

  const exchangeOf = (name: string) => exchanges.find((one) => one.name === name);

  test.each<{ name: string; path?: string; parameters?: object; tenant?: string; auth?: boolean }>([
    { name: "error-limit-zero", parameters: { limit: "0" } },
    { name: "error-limit-negative", parameters: { limit: "-1" } },
    { name: "error-limit-text", parameters: { limit: "abc" } },
    { name: "error-limit-too-high", parameters: { limit: "5001" } },
    { name: "error-direction-bad", parameters: { direction: "sideways" } },
    { name: "error-start-bad", parameters: { start: "yesterday" } },
    { name: "error-end-before-start", parameters: { start: window.end, end: window.start } },
    { name: "error-range-too-long", parameters: { start: "1791773093344000000" } },
    { name: "error-selector-empty", parameters: { query: "{}" } },
    { name: "error-selector-negative-only", parameters: { query: '{namespace!="payments"}' } },
    { name: "error-selector-match-empty", parameters: { query: '{namespace=~".*"}' } },
    { name: "error-parse-unclosed", parameters: { query: '{namespace="payments"' } },
    { name: "error-parse-unterminated-string", parameters: { query: '{namespace="payments} |= "x"' } },
    { name: "error-missing-query", parameters: { query: "" } },
    { name: "inject-quotes-naive", parameters: { query: '{pod="a"} |= "say "hello" \\ back`tick and } | != {"' } },
    { name: "inject-newline-naive", parameters: { query: '{pod="a"} |= "line one\nline two"' } },
    { name: "inject-backtick-value", parameters: { query: '{pod="a"} |= `back`tick`' } },
    { name: "index-stats-with-filter", path: "index/stats", parameters: { query: `${query} |= "x"` } },
    { name: "error-instant-log-query", path: "query", parameters: { time: window.end } },
    { name: "error-unknown-path", path: "nope" },
    { name: "tenant-missing", auth: true },
    { name: "tenant-several-not-enabled", auth: true, tenant: "a|b" },
  ])("$name", async ({ name, path = "query_range", parameters, tenant, auth = false }) => {
    const search = new URLSearchParams({ query, ...window, ...parameters });
    const response = await fetch(`${(auth ? closed : open).url}/loki/api/v1/${path}?${search}`, {
      headers: tenant ? { "x-scope-orgid": tenant } : {},
    });
    expect(response.status).toBe(exchangeOf(name)?.status);
    expect(response.headers.get("content-type")).toMatch(/^text\/plain/);
  });

  test.each([
    ["error-limit-max", { limit: "5000" }],
    ["error-end-equal-start", { start: window.end }],
    ["streams-unknown-label", { query: '{namespace="does-not-exist"}' }],
    ["streams-milliseconds-epoch", { start: "1795226400000", end: "1795230000000" }],
  ])("%s: nothing found is no error", async (name, parameters) => {
    const search = new URLSearchParams({ query, ...window, ...parameters });
    const response = await fetch(`${open.url}/loki/api/v1/query_range?${search}`);
    expect(response.status).toBe(exchangeOf(name)?.status);
    const { data } = (await response.json()) as { data: { result: unknown[] } };
    expect(data.result.length > 0).toBe(name === "error-limit-max");
  });

  test("without the encoding flag, levels make streams of their own", async () => {
    const search = new URLSearchParams({ query: '{container="cart"}', ...window, limit: "50" });
    const streams = async (headers: Record<string, string>) => {
      const response = await fetch(`${open.url}/loki/api/v1/query_range?${search}`, { headers });
      return ((await response.json()) as { data: { result: { stream: object }[] } }).data.result;
    };
    expect((await streams({ "X-Loki-Response-Encoding-Flags": "categorize-labels" })).length).toBe(1);
    expect((await streams({})).length).toBeGreaterThan(1);
  });
});

test("equal seeds give equal entries, others different ones", () => {
  expect(seededEntries(50, 3)).toEqual(seededEntries(50, 3));
  expect(seededEntries(50, 3)).not.toEqual(seededEntries(50, 4));
});
