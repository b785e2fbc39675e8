import * as v from "valibot";
import { LEVELS } from "../../core/evidence/evidence.ts";
import { TriageSchema } from "../../core/triage/triage.ts";
import { Counts, DecisionSchema, Sha256Schema, TraceIdSchema } from "../http/reply.ts";

export const AnalyzeReplySchema = v.strictObject({
  triage: v.strictObject({ ...TriageSchema.entries, action_required: v.picklist(["yes", "no"]) }),
  engine: v.picklist(["model", "rules"]),
  degraded: v.nullable(v.strictObject({ reason: v.string(), detail: v.string() })),
  evidence: v.array(
    v.strictObject({
      id: v.string(),
      time: v.nullable(v.string()),
      level: v.picklist(LEVELS),
      count: Counts,
      text: v.string(),
    }),
  ),
  prompt: v.strictObject({
    id: v.string(),
    version: v.string(),
    template_sha256: Sha256Schema,
    content_sha256: Sha256Schema,
    vars_sha256: Sha256Schema,
    render_sha256: Sha256Schema,
    bundle_sha256: Sha256Schema,
    fallback: v.nullable(v.strictObject({ from: v.string(), reason: v.string() })),
  }),
  route: DecisionSchema,
  logs: v.strictObject({
    lines: Counts,
    shown: Counts,
    truncated: v.boolean(),
    coverage: v.string(),
    redactions: v.record(v.string(), v.number()),
    unknown_evidence_ids: Counts,
  }),
  model: v.nullable(v.string()),
  usage: v.strictObject({
    input_tokens: Counts,
    output_tokens: Counts,
    cached_tokens: v.nullable(Counts),
    estimated: v.boolean(),
  }),
  timings: v.strictObject({ total_ms: v.number(), queue_ms: v.number(), model_ms: v.number() }),
  trace_id: TraceIdSchema,
});
