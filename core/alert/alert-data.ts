import * as v from "valibot";

const Texts = v.record(v.string(), v.string());
/** RFC 3339, UTC. */
const Time = v.string();

/** One alert, as its event carries it. Every text is a stranger's, and neither redacted nor neutralised yet. */
export const AlertDataSchema = v.strictObject({
  status: v.picklist(["firing", "resolved"]),
  labels: Texts,
  annotations: Texts,
  starts_at: Time,
  /** null while it fires. */
  ends_at: v.nullable(Time),
  /** Where the rule can be looked at; never fetched. */
  generator_url: v.nullable(v.string()),
  /** 16 hex digits, of all labels; for display. */
  fingerprint: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
  /** 64 hex digits: of the labels that stay the same from one pod to the next, or of the fingerprint. */
  identity: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  /** Alertmanager's or Grafana's receiver; null from a ruler. */
  receiver: v.nullable(v.string()),
  /** How many alerts of its group the sender left out. */
  truncated_alerts: v.pipe(v.number(), v.integer(), v.minValue(0)),
});
export type AlertData = v.InferOutput<typeof AlertDataSchema>;
