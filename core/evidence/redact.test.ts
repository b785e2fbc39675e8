import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { digestEvidence } from "./digest.ts";
import { createRedactor, redact, redactLines } from "./redact.ts";
import { compilePatterns } from "./redact-patterns.ts";
import harmless from "./testing/harmless.json" with { type: "json" };
import { BLIND_LINES, PLANTED_LINES, PLANTED_PAIRS, readPlanted } from "./testing/planted.ts";
import { HARMLESS, PLANTED, PLANTED_ALONE, PLANTED_OVER_LINES } from "./testing/secrets.ts";

describe("a secret is replaced and what surrounds it stays", () => {
  test.each([...PLANTED, ...PLANTED_ALONE])("$name", ({ line, expected }) => {
    const { text, counts } = redact(line);
    expect(text).toBe(expected);
    expect(Object.values(counts)).toEqual([1]);
  });

  test("colours do not part a name from its value", () => {
    expect(redact("\u001b[36mpassword=\u001b[0mhunter2").text).toBe("password=[redacted:password]");
  });

  test.each([
    ["pass\ufe0fword=hunter2secret", "password=[redacted:password]"],
    ["AKIA\ufe0fIOSFODNN7EXAMPLE", "[redacted:aws_key]"],
    ["pass\u200bword=hunter2secret", "password=[redacted:password]"],
    ["pa\u00adss\u2060word=hunter2secret", "password=[redacted:password]"],
    ["pass\u0007word=hunter2secret", "password=[redacted:password]"],
    ["pass\u{e0041}word=hunter2secret", "password=[redacted:password]"],
    ["pass\u001b[\u001b[0m31mword=hunter2secret", "password=[redacted:password]"],
    ["xx\u200bpw=hunter2", "xx\u200bpw=[redacted:password]"],
    ["xx\u200bpw=hunter2 pass\ufe0fword=hunter3", "xxpw=[redacted:password] password=[redacted:password]"],
    ["post https://bob:pa\u200bss@host", "post https://bob:[redacted:password]@host"],
    ["\u2714\ufe0f done, a\u200db", "\u2714\ufe0f done, a\u200db"],
  ])("nothing invisible hides one: %j", (line, expected) => {
    expect(redact(line).text).toBe(expected);
    expect(redactLines([{ text: line, stream: "" }]).texts).toEqual([expected]);
  });

  test.each([
    [
      String.raw`{"dsn":"postgres:\/\/u:hunter2secret@h:5432\/db"}`,
      '{"dsn":"postgres://u:[redacted:password]@h:5432/db"}',
    ],
    [String.raw`{"url":"redis:\/\/:hunter2secret@cache:6379"}`, '{"url":"redis://:[redacted:password]@cache:6379"}'],
    [
      String.raw`{"hook":"https:\/\/hooks.slack.com\/services\/T00\/B00\/abcdefabcdef"}`,
      '{"hook":"https://hooks.slack.com/services/[redacted:webhook]"}',
    ],
    [
      String.raw`{"body":"{\"url\":\"https:\\/\\/user:pw@host\"}"}`,
      String.raw`{"body":"{\"url\":\"https://user:[redacted:password]@host\"}"}`,
    ],
    [String.raw`{"url":"https:\u002f\u002Fuser:pw@host"}`, '{"url":"https://user:[redacted:password]@host"}'],
    [String.raw`{"p\u0061ssword":"hunter2secret","n":1}`, '{"password":"[redacted:password]","n":1}'],
    [String.raw`{"p\\u0061ssword":"hunter2secret"}`, '{"password":"[redacted:password]"}'],
    [
      String.raw`{"b":"{\u0022password\u0022:\u0022hunter2secret\u0022,\u0022n\u0022:1}"}`,
      String.raw`{"b":"{\"password\":\"[redacted:password]\",\"n\":1}"}`,
    ],
    [
      String.raw`{"b":"{\"c\":\"{\\u0022password\\u0022:\\u0022hunter2secret\\u0022}\"}"}`,
      String.raw`{"b":"{\"c\":\"{\\\"password\\\":\\\"[redacted:password]\\\"}\"}"}`,
    ],
    [
      String.raw`{"id":"AKIAIOSFODNN7EXAMPLE","k":"wJalrXUtnFEMI\/K7MDENG\/bPxRfiCYEXAMPLEKEY"}`,
      '{"id":"[redacted:aws_key]","k":"[redacted:aws_secret]"}',
    ],
    [
      String.raw`{"path":"\/a\/b","password":"hunter2","caf\u00e9":"C:\\u"}`,
      String.raw`{"path":"\/a\/b","password":"[redacted:password]","caf\u00e9":"C:\\u"}`,
    ],
  ])("escapes of JSON hide none: %s", (line, expected) => {
    expect(redact(line).text).toBe(expected);
    expect(redact(expected).text).toBe(expected);
    JSON.parse(expected);
  });

  test("several in one line are counted by kind", () => {
    expect(redact("password=a1 token=b2 password=c3").counts).toEqual({ password: 2, token: 1 });
  });
});

