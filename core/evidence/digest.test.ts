import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { linesBehind } from "./coverage.ts";
import { digestEvidence } from "./digest.ts";
import type { LogLine } from "./evidence.ts";
import { fitEvidence } from "./fit.ts";
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
        last: "2026-11-21T12:00:39Z",
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
      // One secret is "123456", and the digits of a share may hold that by chance.
      const said = JSON.stringify(evidence, (_, value) =>
        typeof value === "number" ? Math.round(value * 1000) : value,
      );
      expect(said).not.toContain(JSON.stringify(secret).slice(1, -1));
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

describe("klog and syslog say no year", () => {
  const klog = `I0101 00:00:02.000000       1 b.go:2] "ready"
E1231 23:59:58.000000       1 a.go:1] "lost the lease"`;
  const lines = splitLines(klog);
  const from = (input: object) => digestEvidence({ lines, ...input }).from;
  const window = { start: "2026-12-31T23:00:00Z", end: "2027-01-01T01:00:00Z" };
  const source = { query: "{}", from: window.start, to: window.end, truncated: false };
  const year2027 = Date.parse("2027-01-01T06:00:00Z");

  test.each([
    { name: "the window that was fetched", input: { source, now: year2027 * 2 } },
    { name: "the window that the caller names", input: { timeRange: window } },
    { name: "now", input: { now: year2027 } },
    { name: "a clock that is some hours behind", input: { now: year2027 - 10 * 3_600_000 } },
  ])("$name says it", ({ input }) => expect(from(input)).toBe("2026-12-31T23:59:58Z"));

  test("a line with a whole time says it better, be it before or after", () => {
    const before = { text: "2024-12-30T00:00:00Z INFO up" };
    expect(digestEvidence({ lines: [...lines, before], now: year2027 })).toMatchObject({
      from: "2024-12-30T00:00:00Z",
      to: "2025-01-01T00:00:02Z",
    });
    const after = { text: "2025-01-03T00:00:00Z INFO up" };
    expect(digestEvidence({ lines: [...lines, after], now: year2027 }).from).toBe("2024-12-31T23:59:58Z");
  });

  test("so the lines are in order, and what each says twice is cut", () => {
    const { text, coverage } = fitEvidence(digestEvidence({ lines, now: year2027 }), 1000);
    expect(text).toBe(`E1 12-31 23:59:58 error a.go:1] "lost the lease"\nE2 01-01 00:00:02 info b.go:2] "ready"`);
    expect(coverage).toContain("2026-12-31 23:59:58 to 2027-01-01 00:00:02 UTC");
  });

  test("nothing says it: no time is made up", () => {
    const evidence = digestEvidence({ lines });
    expect([evidence.from, evidence.lines[0]!.time]).toEqual([null, null]);
    expect(fitEvidence(evidence, 1000).coverage).toContain("no timestamps");
  });

  test("what went before is dated by the same", () => {
    const baseline = splitLines(klog.replaceAll("E1231", "E1230"));
    const trends = digestEvidence({ lines, baseline, now: year2027 }).lines.map(({ trend }) => trend);
    expect(trends).toEqual([undefined, undefined]);
  });
});

describe("syslog names host and process on every line", () => {
  const shown = (logs: string) =>
    fitEvidence(digestEvidence({ lines: splitLines(logs), now: Date.parse("2026-11-21T12:00:00Z") }), 1000);

  test("one host is said once; the process stays, its number does not", () => {
    const { text, coverage } =
      shown(`Nov 21 02:41:16 node-1 kubelet[812]: E1121 02:41:16.804211     812 kuberuntime.go:4] "exited"
Nov 21 02:41:17 node-1 kernel: [ 8123.4] usb 1-1: device not found
Nov 21 02:41:18 node-1 systemd[1]: web.service: Failed with result 'exit-code'.`);
    expect(text).toBe(`E1 02:41:16 error kubelet: kuberuntime.go:4] "exited"
E2 02:41:17 kernel: [ 8123.4] usb 1-1: device not found
E3 02:41:18 systemd: web.service: Failed with result 'exit-code'.`);
    expect(coverage).toContain("each line has host=node-1");
  });

  test("of several hosts each line keeps its own", () => {
    const { text } = shown("Nov 21 02:41:16 node-1 sshd[4]: error: x\nNov 21 02:41:17 node-2 sshd[7]: fatal: y");
    expect(text).toContain("node-1 sshd: error: x");
    expect(text).toContain("node-2 sshd: fatal: y");
  });

  test("two words before a colon are no host and process", () => {
    const logs = "2026-11-21T02:41:16Z web started: ok\n2026-11-21T02:41:17Z web stopped: boom";
    expect(shown(logs).text).toBe("E1 02:41:16 web started: ok\nE2 02:41:17 web stopped: boom");
    expect(shown("Nov 21 02:41:16 ERROR disk: full\nNov 21 02:41:17 ERROR net: down").text).toContain("disk: full");
  });
});
