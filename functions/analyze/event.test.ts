import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { alertOf, eventOf, MINUTE, NOW, TRACE_ID } from "../../core/alert/testing/alerts.ts";
import { TriageCompletedSchema, TriageSkippedSchema } from "../../core/alert/triage-data.ts";
import type { CloudEvent } from "../../core/cloud-event.ts";
import type { LogReply, ModelReply } from "../../core/port.ts";
import { readEvent, toEventMessage } from "../http/cloud-event.ts";
import { requireSigned, signEvent } from "../http/event-signature.ts";
import { ProblemSchema } from "../http/reply.ts";
import { createModels, createTestApps, goodTriage, post, secrets, tokens } from "../testing.ts";
import { tinyBundle } from "../tiny-bundle.ts";
import type { AnalyzeAppDeps } from "./app.ts";

const setUp = (more: Partial<AnalyzeAppDeps> = {}) => {
  let passed = MINUTE;
  const models = createModels();
  const apps = createTestApps({
    models,
    clock: { now: () => NOW + ++passed },
    ...more,
  });
  const send = async (
    event: CloudEvent,
    { signed = true, mode = "binary" as "binary" | "structured", headers = {} } = {},
  ) => {
    const { headers: own, body } = toEventMessage(signed ? await signEvent(event, secrets.event) : event, mode);
    return apps.apps.analyze.request("/", {
      method: "POST",
      headers: { ...own, prefer: "reply", ...headers },
      ...(body !== undefined && { body: body as BodyInit }),
    });
  };
  const answer = async (event: CloudEvent, options = {}) => {
    const response = await send(event, options);
    expect(response.status).toBe(200);
    const reply = await readEvent(asRequest(response), 1_000_000);
    await requireSigned(reply, secrets.event);
    return reply;
  };
  return { ...apps, models, send, answer, wait: (ms: number) => (passed += ms) };
};

const asRequest = (response: Response): Request =>
  new Request("http://broker/", {
    method: "POST",
    headers: response.headers,
    body: response.body,
    duplex: "half",
  } as RequestInit);

const firing = eventOf(alertOf());
const resolved = eventOf(alertOf({ status: "resolved", ends_at: "2026-11-21T03:00:30Z" }));

describe("a firing alert", () => {
  test.each(["binary", "structured"] as const)("%s: is answered with its triage, signed", async (mode) => {
    const { answer, others, spans, models } = setUp();
    const reply = await answer(firing, { mode });
    expect(reply).toMatchObject({
      type: "dev.kprompt.triage.completed.v1",
      source: "/kprompt/analyze",
      subject: firing.subject,
      extensions: { identity: firing.data.identity, causationid: firing.id, bucket: "42", engine: "model" },
    });
    // The extension stays that of the sender over every hop.
    expect(reply.extensions.traceparent).toBe(`00-${TRACE_ID}-b7ad6b7169203331-01`);
    const data = v.parse(TriageCompletedSchema, reply.data);
    expect(data.triage).toMatchObject({ summary: goodTriage.summary, verdict: "required", action_required: "yes" });
    expect(data.triage.data_gaps[0]).toContain("no source of logs is configured");
    expect(data.cause).toEqual({ source: firing.source, id: firing.id });
    expect(models.requests).toHaveLength(1);
    expect(others).toMatchObject([
      { record: "alert", outcome: "completed", triage_id: reply.id, model_called: true, redelivered: false },
    ]);
    const server = spans.find(({ kind }) => kind === "server");
    expect(server).toMatchObject({ name: "POST /", links: [TRACE_ID] });
    expect(data.trace_id).toBe(server?.traceId);
  });

  test("what was written beside it is in the prompt, as data", async () => {
    const { answer, models } = setUp();
    const annotations = { summary: "payments is slow", runbook_url: "https://runbooks.example.com/payments" };
    await answer(eventOf(alertOf({ annotations })));
    const asked = models.requests[0]?.messages.map(({ content }) => content).join("\n") ?? "";
    expect(asked).toMatch(/^E\d+ 03:00:00 payments is slow$/m);
    expect(asked).toMatch(/^E\d+ 03:00:00 runbook_url: https:\/\/runbooks\.example\.com\/payments$/m);
  });

  test("delivered again it gets the very same event, and no work is done", async () => {
    const { answer, models, others } = setUp();
    const [first, second] = [await answer(firing), await answer(firing)];
    expect(second).toEqual(first);
    expect(models.requests).toHaveLength(1);
    expect(others).toMatchObject([{ redelivered: false }, { redelivered: true, model_called: false }]);
  });

  test("two deliveries at once ask the model once", async () => {
    const { answer, models } = setUp();
    const [first, second] = await Promise.all([answer(firing), answer(firing)]);
    expect(second).toEqual(first);
    expect(models.requests).toHaveLength(1);
  });

  test("another pod of the same incident is a repeat that cites the triage and what people said of it", async () => {
    const { answer, apps, models } = setUp();
    const first = await answer(firing);
    const feedback = post({ token: first.id, score: "up", comment: "right" });
    expect((await apps.analyze.request("/v1/feedback", feedback)).status).toBe(204);
    const reply = await answer(eventOf(alertOf({ fingerprint: "00000000000000bb" })));
    expect(reply.type).toBe("dev.kprompt.triage.skipped.v1");
    const { reason, earlier } = v.parse(TriageSkippedSchema, reply.data);
    expect(reason).toBe("repeat");
    expect(earlier).toMatchObject({ triage_id: first.id, summary: goodTriage.summary, feedback: { up: 1, down: 0 } });
    expect(models.requests).toHaveLength(1);
  });

  test("without Prefer: reply it is answered all the same", async () => {
    const { answer } = setUp();
    expect((await answer(firing, { headers: { prefer: "respond-async" } })).type).toBe(
      "dev.kprompt.triage.completed.v1",
    );
  });
});

