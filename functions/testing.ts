import type { Hono } from "hono";
import type { AlertRecord } from "../core/alert/alert-record.ts";
import type { Clock, Model, ModelReply, ModelRequest } from "../core/port.ts";
import type { CaptureRecord, GenerationRecord } from "../core/triage/reply.ts";
import { createBroker } from "./adapters/broker.ts";
import { sleep } from "./adapters/llm/sleep.ts";
import { parseReceivers } from "./adapters/notifiers/receivers.ts";
import { sha256 } from "./adapters/sha256.ts";
import { createMemoryStore } from "./adapters/store/memory.ts";
import { createTelemetry, type FinishedSpan } from "./adapters/telemetry.ts";
import { readTelemetryConfig } from "./adapters/telemetry-config.ts";
import { type AnalyzeAppDeps, createApp as createAnalyze } from "./analyze/app.ts";
import type { FeedbackRecord } from "./analyze/feedback.ts";
import type { HttpEnv } from "./http/app.ts";
import { createAuthenticate, parseTokens } from "./http/auth.ts";
import { createLog } from "./http/log.ts";
import { createWebhookAuthenticate } from "./http/webhook-auth.ts";
import { createApp as createIngest, type IngestDeps } from "./ingest/app.ts";
import { type BrokerIngress, createBrokerIngress } from "./ingest/testing/broker-ingress.ts";
import { createApp as createNotify, type NotifyAppDeps } from "./notify/app.ts";
import { createApp as createRender } from "./render/app.ts";
import { createApp as createRoute } from "./route/app.ts";
import { FUNCTION_NAMES, type FunctionName } from "./settings.ts";
import { tinyBundle } from "./tiny-bundle.ts";

export const tokens = { all: "suite-token-0123456789abcdef", shop: "bound-token-0123456789abcdef" } as const;

/** The environment that stands for the same as `createTestApps`: for built artefacts. */
export const testEnv = {
  AUTH_TOKENS: `# for tests\n${tokens.all}\n${tokens.shop} shop,web`,
  MAX_BODY_BYTES: "65536",
  MAX_LINES: "100",
  MAX_LINE_BYTES: "1000",
} as const;

/** What a webhook may send in the place of a token, and what signs events. */
export const secrets = {
  basic: "alertmanager:suite-password-0123456789",
  hmac: "suite-webhook-secret-0123456789",
  event: "suite-event-secret-0123456789",
} as const;

/** More of it, for one function. */
export const testEnvs: Readonly<Partial<Record<FunctionName, Readonly<Record<string, string>>>>> = {
  ingest: {
    AUTH_BASIC: secrets.basic,
    AUTH_HMAC_SECRET: secrets.hmac,
    EVENT_SECRET: secrets.event,
    // Nobody listens there.
    BROKER_URL: "http://127.0.0.1:9/kprompt/default",
  },
  analyze: { EVENT_SECRET: secrets.event },
  notify: {
    EVENT_SECRET: secrets.event,
    // Nobody listens there either.
    RECEIVERS: JSON.stringify([{ name: "ops", kind: "webhook", url: "http://127.0.0.1:9/hook", secret: secrets.hmac }]),
  },
};

export const goodTriage = {
  evidence: ["E1"],
  summary: "The container was killed for its memory.",
  component: "api",
  root_cause: "Its limit is lower than what it needs.",
  severity: "error",
  verdict: "required",
  recommended_steps: ["Raise the limit."],
  confidence: 80,
  data_gaps: [],
} as const;

export interface FakeModels {
  readonly requests: ModelRequest[];
  readonly signals: AbortSignal[];
  closed: number;
  open(request: { readonly signal: AbortSignal; readonly deadlineAt: number }): Model & { close(): void };
}

/** A text stands for an answer that ended well. */
export const createModels = (
  answer: (request: ModelRequest, signal: AbortSignal) => Promise<string | ModelReply> = async () =>
    JSON.stringify(goodTriage),
): FakeModels => {
  const models: FakeModels = {
    requests: [],
    signals: [],
    closed: 0,
    open: ({ signal }) => {
      models.signals.push(signal);
      return {
        name: "tiny",
        provider: "llama_cpp",
        contextTokens: async () => 4096,
        countTokens: async () => undefined,
        close: () => {
          models.closed += 1;
        },
        complete: async (request) => {
          models.requests.push(request);
          const reply = await answer(request, signal);
          if (typeof reply !== "string") return reply;
          const usage = { inputTokens: 100, outputTokens: 20, estimated: false };
          return { ok: true, text: reply, model: "tiny-q4", usage, attempts: 1, queueMs: 0 };
        },
      };
    },
  };
  return models;
};

