import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { digestEvidence } from "./digest.ts";
import type { LogLine } from "./evidence.ts";
import { splitLines } from "./lines.ts";
import { unwrapLines } from "./unwrap.ts";

const unwrap = (logs: string) =>
  unwrapLines(splitLines(logs)).flatMap(({ text, time, hint, lines }) =>
    text === "" ? [] : [{ text, time, hint, lines }],
  );

test.each([
  {
    name: "CRI",
    logs: "2026-11-21T02:00:00.000000001Z stdout F hello  world",
    expected: [{ text: "hello  world", time: "2026-11-21T02:00:00.000000001Z", hint: "unknown", lines: 1 }],
  },
  {
    name: "CRI with a zone and tags",
    logs: "2026-11-21T03:00:00.5+01:00 stderr F:x hello",
    expected: [{ text: "hello", time: "2026-11-21T03:00:00.5+01:00", hint: "unknown", lines: 1 }],
  },
  {
    name: "CRI, a long line in parts, another stream between them",
    logs: `2026-11-21T02:00:00Z stdout P one,
2026-11-21T02:00:01Z stderr F other
2026-11-21T02:00:02Z stdout P two,
2026-11-21T02:00:03Z stdout F three`,
    expected: [
      { text: "other", time: "2026-11-21T02:00:01Z", hint: "unknown", lines: 1 },
      { text: "one,two,three", time: "2026-11-21T02:00:00Z", hint: "unknown", lines: 3 },
    ],
  },
  {
    name: "CRI, parts without an end",
    logs: "2026-11-21T02:00:00Z stdout P one,",
    expected: [{ text: "one,", time: "2026-11-21T02:00:00Z", hint: "unknown", lines: 1 }],
  },
  {
    name: "Docker, in parts",
    logs: `{"log":"say \\"one\\" ${"x".repeat(16_000)} ","stream":"stdout","time":"2026-11-21T02:00:00Z"}
{"log":"and two\\n","stream":"stdout","time":"2026-11-21T02:00:01Z"}`,
    expected: [
      { text: `say "one" ${"x".repeat(16_000)} and two`, time: "2026-11-21T02:00:00Z", hint: "unknown", lines: 2 },
    ],
  },
  {
    name: "JSON that only begins like Docker's",
    logs: '{"log":"x","user":"y"}\n{"log":"cut off',
    expected: [
      { text: '{"log":"x","user":"y"}', time: undefined, hint: "unknown", lines: 1 },
      { text: '{"log":"cut off', time: undefined, hint: "unknown", lines: 1 },
    ],
  },
  {
    name: "journald's export",
    logs: `__CURSOR=s=1
__REALTIME_TIMESTAMP=1795226400000001
PRIORITY=3
SYSLOG_IDENTIFIER=kubelet
_PID=812
MESSAGE=disk is full

__REALTIME_TIMESTAMP=1795226401000001
_COMM=sshd
MESSAGE=hello`,
    expected: [
      { text: "kubelet: disk is full", time: "1795226400000001", hint: "error", lines: 6 },
      { text: "sshd: hello", time: "1795226401000001", hint: "unknown", lines: 3 },
    ],
  },
  {
    name: "what only looks alike",
    logs: "2026-11-21T02:00:00Z stdout hello\n__init__=3",
    expected: [
      { text: "2026-11-21T02:00:00Z stdout hello", time: undefined, hint: "unknown", lines: 1 },
      { text: "__init__=3", time: undefined, hint: "unknown", lines: 1 },
    ],
  },
])("$name", ({ logs, expected }) => expect(unwrap(logs)).toEqual(expected));

test("the time that a line was given with counts more than the one in its prefix", () => {
  const line = { text: "2026-11-21T02:00:00Z stdout F x", time: "1795226400000000000" };
  expect(unwrapLines([line])[0]!.time).toBe(line.time);
});

describe("a secret that lies across two parts is masked", () => {
  test("CRI", () => {
    const logs = "2026-11-21T02:00:00Z stdout P login password=hun\n2026-11-21T02:00:00Z stdout F ter2 for db";
    const text = JSON.stringify(digestEvidence({ lines: splitLines(logs) }));
    expect(text).toContain("password=[redacted:password] for db");
    expect(text).not.toMatch(/ter2/);
  });
});

describe("the level", () => {
  const level = (text: string, detected_level: string) =>
    digestEvidence({ lines: [{ text, labels: { detected_level } }] }).lines[0]!.level;
  test.each([
    ["of the line wins", "ERROR boom", "info", "error"],
    ["of the label where the line has none", "it went wrong", "warn", "warning"],
    ["is not known where neither knows", "hello", "unknown", "unknown"],
  ])("%s", (_, text, label, expected) => expect(level(text, label)).toBe(expected));
});

