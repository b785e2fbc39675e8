import { orderOf, PASSING, type Sign, showsHealth, showsRecovery, soundsWrong } from "./classify.ts";
import type { Entry } from "./entries.ts";
import type { ErrorClass } from "./error-class.ts";
import type { DigestInput, Features, Level, LogLine } from "./evidence.ts";
import { higherLevel, rankOf } from "./level.ts";

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
): { features: Features; errorIndex: number | undefined } => {
  const shown = classesOf(clusters);
  const benign = shown.length === 0 && isBenign(clusters);
  const error_classes: readonly ErrorClass[] = benign ? ["benign"] : shown.map(({ error_class }) => error_class);
  const labels: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...commonLabels(context.lines), ...context.labels })) {
    labels[safe(name)] = safe(value);
  }
  const pick = (given: string | undefined, ...names: readonly string[]): string | undefined =>
    given !== undefined
      ? safe(given)
      : names.map((name) => labels[name]).find((value) => value !== undefined && value !== "");
  const optional = {
    namespace: pick(context.namespace, ...NAMESPACE_LABELS),
    container: pick(context.container, "container", "k8s_container_name"),
    pod: pick(context.pod, "pod", "k8s_pod_name"),
    node: pick(context.node, "node", "node_name", "k8s_node_name"),
    app: pick(undefined, "app", "app_kubernetes_io_name", "app.kubernetes.io/name", "k8s-app", "service_name"),
    alertname: pick(context.alertname, "alertname"),
    question: pick(context.question),
  };
  const features: Features = {
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
    level: clusters.reduce<Level>((level, { entry }) => higherLevel(level, entry.level), "unknown"),
    error_class: error_classes[0] ?? "none",
    error_classes,
    log_volume: context.lines.length,
    keywords: keywordsOf(clusters),
    labels,
  };
  const errorIndex = benign ? clusters.findIndex(({ entry }) => showsHealth(entry.text)) : shown[0]?.index;
  return { features, errorIndex: errorIndex === -1 ? undefined : errorIndex };
};

/** Labels that name a namespace, in order of preference. */
export const NAMESPACE_LABELS = ["namespace", "k8s_namespace_name"] as const;

/** Strong signs before weak ones, then by what explains what; each with its most telling line. */
const classesOf = (clusters: readonly Cluster[]): readonly { error_class: ErrorClass; index: number }[] => {
  const found = new Map<ErrorClass, { strong: boolean; index: number; score: number }>();
  clusters.forEach(({ entry, signs }, index) => {
    for (const { error_class, strong } of signs) {
      const score = (strong ? 100 : 0) + rankOf(entry.level) + (signs[0]!.error_class === error_class ? 10 : 0);
      const known = found.get(error_class);
      if (known === undefined || score > known.score) found.set(error_class, { strong, index, score });
    }
  });
  if (found.size > 0 && wasOvercome(clusters)) return [];
  return [...found]
    .sort(([a, x], [b, y]) => Number(y.strong) - Number(x.strong) || orderOf(a) - orderOf(b))
    .map(([error_class, { index }]) => ({ error_class, index }));
};

/** Nothing worse than warnings about trouble that passes, and after the last of them a line that says it passed. */
const wasOvercome = (clusters: readonly Cluster[]): boolean => {
  let lastTrouble = -1;
  for (const { signs, entry, last } of clusters) {
    if (signs.length === 0 && rankOf(entry.level) < rankOf("warning")) continue;
    if (rankOf(entry.level) > rankOf("warning") || !signs.every((sign) => PASSING.has(sign.error_class))) return false;
    lastTrouble = Math.max(lastTrouble, last);
  }
  return clusters.some(
    ({ entry, last, signs }) =>
      last > lastTrouble && signs.length === 0 && rankOf(entry.level) <= rankOf("info") && showsRecovery(entry.text),
  );
};

/** All quiet, and something says that it works: silence alone is no finding. */
const isBenign = (clusters: readonly Cluster[]): boolean => {
  if (clusters.some(({ entry }) => rankOf(entry.level) > rankOf("warning"))) return false;
  if (clusters.some(({ entry, signs }) => entry.level === "warning" || signs.length > 0)) return wasOvercome(clusters);
  if (clusters.some(({ entry }) => soundsWrong(entry.text, entry.level))) return false;
  if (clusters.some(({ entry }) => showsHealth(entry.text))) return true;
  // Three lines of routine without a word of trouble.
  return (
    clusters.every(({ entry }) => rankOf(entry.level) >= rankOf("debug")) &&
    clusters.reduce((sum, { count }) => sum + count, 0) >= 3
  );
};

/** Labels that every labelled line has with one value. */
const commonLabels = (lines: readonly LogLine[]): Readonly<Record<string, string>> => {
  let common: Map<string, string> | undefined;
  for (const { labels } of lines) {
    if (labels === undefined) continue;
    if (common === undefined) common = new Map(Object.entries(labels));
    else for (const [name, value] of common) if (labels[name] !== value) common.delete(name);
  }
  return Object.fromEntries(common ?? []);
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
  const worstFirst = clusters
    .map((cluster, i) => ({ cluster, i }))
    .sort(
      (a, b) =>
        b.cluster.signs.length - a.cluster.signs.length ||
        rankOf(b.cluster.entry.level) - rankOf(a.cluster.entry.level) ||
        a.i - b.i,
    );
  for (const { cluster } of worstFirst) {
    for (const word of cluster.entry.text.toLowerCase().match(/[a-z][a-z0-9_-]{2,40}/g) ?? []) {
      // Ids and hashes are no words, but a pod's name holds some; `x509` and `http2` are.
      for (const part of isId(word) ? word.split("-").filter((one) => !/\d/.test(one)) : [word]) {
        const trimmed = part.replace(/[-_]+$/, "");
        if (trimmed.length > 2 && !STOP.has(trimmed)) words.add(trimmed);
      }
      if (words.size >= MAX_KEYWORDS) return [...words].sort();
    }
  }
  return [...words].sort();
};

const isId = (word: string): boolean => /\d.*[a-z].*\d|\d{4}/.test(word);
