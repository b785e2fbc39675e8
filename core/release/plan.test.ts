import * as v from "valibot";
import { expect, test } from "vitest";
import { DEFAULT_PLAN, holdMs, PlanSchema } from "./plan.ts";

const step = (percent: unknown, hold: unknown = "1h") => ({ percent, hold });

test.each([
  { name: "the default", plan: DEFAULT_PLAN },
  { name: "at once", plan: [step(100)] },
  { name: "first without traffic", plan: [step(0, "10m"), step(100)] },
  { name: "days", plan: [step(1, "7d"), step(99, "2d"), step(100, "9999m")] },
])("a plan: $name", ({ plan }) => expect(v.parse(PlanSchema, plan)).toEqual(plan));

test.each([
  { name: "no step", plan: [], says: "must have a step" },
  { name: "an end below 100", plan: [step(10), step(99)], says: "must end with 100" },
  { name: "a share that shrinks", plan: [step(50), step(10), step(100)], says: "must grow" },
  { name: "a share that stays", plan: [step(50), step(50), step(100)], says: "must grow" },
  { name: "more than all", plan: [step(101)], says: "<=100" },
  { name: "less than nothing", plan: [step(-1), step(100)], says: ">=0" },
  { name: "half a percent", plan: [step(0.5), step(100)], says: "whole number" },
  { name: "a hold without a unit", plan: [step(100, "60")], says: "such as 30m" },
  { name: "no hold", plan: [step(100, "0h")], says: "such as 30m" },
  { name: "a field that is not known", plan: [{ ...step(100), until: "noon" }], says: "until" },
])("no plan: $name", ({ plan, says }) => {
  const { success, issues } = v.safeParse(PlanSchema, plan);
  expect(success).toBe(false);
  expect(issues?.map(({ message }) => message).join()).toContain(says);
});

test.each([
  ["30m", 30 * 60_000],
  ["24h", 24 * 3_600_000],
  ["2d", 48 * 3_600_000],
])("%s is %d ms", (hold, ms) => expect(holdMs({ hold })).toBe(ms));
