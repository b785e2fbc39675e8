/** One line on stdout for each alert event that was answered: what statistics and `kprompt triage` read. Texts are redacted. */
export interface AlertRecord {
  readonly record: "alert";
  readonly outcome: "completed" | "skipped" | "failed";
  /** Why it was skipped or failed, or why the rules answered; null: the model did. */
  readonly reason: string | null;
  readonly detail?: string;
  readonly event_id: string;
  readonly event_source: string;
  readonly event_type: string;
  readonly triage_id: string;
  readonly identity: string;
  readonly alertname: string;
  readonly namespace: string | null;
  readonly severity: string | null;
  readonly status: "firing" | "resolved";
  /** It was answered before: with the same event, and without work. */
  readonly redelivered: boolean;
  /** Waiting for the triage of another alert of this identity. */
  readonly waited_ms: number;
  readonly model_called: boolean;
  readonly latency_ms: number;
  readonly trace_id: string;
}
