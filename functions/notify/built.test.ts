import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RECEIVER_KINDS, type ReceiverKind } from "../adapters/notifiers/receivers.ts";
import { alertData, completed, eventOf, failed } from "../adapters/notifiers/testing/samples.ts";
import type { Answer, Asked } from "../adapters/notifiers/testing/strict.ts";
import { answerDiscord } from "../adapters/notifiers/testing/strict-discord.ts";
import { answerMattermost } from "../adapters/notifiers/testing/strict-mattermost.ts";
import { answerNtfy } from "../adapters/notifiers/testing/strict-ntfy.ts";
import { answerSlack } from "../adapters/notifiers/testing/strict-slack.ts";
import { answerWebhook } from "../adapters/notifiers/testing/strict-webhook.ts";
import { type Artefacts, buildArtefacts, type Env } from "../artefacts.ts";
import { signNow, toStructuredInit } from "./testing.ts";

const eventSecret = "event-secret-0123456789";
const secret = "webhook-secret-0123456789";

/** One server that is every receiver, by path; ntfy publishes at the root. */
const startReceivers = async () => {
  const asked: Asked[] = [];
  const answerOf = (one: Asked): Answer => {
    if (one.path === "/") return answerNtfy(one);
    if (one.path === "/away") return { status: 503, text: "", headers: { "retry-after": "7" } };
    if (one.path === "/moved") return { status: 307, text: "", headers: { location: "/slack" } };
    const answers = {
      "/webhook": answerWebhook(secret, Date.now() / 1000),
      "/slack": answerSlack,
      "/mattermost": answerMattermost,
      "/discord": answerDiscord,
    };
    return answers[one.path as keyof typeof answers]?.(one) ?? { status: 404, text: "" };
  };
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (piece: string) => {
      body += piece;
    });
    request.on("end", () => {
      const one = { path: request.url ?? "", headers: request.headers as Record<string, string>, body };
      asked.push(one);
      const { status, text, headers } = answerOf(one);
      response.writeHead(status, headers).end(status === 204 ? undefined : text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { asked, url, close };
};

const envOf = (url: string): Env => {
  const paths: Readonly<Record<ReceiverKind, string>> = {
    webhook: "/webhook",
    slack: "/slack",
    mattermost: "/mattermost",
    discord: "/discord",
    ntfy: "/alerts",
  };
  const receivers = [
    ...RECEIVER_KINDS.map((kind) => ({
      name: kind,
      kind,
      url: url + paths[kind],
      ...(kind === "webhook" && { secret }),
      ...(kind === "ntfy" && { token: "tk_0123456789" }),
    })),
    { name: "away", kind: "slack", url: `${url}/away` },
    { name: "moved", kind: "slack", url: `${url}/moved` },
    { name: "nobody", kind: "slack", url: "http://127.0.0.1:9/hook" },
  ];
  return { AUTH_TOKENS: "", EVENT_SECRET: eventSecret, RECEIVERS: JSON.stringify(receivers) };
};

let artefacts: Artefacts;
let receivers: Awaited<ReturnType<typeof startReceivers>>;
beforeAll(async () => {
  [artefacts, receivers] = await Promise.all([buildArtefacts(), startReceivers()]);
});
afterAll(() => {
  receivers.close();
  artefacts.remove();
});

describe.each(["startNode", "startWorker"] as const)("%s", (start) => {
  let running: Awaited<ReturnType<Artefacts[typeof start]>>;
  beforeAll(async () => {
    running = await artefacts[start]("notify", envOf(receivers.url));
  });
  afterAll(async () => {
    await running.stop();
  });
  const send = (name: string, event = eventOf("triageCompleted", completed)) =>
    running.fetch(`/receivers/${name}`, { method: "POST", ...toStructuredInit(signNow(event, eventSecret)) });
  const recordsOf = (receiver: string) =>
    running.stdout
      .filter((line) => line.includes('"record":"notification"'))
      .map((line) => JSON.parse(line))
      .filter((record) => record.receiver === receiver);

  test.each(RECEIVER_KINDS)("%s takes a triage, once, and a dead letter", async (kind) => {
    const before = receivers.asked.length;
    const letter = eventOf("alertFiring", alertData, { id: `letter-${kind}`, extensions: { knativeerrorcode: 503 } });
    for (const event of [eventOf("triageCompleted", completed), eventOf("triageCompleted", completed), letter]) {
      const response = await send(kind, event);
      expect([response.status, await response.text()]).toEqual([204, ""]);
    }
    expect(receivers.asked).toHaveLength(before + 2);
    expect(recordsOf(kind).map(({ outcome, status }) => [outcome, status === null])).toEqual([
      ["delivered", false],
      ["duplicate", true],
      ["delivered", false],
    ]);
  });

  test.each([
    ["away", 503, "7"],
    ["moved", 422, null],
    ["nobody", 503, null],
  ])("a receiver that is %s → %i", async (name, status, retryAfter) => {
    const response = await send(name);
    expect([response.status, response.headers.get("retry-after")]).toEqual([status, retryAfter]);
    expect(await response.text()).not.toContain("127.0.0.1");
  });

  test("only a signature lets in", async () => {
    const init = { method: "POST", ...toStructuredInit(eventOf("triageFailed", failed)) };
    expect((await running.fetch("/receivers/slack", init)).status).toBe(401);
    const headers = { ...init.headers, authorization: "Bearer anything-0123456789" };
    expect((await running.fetch("/receivers/slack", { ...init, headers })).status).toBe(401);
  });

  test("no secret and no address is in anything that it writes", () => {
    const written = [...running.stdout, ...("stderr" in running ? running.stderr : [])].join("\n");
    expect(written).toContain('"record":"notification"');
    expect(written).not.toMatch(new RegExp(`${secret}|${eventSecret}|tk_0123456789|${receivers.url}|OOMKilled`));
  });
});
