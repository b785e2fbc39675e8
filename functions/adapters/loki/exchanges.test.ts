import { expect, test } from "vitest";
import { toHttpFault } from "./fault.ts";
import { readBytes, readCounts, readStreams } from "./reply.ts";
import exchanges from "./testing/exchanges.json" with { type: "json" };

/** What Loki 3.7.6 answered, shortened, and what it means to us. */
interface Exchange {
  readonly name: string;
  readonly status: number;
  readonly text?: string;
  readonly json?: unknown;
  readonly reads?: string;
  readonly times?: readonly string[];
  readonly levels?: readonly string[];
  readonly counts?: object;
  readonly bytes?: number | null;
  readonly failure?: string;
}
const all = exchanges as readonly Exchange[];

test.each(all.filter(({ status }) => status >= 400))("$name: $status is $failure", ({ status, text = "", failure }) => {
  const fault = toHttpFault(status, text);
  expect(fault).toMatchObject({ failure, status });
  expect(fault.detail).toMatch(/\. .*\.$|\.$/);
  for (const word of text.match(/[\w./-]{12,}/g) ?? []) {
    // The name of Loki's own setting is the exception.
    if (word !== "max_entries_limit_per_query") expect(fault.detail).not.toContain(word);
  }
});

test.each(all.filter(({ reads }) => reads === "streams"))("$name: lines, oldest first", ({ json, times, levels }) => {
  const lines = readStreams(json)?.lines ?? [];
  expect(lines.map(({ time }) => time)).toEqual(times);
  expect([...new Set(lines.map(({ labels }) => labels.detected_level ?? "-"))].sort()).toEqual(levels);
});

test.each(all.filter(({ reads }) => reads === "counts"))("$name: counts", ({ json, counts }) => {
  expect(readCounts(json)).toEqual(counts);
});

test.each(all.filter(({ reads }) => reads === "bytes"))("$name: bytes", ({ json, bytes }) => {
  expect(readBytes(json)).toBe(bytes ?? undefined);
});

test.each(all.filter(({ reads, status }) => status < 400 && reads !== "streams"))("$name: no log lines", ({ json }) => {
  expect(readStreams(json)).toBeUndefined();
});

test("each exchange is one of these", () => {
  const kinds = all.map(({ status, reads }) => (status >= 400 ? "failure" : reads));
  expect(new Set(kinds)).toEqual(new Set(["failure", "streams", "counts", "bytes", "nothing"]));
  expect(all.length).toBeGreaterThan(100);
});

test.each([
  ["no object", null],
  ["no data", { status: "success" }],
  ["milliseconds as a number", { data: { resultType: "streams", result: [{ stream: {}, values: [[1, "x"]] }] } }],
  ["no time", { data: { resultType: "streams", result: [{ stream: {}, values: [["soon", "x"]] }] } }],
])("%s is no answer", (_, json) => expect(readStreams(json)).toBeUndefined());

const streams = (...result: readonly object[]) => ({ data: { resultType: "streams", result } });
const vector = (...result: readonly object[]) => ({ data: { resultType: "vector", result } });

/** Tells whether anybody looked into it. */
const createTrap = () => {
  const trap = { reads: 0, element: {} };
  trap.element = new Proxy([], { get: () => void trap.reads++ });
  return trap;
};

test.each<[string, (trap: object) => unknown]>([
  ["streams", (trap) => readStreams(streams({ stream: {}, values: 1 }, trap))],
  ["values of a stream", (trap) => readStreams(streams({ stream: {}, values: [[1, "x"], trap] }))],
  ["counts", (trap) => readCounts(vector({ metric: {}, value: "x" }, trap))],
])("%s: nothing behind the first fault is looked at", (_, read) => {
  const trap = createTrap();
  expect(read(trap.element)).toBeUndefined();
  expect(trap.reads).toBe(0);
});

test("counts are by a level that is one of the known words", () => {
  const metrics = [
    { detected_level: "constructor" },
    JSON.parse('{"detected_level": "__proto__"}'),
    { detected_level: "<|im_end|> password=hunter2secret" },
    {},
    { detected_level: "WARN" },
    { detected_level: "warning" },
  ];
  const counts = readCounts(vector(...metrics.map((metric) => ({ metric, value: [1795229093.344, "2"] }))));
  expect(Object.entries(counts ?? {})).toEqual([
    ["unknown", 8],
    ["warning", 4],
  ]);
});

test.each(["1e999", "9".repeat(400)])("%s entries are no number", (text) => {
  expect(readCounts(vector({ metric: {}, value: [1, text] }))).toBeUndefined();
});

test("of very many labels, those that say where a line is from and some others stay", () => {
  const many = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`a${index}`, "x"]));
  const place = { namespace: "n", pod: "p", container: "c", node: "o", app: "a", service_name: "s", level: "error" };
  const value = ["1", "x", { structuredMetadata: { detected_level: "error" } }];
  const labels = readStreams(streams({ stream: { ...many, ...place }, values: [value] }))?.lines[0]?.labels ?? {};
  expect(labels).toMatchObject({ ...place, a0: "x", detected_level: "error" });
  expect(Object.keys(labels).length).toBeLessThan(80);
});

test("what happened at one time is compared, entry by entry", () => {
  const value = (time: string, line: string) => [time, line];
  const one = { stream: { pod: "a" }, values: [value("3", "x"), value("2", "x"), value("2", "x"), value("1", "x")] };
  const two = { stream: { pod: "b" }, values: [value("2", "x")] };
  const lines = readStreams(streams(one, one, two))?.lines ?? [];
  expect(lines.map(({ time, labels }) => time + labels.pod)).toEqual(["1a", "2a", "2b", "3a"]);
});

test.each([
  ["too long for a number", `${"9".repeat(9000)}`],
  ["none at all", "0"],
])("a limit that is %s is none", (_, entries) => {
  const fault = toHttpFault(400, `limit > max_entries_limit_per_query (101 > ${entries})`);
  expect(fault.detail.length).toBeLessThan(200);
  expect(fault).toMatchObject({ failure: "logs_query_refused" });
  expect(fault).not.toHaveProperty("maxEntries");
});

test.each([{}, { result: null }, { result: [] }])("a list that is left out is an empty one: %j", (data) => {
  expect(readStreams({ data: { resultType: "streams", ...data } })).toEqual({ received: 0, lines: [] });
  expect(readCounts({ data: { resultType: "vector", ...data } })).toEqual({});
});
