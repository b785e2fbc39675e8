import { describe, expect, test } from "vitest";
import type { CloudEvent } from "../../core/cloud-event.ts";
import { sleep } from "../adapters/llm/sleep.ts";
import type { Receiver } from "../adapters/notifiers/receivers.ts";
import { alertData, completed, eventOf, failed, skipped } from "../adapters/notifiers/testing/samples.ts";
import { answerWebhook } from "../adapters/notifiers/testing/strict-webhook.ts";
import { sha256 } from "../adapters/sha256.ts";
import { createMemoryStore } from "../adapters/store/memory.ts";
import { createTelemetry, type FinishedSpan } from "../adapters/telemetry.ts";
import { readTelemetryConfig } from "../adapters/telemetry-config.ts";
import { createAuthenticate } from "../http/auth.ts";
import { toEventMessage } from "../http/cloud-event.ts";
import { createLog } from "../http/log.ts";
import { tinyBundle } from "../tiny-bundle.ts";
import { createApp, type NotifyAppDeps } from "./app.ts";
import type { DeadLetterRecord } from "./dead-letter.ts";
import type { NotificationRecord } from "./record.ts";
import { signNow } from "./testing.ts";

const eventSecret = "event-secret-0123456789";
const secret = "webhook-secret-0123456789";
const token = "token-of-the-trigger-0123";
const now = Date.parse("2026-11-21T03:01:00Z");
const webhook: Receiver = {
  name: "ops",
  kind: "webhook",
  url: "https://hooks.example/secret-path-of-ops",
  secret,
  least_severity: "info",
  skipped: ["resolved"],
};

interface Call {
  readonly url: string;
  readonly init: RequestInit;
}

/** notify, a clock that stands, and a receiver that answers as told; by default it checks what it gets. */
const start = (
  more: Partial<NotifyAppDeps> = {},
  answer: (call: Call) => Response | Promise<Response> = strict,
  signed = true,
) => {
  const spans: FinishedSpan[] = [];
  const logs: string[] = [];
  const records: NotificationRecord[] = [];
  const letters: DeadLetterRecord[] = [];
  const calls: Call[] = [];
  const clock = { now: () => now };
  const log = createLog("notify", (line) => void logs.push(line));
  const telemetry = createTelemetry(readTelemetryConfig({}, "notify").config, {
    built: tinyBundle,
    clock,
    log,
    onSpan: (span) => void spans.push(span),
  });
  let tokens = 0;
  const app = createApp({
    functionName: "notify",
    built: tinyBundle,
    openapi: {},
    authenticate: createAuthenticate({ mode: "tokens", tokens: [{ token, namespaces: null }] }, sha256),
    telemetry,
    log,
    maxBodyBytes: 1_000_000,
    ...(signed && { eventSecret }),
    receivers: [webhook],
    sha256,
    clock,
    store: createMemoryStore(clock),
    newToken: () => String(++tokens),
    fetch: async (url, init) => {
      calls.push({ url, init });
      return answer({ url, init });
    },
    sleep,
    timeoutMs: 60_000,
    record: (record) => void (record.record === "notification" ? records.push(record) : letters.push(record)),
    ...more,
  });
  const post = (event: CloudEvent, path = "/", headers: Record<string, string> = {}) => {
    const message = toEventMessage(event);
    return app.request(path, {
      method: "POST",
      headers: { ...message.headers, ...headers },
      body: (message.body ?? null) as BodyInit | null,
    });
  };
  const send = (event: CloudEvent, path?: string) => post(signNow(event, eventSecret), path);
  return { app, post, send, spans, logs, records, letters, calls };
};

const strict = ({ url, init }: Call): Response => {
  const headers = init.headers as Record<string, string>;
  const { status } = answerWebhook(
    secret,
    now / 1000,
  )({ path: new URL(url).pathname, headers, body: String(init.body) });
  return new Response(null, { status });
};
const answered =
  (status: number, headers: Record<string, string> = {}) =>
  () =>
    new Response(null, { status, headers });