describe("no model call", () => {
  test("an all-clear", async () => {
    const { answer, models } = setUp();
    const reply = await answer(resolved);
    expect(v.parse(TriageSkippedSchema, reply.data).reason).toBe("resolved");
    expect(models.requests).toEqual([]);
  });

  test("a firing that is known to have ended", async () => {
    const { answer, models } = setUp();
    await answer(resolved);
    expect(v.parse(TriageSkippedSchema, (await answer(firing)).data).reason).toBe("resolved");
    expect(models.requests).toEqual([]);
  });

  test.each([
    ["off", "label_off"],
    ["OFF", "label_off"],
  ])("the alert's label kprompt: %s", async (kprompt, reason) => {
    const { answer, models } = setUp();
    const { labels } = alertOf();
    const reply = await answer(eventOf(alertOf({ labels: { ...labels, kprompt } })));
    expect(v.parse(TriageSkippedSchema, reply.data).reason).toBe(reason);
    expect(models.requests).toEqual([]);
  });

  test("a maintenance window of the bundle", async () => {
    const mutes = [
      {
        name: "move",
        reason: "The shop moves.",
        when: { fact: "namespace", equals: "shop" },
        window: { from: "2026-11-21T02:00:00Z", to: "2026-11-21T04:00:00Z" },
      },
    ];
    const { answer, models } = setUp({ built: { ...tinyBundle, bundle: { ...tinyBundle.bundle, mutes } } });
    const { reason, detail } = v.parse(TriageSkippedSchema, (await answer(firing)).data);
    expect([reason, detail]).toEqual(["muted", "Maintenance window move: The shop moves."]);
    expect(models.requests).toEqual([]);
  });

  test("by rules where that is asked for, or the cap is reached", async () => {
    const { answer, models } = setUp({ alertPolicy: { ...POLICY, callsPerHour: 1 } });
    const { labels } = alertOf();
    const asked = await answer(
      eventOf(
        alertOf({
          labels: { ...labels, kprompt: "rules" },
          identity: "2e".repeat(32),
          fingerprint: "00000000000000dd",
        }),
      ),
    );
    expect(asked.data).toMatchObject({ engine: "rules", degraded: { reason: "rules_asked" } });
    await answer(firing);
    const capped = await answer(eventOf(alertOf({ identity: "3f".repeat(32), fingerprint: "00000000000000cc" })));
    expect(capped.data).toMatchObject({ engine: "rules", degraded: { reason: "cap_reached" } });
    expect(models.requests).toHaveLength(1);
  });
});

