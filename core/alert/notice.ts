import type { Redactor } from "../evidence/redact.ts";
import { makeInert } from "../triage/inert.ts";
import { makeSafe } from "../triage/safe.ts";
import type { AlertData } from "./alert-data.ts";
import { makeAlertSafe, summarizeAlert } from "./summarize-alert.ts";
import type { Earlier, TriageCompleted, TriageFailed, TriageSkipped } from "./triage-data.ts";

/** What a receiver is told of. */
export type Notice =
  | { readonly kind: "completed"; readonly data: TriageCompleted }
  | { readonly kind: "failed"; readonly data: TriageFailed }
  | { readonly kind: "skipped"; readonly data: TriageSkipped };

/** Most characters of the texts that a triage does not bound itself. */
const BOUNDS = { evidence: 2000, detail: 500, word: 200 } as const;

/** The notice as it may be shown, whoever made it: redacted and inert. Idempotent. */
export const makeNoticeSafe = (notice: Notice, redactor?: Redactor): Notice => {
  const inert = (text: string, max: number): string => makeInert(text, max, redactor?.redact).text;
  const shared = {
    alert: makeAlertSafe(notice.data.alert, redactor),
    cause: { source: inert(notice.data.cause.source, BOUNDS.word), id: inert(notice.data.cause.id, BOUNDS.word) },
    earlier: notice.data.earlier && safeEarlier(notice.data.earlier, inert),
    trace_id: inert(notice.data.trace_id, BOUNDS.word),
  };
  if (notice.kind !== "completed") {
    const detail = inert(notice.data.detail, BOUNDS.detail);
    if (notice.kind === "skipped") return { kind: "skipped", data: { ...notice.data, ...shared, detail } };
    return { kind: "failed", data: { ...notice.data, ...shared, detail, reason: inert(notice.data.reason, 64) } };
  }
  const { action_required, ...triage } = notice.data.triage;
  const { degraded, evidence, prompt, route, logs } = notice.data;
  return {
    kind: "completed",
    data: {
      ...notice.data,
      ...shared,
      triage: { ...makeSafe(triage, redactor).triage, action_required },
      degraded: degraded && { reason: inert(degraded.reason, 64), detail: inert(degraded.detail, BOUNDS.detail) },
      evidence: evidence.map((line) => ({ ...line, text: inert(line.text, BOUNDS.evidence) })),
      prompt: { ...prompt, id: inert(prompt.id, BOUNDS.word), version: inert(prompt.version, BOUNDS.word) },
      route: { intent: inert(route.intent, BOUNDS.word), reason: inert(route.reason, BOUNDS.word) },
      logs: { ...logs, query: logs.query === null ? null : inert(logs.query, BOUNDS.evidence) },
    },
  };
};

const safeEarlier = (earlier: Earlier, inert: (text: string, max: number) => string): Earlier => ({
  ...earlier,
  time: inert(earlier.time, 64),
  summary: inert(earlier.summary, BOUNDS.detail),
  severity: inert(earlier.severity, 64),
  verdict: inert(earlier.verdict, 64),
  trace_id: inert(earlier.trace_id, 64),
  prompt: {
    ...earlier.prompt,
    id: inert(earlier.prompt.id, BOUNDS.word),
    version: inert(earlier.prompt.version, BOUNDS.word),
  },
});

/** An alert that no triage came of: what is known of it is told. */
export const toAlertNotice = (
  alert: AlertData,
  {
    why,
    ...about
  }: {
    readonly cause: TriageFailed["cause"];
    readonly trace_id: string;
    readonly why: Pick<TriageFailed, "reason" | "detail">;
  },
  redactor?: Redactor,
): Notice =>
  makeNoticeSafe(
    { kind: "failed", data: { alert: summarizeAlert(alert, redactor), earlier: null, ...about, ...why } },
    redactor,
  );