const bodyOf = (call: Call | undefined) => JSON.parse(String(call?.init.body));

describe("what an event becomes", () => {
  const deadLetter = {
    knativeerrordest: "http://analyze",
    knativeerrorcode: "503",
    knativeerrordata: "bWFya2VyLW9mLXRoZS1lcnJvcg",
  };
  test.each<{ name: string; event: CloudEvent; said: object }>([
    {
      name: "a triage",
      event: eventOf("triageCompleted", completed),
      said: { triage: { severity: "error" }, engine: "model", earlier: { feedback: { up: 2, down: 0 } } },
    },
    {
      name: "a failed triage: the alert, and why",
      event: eventOf("triageFailed", failed),
      said: { reason: "logs_unavailable" },
    },
    {
      name: "an alert that is a dead letter",
      event: eventOf("alertFiring", alertData, { extensions: deadLetter }),
      said: {
        reason: "dead_letter",
        detail: "The alert could not be delivered for triage (HTTP 503).",
        alert: { alertname: "KubePodCrashLooping", labels: alertData.labels, annotations: alertData.annotations },
      },
    },
    {
      name: "an alert by a Trigger that takes too much",
      event: eventOf("alertFiring", alertData),
      said: { reason: "not_triaged" },
    },
    { name: "a resolved alert", event: eventOf("triageSkipped", skipped), said: { reason: "resolved" } },
  ])("$name", async ({ event, said }) => {
    const { send, calls, records } = start();
    const response = await send(event);
    expect(response.status).toBe(204);
    expect(await response.text()).toBe("");
    expect(bodyOf(calls[0])).toMatchObject({ version: "1", event: { id: event.id, type: event.type }, ...said });
    expect(JSON.stringify(calls)).not.toMatch(/bWFya2Vy|marker-of-the-error|secret-expression/);
    expect(records).toEqual([
      {
        record: "notification",
        receiver: "ops",
        kind: "webhook",
        outcome: "delivered",
        event_id: event.id,
        event_type: event.type,
        triage_id: event.type.includes("completed") ? event.id : null,
        status: 204,
        attempts: 1,
        trace_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      },
    ]);
  });

  test("secrets of an alert are masked, by the name of their label, too", async () => {
    const { send, calls } = start();
    const labels = { alertname: "DbDown", password: "hunter2-9f8a7b6c" };
    const annotations = { description: "postgres://shop:hunter2-9f8a7b6c@db/shop refused <!channel> @here" };
    await send(eventOf("alertFiring", { ...alertData, labels, annotations }));
    expect(calls).toHaveLength(1);
    expect(JSON.stringify(calls)).not.toMatch(/hunter2|<!channel|@here/);
    expect(bodyOf(calls[0]).alert.labels.password).toBe("[redacted:password]");
  });
});

describe("what a receiver wants to hear", () => {
  const severe = { ...webhook, least_severity: "error" } as const;
  const of = (severity: "info" | "warning" | "error", own: string | null = "info") => ({
    ...completed,
    alert: { ...completed.alert, severity: own },
    triage: { ...completed.triage, severity },
  });
  test.each<{ name: string; receiver: Receiver; event: CloudEvent; told: boolean }>([
    { name: "severe enough", receiver: severe, event: eventOf("triageCompleted", of("error")), told: true },
    { name: "too mild", receiver: severe, event: eventOf("triageCompleted", of("warning")), told: false },
    {
      name: "mild by the triage only: log text cannot talk an alert down",
      receiver: severe,
      event: eventOf("triageCompleted", of("info", "critical")),
      told: true,
    },
    {
      name: "an alert of no severity",
      receiver: severe,
      event: eventOf("triageFailed", { ...failed, alert: { ...failed.alert, severity: null } }),
      told: true,
    },
    {
      name: "an alert of a word of its own",
      receiver: severe,
      event: eventOf("triageFailed", { ...failed, alert: { ...failed.alert, severity: "page" } }),
      told: true,
    },
    {
      name: "a repeat",
      receiver: webhook,
      event: eventOf("triageSkipped", { ...skipped, reason: "repeat" }),
      told: false,
    },
    {
      name: "a repeat, asked for",
      receiver: { ...webhook, skipped: ["repeat"] },
      event: eventOf("triageSkipped", { ...skipped, reason: "repeat" }),
      told: true,
    },
    {
      name: "an end, not asked for",
      receiver: { ...webhook, skipped: [] },
      event: eventOf("triageSkipped", skipped),
      told: false,
    },
  ])("$name", async ({ receiver, event, told }) => {
    const { send, calls, records } = start({ receivers: [receiver] });
    expect((await send(event)).status).toBe(204);
    expect(calls).toHaveLength(told ? 1 : 0);
    expect(records.map(({ outcome, attempts }) => [outcome, attempts])).toEqual([
      told ? ["delivered", 1] : ["ignored", 0],
    ]);
  });
});

