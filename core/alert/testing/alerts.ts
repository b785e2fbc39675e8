import type { Sha256, Store } from "../../port.ts";
import type { AnalyzeReply } from "../../triage/reply.ts";
import type { AlertData } from "../alert-data.ts";
import type { AlertDeps, AlertPolicy } from "../alert-deps.ts";
import type { AlertRecord } from "../alert-record.ts";
import { toTime } from "../alert-time.ts";
import { EVENT_TYPE } from "../event-type.ts";
import type { AlertEvent } from "../triage-event.ts";

export const MINUTE = 60_000;
export const TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
/** 2026-11-21T03:00:00Z, a Saturday. */
export const NOW = 1_795_230_000_000;

export const alertOf = (more: Partial<AlertData> = {}): AlertData => ({
  status: "firing",
  labels: {
    alertname: "HighErrorRate",
    namespace: "shop",
    pod: "payments-5d8f6c7b9-x2x4q",
    container: "payments",
    severity: "warning",
  },
  annotations: { summary: "payments answers one request in ten with an error" },
  starts_at: toTime(NOW),
  ends_at: null,
  generator_url: null,
  fingerprint: "00000000000000aa",
  identity: "1d".repeat(32),
  receiver: "kprompt",
  truncated_alerts: 0,
  ...more,
});

export const eventOf = (data: AlertData, id = `${data.fingerprint}-${data.starts_at}-${data.status}`): AlertEvent => ({
  id,
  source: "/kprompt/ingest",
  type: data.status === "firing" ? EVENT_TYPE.alertFiring : EVENT_TYPE.alertResolved,
  subject: `shop/${data.labels.alertname}`,
  time: data.starts_at,
  datacontenttype: "application/json",
  extensions: {
    severity: "warning",
    namespace: "shop",
    alertname: "HighErrorRate",
    identity: data.identity,
    bucket: 42,
    traceparent: `00-${TRACE_ID}-b7ad6b7169203331-01`,
    kpsignature: "of ingest",
  },
  data,
});

const DIGEST = "ab".repeat(32);

export const replyOf = (more: Partial<AnalyzeReply> = {}): AnalyzeReply => ({
  triage: {
    evidence: ["E1"],
    summary: "Payments cannot reach its database.",
    component: "payments",
    root_cause: "10.0.0.7:5432 refuses connections.",
    severity: "error",
    verdict: "required",
    recommended_steps: ["Look at the database."],
    confidence: 80,
    data_gaps: [],
    action_required: "yes",
  },
  engine: "model",
  degraded: null,
  evidence: [{ id: "E1", time: null, level: "error", count: 3, text: "connection refused" }],
  prompt: {
    id: "log_triage.k8s",
    version: "1.2.0",
    template_sha256: DIGEST,
    content_sha256: DIGEST,
    vars_sha256: DIGEST,
    render_sha256: DIGEST,
    bundle_sha256: DIGEST,
    fallback: null,
  },
  parts: [],
  synthesis: null,
  safety: { steps_dropped: 0, destructive_steps_dropped: 0, links_neutralised: 0 },
  route: {
    intent: "k8s",
    prompt: { id: "log_triage.k8s", version: "1.2.0" },
    reference: "log_triage.k8s@production",
    by: "default",
    version_by: "label",
    reason: "default: no rule matched",
    parameters: { temperature: 0.2, top_p: 0.9, max_tokens: 700, stop: [] },
    alternatives: [],
  },
  logs: {
    lines: 12,
    shown: 4,
    truncated: false,
    coverage: "4 of 12 lines",
    redactions: {},
    unknown_evidence_ids: 0,
    source: null,
  },
  model: "tiny",
  usage: { input_tokens: 900, output_tokens: 200, cached_tokens: null, estimated: false },
  timings: { total_ms: 22_000, logs_ms: 0, queue_ms: 0, model_ms: 22_000 },
  trace_id: TRACE_ID,
  ...more,
});

/** What the rules answer for a reason. */
export const rulesReply = (degraded: AnalyzeReply["degraded"]): AnalyzeReply =>
  replyOf({
    engine: "rules",
    degraded,
    usage: { input_tokens: 0, output_tokens: 0, cached_tokens: null, estimated: false },
  });

export const POLICY: AlertPolicy = {
  repeatMs: 30 * MINUTE,
  cooldownMs: 10 * MINUTE,
  callsPerHour: 20,
  memoryMs: 7 * 24 * 60 * MINUTE,
  leaseMs: 5 * MINUTE,
  waitMs: 4 * MINUTE,
  windowMinutes: 15,
  maxLines: 20_000,
};

export const depsOf = (
  {
    store,
    now,
    sleep,
    sha256,
    run,
  }: {
    readonly store: Store;
    readonly now: () => number;
    readonly sleep: AlertDeps["sleep"];
    readonly sha256: Sha256;
    readonly run: AlertDeps["run"];
  },
  more: Partial<AlertDeps> = {},
): { readonly deps: AlertDeps; readonly records: AlertRecord[] } => {
  const records: AlertRecord[] = [];
  let nonces = 0;
  const deps: AlertDeps = {
    store,
    clock: { now },
    sha256,
    sleep,
    nonce: () => `${++nonces}`,
    run,
    hasModel: true,
    policy: POLICY,
    span: { traceId: TRACE_ID, set: () => undefined },
    record: (record) => void records.push(record),
    ...more,
  };
  return { deps, records };
};
