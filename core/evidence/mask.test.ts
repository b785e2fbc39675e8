import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MAX_MASKED, maskLine } from "./mask.ts";

test.each([
  ["2026-11-21T02:41:16.804Z took 30ms", "<*> took <*>"],
  ["Nov 21 02:41:16 node-1 sshd[812]: closed", "<*> sshd[<*>]: closed"],
  ["E1121 02:39:22.998456       7 a.go:154] gone", "E<*>] gone"],
  ["<11>Nov 21 02:41:16 h app: x", "<3><*> h app: x"],
  ["<187>Nov 21 02:41:16 h app: x", "<3><*> h app: x"],
  ["request 6fa459ea-ee8a-3ca4-894e-db77e160355e from 10.0.0.1:80 of 5MiB", "request <*> from <*> of <*>"],
  ["pod orders-5c6bd7f9d4-qm2lj and orders-web-hjkbt", "pod <*> and <*>"],
  ["open /var/lib/x: denied, see https://a.example/b?c=d", "open <*>: denied, see <*>"],
  ["waited   5ms  here", "waited <*> here"],
  ["waited 500ms here", "waited <*> here"],
  ["ids 1, 2, 3 and 4", "ids <*> and <*>"],
  ["commit deadbeefcafe pushed", "commit <*> pushed"],
  ['secret "smtp-login" not found', 'secret "<*>" not found'],
  ["can't reach 'db' (it isn't there)", "can't reach '<*>' (it isn't there)"],
  ["user=alice queue=orders reason=timeout", "user=<*> queue=<*> reason=timeout"],
  ['{"user":"alice","msg":"boom 7","took":1.5}', '{"user":"<*>","msg":"boom <*>","took":<*>}'],
  ['err="get \\"https://a/b\\": EOF" path=/x', 'err="get \\"<*>\\": EOF" path=<*>'],
  ['{"stack":"Error: x\\n at y","msg":"z"}', '{"stack":"<*>","msg":"z"}'],
  ['{"note":"disk is full on it","agent":"x"}', '{"note":"disk is full on it","agent":"<*>"}'],
  ['1.2.3.4 - bob [21/Nov/2026:02:41:16 +0000] "GET /a?b=1 HTTP/1.1" 200 5', '<*> - <*> [<*>] "GET <*> HTTP/1.1" <*>'],
  ["no digit here", "no digit here"],
  ["", ""],
])("%s", (line, expected) => expect(maskLine(line)).toBe(expected));

describe("what says what happened is never masked", () => {
  test.each([
    ["exit codes", "exited with code 1", "exited with code 137"],
    ["exit statuses", "exit status 1", "exit status 2"],
    ["HTTP statuses", '"GET / HTTP/1.1" 200 5', '"GET / HTTP/1.1" 503 5'],
    ["statuses in members", '{"status":200}', '{"status":500}'],
    ["statuses of two errors", "status=502", "status=503"],
    ["errno", "errno=111", "errno=110"],
    ["SQLSTATE", "SQLSTATE[42P01]: x", "SQLSTATE[23505]: x"],
    ["codes of a database", "ORA-01555: x", "ORA-12541: x"],
    ["numbered levels", '{"level":30}', '{"level":50}'],
    ["levels of klog", "E1121 02:39:22.998456 1 x", "I1121 02:39:22.998456 1 x"],
    ["priorities", "<11>Nov 21 02:41:16 x", "<14>Nov 21 02:41:16 x"],
    ["classes", "S3Exception: x", "Http2Exception: x"],
    ["kinds", 'no matches for kind "Widget"', 'no matches for kind "Gadget"'],
    ["versioned kinds", "failed to list *v1.Pod", "failed to list *v1.Secret"],
    ["resources", 'cannot list resource "pods"', 'cannot list resource "secrets"'],
    ["reasons", "reason=Evicted", "reason=OOMKilled"],
    ["words", "x509: expired", "x509: not yet valid"],
  ])("%s", (_, a, b) => expect(maskLine(a)).not.toBe(maskLine(b)));
});

const lines = fc.string({
  unit: fc.oneof(
    fc.constantFrom(..."aE1 .:=\"'{}[]()/\\-@,%<>"),
    fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
  ),
  maxLength: 120,
});

test("digits of equal length are alike, whatever stands around them; masking ends and is repeatable", () => {
  fc.assert(
    fc.property(lines, lines, fc.nat({ max: 899_999 }), (before, after, n) => {
      const masked = (number: number): string => maskLine(`${before} ${number} ${after}`);
      expect(masked(100_000 + n)).toBe(masked(100_000));
      expect(masked(n)).toBe(masked(n));
    }),
    { numRuns: 2000 },
  );
});

test("a long line is known by its beginning", () => {
  const long = "word ".repeat(500);
  expect(maskLine(`${long}a`)).toBe(maskLine(`${long}b`));
  expect(maskLine(`${"x".repeat(1e6)}`)).toHaveLength(MAX_MASKED);
});
