import { describe, expect, test } from "vitest";
import { alertOf, eventOf, MINUTE, NOW } from "../../core/alert/testing/alerts.ts";
import type { CloudEvent } from "../../core/cloud-event.ts";
import { ERROR_CODES, type ErrorCode, PromptError } from "../../core/error.ts";
import type { LogFailure, LogReply, ModelFailure, ModelReply, Store } from "../../core/port.ts";
import type { AnalyzeAppDeps } from "../../functions/analyze/app.ts";
import { signEvent } from "../../functions/http/event-signature.ts";
import { internalError, toProblemResponse } from "../../functions/http/problem.ts";
import { createModels, createTestApps, goodTriage, secrets } from "../../functions/testing.ts";
import { createTestBroker, SUBSCRIBER, testEvent, toRequest } from "./testing.ts";

type Outcome = "retried" | "dead letter";

/**
 * What Knative does with each of our errors, should a subscriber answer it, and why that is right: what may pass is
 * tried again, what the event itself is at fault for is not.
 */
const OUTCOMES: Readonly<Record<ErrorCode | typeof internalError, readonly [Outcome, string]>> = {
  // The event is at fault, and will be next time.
  event_malformed: ["dead letter", "the same bytes come again"],
  event_unsupported: ["dead letter", "its type is not for this function: the Trigger's filter is too wide"],
  event_unsigned: ["dead letter", "no retry signs it; whoever forged it gets no second attempt"],
  content_type_unsupported: ["dead letter", "the broker sends the same form again"],
  body_malformed: ["dead letter", "the same bytes come again"],
  body_too_large: ["dead letter", "it does not shrink"],
  body_too_deep: ["dead letter", "it does not flatten"],
  text_not_unicode: ["dead letter", "the same text comes again"],
  request_invalid: ["dead letter", "the data does not fit the alert's schema"],
  field_unknown: ["dead letter", "the data does not fit the alert's schema"],

  // The receiver of a triage.
  receiver_unknown: ["dead letter", "its setting does not name it; 404 would be tried for minutes"],
  receiver_refused: ["dead letter", "the receiver said never"],
  receiver_unavailable: ["retried", "the receiver may come back"],

  // The function cannot now, or another instance can.
  shutting_down: ["retried", "another pod takes it"],
  model_busy: ["retried", "an alert gets the rule-based triage instead; where it does not, there will be room"],
  configuration_invalid: ["retried", "the operator mends it, and a new revision takes it"],
  internal_error: ["retried", "we do not know, and at least once is the promise"],
  broker_unavailable: ["retried", "ingest alone says it, to senders that resend; a reply needs no broker's address"],

  // Logs: an alert without them is triaged from the alert alone, so that none of these is answered to an event.
  logs_unavailable: ["retried", "HTTP callers only; Loki may come back"],
  logs_timeout: ["retried", "HTTP callers only; Loki may be quicker"],
  logs_unauthorized: ["retried", "HTTP callers only; the operator mends it"],
  logs_query_refused: ["retried", "HTTP callers only; the operator mends it"],
  logs_not_found: ["retried", "HTTP callers only; lines may arrive late"],
  logs_too_many: ["dead letter", "HTTP callers only; the window does not shrink"],
  logs_source_unavailable: ["dead letter", "HTTP callers only; no Loki is set"],
  filters_missing: ["dead letter", "HTTP callers only"],
  logs_empty: ["dead letter", "HTTP callers only; lines in the body"],
  lines_too_many: ["dead letter", "HTTP callers only; lines in the body"],
  line_too_long: ["dead letter", "HTTP callers only; lines in the body"],

  // The prompt: an event names none, and labels and pins are checked at the start.
  prompt_unknown: ["retried", "HTTP callers only"],
  version_unknown: ["retried", "HTTP callers only"],
  label_unknown: ["retried", "HTTP callers only"],
  reference_malformed: ["dead letter", "HTTP callers only"],
  intent_unknown: ["dead letter", "HTTP callers only"],
  override_forbidden: ["dead letter", "HTTP callers only"],
  variable_missing: ["dead letter", "HTTP callers only"],
  variable_unknown: ["dead letter", "HTTP callers only"],
  variable_invalid: ["dead letter", "HTTP callers only"],
  list_too_long: ["dead letter", "HTTP callers only"],
  prompt_too_large: ["dead letter", "an alert falls back to the rules"],

  // The Trigger points at the wrong place.
  unauthenticated: ["dead letter", "a Trigger sends no token: this is a path for HTTP callers"],
  namespace_forbidden: ["dead letter", "a path for HTTP callers"],
  route_unknown: ["retried", "a wrong uri where AUTH=none; Knative cannot tell it from a pod that is not ready"],
  method_not_allowed: ["dead letter", "a wrong uri"],
  not_acceptable: ["dead letter", "a broker asks for no form"],
  cancelled: ["dead letter", "the sender has gone: nobody reads it, and Knative counts its own timeout instead"],
};

