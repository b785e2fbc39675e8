import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import type { CloudEvent } from "../../core/cloud-event.ts";
import { settle } from "../../functions/adapters/llm/test-clock.ts";
import { toEventMessage, toEventResponse } from "../../functions/http/cloud-event.ts";
import { listen } from "../listen.ts";
import { createBroker } from "./broker.ts";
import type { DeliverySpec } from "./delivery.ts";
import { createTestBroker, SINK, SUBSCRIBER, testEvent, toRequest } from "./testing.ts";

const empty = (status: number): Response => new Response(null, { status });
const reply: CloudEvent = { ...testEvent, id: "t1", type: "dev.kprompt.triage.completed.v1" };

describe("what the ingress answers", () => {
  const { headers, body } = toEventMessage(testEvent, "structured");
  const post = (type: string, body: string, more: Record<string, string> = {}): RequestInit => ({
    method: "POST",
    headers: { "content-type": type, ...more },
    body,
  });
  test.each<[string, RequestInit, number]>([
    ["a structured event", { method: "POST", headers, body: String(body) }, 202],
    ["JSON that is no event", post("application/json", "{}"), 400],
    ["an event without an id", post("application/json", "{}", { "ce-specversion": "1.0", "ce-type": "t" }), 400],
    ["a batch", post("application/cloudevents-batch+json", `[${body}]`), 400],
    ["an event that is too large", post("text/plain", "x".repeat(2000), { ...toEventMessage(reply).headers }), 400],
    ["GET", {}, 405],
    ["PUT", { method: "PUT" }, 405],
    ["OPTIONS, as CloudEvents webhooks ask", { method: "OPTIONS" }, 200],
  ])("%s", async (_, init, status) => {
    const { broker, clock } = createTestBroker(() => empty(204), { maxBytes: 1000 });
    expect((await broker.accept(new Request("http://broker/", init))).status).toBe(status);
    await clock.run(broker.idle());
    expect(broker.snapshot().accepted).toBe(status === 202 ? 1 : 0);
  });

  test("202 comes before the subscriber has answered", async () => {
    const { broker } = createTestBroker(() => new Promise(() => undefined));
    expect((await broker.accept(toRequest(testEvent))).status).toBe(202);
    expect(broker.snapshot()).toMatchObject({ accepted: 1, inFlight: 1 });
  });
});

