import { toAppraisable } from "./appraisal-terms.ts";
import { type Appraisal, appraise, speaksFor } from "./appraise.ts";
import type { Sign } from "./classify.ts";
import type { Entry } from "./entries.ts";
import type { ErrorClass } from "./error-class.ts";
import type { DigestInput, Features, Level, LogLine, Place } from "./evidence.ts";
import { showsHealth } from "./health.ts";
import { higherLevel, rankOf } from "./level.ts";
import { NAMESPACE_LABELS } from "./namespace-labels.ts";
import { isBad } from "./trouble.ts";
import { classesOf, type Shown } from "./verdict.ts";

/** Entries that are alike. */
export interface Cluster {
  /** The first of them. */
  readonly entry: Entry;
  readonly count: number;
  /** Lines of the input. */
  readonly lines: number;
  /** Position of the first and the last of them among all entries. */
  readonly first: number;
  readonly last: number;
  readonly signs: readonly Sign[];
}

/** @param safe Redacts and neutralises what came beside the lines. */
export const detectFeatures = (
  clusters: readonly Cluster[],
  context: DigestInput,
  safe: (text: string) => string,
): Detected => {
  const shown = classesOf(clusters);
  const appraisal = clusters.length === 0 ? undefined : appraise(toAppraisable(clusters, shown));
  const error_class = appraisal?.error_class ?? "none";
  const error_classes: readonly ErrorClass[] =
    error_class === "benign"
      ? ["benign"]
      : [
          ...(error_class === "none" ? [] : [error_class]),
          ...shown.flatMap((one) => (one.error_class === error_class ? [] : one.error_class)),
        ];
  const labels: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...commonLabels(context.lines), ...context.labels })) {
    labels[safe(name)] = safe(value);
  }
  const pick = (given: string | undefined, ...names: readonly string[]): string | undefined =>
    given !== undefined ? safe(given) : labelOf(labels, names);
  const optional = {
    namespace: pick(context.namespace, ...NAMESPACE_LABELS),
    container: pick(context.container, ...PLACE_LABELS.container),
    pod: pick(context.pod, ...PLACE_LABELS.pod),
    node: pick(context.node, "node", "node_name", "k8s_node_name"),
    app: pick(undefined, ...PLACE_LABELS.app),
    alertname: pick(context.alertname, "alertname"),
    question: pick(context.question),
  };
  const features: Features = {
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
    level: clusters.reduce<Level>((level, { entry }) => higherLevel(level, entry.level), "unknown"),
    error_class,
    error_classes,
    log_volume: context.lines.length,
    keywords: keywordsOf(clusters),
    labels,
  };
  return { features, appraisal, errorIndex: indexOf(error_class, clusters, shown) };
};

export interface Detected {
  readonly features: Features;
  /** The cluster that shows the class. */
  readonly errorIndex: number | undefined;
  /** Undefined: there is nothing to appraise. */
  readonly appraisal: Appraisal | undefined;
}

/** By the rules, else the line whose words speak for it most: one of trouble, where there is any. */
const indexOf = (
  error_class: Features["error_class"],
  clusters: readonly Cluster[],
  shown: readonly Shown[],
): number | undefined => {
  if (error_class === "none") return undefined;
  const known = shown.find((one) => one.error_class === error_class)?.index;
  if (known !== undefined) return known;
  if (error_class === "benign") {
    const healthy = clusters.findIndex(({ entry }) => showsHealth(entry.text));
    return healthy < 0 ? undefined : healthy;
  }
  const bad = clusters.filter(isBad);
  const [telling] = (bad.length > 0 ? bad : clusters)
    .slice(0, MOST_SPEAKERS)
    .map((cluster) => ({ cluster, points: speaksFor(cluster.entry.text, error_class) }))
    .sort((a, b) => b.points - a.points);
  return telling === undefined ? undefined : clusters.indexOf(telling.cluster);
};

const MOST_SPEAKERS = 48;

/** Labels that name what a line comes from, in order of preference. */
const PLACE_LABELS = {
  container: ["container", "k8s_container_name"],
  app: ["app", "app_kubernetes_io_name", "app.kubernetes.io/name", "k8s-app", "service_name"],
  pod: ["pod", "k8s_pod_name"],
} as const;

/** What the labels of a line name. */
export const placeIn = (labels: Readonly<Record<string, string>>, safe: (text: string) => string): Place => {
  const place: { -readonly [Name in keyof Place]: string } = {};
  for (const name of PLACES) {
    const value = labelOf(labels, PLACE_LABELS[name]);
    if (value !== undefined) place[name] = safe(value);
  }
  return place;
};

const PLACES = ["container", "app", "pod"] as const;

const labelOf = (labels: Readonly<Record<string, string>>, names: readonly string[]): string | undefined => {
  for (const name of names) {
    const value = labels[name];
    if (value !== undefined && value !== "") return value;
  }
  return undefined;
};

/** Labels that every labelled line has with one value. */
const commonLabels = (lines: readonly LogLine[]): Readonly<Record<string, string>> => {
  let common: readonly (readonly [name: string, value: string])[] | undefined;
  let before: LogLine["labels"];
  for (const { labels } of lines) {
    if (labels === undefined || labels === before) continue;
    before = labels;
    if (common === undefined) common = Object.entries(labels);
    else if (!holds(labels, common)) common = common.filter(([name, value]) => labels[name] === value);
  }
  return Object.fromEntries(common ?? []);
};

const holds = (
  labels: Readonly<Record<string, string>>,
  common: readonly (readonly [name: string, value: string])[],
): boolean => {
  for (const one of common) if (labels[one[0]] !== one[1]) return false;
  return true;
};

const MAX_KEYWORDS = 256;
const STOP = new Set(
  "about after and are because been before but can code could did does for from had has have http https into its line log msg name not null off one only org out per redacted request set the their then there this time true false undefined was were when while will with without you your jan feb mar apr jun jul aug sep oct nov dec info debug warn warning level".split(
    " ",
  ),
);

/** Words of the lines, those of the worst lines first until there are enough. */
const keywordsOf = (clusters: readonly Cluster[]): readonly string[] => {
  const words = new Set<string>();
  // By signs, then level; among equals the first stays first.
  const worstFirst = clusters
    .map((cluster) => ({ cluster, order: 8 * cluster.signs.length + rankOf(cluster.entry.level) }))
    .sort((a, b) => b.order - a.order);
  for (const { cluster } of worstFirst) {
    for (const word of cluster.entry.text.toLowerCase().match(/[a-z][a-z0-9_-]{2,40}/g) ?? []) {
      // Ids and hashes are no words, but a pod's name holds some; `x509` and `http2` are.
      for (const part of isId(word) ? word.split("-").filter((one) => !/\d/.test(one)) : [word]) {
        const trimmed = part.replace(/[-_]{1,40}$/, "");
        if (trimmed.length > 2 && !STOP.has(trimmed)) words.add(trimmed);
      }
      if (words.size >= MAX_KEYWORDS) return [...words].sort();
    }
  }
  return [...words].sort();
};

const isId = (word: string): boolean => /\d.{0,40}[a-z].{0,40}\d|\d{4}/.test(word);