const POLICY = {
  windowMinutes: 15,
  maxLines: 100,
  repeatMs: 30 * MINUTE,
  cooldownMs: 10 * MINUTE,
  callsPerHour: 20,
  memoryMs: 10_080 * MINUTE,
  leaseMs: 5 * MINUTE,
  waitMs: MINUTE,
};

/** DESIGN §6, the column of alerts: whatever fails, there is an answer that says so. */
describe("what fails costs quality, not the answer", () => {
  const failing = (failure: "model_unavailable" | "model_busy" | "model_timeout" | "context_exceeded"): ModelReply => ({
    ok: false,
    failure,
    detail: "Fails.",
    attempts: 1,
    queueMs: 0,
  });
  test.each([
    ["model_unavailable", "model_unavailable"],
    ["model_timeout", "model_timeout"],
    ["context_exceeded", "context_exceeded"],
    ["model_busy", "busy"],
  ] as const)("a model: %s", async (failure, reason) => {
    const { answer } = setUp({ models: createModels(async () => failing(failure)) });
    expect((await answer(firing)).data).toMatchObject({ engine: "rules", degraded: { reason } });
  });

  test.each([
    ["logs_unavailable", "the source is away"],
    ["logs_timeout", "the source was too slow"],
    ["logs_unauthorized", "lets nobody in"],
    ["logs_query_refused", "refused the query"],
    ["logs_too_many", "too many to look through"],
  ] as const)("a source of logs: %s", async (failure, said) => {
    const { answer } = setUp({ logSource: logsOf({ ok: false, failure, detail: "Fails.", query: "{}" }) });
    const { triage, logs } = v.parse(TriageCompletedSchema, (await answer(firing)).data);
    expect(triage.data_gaps[0]).toContain(said);
    expect(logs.lines).toBe(0);
  });

  test("no line around the alert", async () => {
    const { answer } = setUp({ logSource: logsOf({ ok: true, lines: [], query: "{}", truncated: false }) });
    const { triage } = v.parse(TriageCompletedSchema, (await answer(firing)).data);
    expect(triage.data_gaps[0]).toContain("there is no line around the alert");
  });

  test("with lines it says how many", async () => {
    const line = { time: String(NOW * 1e6), text: "level=error msg=OOMKilled", labels: { namespace: "shop" } };
    const { answer } = setUp({ logSource: logsOf({ ok: true, lines: [line], query: "{}", truncated: false }) });
    const { triage, logs, evidence } = v.parse(TriageCompletedSchema, (await answer(firing)).data);
    expect(logs).toMatchObject({
      lines: 1,
      query: '{namespace="shop", pod="payments-5d8f6c7b9-x2x4q", container="payments"}',
    });
    expect(evidence[0]?.text).toContain("OOMKilled");
    expect(triage.data_gaps).toEqual([]);
  });

  test("a store that forgets everything: the model is asked again, no alert is lost", async () => {
    const store = {
      get: async () => undefined,
      set: async () => undefined,
      add: async () => true,
      replace: async () => true,
    };
    const { answer, models } = setUp({ store });
    const [first, second] = [await answer(firing), await answer(firing)];
    expect(second.id).toBe(first.id);
    expect(models.requests).toHaveLength(2);
  });
});

const logsOf = (reply: LogReply): NonNullable<AnalyzeAppDeps["logSource"]> => ({
  open: () => ({ fetch: async () => reply, count: async () => undefined, close: () => undefined }),
});