describe("the answer tells Knative what to do", () => {
  test.each<{
    says: string;
    answer: () => Response | Promise<Response>;
    status: number;
    code?: string;
    retryAfter?: string;
  }>([
    { says: "200", answer: answered(200), status: 204 },
    { says: "204", answer: answered(204), status: 204 },
    { says: "400", answer: answered(400), status: 422, code: "receiver_refused" },
    { says: "401", answer: answered(401), status: 422, code: "receiver_refused" },
    { says: "404", answer: answered(404), status: 422, code: "receiver_refused" },
    { says: "410", answer: answered(410), status: 422, code: "receiver_refused" },
    {
      says: "a redirect",
      answer: answered(302, { location: "http://elsewhere.example" }),
      status: 422,
      code: "receiver_refused",
    },
    { says: "408", answer: answered(408), status: 503, code: "receiver_unavailable" },
    {
      says: "429",
      answer: answered(429, { "retry-after": "7" }),
      status: 503,
      code: "receiver_unavailable",
      retryAfter: "7",
    },
    {
      says: "429 with a fraction",
      answer: answered(429, { "retry-after": "0.3" }),
      status: 503,
      code: "receiver_unavailable",
      retryAfter: "1",
    },
    {
      says: "503 until a date",
      answer: answered(503, { "retry-after": "Sat, 21 Nov 2026 03:01:30 GMT" }),
      status: 503,
      code: "receiver_unavailable",
      retryAfter: "30",
    },
    {
      says: "503 for years",
      answer: answered(503, { "retry-after": "99999999" }),
      status: 503,
      code: "receiver_unavailable",
      retryAfter: "3600",
    },
    {
      says: "503 with nonsense",
      answer: answered(503, { "retry-after": "soon" }),
      status: 503,
      code: "receiver_unavailable",
    },
    { says: "500", answer: answered(500), status: 503, code: "receiver_unavailable" },
    {
      says: "nothing",
      answer: () => Promise.reject(new TypeError("connect https://hooks.example/secret-path-of-ops")),
      status: 503,
      code: "receiver_unavailable",
    },
  ])("a receiver says $says → $status", async ({ answer, status, code, retryAfter }) => {
    const { send, calls, records, spans, logs } = start({}, answer);
    const response = await send(eventOf("triageCompleted", completed));
    const text = await response.text();
    expect(response.status).toBe(status);
    expect(response.headers.get("retry-after")).toBe(retryAfter ?? null);
    if (code === undefined) expect(text).toBe("");
    else expect(JSON.parse(text)).toMatchObject({ code, detail: expect.stringMatching(/\.$/) });
    expect(calls.map(({ init }) => init.redirect)).toEqual(["manual"]);
    expect(records).toHaveLength(1);
    expect(JSON.stringify([text, records, spans, logs])).not.toMatch(/hooks\.example|secret|killed for its memory/);
    const span = spans.find(({ name }) => name === "notification.send");
    expect(span).toMatchObject({
      kind: "client",
      error: code !== undefined,
      attributes: { "kprompt.receiver": "ops", "kprompt.receiver_kind": "webhook" },
    });
  });

  test("a receiver that is silent is given up", async () => {
    const { send, records } = start({ timeoutMs: 20, clock: { now: Date.now } }, () => new Promise(() => undefined));
    expect((await send(eventOf("triageCompleted", completed))).status).toBe(503);
    expect(records[0]).toMatchObject({ outcome: "unavailable", status: null, attempts: 1 });
  });
});

