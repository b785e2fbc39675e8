import { describe, expect, test } from "vitest";
import type { Diagnostic } from "../diagnostic.ts";
import { readMutes } from "./mutes.ts";
import { openSource } from "./source.ts";

const read = (text: string) => {
  const diagnostics: Diagnostic[] = [];
  const source = openSource("prompts/mutes.yaml", text, diagnostics);
  return {
    mutes: source && readMutes(source),
    said: diagnostics.map(({ line, column, message }) => `${line}:${column} ${message}`),
  };
};

test("windows once and every week", () => {
  const { mutes, said } = read(`migration:
  reason: The database moves.
  when: { labels.team: storage, severity: { one_of: [warning, info] } }
  from: 2026-12-01T20:00:00Z
  to: 2026-12-02T01:00:00+02:00
node_updates:
  reason: Nodes restart one by one.
  when: { alertname: { regex: "^KubeNode" } }
  weekly: { days: [sat, sun], start: "23:00", end: "04:30" }
`);
  expect(said).toEqual([]);
  expect(mutes).toEqual([
    {
      name: "migration",
      reason: "The database moves.",
      when: {
        all: [
          { fact: "labels.team", equals: "storage" },
          { fact: "severity", one_of: ["warning", "info"] },
        ],
      },
      window: { from: "2026-12-01T20:00:00Z", to: "2026-12-02T01:00:00+02:00" },
    },
    {
      name: "node_updates",
      reason: "Nodes restart one by one.",
      when: { fact: "alertname", regex: "^KubeNode" },
      window: { days: ["sat", "sun"], start: "23:00", end: "04:30" },
    },
  ]);
});

describe("what does not fit is said, with its place", () => {
  const ONCE = "from: 2026-12-01T20:00:00Z, to: 2026-12-01T21:00:00Z";
  test.each([
    { name: "no window", text: "a: { reason: r, when: { alertname: x } }", says: "1:4 a maintenance window has from" },
    {
      name: "two windows",
      text: `a: { reason: r, when: { alertname: x }, ${ONCE}, weekly: { days: [sun], start: "01:00", end: "02:00" } }`,
      says: "from and to, or weekly",
    },
    { name: "no reason", text: `a: { when: { alertname: x }, ${ONCE} }`, says: 'needs "reason"' },
    { name: "no condition", text: `a: { reason: r, ${ONCE} }`, says: 'needs "when"' },
    {
      name: "everything",
      text: `a: { reason: r, when: {}, ${ONCE} }`,
      says: "a condition needs a fact",
    },
    { name: "a fact of logs", text: `a: { reason: r, when: { level: error }, ${ONCE} }`, says: '"level" is no fact' },
    {
      name: "a time without a zone",
      text: "a: { reason: r, when: { alertname: x }, from: 2026-12-01T20:00:00, to: 2026-12-01T21:00:00Z }",
      says: "from is a time with its zone",
    },
    {
      name: "a day that does not exist",
      text: "a: { reason: r, when: { alertname: x }, from: 2026-12-01T20:00:00Z, to: 2026-13-01T21:00:00Z }",
      says: "to is a time with its zone",
    },
    {
      name: "a time without seconds",
      text: "a: { reason: r, when: { alertname: x }, from: 2026-12-01T20:00Z, to: 2026-12-01T21:00:00Z }",
      says: "from is a time with its zone",
    },
    {
      name: "a day that its month does not have",
      text: "a: { reason: r, when: { alertname: x }, from: 2026-02-30T20:00:00Z, to: 2026-12-01T21:00:00Z }",
      says: "from is a time with its zone",
    },
    {
      name: "an end before the start",
      text: "a: { reason: r, when: { alertname: x }, from: 2026-12-01T20:00:00Z, to: 2026-12-01T20:00:00Z }",
      says: "to is not after from",
    },
    {
      name: "no day",
      text: 'a: { reason: r, when: { alertname: x }, weekly: { days: [], start: "01:00", end: "02:00" } }',
      says: "names no day",
    },
    {
      name: "a day in full",
      text: 'a: { reason: r, when: { alertname: x }, weekly: { days: [sunday], start: "01:00", end: "02:00" } }',
      says: '"sunday" is no day',
    },
    {
      name: "an hour that does not exist",
      text: 'a: { reason: r, when: { alertname: x }, weekly: { days: [sun], start: "24:00", end: "02:00" } }',
      says: "start is hours and minutes",
    },
    { name: "a name with blanks", text: `"a b": { reason: r, when: { alertname: x }, ${ONCE} }`, says: "is no name" },
    { name: "a list", text: "- a", says: "mutes.yaml is a mapping" },
  ])("$name", ({ text, says }) => {
    const { mutes, said } = read(`${text}\n`);
    expect(said.join("\n")).toContain(says);
    expect(mutes).toBeUndefined();
  });
});
