import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sha256 } from "../adapters/sha256.ts";
import { compose as composeFunction } from "../http/compose.ts";
import { requireSigned } from "../http/event-signature.ts";
import { hmacSha256 } from "../http/hmac.ts";
import { secrets, tokens } from "../testing.ts";
import { tinyBundle } from "../tiny-bundle.ts";
import { compose } from "./compose.ts";
import { numbered, toNotification } from "./testing/bodies.ts";
import { createBrokerIngress, type Listening, listen } from "./testing/broker-ingress.ts";

const ingress = createBrokerIngress();
let broker: Listening;
beforeAll(async () => {
  broker = await listen(ingress);
});
afterAll(() => broker.close());

const body = JSON.stringify(toNotification(numbered(2)));
const bearer = { authorization: `Bearer ${tokens.all}` };
const basic = { authorization: `Basic ${btoa(secrets.basic)}` };

const start = (env: Readonly<Record<string, string>>) => {
  const said: string[] = [];
  const definition = { functionName: "ingest", built: tinyBundle, openapi: {}, compose } as const;
  const settings = { BROKER_URL: broker.url, ...env };
  const { app } = composeFunction(definition, settings, { sha256, log: (_, message) => void said.push(message) });
  const send = async (headers: Readonly<Record<string, string>> = {}) => {
    const before = ingress.events.length;
    const init = { method: "POST", headers: { "content-type": "application/json", ...headers }, body };
    const response = await app.request("/v1/alerts/alertmanager", init);
    return {
      status: response.status,
      challenge: response.headers.get("www-authenticate"),
      events: ingress.events.slice(before),
    };
  };
  return { send, said };
};

describe("only what is configured lets in", () => {
  const signed = async () => ({ "x-grafana-alerting-signature": await hmacSha256(secrets.hmac, body) });
  const ways = { bearer: () => bearer, basic: () => basic, signed, nothing: () => ({}) };

  test.each<[Readonly<Record<string, string>>, readonly (keyof typeof ways)[], string | null]>([
    [{ AUTH_TOKENS: tokens.all }, ["bearer"], "Bearer"],
    [{ AUTH_BASIC: secrets.basic }, ["basic"], 'Basic realm="kprompt", charset="UTF-8"'],
    [{ AUTH_HMAC_SECRET: secrets.hmac }, ["signed"], 'HMAC-SHA256 header="x-grafana-alerting-signature"'],
    [
      { AUTH_TOKENS: tokens.all, AUTH_BASIC: secrets.basic },
      ["bearer", "basic"],
      'Bearer, Basic realm="kprompt", charset="UTF-8"',
    ],
    [{ AUTH: "none" }, ["bearer", "basic", "signed", "nothing"], null],
  ])("%j", async (env, allowed, challenge) => {
    const { send } = start(env);
    for (const [way, headers] of Object.entries(ways)) {
      const { status } = await send(await headers());
      expect({ way, status }).toEqual({ way, status: (allowed as readonly string[]).includes(way) ? 202 : 401 });
    }
    expect((await send()).challenge).toBe(challenge);
  });

  test("AUTH=none is said aloud", () => {
    expect(start({ AUTH: "none" }).said).toContain("AUTH=none: anybody who reaches the port may call.");
    expect(start({ AUTH_BASIC: secrets.basic }).said).toEqual(["Ready."]);
  });
});

test("events are signed where there is a secret", async () => {
  const [unsigned] = (await start({ AUTH: "none" }).send()).events;
  expect(unsigned?.extensions).not.toHaveProperty("kpsignature");
  const { events } = await start({ AUTH: "none", EVENT_SECRET: secrets.event }).send();
  expect(events).toHaveLength(2);
  for (const event of events) await requireSigned(event, secrets.event);
});

test("the cluster's name and the labels that do not count are the operator's", async () => {
  const [plain, other] = (await start({ AUTH: "none" }).send()).events;
  expect(plain?.extensions.identity).toBe(other?.extensions.identity);
  const { events } = await start({ AUTH: "none", CLUSTER_NAME: "home", IDENTITY_DROP_LABELS: "alertname" }).send();
  expect(events[0]?.source).toBe("/alertmanager/home/kprompt");
  expect(events[0]?.extensions.identity).not.toBe(plain?.extensions.identity);
});

test.each([
  ["http://user:secret-of-mine@broker/a/b", "must hold no user"],
  ["http://broker/a/b#c", "must hold no user"],
])("BROKER_URL=%s stops the start, and is not shown", (url, why) => {
  const run = () => start({ AUTH: "none", BROKER_URL: url });
  expect(run).toThrow(why);
  expect(run).not.toThrow("secret-of-mine");
});
