import { PromptError } from "../../core/error.ts";
import type { Clock, Logs, Model, Sha256, Span } from "../../core/port.ts";
import type { VersionPolicy } from "../../core/route/decision.ts";
import { analyze } from "../../core/triage/analyze.ts";
import { fetchLogs } from "../../core/triage/fetch-logs.ts";
import type { AnalyzeDeps, AnalyzeReply } from "../../core/triage/reply.ts";
import type { Asked } from "./input.ts";

/** The model for one request; closing it gives its place in the queue back. */
export interface ModelSource {
  open(request: {
    readonly signal: AbortSignal;
    readonly deadlineAt: number;
    readonly wanted?: (() => Promise<boolean>) | undefined;
  }): Model & { close(): void };
}

/** A source of logs for one request, whose time begins when it is opened; closing it ends what is under way. */
export interface LogSource {
  open(request: { readonly signal: AbortSignal }): Logs & { close(): void };
}

export interface RunDeps extends Pick<AnalyzeDeps, "built" | "record" | "capture" | "previewChars" | "redactor"> {
  readonly sha256: Sha256;
  readonly clock: Clock;
  readonly policy: VersionPolicy;
  /** null: no model is configured, the rules answer. */
  readonly models: ModelSource | null;
  /** null: callers send the lines themselves. */
  readonly logSource: LogSource | null;
  /** From the request to the end of the last attempt. */
  readonly modelTimeoutMs: number;
}

/** What differs from one request to the next. */
export interface RunOptions extends Pick<AnalyzeDeps, "admit" | "progress" | "because" | "triageId"> {
  readonly span: Span;
  readonly signal: AbortSignal;
  /** `rules`: no model is asked, `because` of something. */
  readonly engine?: "model" | "rules";
  /** Whether the answer is still wanted, once a place at the model is free. */
  readonly wanted?: () => Promise<boolean>;
}

/** One request from its logs to its triage. */
export const runTriage = async (
  { input, query }: Asked,
  deps: RunDeps,
  { span, signal, engine, wanted, ...options }: RunOptions,
): Promise<AnalyzeReply> => {
  const { clock, redactor } = deps;
  const models = engine === "rules" ? null : deps.models;
  // Before the model's time begins: a slow source of logs must not leave it less.
  const logs = query && openLogs(deps, signal);
  const fetched = logs
    ? await fetchLogs(query, {
        logs,
        clock,
        span,
        ...(redactor && { redactor }),
        ...(options.progress && { progress: options.progress }),
      }).finally(() => logs.close())
    : {};
  const now = clock.now();
  const open = (source: ModelSource) =>
    source.open({ signal, deadlineAt: now + deps.modelTimeoutMs, ...(wanted && { wanted }) });
  const model = models && open(models);
  try {
    return await analyze(
      { ...input, ...fetched, now },
      {
        built: deps.built,
        sha256: deps.sha256,
        clock,
        policy: deps.policy,
        model,
        ...(models && { openModel: () => open(models) }),
        span,
        record: deps.record,
        previewChars: deps.previewChars,
        ...(redactor && { redactor }),
        ...(deps.capture && { capture: deps.capture }),
        ...options,
      },
    );
  } finally {
    model?.close();
  }
};

const openLogs = ({ logSource }: RunDeps, signal: AbortSignal): Logs & { close(): void } => {
  if (logSource) return logSource.open({ signal });
  throw new PromptError("logs_source_unavailable", "No source of logs is configured. Set LOKI_URL.");
};
