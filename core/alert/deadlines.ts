/** How long an alert may take in analyze, at worst. What stands around the function must wait longer. */
export interface Deadlines {
  /** One triage: logs and model. */
  readonly triageMs: number;
  /** A triage that has not ended by then is one whose instance is gone. */
  readonly leaseMs: number;
  /** Whoever waits for one that is gone outlives its lease, and takes over. */
  readonly waitMs: number;
  /** An event: it waits for another alert's triage, and then makes one itself. */
  readonly eventMs: number;
}

/** @param limits The deadline of a model call and that of one query for logs; 0: there is none to ask. */
export const deadlinesOf = (limits: { readonly modelTimeoutMs: number; readonly logsTimeoutMs: number }): Deadlines => {
  const triageMs = limits.modelTimeoutMs + limits.logsTimeoutMs * LOG_QUERIES + SLACK_MS;
  const waitMs = triageMs + 2 * SLACK_MS;
  return { triageMs, leaseMs: triageMs + SLACK_MS, waitMs, eventMs: waitMs + triageMs };
};

/** Of one alert: its pod's, then its container's. */
const LOG_QUERIES = 2;
/** For all that is neither logs nor model. */
const SLACK_MS = 5000;