const outcomeOf = async (answer: () => Response | Promise<Response>): Promise<string> => {
  const { broker, send } = createTestBroker(answer);
  await send();
  const { delivered, retried, deadLettered } = broker.snapshot();
  expect(delivered + deadLettered).toBe(1);
  return delivered === 1 ? "done" : retried === 0 ? "dead letter" : "retried";
};

describe("an error code, answered to an event", () => {
  const rows = Object.entries(OUTCOMES).map(([code, [outcome, why]]) => ({ code, outcome, why }));
  test.each(rows)("$code: $outcome, since $why", async ({ code, outcome }) => {
    const error = code === internalError ? new Error("any") : new PromptError(code as ErrorCode, "It went wrong.");
    expect(await outcomeOf(() => toProblemResponse(error))).toBe(outcome);
  });

  test("no code is left out", () =>
    expect(Object.keys(OUTCOMES).sort()).toEqual([...ERROR_CODES, internalError].sort()));

  // Each is the fault of one event; ten retries of a poisoned one would be ten times the work for nothing.
  test("nothing that the event is at fault for is tried again", () => {
    const atFault = (Object.keys(OUTCOMES) as ErrorCode[]).filter((code) =>
      /^(event_|body_|text_|request_|field_)/.test(code),
    );
    expect(atFault.length).toBeGreaterThan(5);
    expect(atFault.filter((code) => OUTCOMES[code][0] === "retried")).toEqual([]);
  });
});

describe("a Trigger that points at the wrong path of a function", () => {
  const { apps } = createTestApps();
  test.each([
    ["analyze", "/v1/analyze"],
    ["render", "/v1/render"],
    ["route", "/v1/route"],
    ["analyze", "/v1/nowhere"],
    ["analyze", "/openapi.json"],
    ["notify", "/nowhere"],
  ] as const)("%s %s: a dead letter, at once", async (functionName, path) => {
    const { broker, delivered, send } = createTestBroker(async (_, request) =>
      apps[functionName].fetch(new Request(new URL(path, SUBSCRIBER), request)),
    );
    await send();
    expect(broker.snapshot()).toMatchObject({ deadLettered: 1, retried: 0 });
    // Dead letters are read by people and kept for long.
    const data = Buffer.from(String(delivered.at(-1)?.event.extensions.knativeerrordata ?? ""), "base64").toString();
    expect(data).not.toContain("ApiDown");
  });
});

const ON_TIME: Partial<AnalyzeAppDeps> = { clock: { now: () => NOW + MINUTE } };
const NO_LINES: LogReply = { ok: true, lines: [], query: "{}", truncated: false };
const CORRUPT: Store = {
  get: async () => "{not what was written",
  set: async () => undefined,
  add: async () => true,
  replace: async () => true,
};

/** The signatures of events take real time, which no test clock waits for: here waits are none. */
const rehearse = (answer: Parameters<typeof createTestBroker>[0]) => {
  const { broker, delivered } = createTestBroker(answer, { sleep: async () => undefined });
  const send = async (event: CloudEvent): Promise<void> => {
    await broker.accept(toRequest(event));
    await broker.idle();
  };
  return { broker, delivered, send };
};