describe("one event is one message", () => {
  test("delivered again, it is done", async () => {
    const { send, calls, records } = start();
    for (let delivery = 0; delivery < 3; delivery++) {
      const response = await send(eventOf("triageCompleted", completed));
      expect([response.status, await response.text()]).toEqual([204, ""]);
    }
    expect(calls).toHaveLength(1);
    expect(records.map(({ outcome }) => outcome)).toEqual(["delivered", "duplicate", "duplicate"]);
  });

  test("a ruler that sends on for days is still told of once", async () => {
    let time = now;
    const clock = { now: () => time };
    const { send, calls } = start({ clock, store: createMemoryStore(clock) }, answered(204));
    for (let hour = 0; hour < 72; hour += 12) {
      time = now + hour * 3_600_000;
      expect((await send(eventOf("alertFiring", alertData))).status).toBe(204);
    }
    expect(calls).toHaveLength(1);
  });

  test("a delivery that failed is made good", async () => {
    const statuses = [503, 429, 204];
    const { send, calls } = start({}, () => new Response(null, { status: statuses.shift() ?? 500 }));
    const answers: number[] = [];
    for (let delivery = 0; delivery < 4; delivery++)
      answers.push((await send(eventOf("triageCompleted", completed))).status);
    expect(answers).toEqual([503, 503, 204, 204]);
    expect(calls).toHaveLength(3);
  });

  test("two at once send one; the other comes again, for the first may fail", async () => {
    const answer = Promise.withResolvers<Response>();
    const asked = Promise.withResolvers<void>();
    const { send, calls, records } = start({}, () => {
      asked.resolve();
      return answer.promise;
    });
    const first = send(eventOf("triageCompleted", completed));
    await asked.promise;
    const second = await send(eventOf("triageCompleted", completed));
    expect([second.status, second.headers.get("retry-after")]).toEqual([503, "60"]);
    answer.resolve(new Response(null, { status: 204 }));
    expect((await first).status).toBe(204);
    expect((await send(eventOf("triageCompleted", completed))).status).toBe(204);
    expect(calls).toHaveLength(1);
    expect(records.map(({ outcome }) => outcome)).toEqual(["busy", "delivered", "duplicate"]);
  });

  test.each<{ name: string; other: CloudEvent }>([
    {
      name: "another cluster's alert of the same id",
      other: eventOf("triageCompleted", completed, { source: "/other" }),
    },
    { name: "the triage that comes after all", other: eventOf("triageFailed", failed) },
    { name: "another event", other: eventOf("triageCompleted", completed, { id: "8".repeat(64) }) },
  ])("$name is another message", async ({ other }) => {
    const { send, calls } = start();
    await send(eventOf("triageCompleted", completed));
    await send(other);
    expect(calls).toHaveLength(2);
  });

  test("each receiver is told", async () => {
    const receivers = [webhook, { ...webhook, name: "team-b" }];
    const { send, calls } = start({ receivers });
    for (const path of ["/receivers/ops", "/receivers/team-b", "/receivers/ops"]) {
      expect((await send(eventOf("triageCompleted", completed), path)).status).toBe(204);
    }
    expect(calls).toHaveLength(2);
  });
});

