import type { Redactor } from "../evidence/redact.ts";
import type { AlertRecord } from "./alert-record.ts";
import { EVENT_TYPE } from "./event-type.ts";
import type { TriageEvent } from "./finished-triage.ts";
import { summarizeAlert } from "./summarize-alert.ts";
import type { AlertEvent } from "./triage-event.ts";

interface Answered {
  readonly event: TriageEvent;
  readonly redelivered: boolean;
  readonly waitedMs: number;
  readonly modelCalled: boolean;
  readonly latencyMs: number;
  readonly traceId: string;
}

export const toAlertRecord = (
  cause: AlertEvent,
  { event, redelivered, waitedMs, modelCalled, latencyMs, traceId }: Answered,
  redactor: Redactor | undefined,
): AlertRecord => {
  const { alertname, namespace, severity, status, identity } = summarizeAlert(
    { ...cause.data, annotations: {} },
    redactor,
  );
  return {
    record: "alert",
    ...outcomeOf(event),
    event_id: cause.id,
    event_source: cause.source,
    event_type: cause.type,
    triage_id: event.id,
    identity,
    alertname,
    namespace,
    severity,
    status,
    redelivered,
    waited_ms: waitedMs,
    model_called: modelCalled,
    latency_ms: latencyMs,
    trace_id: traceId,
  };
};

const outcomeOf = ({ type, data }: TriageEvent): Pick<AlertRecord, "outcome" | "reason" | "detail"> => {
  if (data === undefined) throw new TypeError("A triage event without data.");
  if (!("reason" in data)) {
    const { degraded } = data;
    return { outcome: "completed", reason: degraded?.reason ?? null, ...(degraded && { detail: degraded.detail }) };
  }
  return {
    outcome: type === EVENT_TYPE.triageSkipped ? "skipped" : "failed",
    reason: data.reason,
    detail: data.detail,
  };
};
