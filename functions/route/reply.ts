import * as v from "valibot";
import { Counts, DecisionSchema, Sha256Schema, TraceIdSchema } from "../http/reply.ts";

export const RouteReplySchema = v.strictObject({
  ...DecisionSchema.entries,
  features: v.looseObject({
    level: v.string(),
    error_class: v.string(),
    error_classes: v.array(v.string()),
    log_volume: Counts,
    keywords: v.array(v.string()),
    labels: v.record(v.string(), v.string()),
  }),
  bundle_sha256: Sha256Schema,
  trace_id: TraceIdSchema,
});
