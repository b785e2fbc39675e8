import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseCesql } from "./eventing-cesql.ts";

describe("an expression, and the attributes that it reads", () => {
  test.each([
    ["true", []],
    ["severity = 'critical'", ["severity"]],
    [`severity="critical" AND bucket < 10`, ["severity", "bucket"]],
    ["EXISTS traffictag AND NOT traffictag = 'candidate'", ["traffictag"]],
    ["type LIKE 'dev.kprompt.alert.%' and namespace NOT LIKE 'kube-%'", ["type", "namespace"]],
    ["severity IN ('critical', 'page') or severity not in ('info')", ["severity"]],
    ["-(bucket + 1) * 2 % 3 / 4 - 5 >= -10 XOR false", ["bucket"]],
    ["LENGTH(CONCAT(namespace, '/', subject)) > 3", ["namespace", "subject"]],
    ["IS_INT(bucket)", ["bucket"]],
    ["NOW()", []],
    ["NOT NOT true", []],
    [String.raw`subject = 'it\'s' OR subject = 'it''s'`, ["subject"]],
    ["a1 != 1 and a1 <> 2 and a1 <= 3", ["a1"]],
  ] as const)("%s", (text, attributes) => expect(parseCesql(text)).toEqual({ ok: true, attributes }));
});

describe("a text that is none, and where it stops being one", () => {
  test.each([
    ["", 0, "it ends where a value or an attribute must come."],
    ["severity = ", 11, "it ends where a value or an attribute must come."],
    ["severity == 'a'", 10, "= stands where a value or an attribute must come."],
    ["severity = 'a", 11, "the text is not closed."],
    ["severity = 'a' bucket", 15, "bucket stands where an operator or the end must come."],
    ["alert_name! = 'a'", 10, `"!" is no part of the language.`],
    ["alert_name = 'a'", 0, "alert_name stands where a value or an attribute must come."],
    ["(severity = 'a'", 15, "it ends where ) must come."],
    ["severity = 'a')", 14, ") stands where an operator or the end must come."],
    ["severity LIKE namespace", 14, "namespace stands where a text in quotes must come."],
    ["severity IN ()", 13, ") stands where a value or an attribute must come."],
    ["severity IN 'a'", 12, "'a' stands where ( must come."],
    ["severity NOT 'a'", 13, "'a' stands where in must come."],
    ["EXISTS 'a'", 7, "'a' stands where a value or an attribute must come."],
    ["severity && bucket", 9, `"&" is no part of the language.`],
    ["and", 0, "and stands where a value or an attribute must come."],
    ["LENGTH(subject,)", 15, ") stands where a value or an attribute must come."],
    ["(".repeat(10_000), 200, "something less deeply nested"],
  ])("%s", (text, offset, message) =>
    expect(parseCesql(text)).toEqual({ ok: false, fault: { offset, message: expect.stringContaining(message) } }),
  );
});

test("whatever the text, there is an answer, and a fault lies within it", () =>
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("a", "(", ")", "not", "like", "in", "'x'", "=", "-", " ", ",", "\\", "'", "é")),
      (parts) => {
        const text = parts.join(" ");
        const read = parseCesql(text);
        if (!read.ok) expect(read.fault.offset).toBeLessThanOrEqual(text.length);
      },
    ),
  ));

test("what is an expression still is one in brackets, negated, and beside another", () =>
  fc.assert(
    fc.property(fc.constantFrom("a = 1", "NOT a", "a LIKE 'x'", "a IN (1, 2)", "EXISTS a", "F(a)"), (text) => {
      for (const more of [`(${text})`, `NOT (${text})`, `${text} OR ${text}`]) expect(parseCesql(more).ok).toBe(true);
    }),
  ));
