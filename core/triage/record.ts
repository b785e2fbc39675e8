import type { Evidence } from "../evidence/evidence.ts";
import type { Generation } from "./generate.ts";
import type { Prepared } from "./prepare.ts";
import type { AnalyzeReply, GenerationRecord } from "./reply.ts";

/** The record of one generation. The sink adds the time. */
export const toRecord = (reply: AnalyzeReply, { evidence, prepared, generation }: Sources): GenerationRecord => {
  const { action_required: _, ...triage } = reply.triage;
  const last = generation.replies.at(-1);
  return {
    record: "generation",
    agent: "analyze",
    task: reply.route.intent,
    prompt_id: reply.prompt.id,
    prompt_version: reply.prompt.version,
    prompt_hash: reply.prompt.template_sha256,
    content_sha256: reply.prompt.content_sha256,
    vars_sha256: reply.prompt.vars_sha256,
    render_sha256: reply.prompt.render_sha256,
    bundle_sha256: reply.prompt.bundle_sha256,
    fallback_from: reply.prompt.fallback?.from ?? null,
    route_reason: reply.route.reason,
    route_by: reply.route.by,
    version_by: reply.route.version_by,
    engine: reply.engine,
    degraded_reason: reply.degraded?.reason ?? null,
    model: reply.model,
    temperature: prepared.parameters.temperature,
    latency_ms: reply.timings.total_ms,
    queue_ms: reply.timings.queue_ms,
    model_ms: reply.timings.model_ms,
    tokens_prompt: reply.usage.input_tokens,
    tokens_completion: reply.usage.output_tokens,
    tokens_cached: reply.usage.cached_tokens,
    tokens_estimated: reply.usage.estimated,
    cache_hit: false,
    validation_passed: reply.engine === "model",
    retry_count: generation.repairs,
    error: last && !last.ok ? last.failure : null,
    response_length: last?.ok ? last.text.length : 0,
    namespace: evidence.features.namespace ?? null,
    error_class: evidence.features.error_class,
    lines: reply.logs.lines,
    lines_shown: reply.logs.shown,
    truncated: reply.logs.truncated,
    from: evidence.from,
    to: evidence.to,
    redactions: evidence.redactions,
    triage,
    trace_id: reply.trace_id,
  };
};

interface Sources {
  readonly evidence: Evidence;
  readonly prepared: Prepared;
  readonly generation: Generation;
}
