import type { Hono } from "hono";
import type { AlertPolicy } from "../../core/alert/alert-deps.ts";
import type { AlertRecord } from "../../core/alert/alert-record.ts";
import type { Store } from "../../core/port.ts";
import type { GenerationRecord } from "../../core/triage/reply.ts";
import type { Sleep } from "../adapters/llm/sleep.ts";
import { negotiate } from "../http/accept.ts";
import { createHttpApp, type Handler, type HttpDeps, type HttpEnv } from "../http/app.ts";
import { readBody } from "../http/body.ts";
import { toEventPaths } from "../http/events.ts";
import type { LineLimits } from "../http/logs.ts";
import { requireFeatureNamespaces } from "../http/namespaces.ts";
import { AnalyzeRequestSchema } from "./contract.ts";
import { answerEvent } from "./event.ts";
import { type FeedbackRecord, postFeedback } from "./feedback.ts";
import { toAsked } from "./input.ts";
import { type RunDeps, type RunOptions, runTriage } from "./run.ts";
import { streamTriage } from "./stream.ts";

export interface AnalyzeAppDeps extends HttpDeps, RunDeps {
  readonly record: (record: GenerationRecord | AlertRecord | FeedbackRecord) => void;
  readonly lineLimits: LineLimits;
  readonly allowOverrides: boolean;
  /** Pause between two `progress` events. Default 2000: workerd notices only by writing that a caller is gone. */
  readonly progressMs?: number;
  /** What instances know of alerts together. */
  readonly store: Store;
  readonly alertPolicy: Omit<AlertPolicy, "mutes">;
  readonly sleep: Sleep;
  /** Another text each time. */
  readonly nonce: () => string;
}

export const createApp = (deps: AnalyzeAppDeps): Hono<HttpEnv> =>
  createHttpApp(
    deps,
    { "/v1/analyze": { POST: postAnalyze(deps) }, "/v1/feedback": { POST: postFeedback(deps) } },
    toEventPaths({ "/": answerEvent(deps) }, deps),
  );

const postAnalyze =
  (deps: AnalyzeAppDeps): Handler =>
  async (c) => {
    const type = negotiate(c.req.header("accept") ?? null, ["application/json", "text/event-stream"]);
    const request = await readBody(c.req.raw, AnalyzeRequestSchema, deps.maxBodyBytes);
    const { caller, span } = c.var;
    const asked = toAsked(request, caller, { ...deps, canFetch: deps.logSource !== null });
    const { signal } = c.req.raw;
    const admit: RunOptions["admit"] = (features) => requireFeatureNamespaces(caller, features, deps.redactor);
    if (type === "application/json") return c.json(await runTriage(asked, deps, { span, signal, admit }));

    const { response, done } = streamTriage({
      span,
      clock: deps.clock,
      log: deps.log,
      progressMs: deps.progressMs ?? 2000,
      run: (cancelled, progress) =>
        runTriage(asked, deps, { span, signal: AbortSignal.any([signal, cancelled]), admit, progress }),
    });
    c.set("until", done);
    return response;
  };
