import { expect, test } from "vitest";
import type { Mute } from "../prompt/bundle.ts";
import { toMilliseconds } from "./alert-time.ts";
import { mutedBy } from "./mutes.ts";

const at = (time: string): number => toMilliseconds(time) as number;
const labels = { alertname: "NodeDown", namespace: "shop", severity: "warning", team: "infra" };
const always: Mute["window"] = { from: "2026-01-01T00:00:00Z", to: "2027-01-01T00:00:00Z" };
const mute = (window: Mute["window"], when: Mute["when"] = { fact: "alertname", equals: "NodeDown" }): Mute => ({
  name: "m",
  reason: "r",
  when,
  window,
});
const night: Mute["window"] = { days: ["sat"], start: "22:00", end: "02:00" };
const morning: Mute["window"] = { days: ["sat", "sun"], start: "03:00", end: "04:30" };
const day: Mute["window"] = { days: ["sun"], start: "00:00", end: "00:00" };

// 2026-11-21 is a Saturday.
test.each([
  { name: "at its first moment", window: always, time: "2026-01-01T00:00:00Z", muted: true },
  { name: "before", window: always, time: "2025-12-31T23:59:59Z", muted: false },
  { name: "its end is not in it", window: always, time: "2027-01-01T00:00:00Z", muted: false },
  {
    name: "with a zone",
    window: { from: "2026-11-21T20:00:00+01:00", to: "2026-11-21T21:00:00+01:00" },
    time: "2026-11-21T19:30:00Z",
    muted: true,
  },
  { name: "weekly, on its day", window: morning, time: "2026-11-21T03:00:00Z", muted: true },
  { name: "weekly, at its end", window: morning, time: "2026-11-21T04:30:00Z", muted: false },
  { name: "weekly, on another day", window: morning, time: "2026-11-20T03:30:00Z", muted: false },
  { name: "over midnight, before it", window: night, time: "2026-11-21T22:00:00Z", muted: true },
  { name: "over midnight, after it", window: night, time: "2026-11-22T01:59:00Z", muted: true },
  { name: "over midnight, at its end", window: night, time: "2026-11-22T02:00:00Z", muted: false },
  { name: "the night before its day", window: night, time: "2026-11-21T01:00:00Z", muted: false },
  { name: "over midnight, at noon", window: night, time: "2026-11-21T12:00:00Z", muted: false },
  { name: "a whole day", window: day, time: "2026-11-22T23:59:59Z", muted: true },
  { name: "the day after a whole day", window: day, time: "2026-11-23T00:00:00Z", muted: false },
])("$name: $muted", ({ window, time, muted }) => {
  expect(mutedBy([mute(window)], { labels }, at(time)) !== undefined).toBe(muted);
});

test.each([
  { fact: "alertname", equals: "NodeDown", muted: true },
  { fact: "namespace", equals: "shop", muted: true },
  { fact: "severity", equals: "warning", muted: true },
  { fact: "labels.team", equals: "infra", muted: true },
  { fact: "labels.namespace", equals: "shop", muted: true },
  { fact: "cluster", equals: "home", muted: true },
  { fact: "cluster", equals: "work", muted: false },
  { fact: "labels.constructor", regex: "function", muted: false },
])("$fact is $equals$regex: $muted", ({ muted, ...when }) => {
  const found = mutedBy([mute(always, when as Mute["when"])], { labels }, at("2026-06-01T00:00:00Z"), "home");
  expect(found !== undefined).toBe(muted);
});

test("gives the first window that holds", () => {
  const mutes = [
    { ...mute(night), name: "closed" },
    { ...mute(always), name: "first" },
    { ...mute(always), name: "second" },
  ];
  expect(mutedBy(mutes, { labels }, at("2026-06-01T12:00:00Z"))?.name).toBe("first");
});
