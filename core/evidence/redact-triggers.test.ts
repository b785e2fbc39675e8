import fc from "fast-check";
import { expect, test } from "vitest";
import { COMMAND_TRIGGERS } from "./redact-commands.ts";
import { createNamePattern, NAME_TRIGGERS } from "./redact-names.ts";
import { TOKEN_TRIGGERS } from "./redact-tokens.ts";
import { createNeedsOf, NEEDS } from "./redact-triggers.ts";

const needsOf = createNeedsOf([
  [NEEDS.names, NAME_TRIGGERS],
  [NEEDS.forms, TOKEN_TRIGGERS],
  [NEEDS.commands, COMMAND_TRIGGERS],
]);

test.each([
  "cache hit for key 3f9c, monkey=1 keyboard: us",
  "tokens_prompt=12 tokenizer: bpe token_bucket=3",
  "lookup auth-3.shop.svc.cluster.local: no such host",
  "session 5a61 of user bob opened, 3 messages passed, order ord_9f processed",
  "ATA disk, page AGE 3, sk k8s, trace_id=9f, unauthenticated",
  '{"secretName":"db-tls","status":"sketchy"}',
  "password=[redacted:password] api_key: [redacted:api_key]",
])("wakes nothing: %s", (line) => {
  expect(needsOf(line)).toBe(0);
});

test.each([
  ["names", "password=x"],
  ["names", '{"dbPass":"x"}'],
  ["names", "pw: x"],
  ["names", "-----BEGIN PRIVATE KEY-----"],
  ["names", "GET /a?key=x"],
  ["names", "user,password"],
  ["forms", "ghp_"],
  ["forms", "s.a1"],
  ["forms", "Authorization: bearer x"],
  ["commands", "mysql -u root -px"],
  ["commands", "PASS x"],
] as const)("wakes %s: %s", (need, line) => {
  expect(needsOf(line) & NEEDS[need]).toBe(NEEDS[need]);
});

/** Pieces of names, of longer words that hold one, and what stands between them. */
const pieces = fc.constantFrom(
  ..."pass password passwd passphrase my pw pwd psk api access client_ secret s token tokens auth authorization cookie session id sess otp code verification mfa credentials card number account jwt sig signature key keys 1 x _ - .".split(
    " ",
  ),
  " ",
  "?",
);

test("no name is missed that has a value behind it", () => {
  fc.assert(
    fc.property(
      fc.array(pieces, { minLength: 1, maxLength: 5 }),
      fc.constantFrom("=", ": ", '":"', " -> "),
      (parts, sign) => {
        const name = parts.join("");
        const last = [...name.matchAll(createNamePattern())].at(-1);
        fc.pre(last !== undefined && last.index + last[0].length === name.length);
        expect(needsOf(`${name}${sign}x`) & NEEDS.names).toBe(NEEDS.names);
      },
    ),
    { numRuns: 3000 },
  );
});