export interface TestApps {
  readonly apps: Readonly<Record<FunctionName, Hono<HttpEnv>>>;
  readonly spans: FinishedSpan[];
  readonly logs: string[];
  readonly records: GenerationRecord[];
  readonly captures: CaptureRecord[];
  /** Of alerts and feedback. */
  readonly others: (AlertRecord | FeedbackRecord)[];
  /** What ingest sends its events to. */
  readonly ingress: BrokerIngress;
}

const minute = 60_000;
const ALERT_POLICY: AnalyzeAppDeps["alertPolicy"] = {
  windowMinutes: 15,
  maxLines: 100,
  repeatMs: 30 * minute,
  cooldownMs: 10 * minute,
  callsPerHour: 20,
  memoryMs: 7 * 24 * 60 * minute,
  leaseMs: 5 * minute,
  waitMs: minute,
};

/** The apps over the tiny bundle; whatever they write is kept. */
export const createTestApps = (more: Partial<AnalyzeAppDeps & IngestDeps> = {}): TestApps => {
  const spans: FinishedSpan[] = [];
  const logs: string[] = [];
  const records: GenerationRecord[] = [];
  const captures: CaptureRecord[] = [];
  const others: (AlertRecord | FeedbackRecord)[] = [];
  let time = 0;
  const clock: Clock = { now: () => ++time };

  let nonces = 0;
  const store = createMemoryStore(clock);

  const ingress = createBrokerIngress();
  const depsOf = (functionName: FunctionName): AnalyzeAppDeps => {
    const log = createLog(functionName, (line) => void logs.push(line));
    const { config } = readTelemetryConfig({}, functionName);
    return {
      functionName,
      built: tinyBundle,
      openapi: { openapi: "3.1.0" },
      authenticate: createAuthenticate({ mode: "tokens", tokens: parseTokens(testEnv.AUTH_TOKENS).tokens }, sha256),
      telemetry: createTelemetry(config, { built: tinyBundle, clock, log, onSpan: (span) => void spans.push(span) }),
      log,
      maxBodyBytes: Number(testEnv.MAX_BODY_BYTES),
      sha256,
      clock,
      policy: { label: "production", pins: {} },
      lineLimits: { maxLines: Number(testEnv.MAX_LINES), maxLineBytes: Number(testEnv.MAX_LINE_BYTES) },
      models: null,
      logSource: null,
      modelTimeoutMs: 60_000,
      allowOverrides: false,
      previewChars: 0,
      record: (record) => void (record.record === "generation" ? records.push(record) : others.push(record)),
      store,
      alertPolicy: ALERT_POLICY,
      sleep,
      nonce: () => `nonce-${++nonces}`,
      ...more,
    };
  };
  const ingestOf = (deps: AnalyzeAppDeps): IngestDeps => ({
    ...deps,
    broker: createBroker(
      { url: "http://broker/kprompt/default", timeoutMs: 3000 },
      { fetch: ingress.fetch, now: Date.now, sleep },
    ),
    sleep,
    eventSecret: secrets.event,
    clusterName: "home",
    identityDropLabels: [],
    candidatePercent: 0,
    authenticate: createWebhookAuthenticate(
      { mode: "tokens", tokens: parseTokens(testEnv.AUTH_TOKENS).tokens },
      secrets,
      // Signed times are those of this machine.
      { ...deps, clock: { now: Date.now } },
    ),
    ...more,
  });
  const notifyOf = ({ record: _, ...deps }: AnalyzeAppDeps): NotifyAppDeps => ({
    ...deps,
    receivers: parseReceivers(testEnvs.notify?.RECEIVERS ?? "").receivers,
    store: createMemoryStore({ now: clock.now }),
    eventSecret: secrets.event,
    fetch: async () => Promise.reject(new TypeError("fetch failed")),
    sleep,
    timeoutMs: 10_000,
    newToken: () => crypto.randomUUID(),
    record: () => undefined,
  });
  const create = {
    ingest: (deps: AnalyzeAppDeps) => createIngest(ingestOf(deps)),
    route: createRoute,
    render: createRender,
    analyze: (deps: AnalyzeAppDeps) => createAnalyze({ eventSecret: secrets.event, ...deps }),
    notify: (deps: AnalyzeAppDeps) => createNotify(notifyOf(deps)),
  };
  const apps = Object.fromEntries(FUNCTION_NAMES.map((name) => [name, create[name](depsOf(name))]));
  return { apps: apps as Record<FunctionName, Hono<HttpEnv>>, spans, logs, records, captures, others, ingress };
};

/** Sends JSON with the token that may do everything. */
export const post = (body: unknown, headers: Readonly<Record<string, string>> = {}): RequestInit => ({
  method: "POST",
  headers: { authorization: `Bearer ${tokens.all}`, "content-type": "application/json", ...headers },
  body: JSON.stringify(body),
});

export const get = (headers: Readonly<Record<string, string>> = {}): RequestInit => ({
  headers: { authorization: `Bearer ${tokens.all}`, ...headers },
});
