import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Message, toMessage } from "../../../core/alert/message.ts";
import { makeNoticeSafe, type Notice } from "../../../core/alert/notice.ts";
import type { Delivery, Notification } from "./delivery.ts";
import { PREPARE } from "./prepare.ts";
import { RECEIVER_KINDS, type Receiver, type ReceiverKind } from "./receivers.ts";
import { completed, failed, HOSTILE, skipped } from "./testing/samples.ts";
import type { Answer, Asked } from "./testing/strict.ts";
import { answerDiscord } from "./testing/strict-discord.ts";
import { answerMattermost } from "./testing/strict-mattermost.ts";
import { answerNtfy } from "./testing/strict-ntfy.ts";
import { answerSlack } from "./testing/strict-slack.ts";
import { answerWebhook } from "./testing/strict-webhook.ts";

const secret = "webhook-secret-0123456789";
const now = Date.parse("2026-11-21T03:01:00Z");
const ANSWER: Readonly<Record<ReceiverKind, (asked: Asked) => Answer>> = {
  webhook: answerWebhook(secret, now / 1000),
  slack: answerSlack,
  mattermost: answerMattermost,
  discord: answerDiscord,
  ntfy: answerNtfy,
};

const receiverOf = (kind: ReceiverKind): Receiver => ({
  name: "ops",
  kind,
  url: `https://${kind}.example/topic`,
  least_severity: "info",
  skipped: ["resolved"],
  ...(kind === "webhook" && { secret }),
  ...(kind === "ntfy" && { token: "tk_0123456789" }),
});
const event = { id: "9".repeat(64), source: "/kprompt/analyze", type: "dev.kprompt.triage.completed.v1", time: null };
const prepare = async (kind: ReceiverKind, notification: Notification): Promise<Delivery> =>
  PREPARE[kind](notification, receiverOf(kind), now);
const ask = (kind: ReceiverKind, { url, headers, body }: Delivery): Answer =>
  ANSWER[kind]({ path: new URL(url).pathname, headers, body });

const ofNotice = (given: Notice): Notification => {
  const notice = makeNoticeSafe(given);
  return { event, notice, message: toMessage(notice) };
};
const ofMessage = (message: Message): Notification => ({
  ...ofNotice({ kind: "completed", data: completed }),
  message,
});

/** All texts that a service would read as its mark-up, log lines in code apart. */
const textsOf = (body: string): string[] => {
  const texts: string[] = [];
  JSON.parse(body, (_, value: unknown) => {
    if (typeof value === "string") texts.push(value);
    return value;
  });
  return texts;
};

/** What acts in any of them, wherever it stands; told apart from the code under test. */
const ALIVE: readonly RegExp[] = [
  /<[!@#/a-z]/i,
  /@(?:everyone|here|channel|all|room)\b/i,
  /(?:^|\s)@\w/,
  /[a-z0-9]:\/\//i,
  /\bwww\.\w/i,
  /[\0-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/,
  /\p{Cs}/u,
];

/** Mark-up that is not escaped, for the two that read Markdown everywhere. */
const MARKUP = /(?<!\\)(?:\\\\)*[*_~|[\]()`]/;

const unescaped = (kind: ReceiverKind, body: string): readonly string[] => {
  if (kind === "discord") {
    const [first] = JSON.parse(body).embeds;
    return [first.title, first.description, ...first.fields.map(({ value }: { value: string }) => value)];
  }
  if (kind === "mattermost") {
    // Fences and our own headings are taken out; what is left is a stranger's.
    const { text } = JSON.parse(body);
    return text
      .replace(/^```\n[\s\S]*?\n```$/m, "")
      .replace(/^\*\*[A-Z][a-z ]+\*\*$/gm, "")
      .replace(/^#### /, "")
      .split("\n");
  }
  return [];
};

/** A fence is closed, and nothing but the fence has three backticks. */
const fencesOf = (body: string): readonly number[] => textsOf(body).map((text) => (text.match(/```/g) ?? []).length);

/** What one service asks for beyond that: Slack has three signs escaped in mark-up, Mattermost reads every name behind an @. */
const rawIn = (kind: ReceiverKind, body: string): readonly string[] => {
  const payload = JSON.parse(body);
  if (kind === "mattermost") return payload.text.match(/@(?!\u200b)/g) ?? [];
  if (kind !== "slack") return [];
  const marked = payload.blocks.filter(({ text }: { text?: { type: string } }) => text?.type === "mrkdwn");
  const texts: readonly string[] = [payload.text, ...marked.map(({ text }: { text: { text: string } }) => text.text)];
  return texts.filter((text) => /[<>]|&(?!amp;|lt;|gt;)/.test(text));
};

const requireInert = (kind: ReceiverKind, { body }: Delivery): void => {
  const texts = textsOf(body);
  if (kind !== "webhook") {
    expect(texts.filter((text) => ALIVE.some((pattern) => pattern.test(text)))).toEqual([]);
    expect(fencesOf(body).filter((count) => count !== 0 && count !== 2)).toEqual([]);
  }
  expect(rawIn(kind, body)).toEqual([]);
  expect(unescaped(kind, body).filter((text) => MARKUP.test(text))).toEqual([]);
};

