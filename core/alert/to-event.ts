import { type CloudEvent, type ExtensionValue, toAttributeText } from "../cloud-event.ts";
import { cutEnd } from "../evidence/shorten.ts";
import type { Sha256 } from "../port.ts";
import type { Alert } from "./alert.ts";
import type { AlertData } from "./alert-data.ts";
import { toTime } from "./alert-time.ts";
import { EVENT_TYPE } from "./event-type.ts";
import { fitTexts } from "./fit-texts.ts";
import { bucketOf, identityOf } from "./identity.ts";
import { jsonBytes } from "./json-bytes.ts";

export interface AlertEventOptions {
  /** Name of the cluster; default: the alert's own label, else it has none. */
  readonly cluster?: string | undefined;
  readonly sha256: Sha256;
  /** Labels that are no part of the identity, beside those that never are. */
  readonly dropLabels: readonly string[];
  /** Share of the identities, 0 to 100, whose events the candidate revisions get. */
  readonly candidatePercent: number;
}

/**
 * The event of one alert. Source and id are the same for each repeat, from whichever of two Alertmanagers it comes: they
 * know neither when it ends nor what its annotations say. Below 64 KB, which is what others must forward.
 */
export const toAlertEvent = (alert: Alert, options: AlertEventOptions): CloudEvent<AlertData> => {
  const { status, fingerprint, startsAt, endsAt, labels } = alert;
  const identity = identityOf(labels, fingerprint, options.dropLabels, options.sha256);
  const bucket = bucketOf(identity);
  const cluster = textOf(options.cluster) ?? textOf(labels.cluster);
  const namespace = textOf(pick(labels, NAMESPACES));
  const subject = [namespace, textOf(pick(labels, PLACES))].filter((part) => part !== undefined).join("/");
  return {
    id: `${fingerprint}.${startsAt}.${status}`,
    source: sourceOf(alert, cluster),
    type: status === "firing" ? EVENT_TYPE.alertFiring : EVENT_TYPE.alertResolved,
    ...(subject !== "" && { subject }),
    time: toTime(endsAt ?? startsAt),
    datacontenttype: "application/json",
    extensions: present({
      severity: textOf(labels.severity),
      namespace,
      alertname: textOf(labels.alertname),
      cluster,
      identity,
      bucket,
      // Stamped here, once: a Trigger filters anew at each retry, and a retry must find the revision of its first try.
      traffictag: bucket < options.candidatePercent ? "candidate" : "stable",
    }),
    data: toData(alert, identity),
  };
};

const toData = (alert: Alert, identity: string): AlertData => {
  const { status, labels, annotations, startsAt, endsAt, generatorUrl, fingerprint, receiver, truncatedAlerts } = alert;
  const data = {
    status,
    labels: fitTexts(labels, MAX_LABEL_BYTES),
    annotations: {},
    starts_at: toTime(startsAt),
    ends_at: endsAt === null ? null : toTime(endsAt),
    generator_url: generatorUrl,
    fingerprint,
    identity,
    receiver,
    truncated_alerts: truncatedAlerts,
  };
  return { ...data, annotations: fitTexts(annotations, MAX_DATA_BYTES - jsonBytes(data)) };
};

/** The paths of senders that do not mix: what Grafana says of an alert is not what Alertmanager says. */
const sourceOf = ({ format, receiver }: Alert, cluster: string | undefined): string => {
  const from = format === "ruler" ? "loki" : format;
  const to = format === "ruler" ? "ruler" : (textOf(receiver) ?? DEFAULT);
  return `/${from}/${toSegment(cluster ?? DEFAULT)}/${toSegment(to)}`;
};

/** A segment of one or two points would be a step in the path. */
const toSegment = (text: string): string =>
  /^\.{1,2}$/.test(text) ? text.replaceAll(".", "%2E") : encodeURIComponent(text);

/** As an attribute, which may travel as a header; undefined where nothing is left. */
const textOf = (text: string | null | undefined): string | undefined =>
  toAttributeText(cutEnd(toAttributeText(text ?? ""), MAX_ATTRIBUTE)) || undefined;

const pick = (labels: Readonly<Record<string, string>>, names: readonly string[]): string | undefined => {
  const name = names.find((one) => Object.hasOwn(labels, one));
  return name === undefined ? undefined : labels[name];
};

const present = (
  values: Readonly<Record<string, ExtensionValue | undefined>>,
): Readonly<Record<string, ExtensionValue>> =>
  Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, ExtensionValue] => entry[1] !== undefined),
  );

/** What the metric is about comes before who exported it. */
const NAMESPACES = ["exported_namespace", "namespace", "k8s_namespace_name", "kubernetes_namespace"];
const PLACES = [
  ...["app", "app_kubernetes_io_name", "deployment", "statefulset", "daemonset", "cronjob", "job_name"],
  ...["exported_container", "container", "service_name", "exported_pod", "pod", "node"],
];
const DEFAULT = "default";
const MAX_ATTRIBUTE = 128;
const MAX_LABEL_BYTES = 20_000;
/** Leaves room for the attributes and for how they are written. */
const MAX_DATA_BYTES = 52_000;
