import { expect, test } from "vitest";
import { wants } from "./kprompt-filter.ts";

const event = { type: "a.b", severity: "critical" };
const isA = { exact: { type: "a.b" } };
const isC = { exact: { type: "c" } };
const unknown = { cesql: "severity = 'x'" };

test.each([
  { name: "no filter", spec: {}, expected: true },
  { name: "an old filter that holds", spec: { filter: { attributes: { type: "a.b", severity: "" } } }, expected: true },
  { name: "an old filter that does not", spec: { filter: { attributes: { type: "c" } } }, expected: false },
  {
    name: "filters before the old filter",
    spec: { filters: [isA], filter: { attributes: { type: "c" } } },
    expected: true,
  },
  { name: "exact", spec: { filters: [isA] }, expected: true },
  { name: "exact of another value", spec: { filters: [isC] }, expected: false },
  { name: "an attribute that is absent", spec: { filters: [{ exact: { subject: "" } }] }, expected: false },
  {
    name: "not of an attribute that is absent",
    spec: { filters: [{ not: { exact: { subject: "x" } } }] },
    expected: true,
  },
  {
    name: "all attributes of a dialect",
    spec: { filters: [{ exact: { type: "a.b", severity: "low" } }] },
    expected: false,
  },
  { name: "prefix", spec: { filters: [{ prefix: { type: "a." } }] }, expected: true },
  { name: "prefix of another", spec: { filters: [{ prefix: { type: "b" } }] }, expected: false },
  { name: "suffix", spec: { filters: [{ suffix: { type: ".b" } }] }, expected: true },
  { name: "suffix of another", spec: { filters: [{ suffix: { type: "a" } }] }, expected: false },
  { name: "two entries, one of which does not hold", spec: { filters: [isA, isC] }, expected: false },
  { name: "all", spec: { filters: [{ all: [isA, isC] }] }, expected: false },
  { name: "any", spec: { filters: [{ any: [isC, isA] }] }, expected: true },
  { name: "any of none that holds", spec: { filters: [{ any: [isC] }] }, expected: false },
  { name: "cesql", spec: { filters: [unknown] }, expected: undefined },
  { name: "not of cesql", spec: { filters: [{ not: unknown }] }, expected: undefined },
  { name: "cesql beside what does not hold", spec: { filters: [unknown, isC] }, expected: false },
  { name: "any of cesql and what holds", spec: { filters: [{ any: [unknown, isA] }] }, expected: true },
  { name: "nonsense", spec: { filters: [null, 1] }, expected: true },
])("$name", ({ spec, expected }) => expect(wants(spec, event)).toBe(expected));

test("a filter of any depth is looked at without falling over", () => {
  const nested = (depth: number): unknown =>
    Array.from({ length: depth }).reduce<unknown>((inner) => ({ not: inner }), isC);
  expect(wants({ filters: [nested(41)] }, event)).toBe(true);
  expect(wants({ filters: [nested(40)] }, event)).toBe(false);
  expect(wants({ filters: [nested(100_000)] }, event)).toBeUndefined();
});