describe.each(RECEIVER_KINDS)("%s", (kind) => {
  test.each<{ name: string; notice: Notice; says: readonly string[] }>([
    {
      name: "a triage",
      notice: { kind: "completed", data: completed },
      says: ["killed for its memory", "Raise the limit", "OOMKilled", "same container ran out", "1.1.0"],
    },
    {
      name: "an alert without one",
      notice: { kind: "failed", data: failed },
      says: ["Loki cannot be reached", "api-7c9d"],
    },
    { name: "one that is over", notice: { kind: "skipped", data: skipped }, says: ["The alert is over"] },
  ])("is told of $name", async ({ notice, says }) => {
    const delivery = await prepare(kind, ofNotice(notice));
    expect(ask(kind, delivery)).toMatchObject({ status: expect.toSatisfy((status: number) => status < 300) });
    const text = textsOf(delivery.body).join("\n").replaceAll("\\", "");
    for (const words of says) expect(text).toContain(words);
    requireInert(kind, delivery);
  });

  test("a hostile alert and triage are taken, and nothing of them acts", async () => {
    for (const text of HOSTILE) {
      const alert = {
        ...completed.alert,
        alertname: text,
        labels: { [text.slice(0, 50)]: text },
        annotations: { summary: text },
      };
      const evidence = Array.from({ length: 6 }, (_, index) => ({ ...completed.evidence[0]!, id: `E${index}`, text }));
      const triage = { ...completed.triage, summary: text.slice(0, 280), root_cause: text.slice(0, 240) };
      for (const notice of [
        { kind: "completed", data: { ...completed, alert, evidence, triage } },
        { kind: "failed", data: { ...failed, alert, detail: text, reason: text.slice(0, 64) } },
      ] as const) {
        const delivery = await prepare(kind, ofNotice(notice));
        expect(ask(kind, delivery)).toMatchObject({ status: expect.toSatisfy((status: number) => status < 300) });
        requireInert(kind, delivery);
      }
    }
  });
});

const piece = fc.oneof(
  fc.constantFrom(...HOSTILE.filter(({ length }) => length < 4000)),
  fc.constantFrom(
    ..."< > & @ # ! ` ``` * _ ~ | [ ] ( ) \\ / : // :// . - + = \" ' ‹ › … \u200d \u200b \ud83d \ude00".split(" "),
  ),
  fc.constantFrom("@here", "everyone", "https", "www.", "a", "1. ", "- ", " ", "\n", "\t", "😀", "日本"),
  fc.string({ unit: "binary", maxLength: 20 }),
);
const text = fc.oneof(
  fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join("")),
  fc.tuple(piece, fc.integer({ min: 1, max: 3000 })).map(([one, times]) => one.repeat(times).slice(0, 20_000)),
);
const lines = fc.array(text, { maxLength: 6 });
const message: fc.Arbitrary<Message> = fc.record({
  title: text,
  severity: fc.constantFrom("info", "warning", "error", "critical"),
  resolved: fc.boolean(),
  summary: text,
  sections: fc.array(fc.record({ heading: fc.constantFrom("Root cause", "Labels"), lines }), { maxLength: 12 }),
  evidence: lines,
  footer: text,
});

test.each(RECEIVER_KINDS.filter((kind) => kind !== "webhook"))(
  "%s takes whatever a message holds, and nothing of it acts",
  async (kind) => {
    await fc.assert(
      fc.asyncProperty(message, async (given) => {
        const delivery = await prepare(kind, ofMessage(given));
        expect(ask(kind, delivery)).toMatchObject({ status: expect.toSatisfy((status: number) => status < 300) });
        requireInert(kind, delivery);
      }),
      { numRuns: 300 },
    );
  },
);

describe("a strict receiver refuses", () => {
  test("a webhook whose body, time or secret is another", async () => {
    const delivery = await prepare("webhook", ofNotice({ kind: "completed", data: completed }));
    const { headers } = delivery;
    expect(ask("webhook", { ...delivery, body: delivery.body.replace("error", "info") }).status).toBe(401);
    expect(ask("webhook", { ...delivery, headers: { ...headers, "x-kprompt-timestamp": "1" } }).status).toBe(401);
    const later = { path: "/", headers, body: delivery.body };
    expect(answerWebhook(secret, now / 1000 + 301)(later).status).toBe(401);
    expect(answerWebhook("another-secret-0123456789", now / 1000)(later).status).toBe(401);
  });

  test.each<[ReceiverKind, string, object]>([
    ["slack", "a block of 3,001 characters", { text: "x", blocks: [section("x".repeat(3001))] }],
    ["slack", "51 blocks", { text: "x", blocks: Array.from({ length: 51 }, () => section("x")) }],
    ["slack", "an empty text", { text: "x", blocks: [section("")] }],
    ["slack", "no text to fall back to", { blocks: [section("x")] }],
    ["discord", "an empty field", embed({ fields: [{ name: "x", value: " " }] })],
    ["discord", "a long title", embed({ title: "x".repeat(257) })],
    ["discord", "6,001 characters", embed({ description: "x".repeat(4096), footer: { text: "x".repeat(1905) } })],
    ["discord", "mentions", { embeds: [{ title: "x" }] }],
    ["ntfy", "4,097 bytes", { topic: "t", title: "t", priority: 3, tags: [], message: "x".repeat(4097) }],
    ["ntfy", "an action", { topic: "t", title: "t", priority: 3, tags: [], message: "x", click: "https://x" }],
    ["mattermost", "16,384 characters", { text: "x".repeat(16_384) }],
  ])("%s: %s", (kind, _, body) => {
    const headers = { "content-type": "application/json" };
    expect(ANSWER[kind]({ path: "/", headers, body: JSON.stringify(body) }).status).toBeGreaterThanOrEqual(400);
  });
});

function section(text: string) {
  return { type: "section", text: { type: "plain_text", text } };
}

function embed(one: object) {
  return { embeds: [one], allowed_mentions: { parse: [] } };
}
