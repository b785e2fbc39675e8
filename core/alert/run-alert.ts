import { PromptError } from "../error.ts";
import type { AnalyzeReply, Degraded } from "../triage/reply.ts";
import type { AlertRequest, AlertRequests } from "./alert-request.ts";

/**
 * Fetches and analyzes. Rejects as `fetchLogs` and `analyze` do.
 *
 * @param because Why the rules; goes to the reply and the record as it is.
 * @param wanted Whether the alert still fires. To be asked when a place at the model is free, where there was a queue for
 *   it: where it is not, the call is `cancelled`.
 */
export type RunTriage = (
  request: AlertRequest,
  engine: "model" | "rules",
  because: Degraded | null,
  wanted: () => Promise<boolean>,
) => Promise<AnalyzeReply>;

export interface AlertRun {
  readonly reply: AnalyzeReply;
  /** Why there were no logs: the triage is from the alert alone. */
  readonly gap: string | null;
}

/**
 * An alert is triaged whatever happens to its logs: without any, from the alert alone.
 *
 * @throws {PromptError} what has nothing to do with logs.
 */
export const runAlert = async (
  { withLogs, alone }: AlertRequests,
  ask: (request: AlertRequest) => Promise<AnalyzeReply>,
): Promise<AlertRun> => {
  let gap = gapOf("its labels select none");
  for (const request of withLogs) {
    try {
      return { reply: await ask(request), gap: null };
    } catch (error) {
      const why = error instanceof PromptError ? NO_LOGS[error.code] : undefined;
      if (why === undefined) throw error;
      gap = gapOf(why);
      // A source that is away is not asked twice.
      if ((error as PromptError).code !== "logs_not_found") break;
    }
  }
  return { reply: await ask(alone), gap };
};

export const BUSY: Degraded = {
  reason: "busy",
  detail: "The model has more to do than it can in time. Raise LLM_CONCURRENCY where its server can do more at once.",
};

export const CAP_REACHED: Degraded = {
  reason: "cap_reached",
  detail: "As many alerts went to the model within the hour as STORM_MODEL_CALLS_PER_HOUR allows.",
};

/** At most 100 characters, as every gap. */
const gapOf = (why: string): string => `no logs: ${why}; from the alert alone`;

const NO_LOGS: Partial<Record<string, string>> = {
  logs_not_found: "there is no line around the alert",
  logs_empty: "the lines around the alert are empty",
  logs_source_unavailable: "no source of logs is configured",
  filters_missing: "its labels select none",
  logs_unavailable: "the source is away (logs_unavailable)",
  logs_timeout: "the source was too slow (logs_timeout)",
  logs_unauthorized: "the source lets nobody in (logs_unauthorized)",
  logs_query_refused: "the source refused the query (logs_query_refused)",
  logs_too_many: "there are too many to look through (logs_too_many)",
};
