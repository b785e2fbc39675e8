import type { Redactor } from "../evidence/redact.ts";
import { makeInert } from "../triage/inert.ts";
import type { AlertData } from "./alert-data.ts";
import type { AlertSummary } from "./triage-data.ts";

/** Most characters of a name, and of a value, of labels and annotations. */
const BOUNDS = { name: 128, value: 1000 } as const;

/** The alert as others may be told of it: its texts redacted and inert. The generator's address stays behind. */
export const summarizeAlert = (alert: AlertData, redactor?: Redactor): AlertSummary => {
  const { status, starts_at, ends_at, fingerprint, identity, truncated_alerts } = alert;
  return makeAlertSafe(
    {
      status,
      alertname: alert.labels.alertname ?? "unnamed alert",
      severity: alert.labels.severity ?? null,
      namespace: alert.labels.namespace ?? null,
      labels: alert.labels,
      annotations: alert.annotations,
      starts_at,
      ends_at,
      fingerprint,
      identity,
      truncated_alerts,
    },
    redactor,
  );
};

/** Idempotent. */
export const makeAlertSafe = (alert: AlertSummary, redactor?: Redactor): AlertSummary => {
  const inert = (text: string): string => makeInert(text, BOUNDS.value, redactor?.redact).text;
  const orNull = (text: string | null): string | null => (text === null ? null : inert(text));
  return {
    ...alert,
    alertname: inert(alert.alertname),
    severity: orNull(alert.severity),
    namespace: orNull(alert.namespace),
    labels: safeTexts(alert.labels, redactor),
    annotations: safeTexts(alert.annotations, redactor),
    starts_at: inert(alert.starts_at),
    ends_at: orNull(alert.ends_at),
  };
};

const safeTexts = (
  texts: Readonly<Record<string, string>>,
  redactor: Redactor | undefined,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(texts).map(([name, text]) => {
      const safeName = makeInert(name, BOUNDS.name, redactor?.redact).text;
      // Together, since it is the name that says of `password` what it holds.
      const pair = makeInert(`${safeName}=${text}`, safeName.length + 1 + BOUNDS.value, redactor?.redact).text;
      return [safeName, pair.startsWith(`${safeName}=`) ? pair.slice(safeName.length + 1) : pair];
    }),
  );
