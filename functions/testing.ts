import type { Hono } from "hono";
import type { Clock, Model, ModelReply, ModelRequest } from "../core/port.ts";
import type { CaptureRecord, GenerationRecord } from "../core/triage/reply.ts";
import { sha256 } from "./adapters/sha256.ts";
import { createTelemetry, type FinishedSpan } from "./adapters/telemetry.ts";
import { readTelemetryConfig } from "./adapters/telemetry-config.ts";
import { type AnalyzeAppDeps, createApp as createAnalyze } from "./analyze/app.ts";
import type { HttpEnv } from "./http/app.ts";
import { createAuthenticate, parseTokens } from "./http/auth.ts";
import { createLog } from "./http/log.ts";
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
}

/** The three apps over the tiny bundle; whatever they write is kept. */
export const createTestApps = (more: Partial<AnalyzeAppDeps> = {}): TestApps => {
  const spans: FinishedSpan[] = [];
  const logs: string[] = [];
  const records: GenerationRecord[] = [];
  const captures: CaptureRecord[] = [];
  let time = 0;
  const clock: Clock = { now: () => ++time };

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
      record: (record) => void records.push(record),
      ...more,
    };
  };
  const create = { route: createRoute, render: createRender, analyze: createAnalyze };
  const apps = Object.fromEntries(FUNCTION_NAMES.map((name) => [name, create[name](depsOf(name))]));
  return { apps: apps as Record<FunctionName, Hono<HttpEnv>>, spans, logs, records, captures };
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
