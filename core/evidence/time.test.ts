import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareMoments, formatTime, leadingTime, parseTime } from "./time.ts";

test.each([
  { text: "1795227966320351675", expected: "2026-11-21T02:26:06.320Z" },
  { text: "2026-11-21T02:44:32.568Z", expected: "2026-11-21T02:44:32.568Z" },
  { text: "2026-11-21T03:44:32+01:00", expected: "2026-11-21T02:44:32Z" },
  { text: "2024-02-29T23:59:59Z", expected: "2024-02-29T23:59:59Z" },
])("$text is $expected", ({ text, expected }) => expect(formatTime(parseTime(text)!)).toBe(expected));

test.each(["", "yesterday", "12", "2026-13-01T00:00:00Z", "2026-11-21", "2026-11-21T02:44:32Z and more"])(
  "%j is no time",
  (text) => expect(parseTime(text)).toBeUndefined(),
);

describe("the time that a line begins with", () => {
  test.each([
    { line: "2026-11-21 02:43:03,849 ERROR x", at: "2026-11-21T02:43:03.849Z", rest: "ERROR x" },
    { line: "[2026-11-21T02:43:03Z] x", at: "2026-11-21T02:43:03Z", rest: "x" },
    { line: "2026-11-21 02:28:08.464 UTC [107] FATAL:  x", at: "2026-11-21T02:28:08.464Z", rest: "[107] FATAL:  x" },
    { line: "2026/11/21 02:44:21 [crit] 29#29: x", at: "2026-11-21T02:44:21Z", rest: "[crit] 29#29: x" },
    { line: "E1121 02:39:22.998456       1 a.go:1] x", at: "2026-11-21T02:39:22.998Z", rest: "       1 a.go:1] x" },
    { line: "<27>Nov 21 02:41:16 node-1 a[1]: x", at: "2026-11-21T02:41:16Z", rest: "node-1 a[1]: x" },
    { line: "Nov  1 02:41:16 node-1 x", at: "2026-11-01T02:41:16Z", rest: "node-1 x" },
    { line: '{"level":30,"time":1795227966320,"msg":"x"}', at: "2026-11-21T02:26:06.320Z", rest: undefined },
    { line: '{"ts":1795227966.32,"msg":"x"}', at: "2026-11-21T02:26:06.320Z", rest: undefined },
    { line: "ts=2026-11-21T02:41:16.804Z caller=a.go:1 x", at: "2026-11-21T02:41:16.804Z", rest: undefined },
    {
      line: '10.0.0.1 - - [21/Nov/2026:02:41:16 +0100] "GET / HTTP/1.1" 200 1',
      at: "2026-11-21T01:41:16Z",
      rest: undefined,
    },
  ])("$line", ({ line, at, rest }) => {
    const found = leadingTime(line, parseTime("2026-12-01T00:00:00Z")!.seconds)!;
    expect(formatTime(found.moment!)).toBe(at);
    expect(line.slice(found.end)).toBe(rest ?? line);
  });

  test("a bare clock time is cut but says no day", () => {
    expect(leadingTime("[02:40:18] [ERR] x")).toEqual({ moment: undefined, end: 11 });
  });

  test.each(["certificate expired at 2023-01-01T00:00:00Z", "x", "", "E1121 no time"])("none in %j", (line) =>
    expect(leadingTime(line)).toBeUndefined(),
  );
});

describe("a stamp without a year is of the latest year that does not put it too late", () => {
  test.each([
    { line: "Dec 31 23:59:59 node-1 x", latest: "2026-01-01T00:00:00Z", at: "2025-12-31T23:59:59Z" },
    { line: "Jan  1 00:00:01 node-1 x", latest: "2026-01-01T00:00:00Z", at: "2025-01-01T00:00:01Z" },
    { line: "I0101 00:00:01.500000 1 a.go:1] x", latest: "2026-01-02T00:00:00Z", at: "2026-01-01T00:00:01.500Z" },
    { line: "Feb 29 12:00:00 node-1 x", latest: "2027-11-21T00:00:00Z", at: "2024-02-29T12:00:00Z" },
  ])("$line, not after $latest: $at", ({ line, latest, at }) =>
    expect(formatTime(leadingTime(line, parseTime(latest)!.seconds)!.moment!)).toBe(at),
  );

  test("which is its own, where it is less than a year old", () => {
    const year = 364 * 86_400;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e9 }), fc.integer({ min: 0, max: year }), (seconds, age) => {
        const [, month, day, time] = /-(..)-(..)T(.*)Z/.exec(formatTime({ seconds, nanos: 0 }))!;
        if (month === "02" && day === "29") return;
        const found = leadingTime(`I${month}${day} ${time}.000000 1 a.go:1] x`, seconds + age);
        expect(found?.moment).toEqual({ seconds, nanos: 0 });
      }),
    );
  });

  test("and is none where nothing says which", () => {
    expect(leadingTime("Dec 31 23:59:59 node-1 x")).toEqual({ moment: undefined, end: 16 });
  });
});

test("a day's number and its date agree with the calendar of the machine", () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e10, max: 1e11 }), fc.integer({ min: 0, max: 999 }), (seconds, millis) => {
      const text = new Date(seconds * 1000 + millis).toISOString();
      if (text.length > 24) return;
      expect(formatTime({ seconds, nanos: millis * 1e6 })).toBe(text.replace(".000Z", "Z"));
      expect(parseTime(text)).toEqual({ seconds, nanos: millis * 1e6 });
    }),
  );
});

test("nanoseconds order what a JavaScript number could not", () => {
  expect(compareMoments(parseTime("1795227293344313286")!, parseTime("1795227293344313287")!)).toBeLessThan(0);
});
