type Labels = Readonly<Record<string, string>>;

/** Bodies as their senders write them, of alerts that differ by these labels. */
export const toNotification = (alerts: readonly Labels[], more: object = {}) => ({
  version: "4",
  groupKey: '{}:{alertname="PodCrash"}',
  status: "firing",
  receiver: "kprompt",
  groupLabels: { alertname: "PodCrash" },
  commonLabels: { alertname: "PodCrash" },
  commonAnnotations: {},
  externalURL: "http://alertmanager:9093",
  truncatedAlerts: 0,
  alerts: alerts.map((labels) => ({
    status: "firing",
    labels: { alertname: "PodCrash", namespace: "shop", ...labels },
    annotations: { summary: "It crashes." },
    startsAt: "2026-11-21T03:00:00.8Z",
    endsAt: "0001-01-01T00:00:00Z",
    generatorURL: "",
    fingerprint: toFingerprint(JSON.stringify(labels)),
  })),
  ...more,
});

export const toGrafana = (alerts: readonly Labels[]) =>
  toNotification(alerts, {
    version: "1",
    orgId: 1,
    title: "[FIRING] PodCrash",
    state: "alerting",
    message: "It crashes.",
  });

export const toPush = (alerts: readonly Labels[]) =>
  alerts.map((labels) => ({
    labels: { alertname: "PodCrash", namespace: "shop", ...labels },
    annotations: { summary: "It crashes." },
    startsAt: "2026-11-21T03:00:00.800Z",
    endsAt: "2026-11-21T03:04:00.800Z",
    generatorURL: "http://loki:3100/explore?left=%7B%7D",
  }));

export const numbered = (count: number): readonly Labels[] =>
  Array.from({ length: count }, (_, index) => ({ pod: `api-${index}` }));

/** Any that differs where the text does; the real formula is `core/alert/fingerprint.ts`. */
const toFingerprint = (text: string): string => {
  let hash = 0xcbf29ce484222325n;
  for (const letter of text) hash = ((hash ^ BigInt(letter.charCodeAt(0))) * 0x100000001b3n) & 0xffffffffffffffffn;
  return hash.toString(16).padStart(16, "0");
};
