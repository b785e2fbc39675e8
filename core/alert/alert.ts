/** How a sender words its alerts: Alertmanager's webhook "4", Grafana's of the same shape, or the list that a Loki ruler pushes. */
export type AlertFormat = "alertmanager" | "grafana" | "ruler";

/** One alert, whoever sent it. Texts are Unicode and cut to what is sane, else as the sender wrote them. */
export interface Alert {
  readonly format: AlertFormat;
  readonly status: "firing" | "resolved";
  /** At least one; none has an empty value. */
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch. */
  readonly startsAt: number;
  /** Milliseconds since the epoch; null while it fires. */
  readonly endsAt: number | null;
  readonly generatorUrl: string | null;
  /** 16 hex digits, of all labels before any was cut. */
  readonly fingerprint: string;
  /** null from a ruler. */
  readonly receiver: string | null;
  /** How many alerts of its group the sender left out. */
  readonly truncatedAlerts: number;
}
