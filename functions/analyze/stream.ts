import { PromptError } from "../../core/error.ts";
import type { Clock, Span } from "../../core/port.ts";
import type { AnalyzeDeps, AnalyzeReply, Stage } from "../../core/triage/reply.ts";
import { logFailure } from "../http/app.ts";
import type { Log } from "../http/log.ts";
import { toProblem } from "../http/problem.ts";

interface StreamOptions {
  readonly span: Span;
  readonly clock: Clock;
  readonly log: Log;
  readonly progressMs: number;
  readonly run: (cancelled: AbortSignal, progress: NonNullable<AnalyzeDeps["progress"]>) => Promise<AnalyzeReply>;
}

/**
 * Server-sent events: `accepted`, `progress` while it takes, then one `triage` or one `problem`. Text of the model is
 * never among them before it is validated.
 *
 * @returns `done`: settles when the last event is written or the caller is gone.
 */
export const streamTriage = ({ span, clock, log, progressMs, run }: StreamOptions) => {
  const cancelled = new AbortController();
  const ended = Promise.withResolvers<void>();
  const startedAt = clock.now();
  const encoder = new TextEncoder();
  /** Of several intents: where each one is. */
  let at: { stage: Stage | "accepted"; parts?: Record<string, Stage> } = { stage: "accepted" };

  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      const send = (event: string, data: object): void => {
        if (cancelled.signal.aborted) return;
        controller.enqueue(encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
      };
      send("accepted", { trace_id: span.traceId });
      const timer = setInterval(() => send("progress", { ...at, elapsed_ms: clock.now() - startedAt }), progressMs);
      run(cancelled.signal, (stage, intent) => {
        at = { stage, ...(intent !== undefined && { parts: { ...at.parts, [intent]: stage } }) };
      })
        .then(
          (reply) => send("triage", reply),
          (error: unknown) => {
            const problem = toProblem(error);
            if (problem.status >= 500) span.fail(problem.code);
            if (!(error instanceof PromptError)) logFailure(log, error, span.traceId);
            send("problem", { ...problem, trace_id: span.traceId });
          },
        )
        .finally(() => {
          clearInterval(timer);
          if (!cancelled.signal.aborted) controller.close();
          ended.resolve();
        });
    },
    cancel: () => cancelled.abort(),
  });

  const headers = {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
    // Proxies that collect an answer before passing it on would hold the progress back.
    "x-accel-buffering": "no",
  };
  return { response: new Response(body, { headers }), done: ended.promise };
};
