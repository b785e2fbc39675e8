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

test.each([{}, { result: null }, { result: [] }])("a list that is left out is an empty one: %j", (data) => {
  expect(readStreams({ data: { resultType: "streams", ...data } })).toEqual({ received: 0, lines: [] });
  expect(readCounts({ data: { resultType: "vector", ...data } })).toEqual({});
});