/** What stands around the secrets stays, letter by letter. */
const MARK = /\[redacted:[a-z_]+\]/;

test.each([...PLANTED_LINES, ...PLANTED_PAIRS])("planted: %s", (planted) => {
  const { line, secrets, rest } = readPlanted(planted);
  const { text, counts } = redact(line);
  expect(text.split(MARK)).toEqual(rest);
  expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(secrets.length);
});

test("of lines written after the patterns were, at least nine in ten secrets are found", () => {
  const planted = BLIND_LINES.map(readPlanted);
  const missed = planted.filter(({ line, secrets }) => secrets.some((secret) => redact(line).text.includes(secret)));
  expect(missed.length / planted.length).toBeLessThanOrEqual(0.1);
});

test.each(PLANTED_OVER_LINES)("over lines: $name", ({ lines, expected }) => {
  expect(redact(lines.join("\n")).text.split("\n")).toEqual(expected);
  const { texts, redactions } = redactLines(lines.map((text) => ({ text, stream: "a" })));
  expect(texts).toEqual(expected);
  expect(Object.values(redactions)[0]).toBe(expected.join().split("[redacted:").length - 1);
});

test("lines of other streams stand between and change nothing", () => {
  const lines = ["token:", "name,password", "  hunter2", "bob,hunter3", "done", "al,hunter4"];
  const { texts } = redactLines(lines.map((text, i) => ({ text, stream: String(i % 2) })));
  expect(texts).toEqual([
    "token:",
    "name,password",
    "  [redacted:token]",
    "bob,[redacted:password]",
    "done",
    "al,[redacted:password]",
  ]);
});

test.each([...HARMLESS, ...harmless])("stays as it is: %s", (line) => {
  expect(redact(line)).toEqual({ text: line, counts: {} });
});

/** Pieces of which lines with secrets are made, in any order. */
const pieces = fc.oneof(
  fc.constantFrom(...[...PLANTED, ...PLANTED_ALONE].flatMap(({ line, expected }) => [line, expected]), ...HARMLESS),
  fc.constantFrom(
    "password",
    "token",
    "=",
    ": ",
    ":",
    '"',
    "'",
    "\\",
    '\\"',
    ",",
    ";",
    "&",
    " ",
    "[",
    "]",
    "{",
    "}",
    "@",
    "://",
  ),
  fc.constantFrom(
    "[redacted:password]",
    "[redacted:",
    "Bearer ",
    "Authorization: ",
    "eyJ",
    ".",
    "-----BEGIN PRIVATE KEY-----",
    "\u200b",
    "\ufe0f",
    "\u001b[",
    "0m",
    "\\/",
    "%2f",
  ),
  fc.string({ unit: "binary", maxLength: 6 }),
);
const lines = fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join(""));

test("redacting twice equals once", () => {
  fc.assert(
    fc.property(lines, (line) => {
      const once = redact(line).text;
      expect(redact(once).text).toBe(once);
    }),
    { numRuns: 3000 },
  );
});

