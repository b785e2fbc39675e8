import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toEntries } from "./entries.ts";
import { redact } from "./redact.ts";
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

  test("several in one line are counted by kind", () => {
    expect(redact("password=a1 token=b2 password=c3").counts).toEqual({ password: 2, token: 1 });
  });
});

test.each(PLANTED_OVER_LINES)("over lines: $name", ({ lines, expected }) => {
  expect(redact(lines.join("\n")).text.split("\n")).toEqual(expected);
  const { entries, redactions } = toEntries(lines.map((text) => ({ text })));
  expect(entries.map(({ text }) => text).join()).not.toContain("hunter2");
  expect(Object.values(redactions)[0]).toBe(expected.join().split("[redacted:").length - 1);
});

test.each(HARMLESS)("stays as it is: %s", (line) => {
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

test("a planted secret never comes out, whatever stands around it", () => {
  const around = fc.string({ unit: fc.constantFrom(..." ,;(){}<>|\t\nabz019.:_/"), maxLength: 20 });
  fc.assert(
    fc.property(around, fc.constantFrom(...PLANTED), around, (before, { line, secret }, after) => {
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
