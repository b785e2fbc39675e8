import { describe, expect, test } from "vitest";
import { digestEvidence } from "./digest.ts";
import type { LogLine } from "./evidence.ts";
import { splitLines } from "./lines.ts";

const at = (second: number): string => `${1_795_226_400 + second}000000000`;
const lines = (count: number, text: (i: number) => string, from = 0): LogLine[] =>
  Array.from({ length: count }, (_, i) => ({ text: text(i), time: at(from + i) }));

describe("the example", () => {
  test("is the first line, as it was logged", () => {
    const [line] = digestEvidence({ lines: lines(9, (i) => `ERROR order ${i} lost`) }).lines;
    expect(line).toMatchObject({
      text: "ERROR order 0 lost",
      count: 9,
      time: "2026-11-21T02:00:00Z",
      last: "2026-11-21T02:00:08Z",
    });
  });

  test("is the first with a stack trace, where some have none", () => {
    const logs = `Error: boom 1
Error: boom 2
    at a (/app/a.js:1:2)
Error: boom 3
    at b (/app/b.js:1:2)`;
    expect(digestEvidence({ lines: splitLines(logs) }).lines).toMatchObject([
      { text: "Error: boom 2 ⏎ at a (/app/a.js:1:2)", count: 3, lines: 5 },
    ]);
  });
});

test("traces that differ in what was thrown are two", () => {
  const trace = (cause: string) =>
    `ERROR order failed\njava.lang.RuntimeException: x\n\tat a.B.c(B.java:1)\nCaused by: ${cause}\n\tat d.E.f(E.java:2)`;
  const logs = [
    trace("java.net.ConnectException: refused"),
    trace("java.io.EOFException"),
    trace("java.io.EOFException"),
  ];
  expect(digestEvidence({ lines: splitLines(logs.join("\n")) }).lines.map(({ count }) => count)).toEqual([1, 2]);
});

describe("against the time before", () => {
  const noisy = (count: number, from = 0): LogLine[] =>
    lines(count, (i) => `ERROR cannot list *v1.Secret: connection refused, try ${i}`, from);

  test.each([
    ["an error of a known class", "ERROR open /data/x: no space left on device"],
    ["an error of none", "ERROR the bucket fell over"],
    ["a warning", "WARN the bucket leans"],
    ["a word in passing", "the bucket leans"],
  ])("the new line ranks before the constant noise: %s", (_, text) => {
    const now = [...noisy(300), { text, time: at(150) }];
    const evidence = digestEvidence({ lines: now, baseline: noisy(300, -400) });
    expect(evidence.lines.find(({ id }) => id === evidence.ranking[0])).toMatchObject({ text, trend: "new" });
  });

  test("what is new names the class of error, and the noise comes after it", () => {
    const now = [...noisy(300), { text: "ERROR write /data/x: no space left on device", time: at(150) }];
    const { features } = digestEvidence({ lines: now, baseline: noisy(300, -400) });
    expect(features.error_classes).toEqual(["disk_pressure", "connection_refused"]);
  });

  test.each([
    { before: 10, now: 10, trend: undefined },
    { before: 10, now: 25, trend: undefined },
    { before: 10, now: 40, trend: "elevated" },
    { before: 1, now: 3, trend: undefined },
    { before: 0, now: 1, trend: "new" },
  ])("$before before and $now now is $trend", ({ before, now, trend }) => {
    const tick = [0, 100].map((second) => ({ text: "INFO tick", time: at(second) }));
    const past = [0, 100].map((second) => ({ text: "INFO tick", time: at(second - 200) }));
    const evidence = digestEvidence({
      lines: [...tick, ...lines(now, (i) => `ERROR lost ${i}`)],
      baseline: [...past, ...lines(before, (i) => `ERROR lost ${i}`, -200)],
    });
    expect(evidence.lines.find(({ text }) => text.startsWith("ERROR"))!.trend).toBe(trend);
  });

  test("twice the time may hold twice the lines", () => {
    const evidence = digestEvidence({
      lines: lines(100, (i) => `ERROR lost ${i}`),
      baseline: lines(20, (i) => `ERROR lost ${i}`, -20),
    });
    expect(evidence.lines[0]!.trend).toBeUndefined();
  });

  test("no baseline, no trend", () => {
    expect(digestEvidence({ lines: noisy(3) }).lines[0]).not.toHaveProperty("trend");
  });
});

test("a burst ranks before the same number of errors spread out, and both before routine", () => {
  const spread = lines(10, (i) => `ERROR ledger ${i} out of balance`).map((line, i) => ({
    ...line,
    time: at(1 + i * 100),
  }));
  const burst = lines(10, (i) => `ERROR parcel ${i} out of balance`).map((line) => ({ ...line, time: at(0) }));
  const routine = lines(5, (i) => `INFO ${"abcde"[i]} done`).map((line, i) => ({ ...line, time: at(300 + i) }));
  const evidence = digestEvidence({ lines: [...spread, ...burst, ...routine] });
  const order = evidence.ranking.map((id) => evidence.lines.find((line) => line.id === id)!.text.split(" ")[1]);
  expect(order.indexOf("parcel")).toBeLessThan(order.indexOf("ledger"));
});