describe("nothing is swallowed", () => {
  const texts = (lines: readonly LogLine[]) => unwrapLines(lines).map(({ text }) => text);

  test.each([
    ["words between", ["__CURSOR=x", "ERROR OOMKilled api", "FATAL database down", "MESSAGE=healthy"]],
    ["no message", ["__CURSOR=x", "PRIORITY=3", "", "after"]],
    ["an empty message", ["__CURSOR=x", "MESSAGE="]],
    ["a word without a value", ["__CURSOR=x", "PANIC", "MESSAGE=healthy"]],
    ["a file that begins with another line", ["hello", "__CURSOR=x", "PRIORITY=3", "MESSAGE=healthy"]],
  ])("%s: plain lines", (_, lines) => {
    expect(texts(lines.map((text) => ({ text }))).filter((text) => text !== "")).toEqual(
      lines.filter((text) => text !== ""),
    );
  });

  test("a record ends where something else begins", () => {
    const lines = ["__CURSOR=x", "PRIORITY=3", "MESSAGE=disk is full", "FATAL database down", "MESSAGE=healthy"];
    expect(texts(lines.map((text) => ({ text })))).toEqual(["disk is full", "FATAL database down", "MESSAGE=healthy"]);
  });

  test("a second message, or the next record without a blank line, ends one", () => {
    const lines = [
      "__CURSOR=x",
      "MESSAGE=one",
      "MESSAGE=two",
      "__CURSOR=y",
      "MESSAGE=three",
      "__CURSOR=z",
      "MESSAGE=four",
    ];
    expect(texts(lines.map((text) => ({ text })))).toEqual(["one", "MESSAGE=two", "three", "four"]);
  });

  test("a field without end is no record", () => {
    const lines = ["__CURSOR=x", "MESSAGE=one", ...Array.from({ length: 2000 }, (_, i) => `FIELD_${i}=x`)];
    expect(texts(lines.map((text) => ({ text }))).length).toBeGreaterThan(1500);
  });

  test.each([
    ["labels", { labels: { pod: "a" } }],
    ["a time", { time: "1795226400000000000" }],
  ])("lines with %s of their own are of no record", (_, own) => {
    const lines = ["__CURSOR=x", "PRIORITY=3", "MESSAGE=healthy"].map((text) => ({ text, ...own }));
    expect(texts(lines)).toEqual(["__CURSOR=x", "PRIORITY=3", "MESSAGE=healthy"]);
    expect(texts([{ text: "__CURSOR=x" }, { text: "A=b", ...own }, { text: "MESSAGE=c" }])).toEqual([
      "__CURSOR=x",
      "A=b",
      "MESSAGE=c",
    ]);
  });

  test("Docker cuts at 16 KB: what has no line break and is shorter is whole", () => {
    const lines = ["one", "two"].map((log) => ({ text: JSON.stringify({ log, stream: "stdout", time: "x" }) }));
    expect(texts(lines)).toEqual(["one", "two"]);
  });

  const plain = fc.constantFrom(
    "ERROR OOMKilled api",
    "FATAL database down",
    "PANIC",
    "pid=3",
    "x",
    "\tat a.b(C.java:1)",
  );
  const fields = fc.constantFrom(
    "__CURSOR=x",
    "__REALTIME_TIMESTAMP=1795226400000001",
    "MESSAGE=healthy",
    "MESSAGE=disk is full",
    "PRIORITY=3",
    "_PID=1",
    "SYSLOG_IDENTIFIER=a",
  );
  const wrapped = fc.constantFrom(
    "2026-11-21T02:00:00Z stdout F whole",
    "2026-11-21T02:00:00Z stdout P part",
    '{"log":"said\\n","stream":"stdout","time":"2026-11-21T02:00:00Z"}',
    '{"log":"unsaid","stream":"stderr","time":"1999-01-01T00:00:00Z"}',
    '{"log":"cut',
  );
  const lines = fc.array(
    fc.record(
      {
        text: fc.oneof({ weight: 3, arbitrary: fields }, plain, wrapped, fc.constantFrom("", "  ")),
        labels: fc.constantFrom({ pod: "a" }, { pod: "b" }),
        time: fc.constant("1795226400000000000"),
      },
      { requiredKeys: ["text"] },
    ),
    { maxLength: 20 },
  );

  test("every line that is not blank is counted by one of the evidence", () => {
    fc.assert(
      fc.property(lines, fc.boolean(), (some, asJournal) => {
        const given = asJournal ? [{ text: "__CURSOR=x" }, ...some] : some;
        const counted = digestEvidence({ lines: given }).lines.reduce(
          (sum, line) => sum + (line.lines ?? line.count),
          0,
        );
        expect(counted).toBe(given.filter(({ text }) => text.trim() !== "").length);
      }),
      { numRuns: 2000 },
    );
  });

  test("what stands in no wrapper comes out as it was", () => {
    fc.assert(
      fc.property(lines, (some) => {
        const given = [{ text: "__CURSOR=x" }, ...some];
        const out = texts(given);
        for (const { text } of given)
          if (!/^[A-Z_]+=|^2026|^\{/.test(text) && text.trim() !== "") expect(out).toContain(text);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("a time that a line of Docker brings", () => {
  const forged = '{"log":"x\\n","stream":"stdout","time":"1999-01-01T00:00:00Z"}';
  test("is not believed among lines of another form", () => {
    const logs = `2026-11-21T02:00:00Z INFO a\n${forged}\n2026-11-21T02:00:09Z INFO b`;
    expect(digestEvidence({ lines: splitLines(logs) }).from).toMatch(/^2026/);
  });
  test("is where all lines are Docker's", () => {
    expect(unwrapLines(splitLines(`${forged}\n${forged}`)).map(({ time }) => time?.slice(0, 4))).toEqual([
      "1999",
      "1999",
    ]);
  });
});