const pairs = PLANTED_PAIRS.map((planted) => {
  const { line, secrets } = readPlanted(planted);
  return { line, secret: secrets[0]! };
});

test("a planted secret never comes out, whatever stands around it", () => {
  const around = fc.string({ unit: fc.constantFrom(..." ,;(){}<>|\t\nabz019.:_/"), maxLength: 20 });
  fc.assert(
    fc.property(around, fc.constantFrom(...PLANTED, ...pairs), around, (before, { line, secret }, after) => {
      expect(redact(`${before} ${line} ${after}`).text).not.toContain(secret);
    }),
    { numRuns: 3000 },
  );
});

// A pattern that backtracks would need hours here, and run into the suite's time limit.
test.each([
  "a",
  "a.",
  "@",
  "a@",
  "://x:",
  "eyJ",
  "_eyJ",
  "password",
  'token="',
  '\\"',
  "-----BEGIN PRIVATE KEY-----",
  "sk-",
  "=",
  " ",
  "curl -u a:",
  "machine a login b password ",
  "create user a identified by '",
  "password: |\n  a\n",
])("a megabyte of %j is read in one go", (unit) => {
  expect(redact(unit.repeat(1_000_000 / unit.length)).text.length).toBeGreaterThan(0);
});

test.each([
  "set password for",
  '"password"',
  "password for a",
  "password is",
  "--password",
  "<password",
  "curl -u",
  "machine a login b",
  "create user a identified",
])("%j and then a megabyte of nothing is read in one go", (head) => {
  const line = `${head}${" ".repeat(1_000_000)}!`;
  expect(redact(line).text.length).toBeGreaterThan(0);
});

test("what is looked for first says too much, never too little", () => {
  // An address in front makes every family look.
  for (const planted of [...PLANTED_LINES, ...PLANTED_PAIRS, ...BLIND_LINES]) {
    const { line } = readPlanted(planted);
    const woken = "$@ key token curl -u ://hook secret ghp_ eyJ \u001b[0m;";
    const both = redact(`${woken}\n${line}`).text;
    expect(both.slice(both.indexOf("\n") + 1), line).toBe(redact(line).text);
  }
});

test("JSON stays JSON", () => {
  for (const planted of [...PLANTED_LINES, ...PLANTED_PAIRS]) {
    const { line } = readPlanted(planted);
    if (isJson(line)) expect(isJson(redact(line).text), line).toBe(true);
  }
});

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

