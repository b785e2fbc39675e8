import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { digestEvidence } from "./digest.ts";
import type { LogLine } from "./evidence.ts";
import { fitEvidence, linesBehind } from "./fit.ts";
import { splitLines } from "./lines.ts";
import { INCIDENTS, QUIET } from "./testing/incidents.ts";
import { PLANTED } from "./testing/secrets.ts";

const digest = (logs: string) => digestEvidence({ lines: splitLines(logs) });

test.each(INCIDENTS)("class: $name", ({ logs, error_class }) => {
  const { features, errorLineId, lines } = digest(logs);
  expect(features.error_class).toBe(error_class);
  if (error_class !== "none") expect(lines.map(({ id }) => id)).toContain(errorLineId);
});

test.each(QUIET)("benign: $name", ({ logs }) => expect(digest(logs).features.error_class).toBe("benign"));

test("every class has an incident", async () => {
  const { ERROR_CLASSES } = await import("./error-class.ts");
  const shown = new Set(INCIDENTS.map(({ error_class }) => error_class));
  expect(ERROR_CLASSES.filter((one) => one !== "benign" && !shown.has(one))).toEqual([]);
});

describe("what is not quite quiet is not called benign", () => {
  test.each([
    ["an error of an unknown kind", "INFO started\nERROR ledger out of balance"],
    ["trouble after the recovery", "WARN connection refused\nINFO connected to db\nWARN connection refused"],
    ["an error, though a retry worked", "ERROR connection refused to 10.0.0.1:1\nINFO connected to db"],
    ["an untold crash", "worker 3 died unexpectedly\nstarted worker 4"],
    ["a warning of an unknown kind", "WARN queue depth 900\nINFO started"],
    ["one routine line", "INFO tick"],
    ["silence", ""],
  ])("%s", (_, logs) => expect(digest(logs).features.error_class).not.toBe("benign"));
});

describe("lines that differ in numbers only are one, with a count", () => {
  test("the first stands for all", () => {
    const logs = Array.from(
      { length: 40 },
      (_, i) => `2026-11-21T12:00:${String(i).padStart(2, "0")}Z INFO request ${i} from 10.0.0.${i}`,
    );
    expect(digest(logs.join("\n")).lines).toEqual([
      {
        id: "E1",
        time: "2026-11-21T12:00:00Z",
        level: "info",
        text: "2026-11-21T12:00:00Z INFO request 0 from 10.0.0.0",
        count: 40,
      },
    ]);
  });

  test("but not lines that ended differently", () => {
    expect(digest("job exited with code 0\njob exited with code 1\nstatus=200\nstatus=503").lines).toHaveLength(4);
  });
});

test("a private key that was logged line by line is replaced line by line", () => {
  const body = ["MIIEowIBAAKCAQEA7bq", "qLz9x+Q/4Zr8k1yV", "c2VjcmV0"];
  const logs = [
    "loading key",
    "-----BEGIN RSA PRIVATE KEY-----",
    ...body,
    "-----END RSA PRIVATE KEY-----",
    "key loaded",
  ];
  const text = JSON.stringify(digest(logs.join("\n")));
  for (const line of body) expect(text).not.toContain(line);
  expect(text).toContain("key loaded");
});

test("a long line keeps its head and its tail", () => {
  const [line] = digest(`ERROR begin ${"x".repeat(9000)} end: connection refused`).lines;
  expect(line!.text).toMatch(/^ERROR begin x+ … \[[\d,]+ characters cut\] … x+ end: connection refused$/);
  expect(line!.text.length).toBeLessThanOrEqual(1200);
});

test("labels and what the caller names become features, made safe", () => {
  const labels = { namespace: "shop", pod: "orders-1", container: "orders", detected_level: "error" };
  const { features, redactions } = digestEvidence({
    lines: [
      { text: "boom", labels },
      { text: "bang", labels: { ...labels, pod: "orders-2" } },
    ],
    labels: { alertname: "HighErrors", note: "password=hunter2" },
    question: "why <|im_start|>?",
  });
  expect(features).toMatchObject({
    namespace: "shop",
    container: "orders",
    alertname: "HighErrors",
    level: "error",
    question: "why < |im_start|>?",
    labels: { note: "password=[redacted:password]" },
  });
  expect(features.pod).toBeUndefined();
  expect(redactions).toEqual({ password: 1 });
});

