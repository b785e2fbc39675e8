import type { Hono } from "hono";
import { PromptError } from "../../core/error.ts";
import type { Clock, Logs, Model, Sha256, Span } from "../../core/port.ts";
import type { VersionPolicy } from "../../core/route/decision.ts";
import { analyze } from "../../core/triage/analyze.ts";
import { fetchLogs } from "../../core/triage/fetch-logs.ts";
import type { AnalyzeDeps, AnalyzeReply } from "../../core/triage/reply.ts";
import { negotiate } from "../http/accept.ts";
import { createHttpApp, type Handler, type HttpDeps, type HttpEnv } from "../http/app.ts";
import { readBody } from "../http/body.ts";
import type { LineLimits } from "../http/logs.ts";
import { AnalyzeRequestSchema } from "./contract.ts";
import { type Asked, toAsked } from "./input.ts";
import { streamTriage } from "./stream.ts";

/** The model for one request; closing it gives its place in the queue back. */
interface ModelSource {
  open(request: { readonly signal: AbortSignal; readonly deadlineAt: number }): Model & { close(): void };
}

/** A source of logs for one request, whose time begins when it is opened. */
interface LogSource {
  open(request: { readonly signal: AbortSignal }): Logs;
}

export interface AnalyzeAppDeps extends HttpDeps, Pick<AnalyzeDeps, "record" | "capture" | "previewChars" | "redactor"> {
  readonly sha256: Sha256;
  readonly clock: Clock;
  readonly policy: VersionPolicy;
  readonly lineLimits: LineLimits;
  /** null: no model is configured, the rules answer. */
  readonly models: ModelSource | null;
  /** null: callers send the lines themselves. */
  readonly logSource: LogSource | null;
  /** From the request to the end of the last attempt. */
  readonly modelTimeoutMs: number;
  readonly allowOverrides: boolean;
  /** Pause between two `progress` events. Default 2000: workerd notices only by writing that a caller is gone. */
  readonly progressMs?: number;
}

export const createApp = (deps: AnalyzeAppDeps): Hono<HttpEnv> =>
  createHttpApp(deps, { "/v1/analyze": { POST: postAnalyze(deps) }, "/": { POST: refuseEvent } });

const postAnalyze =
  (deps: AnalyzeAppDeps): Handler =>
  async (c) => {
    const type = negotiate(c.req.header("accept") ?? null, ["application/json", "text/event-stream"]);
    const request = await readBody(c.req.raw, AnalyzeRequestSchema, deps.maxBodyBytes);
    const asked = toAsked(request, c.get("caller"), { ...deps, canFetch: deps.logSource !== null });
    const span = c.get("span");
    const { signal } = c.req.raw;
    if (type === "application/json") return c.json(await run(asked, span, signal, deps));

    const { response, done } = streamTriage({
      span,
      clock: deps.clock,
      log: deps.log,
      progressMs: deps.progressMs ?? 2000,
      run: (cancelled, progress) => run(asked, span, AbortSignal.any([signal, cancelled]), deps, progress),
    });
    c.set("until", done);
    return response;
  };

const run = async (
  { input, query }: Asked,
  span: Span,
  signal: AbortSignal,
  deps: AnalyzeAppDeps,
  progress?: AnalyzeDeps["progress"],
): Promise<AnalyzeReply> => {
  const { built, sha256, clock, policy, record, capture, previewChars, redactor } = deps;
  const { models, logSource } = deps;
  // Before the model's time begins: a slow source of logs must not leave it less.
  const fetched =
    query && logSource
      ? await fetchLogs(query, { logs: logSource.open({ signal }), clock, span, ...(progress && { progress }) })
      : {};
  const deadlineAt = clock.now() + deps.modelTimeoutMs;
  const model = models?.open({ signal, deadlineAt }) ?? null;
  try {
    return await analyze(
      { ...input, ...fetched },
      {
        built,
        sha256,
        clock,
        policy,
        model,
        ...(models && { openModel: () => models.open({ signal, deadlineAt }) }),
        span,
        record,
        previewChars,
        ...(redactor && { redactor }),
        ...(capture && { capture }),
        ...(progress && { progress }),
      },
    );
  } finally {
    model?.close();
  }
};

/** 422, not 404: Knative Eventing delivers 404 again, and an event of a kind that is not taken never will be. */
const refuseEvent: Handler = () => {
  throw new PromptError("event_unsupported", "Events are not taken yet. Send logs to POST /v1/analyze.");
};