describe("who is told", () => {
  const two = [webhook, { ...webhook, name: "team-b" }];
  test.each<{ name: string; receivers: readonly Receiver[]; path: string; available: readonly string[] }>([
    { name: "no receiver at all", receivers: [], path: "/", available: [] },
    { name: "an unknown one", receivers: two, path: "/receivers/nobody", available: ["ops", "team-b"] },
  ])("$name: 422, with what there is", async ({ receivers, path, available }) => {
    const { send, calls } = start({ receivers });
    const response = await send(eventOf("triageCompleted", completed), path);
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ code: "receiver_unknown", available });
    expect(calls).toEqual([]);
  });

  test("without a name everybody, and who is away keeps nobody else from being told, or told twice", async () => {
    let isAway = true;
    const away = { ...webhook, name: "away", url: "http://away.test/hook" };
    const { send, calls } = start({
      receivers: [away, ...two],
      fetch: async (url, init) => {
        calls.push({ url, init });
        return new Response(null, { status: isAway && String(url).includes("away.test") ? 503 : 200 });
      },
    });
    const event = eventOf("alertFiring", alertData);
    expect((await send(event)).status).toBe(503);
    expect(calls).toHaveLength(3);
    isAway = false;
    expect((await send(event)).status).toBe(204);
    expect(calls).toHaveLength(4);
  });

  test("one that refuses does not hide that another one will take it later", async () => {
    const refusing = { ...webhook, name: "refusing", url: "http://refusing.test/hook" };
    const statuses = [400, 503];
    const { send } = start({
      receivers: [refusing, webhook],
      fetch: async () => new Response(null, { status: statuses.shift() ?? 200 }),
    });
    expect((await send(eventOf("triageCompleted", completed))).status).toBe(503);
  });
});

describe("who may send", () => {
  const event = eventOf("triageCompleted", completed);
  const bearer = { authorization: `Bearer ${token}` };
  test.each<{
    name: string;
    secret: boolean;
    event: CloudEvent;
    headers?: Record<string, string>;
    status: number;
  }>([
    {
      name: "a signature, where there is a secret",
      secret: true,
      event: signNow(event, eventSecret),
      status: 204,
    },
    { name: "only a token, where there is a secret", secret: true, event, headers: bearer, status: 401 },
    { name: "nothing, where there is a secret", secret: true, event, status: 401 },
    { name: "a token, where there is none", secret: false, event, headers: bearer, status: 204 },
    { name: "a signature, where there is none", secret: false, event: signNow(event, eventSecret), status: 401 },
    { name: "nothing, where there is none", secret: false, event, status: 401 },
  ])("$name → $status", async ({ secret, event, headers, status }) => {
    const { post, calls } = start({}, strict, secret);
    expect((await post(event, "/", headers)).status).toBe(status);
    expect(calls).toHaveLength(status === 204 ? 1 : 0);
  });
});

describe("dead letters", () => {
  const letter = (extensions: CloudEvent["extensions"], event: Partial<CloudEvent> = {}): CloudEvent => ({
    ...eventOf("triageCompleted", completed),
    ...event,
    extensions,
  });
  test.each<{ name: string; event: CloudEvent; said: object }>([
    {
      name: "one says who did not take it, and what the answer was",
      event: letter({ knativeerrordest: "http://user:secret@notify.test/receivers/ops?key=1", knativeerrorcode: 422 }),
      said: { event_type: "dev.kprompt.triage.completed.v1", subscriber_path: "/receivers/ops", status: 422 },
    },
    { name: "the broker said nothing", event: letter({}), said: { subscriber_path: null, status: null } },
    {
      name: "an event that is none of ours",
      event: letter({ knativeerrordest: "not a url", knativeerrorcode: "99" }, { type: "a type", id: "an id" }),
      said: { event_id: sha256("an id"), event_type: null, subscriber_path: null, status: null },
    },
  ])("$name", async ({ event, said }) => {
    const { send, letters, calls } = start({ receivers: [] });
    expect((await send(event, "/dead-letters")).status).toBe(204);
    expect(letters).toEqual([expect.objectContaining({ record: "dead_letter", ...said })]);
    expect(JSON.stringify(letters)).not.toContain("secret");
    expect(calls).toEqual([]);
  });

  test("one that is not signed is not written", async () => {
    const { post, letters } = start();
    expect((await post(eventOf("triageCompleted", completed), "/dead-letters")).status).toBe(401);
    expect(letters).toEqual([]);
  });
});