describe("what an answer of the subscriber comes to", () => {
  const text = (body: string, headers: Record<string, string>) => new Response(body, { headers });
  const problem = (status: number) => Response.json({ code: "some_code" }, { status });
  const ONCE = { requests: 1, retried: 0 };
  const RETRIED = { requests: 3, retried: 2 };
  test.each([
    { name: "200, empty", answer: () => empty(200), ...ONCE, outcome: "delivered", code: undefined },
    { name: "202, empty", answer: () => empty(202), ...ONCE, outcome: "delivered", code: undefined },
    { name: "204", answer: () => empty(204), ...ONCE, outcome: "delivered", code: undefined },
    { name: "200 with plain JSON", answer: () => problem(200), ...RETRIED, outcome: "deadLettered", code: 502 },
    { name: "202 with plain JSON", answer: () => problem(202), ...RETRIED, outcome: "deadLettered", code: 502 },
    {
      name: "200 with half an event",
      answer: () => text("x", { "ce-specversion": "1.0" }),
      ...RETRIED,
      outcome: "deadLettered",
      code: 502,
    },
    {
      name: "200 with a batch",
      answer: () => text("[]", { "content-type": "application/cloudevents-batch+json" }),
      ...RETRIED,
      outcome: "deadLettered",
      code: 502,
    },
    {
      name: "no answer",
      answer: () => Promise.reject(new TypeError("fetch failed")),
      ...RETRIED,
      outcome: "deadLettered",
      code: 500,
    },
    ...[404, 408, 409, 429, 500, 501, 502, 503, 504, 599].map((code) => ({
      name: `${code}`,
      answer: () => problem(code),
      ...RETRIED,
      outcome: "deadLettered",
      code,
    })),
    ...[400, 401, 402, 403, 405, 406, 410, 413, 415, 422, 499].map((code) => ({
      name: `${code}`,
      answer: () => problem(code),
      ...ONCE,
      outcome: "deadLettered",
      code,
    })),
    ...[301, 302, 303, 304, 307, 308].map((code) => ({
      name: `${code}, which nothing follows`,
      answer: () => new Response(null, { status: code, headers: { location: "http://elsewhere/" } }),
      ...ONCE,
      outcome: "deadLettered",
      code,
    })),
  ])("$name: $requests requests, $outcome", async ({ answer, requests, retried, outcome, code }) => {
    const { broker, delivered, send } = createTestBroker(answer);
    await send();
    expect(delivered.filter(({ url }) => url === SUBSCRIBER)).toHaveLength(requests);
    expect(broker.snapshot()).toMatchObject({ accepted: 1, retried, [outcome]: 1, inFlight: 0 });
    const letters = delivered.filter(({ url }) => url === SINK);
    expect(letters.map(({ event }) => event.extensions.knativeerrorcode)).toEqual(code ? [String(code)] : []);
    expect(delivered).toHaveLength(requests + letters.length);
  });

  test("over HTTP a redirect ends it, and nobody follows", async () => {
    const got: string[] = [];
    const { url, close } = await listen(
      (request) => {
        got.push(`${request.method} ${new URL(request.url).pathname}`);
        return new Response(null, { status: 307, headers: { location: "/elsewhere" } });
      },
      0,
      "test",
    );
    onTestFinished(close);
    const broker = createBroker({ triggers: [{ name: "analyze", subscriber: `${url}/events` }] });
    await broker.accept(toRequest(testEvent));
    await broker.idle();
    expect(got).toEqual(["POST /events"]);
    expect(broker.snapshot()).toMatchObject({ dropped: 1, retried: 0 });
  });

  test("a retry that succeeds ends it", async () => {
    const statuses = [503, 204];
    const { broker, send } = createTestBroker(() => empty(statuses.shift() ?? 500));
    await send();
    expect(broker.snapshot()).toMatchObject({ delivered: 1, retried: 1, deadLettered: 0, dropped: 0 });
  });
});

describe("what reaches the subscriber", () => {
  test.each(["binary", "structured"] as const)(
    "the event that came in %s mode, with its time of arrival",
    async (mode) => {
      const { delivered, send } = createTestBroker(() => empty(204));
      await send(testEvent, { mode });
      expect(delivered.map(({ event }) => event)).toEqual([
        { ...testEvent, extensions: { ...testEvent.extensions, knativearrivaltime: "2026-01-02T03:04:05.000Z" } },
      ]);
      expect(delivered[0]?.headers.has("ce-id")).toBe(true);
    },
  );

  test("a structured event, where the delivery says format: json", async () => {
    const { delivered, send } = createTestBroker(() => empty(204), { delivery: { format: "json" } });
    await send();
    expect(delivered[0]?.headers.get("content-type")).toMatch(/^application\/cloudevents\+json/);
  });

  test("of the sender's headers the trace and Knative's own, no others", async () => {
    const { delivered, send } = createTestBroker(() => empty(204), { namespace: "shop" });
    const passed = {
      traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
      tracestate: "a=1",
      "x-request-id": "r1",
      "x-b3-traceid": "0af7651916cd43dd8448eb211c80319c",
      "knative-anything": "1",
    };
    const stopped = {
      authorization: "Bearer secret",
      cookie: "a=1",
      "user-agent": "x",
      prefer: "none",
      "x-other": "1",
    };
    await send(testEvent, { headers: { ...passed, ...stopped, "kn-namespace": "forged" } });
    const [{ headers } = { headers: new Headers() }] = delivered;
    expect(Object.fromEntries(headers)).toMatchObject({ ...passed, prefer: "reply", "kn-namespace": "shop" });
    for (const name of ["authorization", "cookie", "user-agent", "x-other"])
      expect(headers.has(name), name).toBe(false);
  });
});

