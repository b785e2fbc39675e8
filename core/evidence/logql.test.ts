import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PromptError } from "../error.ts";
import type { LogFilters } from "../port.ts";
import { quote, toCountLogql, toLogql, toMatcher, toSelector } from "./logql.ts";
import { isSelective, matches, readCount, readLogql } from "./testing/logql-reader.ts";

describe("a query of typed filters", () => {
  test.each<{ filters: LogFilters; query: string }>([
    { filters: { namespace: "shop" }, query: '{namespace="shop"}' },
    {
      filters: { node: "n1", container: "api", pod: "api-0", namespace: "shop" },
      query: '{namespace="shop", pod="api-0", container="api", node="n1"}',
    },
    { filters: { pod: "api-0", log_filter: "i/o timeout" }, query: '{pod="api-0"} |= "i/o timeout"' },
    { filters: { pod: "api-0", namespace: "" }, query: '{namespace="", pod="api-0"}' },
    { filters: { pod: "api-0", severity: "debug" }, query: '{pod="api-0"}' },
    { filters: { pod: "api-0", severity: "info" }, query: '{pod="api-0"} | detected_level!~"trace|debug"' },
    {
      filters: { pod: "api-0", severity: "error", log_filter: "x" },
      query: '{pod="api-0"} |= "x" | detected_level!~"trace|debug|info|warn|warning"',
    },
  ])("$query", ({ filters, query }) => expect(toLogql(filters)).toBe(query));

  test("by level, over the window", () => {
    expect(toCountLogql({ pod: "a" }, 899.2)).toBe('sum by (detected_level) (count_over_time({pod="a"} [900s]))');
    expect(readCount(toCountLogql({ pod: "a", log_filter: '"' }, 0.5))).toMatchObject({
      by: ["detected_level"],
      seconds: 1,
    });
  });
});

describe("severity", () => {
  const keeps = (severity: LogFilters["severity"], level: string): boolean => {
    const { stages } = readLogql(toLogql({ pod: "a", ...(severity && { severity }) }));
    return stages.every((stage) => matches(stage, level));
  };
  const levels = ["trace", "debug", "info", "warn", "error", "critical", "fatal"];

  test.each([
    { severity: undefined, least: "trace" },
    { severity: "debug", least: "trace" },
    { severity: "info", least: "info" },
    { severity: "warning", least: "warn" },
    { severity: "error", least: "error" },
    { severity: "critical", least: "critical" },
  ] as const)("$severity keeps $least and above", ({ severity, least }) => {
    expect(levels.filter((level) => keeps(severity, level))).toEqual(levels.slice(levels.indexOf(least)));
  });

  test.each(["info", "warning", "error", "critical"] as const)(
    "%s keeps lines without a level: the rest of a stack trace is among them",
    (severity) => {
      expect([keeps(severity, "unknown"), keeps(severity, "")]).toEqual([true, true]);
    },
  );
});

test.each<LogFilters>([{}, { log_filter: "x" }, { severity: "error" }, { namespace: "", pod: "" }])(
  "%j names no streams, and is refused before anybody is asked",
  (filters) => {
    for (const build of [toLogql, toSelector, (given: LogFilters) => toCountLogql(given, 60)]) {
      expect(() => build(filters)).toThrowError(
        expect.objectContaining({ name: PromptError.name, code: "filters_missing" }),
      );
    }
  },
);

test.each(["", "1a", "a-b", 'a="x", b', "a b", "näme", "a\n"])("%j is no label name", (name) => {
  expect(() => toMatcher(name, "x")).toThrow(TypeError);
});

describe("a value is text, whatever it says", () => {
  const places = ["namespace", "pod", "container", "node"] as const;

  test.each([
    'x"} |= "" # ',
    'odd-lines-0", namespace=~".+"} |= "" # ',
    'zzz" or "request',
    'x"}[5m])) or sum by (namespace) (count_over_time({namespace=~".+"}[1h])) # ',
    "back`tick` and ${x}",
    "line one\nline two",
    ".*|.+",
    "\\",
    '\\"',
    "\u001b[31mERROR",
    "\u2028\u2029\u0085",
    "{{.pod}}",
    "\ud83d",
  ])("%j", (value) => {
    const { matchers, stages } = readLogql(toLogql({ pod: value, log_filter: value }));
    expect(matchers).toEqual([{ name: "pod", op: "=", value: value.toWellFormed() }]);
    expect(stages).toEqual([{ kind: "text", op: "|=", value: value.toWellFormed() }]);
  });

  const character = fc.oneof(
    fc.constantFrom(..."\"\\`{}()[]|=~!#,/*+?.$^<>'\n\r\t\0\b\f\v\u001b\u007f\u0085\u2028\u2029\ufeff"),
    fc.constantFrom('"}', '\\"', "\\u0022", "\\x22", "| json", " or ", "[5m]", "${", "🚀", "\ud800", "\udc00", "\\u"),
    fc.string({ unit: "binary", minLength: 1, maxLength: 2 }),
    fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
  );
  const value = fc.array(character, { minLength: 1, maxLength: 8 }).map((parts) => parts.join(""));

  test("100,000 random ones: each is one string that reads back as it was, and there is nothing else in the query", () => {
    fc.assert(
      fc.property(fc.tuple(value, value, value, value, value), ([namespace, pod, container, node, log_filter]) => {
        const filters = { namespace, pod, container, node, log_filter };
        const query = readLogql(toLogql(filters));
        const read = query.matchers.map(({ name, op, value: text }) => [name, op, text]);
        expect(read).toEqual(places.map((name) => [name, "=", filters[name].toWellFormed()]));
        expect(query.stages).toEqual([{ kind: "text", op: "|=", value: log_filter.toWellFormed() }]);
        expect(isSelective(query)).toBe(true);
      }),
      { numRuns: 20_000 },
    );
  });

  test("equal values are quoted equally, others differently", () => {
    fc.assert(
      fc.property(value, value, (a, b) => (quote(a) === quote(b)) === (a.toWellFormed() === b.toWellFormed())),
      { numRuns: 2_000 },
    );
  });
});
