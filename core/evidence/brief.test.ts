import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { briefOf } from "./brief.ts";
import { compactLine, sharedMembers } from "./compact.ts";

const said = { time: true, level: true, shared: {} };

describe("a line that is shown says nothing twice", () => {
  test.each([
    ['{"level":50,"time":1,"pid":7,"hostname":"h","msg":"boom","v":0}', '{"msg":"boom"}'],
    ['{"@t":"x","@mt":"boom {a}","a":"{"}', '{"@mt":"boom {a}","a":"{"}'],
    ['{ "level" : "info", "msg" : "a,b" , "n":[1,{"b":2}] }', '{"msg" : "a,b","n":[1,{"b":2}]}'],
    ["ts=1 level=error msg=boom pid=3 a=2", "msg=boom a=2"],
    ["ts=1 level=error boom a=2 pid=3", "boom a=2 pid=3"],
    ["ts=1 level=error", "ts=1 level=error"],
    ["plain text", "plain text"],
    ['{"level":"info"}', '{"level":"info"}'],
    ['{"level":"info","cut":"of', '{"level":"info","cut":"of'],
    ['{"a":1} trailing', '{"a":1} trailing'],
  ])("%s", (line, expected) => expect(compactLine(line, said)).toBe(expected));

  test("but keeps what is not said elsewhere", () => {
    const line = '{"level":"odd","time":1,"msg":"x"}';
    expect(compactLine(line, { time: false, level: false, shared: {} })).toBe(line);
  });

  test("what all lines share goes only where it is the same", () => {
    const shared = sharedMembers(['{"a":"1","b":"2","msg":"x"}', '{"b":"2","a":"3","msg":"x"}']);
    expect(shared).toEqual({ b: "2" });
    expect(compactLine('{"a":"1","b":"2","msg":"x"}', { ...said, shared })).toBe('{"a":"1","msg":"x"}');
    expect(compactLine('{"b":"4","msg":"x"}', { ...said, shared })).toBe('{"b":"4","msg":"x"}');
  });

  test.each([[["a=1 b=2"]], [['{"a":1}', "plain"]], [[]]])("nothing is shared by %j", (lines) =>
    expect(sharedMembers(lines)).toEqual({}),
  );
});

describe("a line that is too long keeps what it says", () => {
  const uuid = "6fa459ea-ee8a-3ca4-894e-db77e160355e";
  test.each([
    [`request ${uuid} failed`, 30, "request 6fa459ea… failed"],
    [
      '{"caller":"some/where.go:1","msg":"boom","reason":"EOF","user":"alice"}',
      50,
      '{…,"msg":"boom","reason":"EOF","user":"alice"}',
    ],
    ['a.go:1] "boom a=b" object="shop/orders-1234" err="EOF"', 44, 'a.go:1] "boom a=b" … err="EOF"'],
    ["Error: boom ⏎ at a (a.js:1) ⏎ at b (b.js:1) ⏎ Caused by: EOF", 40, "Error: boom ⏎ Caused by: EOF"],
    [`${"word ".repeat(40)}end`, 60, /^word .* … .* end$/],
  ])("%s", (line, max, expected) => {
    const short = briefOf(line, max);
    expect(short.length).toBeLessThanOrEqual(max);
    if (typeof expected === "string") expect(short).toBe(expected);
    else expect(short).toMatch(expected);
  });

  test("never longer than asked, and untouched where it fits", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'ab "{}:,=⏎…é🚀1'), maxLength: 400 }),
        fc.integer({ min: 1, max: 500 }),
        (line, max) => {
          const short = briefOf(line, max);
          expect(short.length).toBeLessThanOrEqual(Math.max(max, 1));
          if (line.length <= max) expect(short).toBe(line);
          expect(short.isWellFormed()).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
