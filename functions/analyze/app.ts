import type { Hono } from "hono";
import { PromptError } from "../../core/error.ts";
import type { Clock, Model, Sha256, Span } from "../../core/port.ts";
import type { VersionPolicy } from "../../core/route/decision.ts";
import { analyze } from "../../core/triage/analyze.ts";
import type { AnalyzeDeps, AnalyzeInput, AnalyzeReply, Stage } from "../../core/triage/reply.ts";
import { negotiate } from "../http/accept.ts";
import { createHttpApp, type Handler, type HttpDeps, type HttpEnv } from "../http/app.ts";
import { readBody } from "../http/body.ts";
import type { LineLimits } from "../http/logs.ts";
import { AnalyzeRequestSchema } from "./contract.ts";
import { toAnalyzeInput } from "./input.ts";
import { streamTriage } from "./stream.ts";

/** The model for one request; closing it gives its place in the queue back. */
interface ModelSource {
  open(request: { readonly signal: AbortSignal; readonly deadlineAt: number }): Model & { close(): void };
}

export interface AnalyzeAppDeps extends HttpDeps, Pick<AnalyzeDeps, "record" | "capture" | "previewChars"> {
  readonly sha256: Sha256;
  readonly clock: Clock;
  readonly policy: VersionPolicy;
  readonly lineLimits: LineLimits;
  /** null: no model is configured, the rules answer. */
  readonly models: ModelSource | null;
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
    const input = toAnalyzeInput(request, c.get("caller"), deps);
    const span = c.get("span");
    const { signal } = c.req.raw;
    if (type === "application/json") return c.json(await run(input, span, signal, deps));

    const { response, done } = streamTriage({
      span,
      clock: deps.clock,
      log: deps.log,
      progressMs: deps.progressMs ?? 2000,
      run: (cancelled, progress) => run(input, span, AbortSignal.any([signal, cancelled]), deps, progress),
    });
    c.set("until", done);
    return response;
  };

const run = async (
  input: AnalyzeInput,
  span: Span,
  signal: AbortSignal,
  deps: AnalyzeAppDeps,
  progress?: (stage: Stage) => void,
): Promise<AnalyzeReply> => {
  const { built, sha256, clock, policy, record, capture, previewChars } = deps;
  const model = deps.models?.open({ signal, deadlineAt: clock.now() + deps.modelTimeoutMs }) ?? null;
  try {
    return await analyze(input, {
      built,
      sha256,
      clock,
      policy,
      model,
      span,
      record,
      previewChars,
      ...(capture && { capture }),
      ...(progress && { progress }),
    });
  } finally {
    model?.close();
  }
};

/** 422, not 404: Knative Eventing delivers 404 again, and an event of a kind that is not taken never will be. */
const refuseEvent: Handler = () => {
  throw new PromptError("event_unsupported", "Events are not taken yet. Send logs to POST /v1/analyze.");
};
