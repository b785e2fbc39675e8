import type { Store } from "../port.ts";
import type { AnalyzeReply } from "../triage/reply.ts";
import { toTime } from "./alert-time.ts";
import { readFeedback } from "./feedback.ts";
import type { Finished, StormState } from "./storm-state.ts";
import type { Earlier } from "./triage-data.ts";

/** The last triage of the identity with what people said of it since; null where there was none within memory. */
export const readEarlier = async (
  { last }: StormState,
  store: Store,
  now: number,
  memoryMs: number,
): Promise<Earlier | null> => {
  if (last === null || now - last.finished_at > memoryMs) return null;
  const { started_at: _, finished_at: __, passing: ___, ...earlier } = last;
  return { ...earlier, feedback: await readFeedback(store, last.triage_id) };
};

/** What is remembered of a reply. */
export const toFinished = (
  { triage, engine, degraded, prompt, trace_id }: AnalyzeReply,
  {
    triageId,
    startedAt,
    finishedAt,
  }: { readonly triageId: string; readonly startedAt: number; readonly finishedAt: number },
): Finished => ({
  triage_id: triageId,
  time: toTime(finishedAt),
  trace_id,
  engine,
  summary: triage.summary,
  severity: triage.severity,
  verdict: triage.verdict,
  prompt: { id: prompt.id, version: prompt.version, template_sha256: prompt.template_sha256 },
  started_at: startedAt,
  finished_at: finishedAt,
  passing: engine === "rules" && degraded !== null && PASSING.has(degraded.reason),
});

/** Reasons that may be gone at the next alert. */
const PASSING: ReadonlySet<string> = new Set([
  "busy",
  "cap_reached",
  "model_busy",
  "model_unavailable",
  "model_loading",
  "model_timeout",
  "circuit_open",
  "cancelled",
]);