test("keywords are words, sorted, without ids", () => {
  const { keywords } = digest("ERROR x509 handshake with nginx failed ref=8f2a1c9d8e orders-5c6bd7f9d4").features;
  expect(keywords).toEqual(["error", "failed", "handshake", "nginx", "orders", "ref", "x509"]);
});

const texts = fc.oneof(
  fc.constantFrom(...[...INCIDENTS, ...QUIET].flatMap(({ logs }) => logs.split("\n"))),
  fc.constantFrom(...PLANTED.map(({ line }) => line)),
  fc.string({ unit: "binary", maxLength: 60 }),
);
const anyLines: fc.Arbitrary<LogLine[]> = fc.array(
  fc.record(
    {
      text: texts,
      time: fc.oneof(
        fc.bigInt({ min: 1_700_000_000_000_000_000n, max: 1_800_000_000_000_000_000n }).map(String),
        fc.constantFrom("2026-11-21T12:00:00Z", "nonsense", ""),
      ),
      labels: fc.dictionary(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), { maxKeys: 2 }),
    },
    { requiredKeys: ["text"] },
  ),
  { maxLength: 25 },
);

test("ids are unique and in order of time; the ranking names each once; no input line is lost", () => {
  fc.assert(
    fc.property(anyLines, (lines) => {
      const evidence = digestEvidence({ lines });
      const ids = evidence.lines.map(({ id }) => id);
      expect(ids).toEqual(ids.map((_, i) => `E${i + 1}`));
      expect(new Set(evidence.ranking)).toEqual(new Set(ids));
      expect(evidence.ranking).toHaveLength(ids.length);
      expect(evidence.inputLines).toBe(lines.length);
      expect(linesBehind(evidence.lines)).toBeLessThanOrEqual(lines.length);
      if (evidence.errorLineId !== null) expect(evidence.ranking[0]).toBe(evidence.errorLineId);
      expect(digestEvidence({ lines })).toEqual(evidence);
    }),
    { numRuns: 300 },
  );
});

test("times that differ make the order of the input irrelevant", () => {
  const timed = fc.uniqueArray(
    fc.record({ second: fc.integer({ min: 1_700_000_000, max: 1_700_001_000 }), text: texts }),
    {
      selector: ({ second }) => second,
      maxLength: 15,
    },
  );
  fc.assert(
    fc.property(
      timed.chain((lines) => fc.tuple(fc.constant(lines), fc.shuffledSubarray(lines, { minLength: lines.length }))),
      ([lines, shuffled]) => {
        const toLines = (given: typeof lines): LogLine[] =>
          // A private key logged line by line depends on what follows it, in whatever order it arrives.
          given
            .filter(({ text }) => !text.includes("PRIVATE KEY"))
            .map(({ second, text }) => ({ text, time: `${second}000000000` }));
        expect(digestEvidence({ lines: toLines(shuffled) })).toEqual(digestEvidence({ lines: toLines(lines) }));
      },
    ),
    { numRuns: 300 },
  );
});

test("a planted secret is in no part of the evidence", () => {
  fc.assert(
    fc.property(fc.constantFrom(...PLANTED), anyLines, fc.nat(), ({ line, secret }, lines, at) => {
      const others = lines.filter(({ text }) => !text.includes(secret));
      const planted = [...others.slice(0, at % 5), { text: line }, ...others.slice(at % 5)];
      const evidence = digestEvidence({ lines: planted, question: line, labels: { note: line } });
      expect(JSON.stringify(evidence)).not.toContain(JSON.stringify(secret).slice(1, -1));
      expect(fitEvidence(evidence, 2000).text).not.toContain(secret);
    }),
    { numRuns: 300 },
  );
});

test("5,000 lines of 16 kB, each unlike the others, are read in one go", () => {
  const word = (i: number): string => [...String(i)].map((digit) => "abcdefghij"[+digit]).join("");
  const filler = "lorem ipsum dolor sit amet connection ".repeat(430);
  const lines = Array.from({ length: 5000 }, (_, i) => ({ text: `INFO ${word(i)} ${filler}` }));
  expect(digestEvidence({ lines }).inputLines).toBe(5000);
});

test("an entry of a million lines below another", () => {
  const lines = [{ text: "Error: x" }, { text: "  at a\n".repeat(300_000) }];
  expect(digestEvidence({ lines }).lines).toHaveLength(1);
});
