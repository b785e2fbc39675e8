import type { Hono } from "hono";
import { PromptError } from "../../core/error.ts";
import type { Clock, Logs, Model, Sha256, Span } from "../../core/port.ts";
import type { VersionPolicy } from "../../core/route/decision.ts";
import { analyze } from "../../core/triage/analyze.ts";
import { fetchLogs } from "../../core/triage/fetch-logs.ts";
import type { AnalyzeDeps, AnalyzeReply } from "../../core/triage/reply.ts";
import { negotiate } from "../http/accept.ts";
import { createHttpApp, type Handler, type HttpDeps, type HttpEnv } from "../http/app.ts";
import type { Caller } from "../http/auth.ts";
import { readBody } from "../http/body.ts";
import type { LineLimits } from "../http/logs.ts";
import { requireFeatureNamespaces } from "../http/namespaces.ts";
import { AnalyzeRequestSchema } from "./contract.ts";
import { type Asked, toAsked } from "./input.ts";
import { streamTriage } from "./stream.ts";

/** The model for one request; closing it gives its place in the queue back. */
interface ModelSource {
  open(request: { readonly signal: AbortSignal; readonly deadlineAt: number }): Model & { close(): void };
}

/** A source of logs for one request, whose time begins when it is opened; closing it ends what is under way. */
interface LogSource {
  open(request: { readonly signal: AbortSignal }): Logs & { close(): void };
}

export interface AnalyzeAppDeps
  extends HttpDeps,
    Pick<AnalyzeDeps, "record" | "capture" | "previewChars" | "redactor"> {
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
    const { caller, span } = c.var;
    const asked = toAsked(request, caller, { ...deps, canFetch: deps.logSource !== null });
    const { signal } = c.req.raw;
    if (type === "application/json") return c.json(await run(asked, caller, span, signal, deps));

    const { response, done } = streamTriage({
      span,
      clock: deps.clock,
      log: deps.log,
      progressMs: deps.progressMs ?? 2000,
      run: (cancelled, progress) => run(asked, caller, span, AbortSignal.any([signal, cancelled]), deps, progress),
    });
    c.set("until", done);
    return response;
  };

const run = async (
  { input, query }: Asked,
  caller: Caller,
  span: Span,
  signal: AbortSignal,
  deps: AnalyzeAppDeps,
  progress?: AnalyzeDeps["progress"],
): Promise<AnalyzeReply> => {
  const { built, sha256, clock, policy, record, capture, previewChars, redactor } = deps;
  const { models, logSource } = deps;
  // Before the model's time begins: a slow source of logs must not leave it less.
  const logs = query && logSource?.open({ signal });
  const fetched = logs
    ? await fetchLogs(query, {
        logs,
        clock,
        span,
        ...(redactor && { redactor }),
        ...(progress && { progress }),
      }).finally(() => logs.close())
    : {};
  const now = clock.now();
  const deadlineAt = now + deps.modelTimeoutMs;
  const model = models?.open({ signal, deadlineAt }) ?? null;
  try {
    return await analyze(
      { ...input, ...fetched, now },
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
        admit: (features) => requireFeatureNamespaces(caller, features, redactor),
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