describe("by option", () => {
  const { redact: withIps } = createRedactor({ ips: true });

  test.each([
    ["dial tcp 10.0.0.7:5432: refused", "dial tcp [redacted:ip]:5432: refused"],
    ["from 192.168.1.10/24, gateway 192.168.1.1.", "from [redacted:ip]/24, gateway [redacted:ip]."],
    ["peer [2001:db8::1]:443 closed", "peer [[redacted:ip]]:443 closed"],
    ["route fe80::1%eth0 and ::1", "route [redacted:ip]%eth0 and [redacted:ip]"],
    ["2001:0db8:0000:0000:0000:ff00:0042:8329 up", "[redacted:ip] up"],
    ["mapped ::ffff:10.1.2.3", "mapped [redacted:ip]"],
    ["v1.2.3.4 and version 1.2.3.4 at 12:30:45", "v1.2.3.4 and version 1.2.3.4 at 12:30:45"],
    ["999.1.1.1 is none, 1.2.3 neither, std::vector, aa:bb:cc:dd:ee:ff", null],
  ])("addresses: %s", (line, expected) => {
    expect(withIps(line).text).toBe(expected ?? line);
    expect(withIps(withIps(line).text).text).toBe(expected ?? line);
    expect(redact(line).text).toBe(line);
  });

  test("the user's own patterns", () => {
    const { patterns, problems } = compilePatterns([
      { name: "customer", pattern: "CUST-\\d{4,8}" },
      { name: "word", pattern: "(?<=ward )[a-z]+" },
    ]);
    expect(problems).toEqual([]);
    const own = createRedactor({ patterns });
    const line = "CUST-12345 in ward north, password=hunter2";
    const expected = "[redacted:customer] in ward [redacted:word], password=[redacted:password]";
    expect(own.redact(line)).toEqual({ text: expected, counts: { customer: 1, word: 1, password: 1 } });
    expect(own.redact(expected).text).toBe(expected);
    expect(own.redactLines([{ text: line, stream: "" }]).texts).toEqual([expected]);
  });

  test.each([
    ["no expression", "(", /no regular expression/],
    ["nothing", "", /empty/],
    ["nothing, perhaps", "a*", /empty/],
    ["nothing, by a choice", "a|b?", /empty/],
    ["nothing, by a border", "\\b", /empty/],
    ["nothing, by a look ahead", "(?=a)", /empty/],
    ["nested", "(a+)+b", /without bound what itself/],
    ["nested, with a choice", "(?:a|aa)*b", /may stand only at its end|empty|without bound/],
    ["a run before more", "\\w+@example", /only at its end/],
    ["anything before more", ".*secret", /only at its end/],
    ["two runs", "a\\s*\\s*b", /only at its end/],
    ["a reference back", "(a)\\1", /refers back/],
    ["a named reference back", "(?<x>a)\\k<x>", /refers back/],
    ["many ways", "\\w{1,99}\\w{1,99}\\w{1,99}!", /too many ways/],
    ["bounds in bounds", "(?:a{1,9}){1,9}!", /too many ways/],
    ["a bound that is none", "\\w{1,100000}!", /only at its end/],
    ["a minimum without bound", "a{100000,}", /at least/],
    ["a long minimum", "a{2000}", /at least/],
    ["many ways, by what may be left out", "(?:a?){12}b", /too many ways/],
    ["many ways, two runs", "[\\w]{1,63}[\\w]{1,63}!", /too many ways/],
    ["many steps", "[ab]{1,200}a{790}b", /too many ways/],
    ["many steps, by bounds in bounds", "(?:a{900}){900}", /too many ways/],
    ["looking behind for ever", "(?<=a+)b", /without bound/],
  ])("a pattern is refused that matches %s", (_, pattern, detail) => {
    const { patterns, problems } = compilePatterns([{ name: "own", pattern }]);
    expect(patterns).toEqual([]);
    expect(problems).toEqual([{ index: 0, detail: expect.stringMatching(detail) }]);
  });

  test.each([
    "EMP-\\d+",
    "\\bcust_[a-z0-9]{8,}",
    "(?:DE|AT)\\d{2} ?(?:\\d{4} ?){4}\\d{2}",
    "[A-Z]{2}\\d{6}[A-D]?",
    "\\b[A-Z]{2}\\d{2}(?: ?[A-Z0-9]{4}){3,7}",
    "[\\w.]{1,40}\\.corp\\.example",
    "\\p{Lu}\\u{1f600}\\x41[\\]a-]",
  ])("a pattern is taken: %s", (pattern) => {
    expect(compilePatterns([{ name: "own", pattern }]).problems).toEqual([]);
  });

  test("a name that every object has is counted like any other", () => {
    const { patterns } = compilePatterns([{ name: "constructor", pattern: "CUST-\\d+" }]);
    const own = createRedactor({ patterns });
    expect(Object.entries(own.redact("CUST-1 CUST-2").counts)).toEqual([["constructor", 2]]);
    expect(Object.entries(own.redactLines([{ text: "CUST-1", stream: "" }]).redactions)).toEqual([["constructor", 1]]);
    const { redactions } = digestEvidence({ lines: [{ text: "x" }], question: "CUST-1?" }, own);
    expect(Object.entries(redactions)).toEqual([["constructor", 1]]);
  });

  test("names are words, each once", () => {
    const one = { pattern: "a" };
    const { problems } = compilePatterns([
      { ...one, name: "A b" },
      { ...one, name: "own" },
      { ...one, name: "own" },
    ]);
    expect(problems.map(({ index }) => index)).toEqual([0, 2]);
  });
});
