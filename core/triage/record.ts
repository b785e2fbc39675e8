import type { Evidence } from "../evidence/evidence.ts";
import type { Answer } from "./answer.ts";
import type { AnalyzeDeps, AnalyzeInput, GenerationRecord } from "./reply.ts";
import { modelOf, promptUse, queueMsOf, usageOf } from "./usage.ts";

/** The record of one generation. The sink adds the time. */
export const toRecord = (
  { decision, prepared, generation, engine, degraded, triage, safety, endedAt }: Answer,
  { task, role, evidence, started, fetched }: RecordContext,
  deps: AnalyzeDeps,
): GenerationRecord => {
  const last = generation.replies.at(-1);
  const prompt = promptUse(prepared, deps.built);
  const usage = usageOf([{ prepared, generation }]);
  return {
    record: "generation",
    agent: "analyze",
    task,
    role,
    prompt_id: prompt.id,
    prompt_version: prompt.version,
    prompt_hash: prompt.template_sha256,
    content_sha256: prompt.content_sha256,
    vars_sha256: prompt.vars_sha256,
    render_sha256: prompt.render_sha256,
    bundle_sha256: prompt.bundle_sha256,
    fallback_from: prompt.fallback?.from ?? null,
    route_reason: decision.reason,
    route_by: decision.by,
    version_by: decision.version_by,
    engine,
    degraded_reason: degraded?.reason ?? null,
    model: modelOf([generation], deps.model),
    temperature: prepared.parameters.temperature,
    latency_ms: endedAt - started,
    logs_ms: fetched?.fetchMs ?? 0,
    queue_ms: queueMsOf(generation),
    model_ms: generation.modelMs,
    tokens_prompt: usage.input_tokens,
    tokens_completion: usage.output_tokens,
    tokens_cached: usage.cached_tokens,
    tokens_estimated: usage.estimated,
    cache_hit: false,
    validation_passed: engine === "model",
    retry_count: generation.repairs,
    error: last && !last.ok ? last.failure : null,
    response_length: last?.ok ? last.text.length : 0,
    namespace: evidence.features.namespace ?? null,
    error_class: evidence.features.error_class,
    lines: evidence.inputLines,
    lines_shown: prepared.fitted.lines.length,
    truncated: prepared.fitted.truncated,
    from: evidence.from,
    to: evidence.to,
    query: fetched?.report.query ?? null,
    window: fetched ? { start: fetched.report.start, end: fetched.report.end } : null,
    lines_total: fetched?.report.total ?? null,
    redactions: evidence.redactions,
    ...safety,
    triage,
    triage_id: deps.triageId ?? null,
    trace_id: deps.span.traceId,
  };
};

interface RecordContext extends Pick<GenerationRecord, "task" | "role"> {
  readonly evidence: Evidence;
  /** Of the request, in milliseconds since the Unix epoch. */
  readonly started: number;
  readonly fetched: AnalyzeInput["fetched"] | undefined;
}
