import { describe, expect, test } from "vitest";
import { createBroker } from "../adapters/broker.ts";
import { createTestClock } from "../adapters/llm/test-clock.ts";
import { createTestApps, post } from "../testing.ts";
import { numbered, toNotification, toPush } from "./testing/bodies.ts";
import { type Answer, createBrokerIngress } from "./testing/broker-ingress.ts";

const path = "/v1/alerts/alertmanager";

/** ingest before a broker that answers so; no time passes. */
const ingestBefore = (answer: Answer) => {
  const ingress = createBrokerIngress(answer);
  const time = createTestClock();
  const broker = createBroker(
    { url: "http://broker/kprompt/default", timeoutMs: 3000 },
    { fetch: ingress.fetch, now: time.now, sleep: time.sleep },
  );
  const { apps, logs, spans } = createTestApps({ broker, sleep: time.sleep, maxBodyBytes: 4_194_304 });
  const send = async (body: unknown, to = path) => {
    const response = await apps.ingest.request(to, post(body));
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === "" ? null : JSON.parse(text) };
  };
  return { ingress, send, logs, spans };
};

const podOf = (event: { readonly data?: unknown }): string =>
  (event.data as { labels: Record<string, string> }).labels.pod ?? "";

describe("what the broker answers for one alert of three", () => {
  const delivered = { status: 202, body: { accepted: 3, rejected: 0 } };
  const withoutOne = { status: 202, body: { accepted: 2, rejected: 1 } };
  const again = { status: 503, body: { code: "broker_unavailable", accepted: 2, rejected: 0 } };
  test.each<[number, object]>([
    [200, delivered],
    [202, delivered],
    [204, delivered],
    [299, delivered],
    [301, again],
    [302, again],
    [307, again],
    [400, withoutOne],
    [401, again],
    [403, again],
    [404, again],
    [405, again],
    [408, again],
    [409, again],
    [413, withoutOne],
    [415, withoutOne],
    [422, withoutOne],
    [429, again],
    [500, again],
    [502, again],
    [503, again],
    [504, again],
  ])("%i", async (status, expected) => {
    const { send, ingress } = ingestBefore((event) => (podOf(event) === "api-1" ? status : undefined));
    expect(await send(toNotification(numbered(3)))).toMatchObject(expected);
    expect(ingress.events).toHaveLength(3);
  });
});

describe("when not every alert was delivered", () => {
  test("the sender is asked to come again, and told how far it got", async () => {
    const { send, logs } = ingestBefore((event) => (podOf(event) === "api-1" ? 503 : undefined));
    const { status, headers, body } = await send(toNotification(numbered(3)));
    expect(status).toBe(503);
    expect(headers.get("retry-after")).toBe("10");
    expect(body).toEqual({
      type: "urn:kprompt:problem:broker_unavailable",
      title: "Broker unavailable",
      status: 503,
      code: "broker_unavailable",
      detail: "The broker took 2 of 3 events. Send all of them again.",
      accepted: 2,
      rejected: 0,
      trace_id: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    expect(logs.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ level: "error", accepted: 2, rejected: 0, failed: 1 }),
    ]);
  });

  test("a ruler is told the same by its status", async () => {
    const { send } = ingestBefore(() => 503);
    expect((await send(toPush(numbered(3)), "/api/v2/alerts")).status).toBe(503);
  });

  test("its repeat delivers the rest, and no id is a new one", async () => {
    let away = true;
    const { send, ingress } = ingestBefore((event) =>
      away && Number(podOf(event).slice(4)) % 3 === 0 ? 503 : undefined,
    );
    const body = toNotification(numbered(40));
    expect((await send(body)).status).toBe(503);
    away = false;
    expect(await send(body)).toMatchObject({ status: 202, body: { accepted: 40, rejected: 0 } });
    const keys = ingress.events.map(({ source, id }) => `${source} ${id}`);
    expect(new Set(keys).size).toBe(40);
    expect(new Set(ingress.events.slice(40).map(podOf)).size).toBe(40);
  });

  test("one that is refused for ever does not keep the others, and is named by its id alone", async () => {
    const { send, logs, ingress } = ingestBefore((event) => (podOf(event) === "api-1" ? 400 : undefined));
    expect((await send(toNotification(numbered(3)))).body).toEqual({ accepted: 2, rejected: 1 });
    const refused = ingress.events.find((event) => podOf(event) === "api-1");
    expect(logs.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ level: "error", event_id: refused?.id, status: 400 }),
    ]);
    expect(logs.join()).not.toMatch(/api-1|PodCrash|shop/);
  });

  test("a broker that refuses every event is a wrong BROKER_URL: nothing is let go", async () => {
    const { send } = ingestBefore(() => 400);
    expect(await send(toNotification(numbered(3)))).toMatchObject({
      status: 503,
      body: { accepted: 0, rejected: 3 },
    });
  });

  test("a redirect is not followed", async () => {
    const { send, ingress } = ingestBefore(() => 302);
    expect((await send(toNotification([{}]))).status).toBe(503);
    expect(ingress.events).toHaveLength(1);
  });

  test("nobody at the broker's address", async () => {
    const refused = async (): Promise<never> => {
      throw new TypeError("fetch failed: ECONNREFUSED 10.0.0.1");
    };
    const { now, sleep } = createTestClock();
    const broker = createBroker({ url: "http://broker/a/b", timeoutMs: 3000 }, { fetch: refused, now, sleep });
    const { apps } = createTestApps({ broker, sleep });
    const response = await apps.ingest.request(path, post(toNotification(numbered(3))));
    expect(response.status).toBe(503);
    expect(await response.text()).not.toContain("ECONNREFUSED");
  });
});

