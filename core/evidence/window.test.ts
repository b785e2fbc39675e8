import * as fc from "fast-check";
import { expect, test } from "vitest";
import { secondsOf, toNanoseconds, windowBefore } from "./window.ts";

test.each([
  ["2026-11-21T02:34:53.344Z", 1795228493344000000n],
  ["2026-11-21T02:34:53.344000001Z", 1795228493344000001n],
  ["2026-11-21t04:34:53+02:00", 1795228493000000000n],
  ["1970-01-01T00:00:00Z", 0n],
  ["1969-12-31T23:59:59.5Z", -500000000n],
])("%s is %d ns", (time, nanoseconds) => expect(toNanoseconds(time)).toBe(nanoseconds));

test.each(["", "yesterday", "2026-11-21", "2026-13-21T00:00:00Z"])("%j is no time", (time) => {
  expect(() => toNanoseconds(time)).toThrow(RangeError);
});

test("the window before is as long and ends where this one starts", () => {
  const window = { start: "2026-11-21T02:00:00Z", end: "2026-11-21T02:15:00.25Z" };
  expect(windowBefore(window)).toEqual({ start: "2026-11-21T01:44:59.750Z", end: "2026-11-21T02:00:00Z" });
  expect(secondsOf(window)).toBe(900.25);
});

test("to the millisecond, for any window", () => {
  const time = fc.date({ noInvalidDate: true, min: new Date("1900-01-01"), max: new Date("2100-01-01") });
  fc.assert(
    fc.property(time, fc.integer({ min: 1, max: 1e9 }), (start, milliseconds) => {
      const window = { start: start.toISOString(), end: new Date(+start + milliseconds).toISOString() };
      expect(Date.parse(windowBefore(window).start)).toBe(+start - milliseconds);
    }),
  );
});
