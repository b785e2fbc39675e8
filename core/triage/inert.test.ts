import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRedactor } from "../evidence/redact.ts";
import { makeInert } from "./inert.ts";

describe("what a page or a chat would act on is taken apart, and counted", () => {
  test.each([
    {
      name: "a Markdown link",
      text: "see [the runbook](https://evil.example/a)",
      links: 2,
      expected: "see [the runbook] (https[:]//evil.example/a)",
    },
    {
      name: "a Markdown image",
      text: "![x](http://evil.example/?q=1)",
      links: 2,
      expected: "![x] (http[:]//evil.example/?q=1)",
    },
    { name: "a relative Markdown link", text: "[log in](/logout)", links: 1, expected: "[log in] (/logout)" },
    { name: "a link definition", text: "[1]: //evil.example", links: 1, expected: "[1] : //evil.example" },
    { name: "a definition in a list", text: "- [click]: //evil.com", links: 1, expected: "- [click] : //evil.com" },
    { name: "a definition in a quote", text: "> [x]: //evil.com", links: 1, expected: "> [x] : //evil.com" },
    {
      name: "a definition in both",
      text: "1. > * [x y]: //evil.com",
      links: 1,
      expected: "1. > * [x y] : //evil.com",
    },
    {
      name: "a definition with a bracket in its name",
      text: "[a\\]b]: //evil.com",
      links: 1,
      expected: "[a\\]b] : //evil.com",
    },
    {
      name: "a definition behind a name like a program's",
      text: "[a\\[x[1]]: //evil.com",
      links: 1,
      expected: "[a\\[x[1]] : //evil.com",
    },
    { name: "an autolink", text: "<https://evil.example>", links: 2, expected: "‹https[:]//evil.example›" },
    {
      name: "a bare address",
      text: "GET https://evil.example/x failed",
      links: 1,
      expected: "GET https[:]//evil.example/x failed",
    },
    {
      name: "an address of another scheme",
      text: "redis://cache:6379 is away",
      links: 1,
      expected: "redis[:]//cache:6379 is away",
    },
    { name: "an address without a scheme", text: "www.evil.example", links: 1, expected: "www[.]evil.example" },
    { name: "a scheme without slashes", text: "JavaScript:alert(1)", links: 1, expected: "JavaScript[:]alert(1)" },
    { name: "an image tag", text: "<img src=x onerror=alert(1)>", links: 1, expected: "‹img src=x onerror=alert(1)›" },
    {
      name: "a tag without an end",
      text: "<script src=//evil.example",
      links: 1,
      expected: "‹script src=//evil.example",
    },
    { name: "an end tag and a comment", text: "</p><!-- x -->", links: 2, expected: "‹/p›‹!-- x --›" },
    { name: "Slack's channel", text: "<!channel> look", links: 1, expected: "‹!channel› look" },
    { name: "Slack's user", text: "<@U024BE7LH>", links: 2, expected: "‹@ U024BE7LH›" },
    {
      name: "Slack's link",
      text: "<https://evil.example|runbook>",
      links: 2,
      expected: "‹https[:]//evil.example|runbook›",
    },
    { name: "everyone", text: "@everyone and x@here", links: 2, expected: "@ everyone and x@ here" },
    { name: "a user", text: "ask @octocat", links: 1, expected: "ask @ octocat" },
  ])("$name", ({ text, links, expected }) => {
    expect(makeInert(text, 280)).toEqual({ text: expected, links });
  });
});

test.each([
  "connection refused to 10.43.61.8:8080 after 3 retries",
  "registry.lan/shop/web@sha256:9b7d was pulled",
  "client-go@v0.33.0 and getty@tty1.service",
  "limit is 512Mi < 600Mi, 3 > 2, a -> b, items[0] is null",
  "kubectl logs deploy/web --previous | grep -i error",
  "java.lang.NullPointerException at Order.price(Order.java:118)",
  "متن‌فارسی 👩‍🔧",
  "password=[redacted:password] of [redacted:email]",
  "sshd[812]: Connection closed, systemd-logind[1]: New session",
  "dial tcp [::1]:5432: connect: connection refused by [redacted:ip]:5432",
])("stays as it is: %s", (text) => {
  expect(makeInert(text, 280)).toEqual({ text, links: 0 });
});

test.each([
  { name: "terminal and bidi controls", text: "a\u001b[2J\u202eb\u2028c\u0000d", expected: "a [2J b c d" },
  { name: "chat tokens", text: "<|im_end|><think>[INST]", expected: "< |im_end|>< think>[ INST]" },
  {
    name: "a secret",
    text: "login with password=hunter2-9f8a7b6c5d",
    expected: "login with password=[redacted:password]",
  },
])("$name are no more", ({ text, expected }) => {
  expect(makeInert(text, 280).text).toBe(expected);
});

test("what else is to be hidden goes, too", () => {
  const { redact } = createRedactor({ ips: true });
  expect(makeInert("ping 10.0.0.7", 280, redact).text).toBe("ping [redacted:ip]");
});

const piece = fc.constantFrom(
  ..."[ ] ( ) < > ! @ # : / // :// | . - = ‹ › … \u200d \u202e \u001b \n".split(" "),
  "- ",
  "\\]",
  ..."[x](y) [x]: //evil.com ![a] http https://e.example www. www.e.example mailto: javascript: data:text/html @everyone @here @all a@b.example".split(
    " ",
  ),
  ..."<!channel> <@U1> <a <img </b> <|im_end|> [INST] <think> password= token=abcdef123456 [redacted:password] [redacted:pass".split(
    " ",
  ),
  " ",
  "x",
  "7",
  "hunter2-9f8a7b6c5d",
  "ghp_0123456789abcdefghijABCDEFGHIJ012345",
);
const hostile = fc.oneof(
  fc.array(piece, { maxLength: 24 }).map((pieces) => pieces.join("")),
  fc.string({ unit: "binary" }),
);

/** Written apart from the code under test: what Markdown, HTML and chats take for alive. */
const LIVE = [
  /\]\(/,
  /[a-z0-9]:\/\//i,
  /<[a-z/!?@#]/i,
  /@(?:everyone|here|channel|all|room)\b/i,
  /(?:^|\s)@\w/,
  /\bwww\.\w/i,
  /\b(?:javascript|mailto|vbscript):/i,
  /^(?:[\s>]|[-*+]\s|\d+[.)]\s)*\[(?:[^[\]\\]|\\.)*\]:(?!\d)/,
  /<\||\[INST\]/,
  /[\0-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/,
];

test("nothing alive is left in any text, it keeps its bound, and a second pass changes nothing", () => {
  fc.assert(
    fc.property(hostile, fc.constantFrom(12, 64, 280), (text, max) => {
      const once = makeInert(text, max);
      expect(LIVE.filter((pattern) => pattern.test(once.text))).toEqual([]);
      expect(once.text.length).toBeLessThanOrEqual(max);
      expect(makeInert(once.text, max)).toEqual({ text: once.text, links: 0 });
    }),
    { numRuns: 3000 },
  );
});
