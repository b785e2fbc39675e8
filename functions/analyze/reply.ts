import * as v from "valibot";
import { LEVELS } from "../../core/evidence/evidence.ts";
import { TriageSchema } from "../../core/triage/triage.ts";
import { Counts, DecisionSchema, Sha256Schema, TraceIdSchema } from "../http/reply.ts";

const AnsweredTriageSchema = v.strictObject({ ...TriageSchema.entries, action_required: v.picklist(["yes", "no"]) });
const EngineSchema = v.picklist(["model", "rules"]);
const DegradedSchema = v.nullable(v.strictObject({ reason: v.string(), detail: v.string() }));
const PromptUseSchema = v.strictObject({
  id: v.string(),
  version: v.string(),
  template_sha256: Sha256Schema,
  content_sha256: Sha256Schema,
  vars_sha256: Sha256Schema,
  render_sha256: Sha256Schema,
  bundle_sha256: Sha256Schema,
  fallback: v.nullable(v.strictObject({ from: v.string(), reason: v.string() })),
});

export const AnalyzeReplySchema = v.strictObject({
  triage: AnsweredTriageSchema,
  engine: EngineSchema,
  degraded: DegradedSchema,
  evidence: v.array(
    v.strictObject({
      id: v.string(),
      time: v.nullable(v.string()),
      level: v.picklist(LEVELS),
      count: Counts,
      text: v.string(),
      lines: v.optional(Counts),
      last: v.optional(v.string()),
      trend: v.optional(v.picklist(["new", "elevated"])),
    }),
  ),
  prompt: PromptUseSchema,
  parts: v.array(
    v.strictObject({
      intent: v.string(),
      prompt: PromptUseSchema,
      engine: EngineSchema,
      degraded: DegradedSchema,
      triage: AnsweredTriageSchema,
    }),
  ),
  synthesis: v.nullable(
    v.strictObject({
      claims: v.array(
        v.strictObject({ evidence: v.array(v.string()), sources: v.array(v.string()), claim: v.string() }),
      ),
      by: EngineSchema,
      degraded: DegradedSchema,
      claims_dropped: Counts,
    }),
  ),
  safety: v.strictObject({
    steps_dropped: Counts,
    destructive_steps_dropped: Counts,
    links_neutralised: Counts,
  }),
  route: DecisionSchema,
  logs: v.strictObject({
    lines: Counts,
    shown: Counts,
    truncated: v.boolean(),
    coverage: v.string(),
    redactions: v.record(v.string(), v.number()),
    unknown_evidence_ids: Counts,
    source: v.nullable(
      v.strictObject({
        query: v.string(),
        start: v.string(),
        end: v.string(),
        limit: Counts,
        truncated: v.boolean(),
        total: v.nullable(Counts),
        levels: v.nullable(v.record(v.string(), Counts)),
        before: v.nullable(v.strictObject({ start: v.string(), levels: v.nullable(v.record(v.string(), Counts)) })),
      }),
    ),
  }),
  model: v.nullable(v.string()),
  usage: v.strictObject({
    input_tokens: Counts,
    output_tokens: Counts,
    cached_tokens: v.nullable(Counts),
    estimated: v.boolean(),
  }),
  timings: v.strictObject({ total_ms: v.number(), logs_ms: v.number(), queue_ms: v.number(), model_ms: v.number() }),
  trace_id: TraceIdSchema,
});
