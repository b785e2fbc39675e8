import { NAMESPACE_LABELS } from "../evidence/namespace-labels.ts";
import type { LogFilters } from "../port.ts";

type Labels = Readonly<Record<string, string>>;
export type AlertPlace = Pick<LogFilters, "namespace" | "pod" | "container" | "node">;

/**
 * What of the cluster the alert is about, as far as its labels say so for certain. `job` never does: it is the scrape
 * job. Where the scrape's own labels stood in the way, Prometheus renamed those of the metric to `exported_…`, and they
 * are the ones that count; an exporter's own pod is not what it tells of.
 */
export const placeOfAlert = (labels: Labels): AlertPlace => {
  const place = EXPORTED.some((name) => labels[name])
    ? pick({ namespace: "exported_namespace", pod: "exported_pod", container: "exported_container" }, labels)
    : pickOwn(labels);
  if (Object.keys(place).length > 0) return place;
  // A pod's logs have no label of the node in every set-up; where there is nothing else it may have one.
  const node = labels.exported_node || labels.node;
  return node ? { node } : {};
};

/** Labels without those that name the exporter, and with those that name what the alert is about. */
export const labelsOfAlert = (labels: Labels): Labels => {
  const own = Object.entries(labels).filter(([name]) => !(PLACE.includes(name) || EXPORTED.includes(name)));
  return Object.fromEntries([...own, ...Object.entries(placeOfAlert(labels))]);
};

const EXPORTED: readonly string[] = ["exported_namespace", "exported_pod", "exported_container"];
const PLACE: readonly string[] = [...NAMESPACE_LABELS, "pod", "container"];

const pickOwn = (labels: Labels): AlertPlace => {
  const namespace = NAMESPACE_LABELS.map((name) => labels[name]).find(Boolean);
  const inNamespace = namespace ? { namespace } : {};
  if (STATE_METRICS.test(labels.container ?? "") || (!labels.container && STATE_METRICS.test(labels.pod ?? "")))
    return inNamespace;
  if (OF_NODES.test(labels.container ?? "")) return {};
  return { ...inNamespace, ...pick({ pod: "pod", container: "container" }, labels) };
};

/** Tells of other objects, in the namespace of those. */
const STATE_METRICS = /^kube-state-metrics(?:-|$)/;
/** Tell of machines and of addresses. */
const OF_NODES = /^(?:node|blackbox|snmp|smartctl|ipmi)-?exporter$/;

const pick = (names: Readonly<Record<string, string>>, labels: Labels): AlertPlace =>
  Object.fromEntries(Object.entries(names).flatMap(([name, label]) => (labels[label] ? [[name, labels[label]]] : [])));