test("500 alerts reach the broker at most 16 at a time", async () => {
  const { send, ingress } = ingestBefore(async () => {
    await new Promise((resolve) => setImmediate(resolve));
    return 202;
  });
  expect((await send(toNotification(numbered(500)))).body).toEqual({ accepted: 500, rejected: 0 });
  expect(ingress.mostAtOnce).toBe(16);
});

describe("nothing of a body is in logs, spans or problems", () => {
  const marker = "Zx9kd02Qw7";
  const labels = { pod: marker, [marker]: "x", namespace: `ns-${marker}` };
  const marked = toNotification([labels, { ...labels, container: "b" }], { receiver: marker, externalURL: marker });
  const faulty = { ...marked, alerts: [...marked.alerts, { ...marked.alerts[0], labels: { [marker]: 7 } }] };
  const onlyFaulty = { alerts: [{ status: marker, labels: {}, startsAt: marker }] };

  test.each<[string, Answer, unknown, number]>([
    ["delivered", () => undefined, marked, 202],
    [
      "refused",
      (event) => (Object.hasOwn((event.data as { labels: object }).labels, "container") ? 400 : 202),
      marked,
      202,
    ],
    ["all refused", () => 400, marked, 503],
    ["not delivered", () => 503, marked, 503],
    ["one left out", () => undefined, faulty, 202],
    ["all malformed", () => undefined, onlyFaulty, 422],
  ])("%s", async (_, answer, body, status) => {
    const { send, logs, spans } = ingestBefore(answer);
    const reply = await send(body);
    expect(reply.status).toBe(status);
    expect(JSON.stringify(spans)).toContain("POST /v1/alerts/alertmanager");
    for (const written of [logs.join(), JSON.stringify(spans), JSON.stringify(reply.body)]) {
      expect(written).not.toContain(marker);
    }
  });
});

test("spans: one for each event under the request's, with what became of it", async () => {
  const { send, ingress, spans } = ingestBefore((event) => (podOf(event) === "api-1" ? 400 : undefined));
  await send(toNotification(numbered(3)));
  const server = spans.find(({ kind }) => kind === "server");
  const sends = spans.filter(({ name }) => name === "broker.send");
  expect(server?.attributes).toMatchObject({
    "kprompt.events.received": 3,
    "kprompt.events.accepted": 2,
    "kprompt.events.rejected": 1,
  });
  expect(sends).toHaveLength(3);
  for (const [index, event] of ingress.events.entries()) {
    const span = sends.find(({ attributes }) => attributes["cloudevents.event_id"] === event.id);
    const refused = podOf(event) === "api-1";
    expect(span).toMatchObject({
      kind: "client",
      parentSpanId: server?.spanId,
      error: refused,
      attributes: {
        "cloudevents.event_type": event.type,
        "server.address": "broker",
        "server.port": 80,
        "http.response.status_code": refused ? 400 : 202,
      },
    });
    expect(ingress.traceparents[index]).toBe(`00-${span?.traceId}-${span?.spanId}-01`);
    expect(event.extensions.traceparent).toBe(`00-${server?.traceId}-${server?.spanId}-01`);
  }
});
