import { type CloudEvent, type ExtensionValue, toAttributeText } from "../cloud-event.ts";
import type { Redactor } from "../evidence/redact.ts";
import { makeInert } from "../triage/inert.ts";
import type { AnalyzeReply } from "../triage/reply.ts";
import type { AlertData } from "./alert-data.ts";
import { toTime } from "./alert-time.ts";
import { EVENT_TYPE } from "./event-type.ts";
import type { TriageEvent } from "./finished-triage.ts";
import type { AlertRun } from "./run-alert.ts";
import { summarizeAlert } from "./summarize-alert.ts";
import type { Earlier, SkipReason, TriageCompleted } from "./triage-data.ts";

export type AlertEvent = CloudEvent<AlertData> & { readonly data: AlertData };

/** What every triage event is made of. */
export interface TriageContext {
  readonly cause: AlertEvent;
  readonly triageId: string;
  readonly earlier: Earlier | null;
  readonly traceId: string;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
  readonly redactor?: Redactor | undefined;
}

export const toCompletedEvent = ({ reply, gap }: AlertRun, context: TriageContext): TriageEvent => {
  const { triage, engine, degraded, prompt, route } = reply;
  const { id, version, template_sha256, render_sha256, bundle_sha256 } = prompt;
  return {
    ...toEvent(EVENT_TYPE.triageCompleted, context, {
      promptid: id,
      promptversion: version,
      promptsha: template_sha256,
      engine,
    }),
    data: {
      ...sharedBy(context),
      trace_id: reply.trace_id,
      triage: gap === null ? triage : { ...triage, data_gaps: [gap, ...triage.data_gaps].slice(0, MAX_GAPS) },
      engine,
      degraded: degraded && { reason: degraded.reason, detail: degraded.detail },
      evidence: reply.evidence.map((line) => toLine(line, context.redactor)),
      prompt: { id, version, template_sha256, render_sha256, bundle_sha256 },
      route: { intent: route.intent, reason: route.reason },
      logs: toLogs(reply, gap),
    },
  };
};

export const toSkippedEvent = (reason: SkipReason, detail: string, context: TriageContext): TriageEvent => ({
  ...toEvent(EVENT_TYPE.triageSkipped, context, { reason }),
  data: { ...sharedBy(context), reason, detail },
});

/** @param reason A code. An error's own message may hold what was sent. */
export const toFailedEvent = (reason: string, context: TriageContext): TriageEvent => ({
  ...toEvent(EVENT_TYPE.triageFailed, context, { reason }),
  data: {
    ...sharedBy(context),
    reason,
    detail: `The triage stopped (${reason}), and would again. Look at the trace, and correct prompts or settings.`,
  },
});

const SOURCE = "/kprompt/analyze";
/** As many as a triage may name. */
const MAX_GAPS = 3;
const MAX_LINE = 600;

/** What is passed on as it came. */
const COPIED = ["severity", "namespace", "alertname", "cluster", "identity", "bucket", "traceparent", "tracestate"];

const toEvent = (
  type: string,
  { cause, triageId, now }: TriageContext,
  more: Readonly<Record<string, string>>,
): Omit<TriageEvent, "data"> => {
  const extensions: Record<string, ExtensionValue> = {};
  for (const name of COPIED) {
    const value = cause.extensions[name];
    if (value !== undefined) extensions[name] = value;
  }
  for (const [name, value] of Object.entries({ causationid: cause.id, ...more })) {
    const text = toAttributeText(value);
    if (text !== "") extensions[name] = text;
  }
  return {
    id: triageId,
    source: SOURCE,
    type,
    ...(cause.subject !== undefined && { subject: cause.subject }),
    time: toTime(now),
    datacontenttype: "application/json",
    extensions,
  };
};

const sharedBy = ({ cause, earlier, traceId, redactor }: TriageContext) => ({
  alert: summarizeAlert(cause.data, redactor),
  cause: { source: cause.source, id: cause.id },
  earlier,
  trace_id: traceId,
});

const toLine = (
  { id, time, level, count, text }: AnalyzeReply["evidence"][number],
  redactor: Redactor | undefined,
): TriageCompleted["evidence"][number] => ({
  id,
  time,
  level,
  count,
  text: makeInert(text, MAX_LINE, redactor?.redact).text,
});

/** The alert's own words stand in for lines where there are none, and are not counted as such. */
const toLogs = ({ logs }: AnalyzeReply, gap: string | null): TriageCompleted["logs"] =>
  gap === null
    ? { lines: logs.lines, shown: logs.shown, coverage: logs.coverage, query: logs.source?.query ?? null }
    : { lines: 0, shown: 0, coverage: gap, query: null };
