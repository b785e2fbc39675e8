import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { EVENT_TYPE } from "../core/alert/event-type.ts";
import { SKIP_REASONS } from "../core/alert/triage-data.ts";
import { parseReceivers, RECEIVER_KINDS, ReceiverSchema } from "../functions/adapters/notifiers/receivers.ts";
import { eventOf, failed } from "../functions/adapters/notifiers/testing/samples.ts";
import { toWebhook } from "../functions/adapters/notifiers/webhook.ts";
import { NotificationSchema } from "../functions/notify/payload.ts";
import { notificationSchema } from "./notification-schema.ts";

const page = readFileSync(new URL("notifications.md", import.meta.url), "utf8");
const blockOf = (info: string, holds: string): string =>
  [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].find(
    ([, kind, body]) => kind === info && body?.includes(holds),
  )?.[2] ?? "";

const { id, source, type, time = null } = eventOf("triageFailed", failed);
const event = { id, source, type, time };
const secret = "webhook-secret-0123456789";
const now = 1_795_230_062_500;
const deliver = () =>
  toWebhook({ event, notice: { kind: "failed", data: failed } }, { url: "https://a.example", secret }, now);

test("the receivers shown are taken, and every kind, field and reason is there", () => {
  const { receivers, problems } = parseReceivers(blockOf("json", '"kind"'));
  expect(problems).toEqual([]);
  expect(receivers.map(({ kind }) => kind)).toEqual(RECEIVER_KINDS);
  const words = [...Object.keys(ReceiverSchema.entries), ...SKIP_REASONS, ...Object.values(EVENT_TYPE)];
  expect(words.filter((word) => !page.includes(`\`${word}\``) && !page.includes(`"${word}"`))).toEqual([]);
});

test("the payload shown is the one sent", async () => {
  const { body } = await deliver();
  expect(JSON.parse(blockOf("json", '"version"'))).toEqual(JSON.parse(body));
  expect(v.is(NotificationSchema, JSON.parse(body))).toBe(true);
});

test("the schema is the one of the code; npx node docs/notification-schema.ts writes it", () => {
  const written = readFileSync(new URL("schemas/notification.1.json", import.meta.url), "utf8");
  expect(JSON.parse(written)).toEqual(notificationSchema());
});

describe("a receiver checks the signature as shown", () => {
  test("in Node", async () => {
    const code = blockOf("js", "isGenuine");
    const { isGenuine } = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as {
      isGenuine: (headers: object, body: string, secret: string, nowSeconds: number) => boolean;
    };
    const { headers, body } = await deliver();
    expect(isGenuine(headers, body, secret, now / 1000 + 299)).toBe(true);
    expect(isGenuine(headers, body, secret, now / 1000 + 301)).toBe(false);
    expect(isGenuine(headers, `${body} `, secret, now / 1000)).toBe(false);
    expect(isGenuine(headers, body, "another-secret-0123456789", now / 1000)).toBe(false);
    expect(isGenuine({}, body, secret, now / 1000)).toBe(false);
  });

  test.runIf(spawnSync("openssl", ["version"]).status === 0)("with openssl", async () => {
    const { headers, body } = await deliver();
    const cwd = mkdtempSync(join(tmpdir(), "kprompt-webhook-"));
    writeFileSync(join(cwd, "body.json"), body);
    const env = { ...process.env, secret, timestamp: headers["x-kprompt-timestamp"] };
    const printed = execFileSync("sh", ["-c", blockOf("sh", "openssl")], { cwd, env, encoding: "utf8" });
    rmSync(cwd, { recursive: true });
    expect(`sha256=${printed.trim()}`).toBe(headers["x-kprompt-signature"]);
  });
});
