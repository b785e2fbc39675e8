import * as v from "valibot";
import { LEVELS } from "../evidence/evidence.ts";
import { TriageSchema } from "../triage/triage.ts";

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
const Sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

/** Why an alert got no triage of its own. */
export const SKIP_REASONS = ["repeat", "cooldown", "resolved", "label_off", "muted"] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/** The alert, as far as others are told: texts are redacted and made inert. */
export const AlertSummarySchema = v.strictObject({
  status: v.picklist(["firing", "resolved"]),
  alertname: v.string(),
  severity: v.nullable(v.string()),
  namespace: v.nullable(v.string()),
  labels: v.record(v.string(), v.string()),
  annotations: v.record(v.string(), v.string()),
  starts_at: v.string(),
  ends_at: v.nullable(v.string()),
  fingerprint: v.string(),
  identity: Sha256,
  truncated_alerts: Count,
});
export type AlertSummary = v.InferOutput<typeof AlertSummarySchema>;

/** The triage before this one, of the same identity. */
export const EarlierSchema = v.strictObject({
  /** `id` of its event. */
  triage_id: Sha256,
  /** RFC 3339. */
  time: v.string(),
  trace_id: v.string(),
  engine: v.picklist(["model", "rules"]),
  summary: v.string(),
  severity: v.string(),
  verdict: v.string(),
  prompt: v.strictObject({ id: v.string(), version: v.string(), template_sha256: Sha256 }),
  /** What people said of it. */
  feedback: v.strictObject({ up: Count, down: Count }),
});
export type Earlier = v.InferOutput<typeof EarlierSchema>;

const shared = {
  alert: AlertSummarySchema,
  /** The alert event that it answers. */
  cause: v.strictObject({ source: v.string(), id: v.string() }),
  earlier: v.nullable(EarlierSchema),
  trace_id: v.string(),
};

export const TriageCompletedSchema = v.strictObject({
  ...shared,
  triage: v.strictObject({ ...TriageSchema.entries, action_required: v.picklist(["yes", "no"]) }),
  engine: v.picklist(["model", "rules"]),
  degraded: v.nullable(v.strictObject({ reason: v.string(), detail: v.string() })),
  /** The lines that the triage cites. */
  evidence: v.array(
    v.strictObject({
      id: v.string(),
      time: v.nullable(v.string()),
      level: v.picklist(LEVELS),
      count: Count,
      text: v.string(),
    }),
  ),
  prompt: v.strictObject({
    id: v.string(),
    version: v.string(),
    template_sha256: Sha256,
    render_sha256: Sha256,
    bundle_sha256: Sha256,
  }),
  route: v.strictObject({ intent: v.string(), reason: v.string() }),
  logs: v.strictObject({ lines: Count, shown: Count, coverage: v.string(), query: v.nullable(v.string()) }),
});
export type TriageCompleted = v.InferOutput<typeof TriageCompletedSchema>;

export const TriageSkippedSchema = v.strictObject({ ...shared, reason: v.picklist(SKIP_REASONS), detail: v.string() });
export type TriageSkipped = v.InferOutput<typeof TriageSkippedSchema>;

export const TriageFailedSchema = v.strictObject({ ...shared, reason: v.string(), detail: v.string() });
export type TriageFailed = v.InferOutput<typeof TriageFailedSchema>;