/** What happens to an alert when something fails: through the stand-in, before the function itself. */
describe("an alert, when there fails", () => {
  const answering = (reply: LogReply): AnalyzeAppDeps["logSource"] => ({
    open: () => ({ fetch: async () => reply, count: async () => undefined, close: () => undefined }),
  });
  const lost = (failure: Exclude<LogFailure, "cancelled">): Partial<AnalyzeAppDeps> => ({
    logSource: answering({ ok: false, failure, detail: "It fails.", query: "{}" }),
  });
  const model = (
    reply: string | Omit<ModelReply & { ok: false }, "attempts" | "queueMs">,
  ): Partial<AnalyzeAppDeps> => ({
    models: createModels(async () => (typeof reply === "string" ? reply : { ...reply, attempts: 1, queueMs: 0 })),
  });
  const failing = (failure: ModelFailure): Partial<AnalyzeAppDeps> =>
    model({ ok: false, failure, detail: "It fails." });
  const completed = "dev.kprompt.triage.completed.v1";

  test.each<{ name: string; deps: Partial<AnalyzeAppDeps>; engine: string; says?: string }>([
    { name: "nothing", deps: model(JSON.stringify(goodTriage)), engine: "model" },
    {
      name: "the logs: there are none",
      deps: { logSource: answering(NO_LINES) },
      engine: "rules",
      says: "there is no line",
    },
    { name: "Loki: it is away", deps: lost("logs_unavailable"), engine: "rules", says: "the source is away" },
    { name: "Loki: it is slow", deps: lost("logs_timeout"), engine: "rules", says: "the source was too slow" },
    { name: "the model: it is away", deps: failing("model_unavailable"), engine: "rules", says: "model_unavailable" },
    { name: "the model: it is slow", deps: failing("model_timeout"), engine: "rules", says: "model_timeout" },
    { name: "the model: it loads", deps: failing("model_loading"), engine: "rules", says: "model_loading" },
    { name: "the model: its context", deps: failing("context_exceeded"), engine: "rules", says: "context_exceeded" },
    { name: "the model: it is cut off", deps: failing("output_truncated"), engine: "rules", says: "output_truncated" },
    { name: "the model: it answers prose", deps: model("All is well."), engine: "rules", says: "output_invalid" },
    { name: "the model: its circuit is open", deps: failing("circuit_open"), engine: "rules", says: "circuit_open" },
    { name: "patience: too many at once", deps: failing("model_busy"), engine: "rules", says: "busy" },
    { name: "the store: it is corrupt", deps: { store: CORRUPT }, engine: "rules" },
  ])("$name → a triage by $engine, delivered at the first try", async ({ deps, engine, says }) => {
    const { apps, others } = createTestApps({ ...ON_TIME, ...deps });
    const { broker, delivered, send } = rehearse(({ event }, request) =>
      event.type === completed ? new Response(null, { status: 204 }) : apps.analyze.fetch(request),
    );
    await send(await signEvent(eventOf(alertOf()), secrets.event));
    expect(broker.snapshot()).toMatchObject({ replied: 1, retried: 0, deadLettered: 0 });
    const triage = delivered.find(({ event }) => event.type === completed)?.event;
    expect(triage?.extensions.engine).toBe(engine);
    expect(JSON.stringify(triage?.data)).toContain(says ?? "");
    expect(others).toMatchObject([{ record: "alert", outcome: "completed" }]);
  });

  test("the function itself: tried again, and the triage comes with the next try", async () => {
    let isBroken = true;
    const models = createModels();
    const { apps } = createTestApps({
      ...ON_TIME,
      models: {
        open: (request) => {
          if (isBroken) throw new TypeError("broken");
          return models.open(request);
        },
      },
    });
    const { broker, delivered, send } = rehearse(async ({ event }, request) => {
      if (event.type === completed) return new Response(null, { status: 204 });
      const response = await apps.analyze.fetch(request);
      isBroken = false;
      return response;
    });
    await send(await signEvent(eventOf(alertOf()), secrets.event));
    expect(broker.snapshot()).toMatchObject({ replied: 1, retried: 1, deadLettered: 0 });
    expect(delivered.map(({ event }) => event.type)).toContain(completed);
  });

  test("the function, for good: the plain alert is told", async () => {
    const { apps } = createTestApps({
      ...ON_TIME,
      models: {
        open: () => {
          throw new TypeError("broken");
        },
      },
    });
    const { broker, delivered, send } = rehearse((_, request) => apps.analyze.fetch(request));
    await send(await signEvent(eventOf(alertOf()), secrets.event));
    expect(broker.snapshot()).toMatchObject({ retried: 2, deadLettered: 1 });
    const dead = delivered.at(-1);
    // Its signature holds still: notify takes it, and here its receiver is away, so that it will be tried again.
    expect((await apps.notify.fetch(toRequest(dead?.event ?? testEvent))).status).toBe(503);
  });

  test.each([
    { name: "its signature", event: eventOf(alertOf()), signed: false },
    { name: "its type", event: { ...eventOf(alertOf()), type: "com.example.order" }, signed: true },
    { name: "its data", event: { ...eventOf(alertOf()), data: { status: "firing" } }, signed: true },
  ])("$name: a dead letter at once", async ({ event, signed }) => {
    const { apps } = createTestApps(ON_TIME);
    const { broker, send } = rehearse((_, request) => apps.analyze.fetch(request));
    await send(signed ? await signEvent(event, secrets.event) : event);
    expect(broker.snapshot()).toMatchObject({ retried: 0, deadLettered: 1 });
  });
});
