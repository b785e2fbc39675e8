import { readFileSync } from "node:fs";

/** Who an alert seems to come from: each has its own path at ingest and its own body. */
export const SENDERS = {
  alertmanager: "/v1/alerts/alertmanager",
  grafana: "/v1/alerts/grafana",
  ruler: "/api/v2/alerts",
} as const;
export type Sender = keyof typeof SENDERS;

interface Sample {
  readonly about: string;
  readonly alerts: readonly Partial<Texts>[];
  /** What all of them have. */
  readonly shared?: Partial<Texts>;
}
interface Texts {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** Alerts to try the path of an alert with, by name. */
export const SAMPLES: Readonly<Record<string, Sample>> = JSON.parse(
  readFileSync(new URL("alerts.json", import.meta.url), "utf8"),
);

interface Moment {
  /** RFC 3339. */
  readonly startsAt: string;
  readonly now: string;
  readonly resolved: boolean;
}

/** What the sender would post. */
export const toAlertBody = (sample: Sample, sender: Sender, moment: Moment): unknown => {
  const { alerts, shared } = sample;
  const all = alerts.map(({ labels, annotations }) => ({
    labels: { ...shared?.labels, ...labels },
    annotations: { ...shared?.annotations, ...annotations },
  }));
  return sender === "ruler" ? all.map((texts) => toPushed(texts, moment)) : toNotification(all, sender, moment);
};

/** A ruler tells neither status nor fingerprint: an alert ends in the future for as long as it fires. */
const toPushed = (texts: Texts, { startsAt, now, resolved }: Moment) => ({
  ...texts,
  startsAt,
  endsAt: resolved ? now : new Date(Date.parse(now) + RULER_AHEAD_MS).toISOString(),
  generatorURL: "",
});

/** Four times its resend delay of a minute. */
const RULER_AHEAD_MS = 240_000;

const toNotification = (alerts: readonly Texts[], sender: "alertmanager" | "grafana", moment: Moment) => {
  const status = moment.resolved ? "resolved" : "firing";
  return {
    version: sender === "grafana" ? "1" : "4",
    ...(sender === "grafana" && { orgId: 1, state: moment.resolved ? "ok" : "alerting", title: "", message: "" }),
    groupKey: "{}:{}",
    truncatedAlerts: 0,
    status,
    receiver: "kprompt",
    groupLabels: {},
    commonLabels: {},
    commonAnnotations: {},
    externalURL: "http://localhost",
    alerts: alerts.map((texts) => ({
      status,
      ...texts,
      startsAt: moment.startsAt,
      endsAt: moment.resolved ? moment.now : "0001-01-01T00:00:00Z",
      generatorURL: "",
    })),
  };
};