describe("replies", () => {
  const triggers = [
    { name: "analyze", subscriber: SUBSCRIBER, filters: [{ exact: { type: testEvent.type } }] },
    { name: "notify", subscriber: "http://notify/", filters: [{ prefix: { type: "dev.kprompt.triage." } }] },
  ];

  test("an event in the answer goes back to the broker, and on to whoever wants it, in the same trace", async () => {
    const { broker, delivered, send } = createTestBroker(
      ({ url }) => (url === SUBSCRIBER ? toEventResponse(reply, { "x-request-id": "r2", "x-other": "1" }) : empty(204)),
      { triggers },
    );
    await send(testEvent, { headers: { traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" } });
    expect(delivered.map(({ url, event }) => [url, event.id])).toEqual([
      [SUBSCRIBER, testEvent.id],
      ["http://notify/", "t1"],
    ]);
    expect(delivered[1]?.headers.get("traceparent")).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-/);
    expect(delivered[1]?.headers.get("x-request-id")).toBe("r2");
    expect(delivered[1]?.headers.has("x-other")).toBe(false);
    expect(broker.snapshot()).toMatchObject({ accepted: 2, replied: 1, delivered: 2 });
  });

  test("a reply that its own trigger wants goes round 255 times, and then what it answers is a dead letter", async () => {
    const { broker, delivered, send } = createTestBroker(() =>
      delivered.length < 300 ? toEventResponse(reply) : empty(204),
    );
    await send();
    expect(delivered.filter(({ url }) => url === SUBSCRIBER)).toHaveLength(255);
    expect(broker.snapshot()).toMatchObject({ accepted: 255, replied: 254, refused: 1, deadLettered: 1, inFlight: 0 });
    expect(delivered.at(-1)).toMatchObject({
      url: SINK,
      event: {
        extensions: {
          knativeerrorcode: "400",
          knativeerrordest: "http://broker-ingress.knative-eventing.svc.cluster.local/default/default",
        },
      },
    });
  });

  test("neither the subscriber nor its reply has a say in the hops", async () => {
    const { delivered, broker, send } = createTestBroker(({ event }) => {
      expect(event.extensions).not.toHaveProperty("knativebrokerttl");
      if (delivered.length > 10) return empty(204);
      return toEventResponse({ ...reply, extensions: { knativebrokerttl: 100_000 } });
    });
    await send({ ...testEvent, extensions: { knativebrokerttl: 4 } });
    expect(delivered.filter(({ url }) => url === SUBSCRIBER)).toHaveLength(3);
    expect(broker.snapshot()).toMatchObject({ accepted: 3, refused: 1 });
  });

  test("an event that arrives without hops left is refused", async () => {
    const { broker, send } = createTestBroker(() => empty(204));
    expect((await send({ ...testEvent, extensions: { knativebrokerttl: "1" } })).status).toBe(400);
    expect(broker.snapshot()).toMatchObject({ accepted: 0, refused: 1 });
  });
});

describe("waits", () => {
  const gaps = async (delivery: DeliverySpec): Promise<readonly number[]> => {
    const { delivered, send } = createTestBroker(() => empty(503), { delivery });
    await send();
    const times = delivered.filter(({ url }) => url === SUBSCRIBER).map(({ at }) => at);
    return times.slice(1).map((time, index) => time - (times[index] ?? 0));
  };

  test.each<[string, DeliverySpec, number[]]>([
    ["exponential", { retry: 4, backoffPolicy: "exponential", backoffDelay: "PT0.5S" }, [500, 1000, 2000, 4000]],
    ["linear, from nothing", { retry: 4, backoffPolicy: "linear", backoffDelay: "PT3S" }, [0, 3000, 6000, 9000]],
    ["no policy: at once", { retry: 3, backoffDelay: "PT3S" }, [0, 0, 0]],
    ["no retry", { backoffPolicy: "linear", backoffDelay: "PT3S" }, []],
  ])("%s", async (_, delivery, expected) => expect(await gaps(delivery)).toEqual(expected));

  test("what a cluster gives a Broker that says nothing: ten retries in 204.6 s", async () => {
    const { delivered, broker, send } = createTestBroker(() => empty(503), { delivery: undefined });
    await send();
    expect(delivered).toHaveLength(11);
    expect((delivered.at(-1)?.at ?? 0) - (delivered[0]?.at ?? 0)).toBe(204_600);
    expect(broker.snapshot()).toMatchObject({ retried: 10, dropped: 1, deadLettered: 0 });
  });

  test("Retry-After changes nothing: heeding it is an alpha feature, off", async () => {
    const { delivered, send } = createTestBroker(
      () => new Response(null, { status: 429, headers: { "retry-after": "90" } }),
    );
    await send();
    expect((delivered[1]?.at ?? 0) - (delivered[0]?.at ?? 0)).toBe(1000);
  });

  test("a trigger's delivery replaces the broker's, all but the sink", async () => {
    const triggers = [{ name: "analyze", subscriber: SUBSCRIBER, delivery: { timeout: "PT1M" } }];
    const { delivered, broker, send } = createTestBroker(() => empty(503), { triggers });
    await send();
    expect(delivered.map(({ url }) => url)).toEqual([SUBSCRIBER, SINK]);
    expect(broker.snapshot()).toMatchObject({ retried: 0, deadLettered: 1 });
  });

  test("an answer that is later than the timeout is a failure, and its request is ended", async () => {
    const signals: AbortSignal[] = [];
    const { delivered, send } = createTestBroker(
      (_, request) => {
        signals.push(request.signal);
        return new Promise(() => undefined);
      },
      { delivery: { retry: 1, timeout: "PT30S", deadLetterSink: SINK } },
    );
    await send();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
    expect(delivered.map(({ url, at }) => [url, at - (delivered[0]?.at ?? 0)])).toEqual([
      [SUBSCRIBER, 0],
      [SUBSCRIBER, 30_000],
      [SINK, 60_000],
    ]);
    const { extensions = {} } = delivered.at(-1)?.event ?? {};
    expect(Buffer.from(String(extensions.knativeerrordata), "base64").toString()).toContain(
      "no answer within 30000 ms",
    );
  });

  test("a body that never ends is late, too", async () => {
    const { broker, send } = createTestBroker(() => new Response(new ReadableStream()), {
      delivery: { timeout: "PT30S", deadLetterSink: SINK },
    });
    await send();
    expect(broker.snapshot()).toMatchObject({ deadLettered: 1, delivered: 0 });
  });
});

describe("dead letters", () => {
  test("the event, with where it could not go, the status and the answer in base64", async () => {
    const { delivered, send } = createTestBroker(() => new Response("no such receiver", { status: 422 }));
    await send();
    const { event, headers } = delivered.at(-1) ?? {};
    expect(event).toMatchObject({
      id: testEvent.id,
      source: testEvent.source,
      type: testEvent.type,
      data: testEvent.data,
    });
    expect(event?.extensions).toMatchObject({
      ...testEvent.extensions,
      knativeerrordest: SUBSCRIBER,
      knativeerrorcode: "422",
      knativeerrordata: Buffer.from("no such receiver").toString("base64"),
    });
    expect(headers?.get("prefer")).toBeNull();
    expect(headers?.get("kn-namespace")).toBe("default");
  });

  test("of a long answer the first 1,024 characters of base64", async () => {
    const { delivered, send } = createTestBroker(() => new Response("x".repeat(5000), { status: 400 }));
    await send();
    expect(delivered.at(-1)?.event.extensions.knativeerrordata).toHaveLength(1024);
  });

  const sinkAnswers = (...statuses: number[]) => {
    const { broker, send, delivered } = createTestBroker(
      ({ url }) => empty(url === "http://own/" ? (statuses.shift() ?? 500) : 400),
      {
        delivery: { retry: 1, deadLetterSink: "http://own/" },
      },
    );
    return { broker, send, delivered };
  };
  test.each([
    { statuses: [202], requests: 2, outcome: "deadLettered" },
    { statuses: [503, 204], requests: 3, outcome: "deadLettered" },
    { statuses: [503, 503], requests: 3, outcome: "dropped" },
    { statuses: [400], requests: 2, outcome: "dropped" },
  ])("a sink that answers $statuses: $outcome", async ({ statuses, requests, outcome }) => {
    const { broker, send, delivered } = sinkAnswers(...statuses);
    await send();
    expect(delivered).toHaveLength(requests);
    expect(broker.snapshot()).toMatchObject({ [outcome]: 1, inFlight: 0 });
  });

  test("without a sink the event is dropped and counted", async () => {
    const { broker, notes, send } = createTestBroker(() => empty(400), { delivery: { retry: 3 } });
    await send();
    expect(broker.snapshot()).toMatchObject({ dropped: 1, deadLettered: 0, retried: 0 });
    expect(notes.at(-1)).toMatchObject({ what: "dropped", status: 400, trigger: "analyze" });
  });
});

describe("many", () => {
  test("a subscriber that hangs holds no other trigger up", async () => {
    const { broker, delivered } = createTestBroker(
      ({ url }) => (url === "http://slow/" ? new Promise(() => undefined) : empty(204)),
      {
        parallel: 1,
        triggers: [
          { name: "slow", subscriber: "http://slow/" },
          { name: "quick", subscriber: SUBSCRIBER },
        ],
      },
    );
    for (let index = 0; index < 3; index++) await broker.accept(toRequest({ ...testEvent, id: `e${index}` }));
    await settle();
    expect(delivered.filter(({ url }) => url === SUBSCRIBER)).toHaveLength(3);
    expect(delivered.filter(({ url }) => url === "http://slow/")).toHaveLength(1);
  });

  test("no more requests at a time than allowed, and one that waits for its retry is none", async () => {
    let open = 0;
    let most = 0;
    const { broker, clock } = createTestBroker(
      async () => {
        most = Math.max(most, ++open);
        await settle();
        open -= 1;
        return empty(503);
      },
      { parallel: 3, delivery: { retry: 1, backoffPolicy: "exponential", backoffDelay: "PT1H" } },
    );
    for (let index = 0; index < 10; index++) await broker.accept(toRequest({ ...testEvent, id: `e${index}` }));
    await clock.advance(0);
    for (let turn = 0; turn < 10; turn++) await settle();
    expect(most).toBe(3);
    expect(broker.snapshot()).toMatchObject({ retried: 10, inFlight: 10 });
    await clock.advance(3_600_000);
    await broker.idle();
    expect(broker.snapshot()).toMatchObject({ dropped: 10, inFlight: 0 });
    expect(most).toBe(3);
  });

  test("close ends waits and requests, and refuses what comes after", async () => {
    const { broker } = createTestBroker(() => new Promise(() => undefined));
    await broker.accept(toRequest(testEvent));
    await broker.close();
    expect((await broker.accept(toRequest(testEvent))).status).toBe(503);
    expect(broker.snapshot()).toMatchObject({ inFlight: 1, delivered: 0, dropped: 0 });
  });

  test("whatever subscribers answer, every delivery has one end", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.constantFrom(200, 204, 302, 400, 404, 429, 500, 503), { maxLength: 4 }), { maxLength: 8 }),
        async (scripts) => {
          const left = new Map(scripts.map((script, index) => [`e${index}`, [...script]]));
          const { broker, clock, delivered } = createTestBroker(({ event }) =>
            empty(left.get(event.id)?.shift() ?? 204),
          );
          for (const id of left.keys()) await broker.accept(toRequest({ ...testEvent, id }));
          await clock.run(broker.idle());
          const { accepted, delivered: done, deadLettered, dropped, retried, inFlight } = broker.snapshot();
          expect(inFlight).toBe(0);
          expect(done + deadLettered + dropped).toBe(accepted);
          expect(delivered).toHaveLength(accepted + retried + deadLettered);
        },
      ),
      { numRuns: 40 },
    ));
});