describe("what is refused, and with which status Knative lets it be", () => {
  const { type: _, ...untyped } = firing;
  test.each([
    { name: "no signature", event: firing, options: { signed: false }, status: 401, code: "event_unsigned" },
    {
      name: "an event of ours, come back",
      event: { ...firing, type: "dev.kprompt.triage.completed.v1" },
      status: 422,
      code: "event_unsupported",
    },
    {
      name: "an event of somebody's",
      event: { ...firing, type: "com.example.order.v1" },
      status: 422,
      code: "event_unsupported",
    },
    { name: "no alert in it", event: { ...firing, data: { status: "firing" } }, status: 422, code: "request_invalid" },
    {
      name: "no data",
      event: { ...untyped, type: firing.type, data: undefined },
      status: 422,
      code: "request_invalid",
    },
  ] as const)("$name → $status $code", async ({ event, status, code, ...rest }) => {
    const { send, models } = setUp();
    const response = await send(event as CloudEvent, "options" in rest ? rest.options : {});
    expect(v.parse(ProblemSchema, await response.json())).toMatchObject({ status, code });
    expect(models.requests).toEqual([]);
  });

  test("what is wrong with the data is said by pointers into them", async () => {
    const { send } = setUp();
    const response = await send({ ...firing, data: { ...firing.data, fingerprint: "x", labels: { a: 1 } } });
    const { issues } = v.parse(ProblemSchema, await response.json());
    expect(issues?.map(({ pointer }) => pointer).sort()).toEqual(["/fingerprint", "/labels/a"]);
  });

  test("data that were changed on the way", async () => {
    const { apps } = setUp();
    const { headers, body } = toEventMessage(await signEvent(firing, secrets.event));
    const response = await apps.analyze.request("/", {
      method: "POST",
      headers,
      body: String(body).replace("payments", "paymentz"),
    });
    expect(response.status).toBe(401);
  });

  test.each([
    { name: "plain JSON", headers: { "content-type": "application/json" }, body: "{}", status: 400 },
    { name: "a batch", headers: { "content-type": "application/cloudevents-batch+json" }, body: "[]", status: 415 },
    {
      name: "too much",
      headers: { "content-type": "application/cloudevents+json" },
      body: `"${"x".repeat(70_000)}"`,
      status: 413,
    },
  ])("$name → $status", async ({ headers, body, status }) => {
    const { apps } = setUp();
    const response = await apps.analyze.request("/", { method: "POST", headers, body });
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
  });

  test("an instance that goes away, or a fault of ours: delivered again, and nothing was remembered", async () => {
    let isBroken = true;
    const models = createModels();
    const breaking = {
      ...models,
      open: (request: Parameters<typeof models.open>[0]) => {
        if (isBroken) throw new TypeError("broken");
        return models.open(request);
      },
    };
    const { send, answer, logs } = setUp({ models: breaking });
    expect((await send(firing)).status).toBe(500);
    isBroken = false;
    expect((await answer(firing)).type).toBe("dev.kprompt.triage.completed.v1");
    expect(logs.join("\n")).not.toContain("payments");
  });
});

describe("where events are not signed, they bring a token", () => {
  const sendWith = async (token: string | null, namespace = "shop") => {
    const { apps } = createTestApps({ clock: { now: () => NOW + MINUTE }, eventSecret: undefined });
    const alert = alertOf({ labels: { ...alertOf().labels, namespace } });
    const { headers, body } = toEventMessage(eventOf(alert));
    return apps.analyze.request("/", {
      method: "POST",
      headers: { ...headers, ...(token !== null && { authorization: `Bearer ${token}` }) },
      body: String(body),
    });
  };

  test("none → 401", async () => expect((await sendWith(null)).status).toBe(401));
  test("any → 200", async () => expect((await sendWith(tokens.all)).status).toBe(200));
  test("of its namespace → 200", async () => expect((await sendWith(tokens.shop)).status).toBe(200));
  test("of another one → 403", async () => expect((await sendWith(tokens.shop, "billing")).status).toBe(403));
});

test("feedback: counted, recorded without secrets, refused where it is none", async () => {
  const { apps, others } = setUp();
  const token = "ab".repeat(16);
  const send = (body: object) => apps.analyze.request("/v1/feedback", post(body));
  expect((await send({ token, score: 0.25, comment: "password=Wint3r-Harbour-42" })).status).toBe(204);
  expect(others).toMatchObject([{ record: "feedback", token, score: 0.25 }]);
  expect(JSON.stringify(others)).not.toContain("Wint3r");
  for (const body of [{ token }, { token, score: 2 }, { token: "x", score: "up" }, { token, score: "great" }])
    expect((await send(body)).status).toBe(422);
});
