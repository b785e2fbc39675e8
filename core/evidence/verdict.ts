import { isOver } from "./benign.ts";
import type { Cluster } from "./features.ts";
import { isCalm, isHarmless, isSurelyHarmless, retriesNext } from "./health.ts";
import { rankOf } from "./level.ts";
import type { Trouble } from "./signs.ts";

export interface Shown {
  readonly error_class: Trouble;
  /** The cluster that shows it best. */
  readonly index: number;
  readonly score: number;
}

/**
 * The classes of trouble that the clusters show, the one that best explains the others first; none, if all of it passed.
 * A class counts by its best line: how much its phrase says, how near to the root such trouble usually is, how bad
 * the line calls itself, whether it came first and how often.
 */
export const classesOf = (clusters: readonly Cluster[]): readonly Shown[] => {
  const firstBad = clusters.findIndex(
    ({ signs, entry }) => signs.length > 0 && (!isCalm(entry.level) || entry.level === "unknown"),
  );
  const found = new Map<Trouble, Shown>();
  // What is debugged is no trouble, unless something else shows that there is.
  const quiet = clusters.every(
    ({ entry, signs }) => entry.level === "debug" || (signs.length === 0 && isCalm(entry.level)),
  );
  clusters.forEach(({ entry, signs, count }, index) => {
    if (quiet && (signs[0]?.weight ?? 0) < 4) return;
    if (signs.length > 0 && !signs[0]!.strong && isHarmlessHere(entry)) return;
    signs.forEach(({ error_class, weight }, place) => {
      const score =
        10 * Math.min(weight, 3.3) +
        DEPTH[error_class] +
        // The kubelet's and the scheduler's own words count at any level.
        (weight >= 4 ? Math.max(-2, LEVEL_POINTS[entry.level]) : LEVEL_POINTS[entry.level]) +
        Math.min(2, Math.log2(count) / 2) -
        // What a line says beside its main point is often quoted.
        (place === 0 ? 0 : 7);
      const known = found.get(error_class);
      if (known === undefined || score > known.score) found.set(error_class, { error_class, index, score });
    });
  });
  // What was kept as a sign although it sounds harmless, nothing else excuses.
  const kept = clusters.some(
    ({ entry, signs }) =>
      rankOf(entry.level) >= rankOf("error") && signs[0]?.strong === true && isSurelyHarmless(entry.text),
  );
  if (found.size === 0 || (!kept && isOver(clusters))) return [];
  // The first thing that went wrong is seldom a consequence.
  const first = new Set(firstBad < 0 ? [] : clusters[firstBad]!.signs.map(({ error_class }) => error_class));
  return [...found.values()]
    .map((shown) => (first.has(shown.error_class) ? { ...shown, score: shown.score + 3 } : shown))
    .sort((a, b) => b.score - a.score);
};

/** A new try is announced because something failed; whether it went well, others say. */
const isHarmlessHere = ({ level, text }: Cluster["entry"]): boolean =>
  rankOf(level) < rankOf("error") && isHarmless(text) && !(level === "warning" && retriesNext(text));

/** How near to the root of things such trouble usually is: what has it as a consequence stands below it. */
const DEPTH: Readonly<Record<Trouble, number>> = {
  oom_killed: 12,
  disk_pressure: 12,
  image_pull: 11,
  scheduling: 11,
  quota_limit: 11,
  upgrade_deprecated: 11,
  resource_leak: 10,
  tls_certificate: 10,
  dns_failure: 10,
  etcd: 10,
  config_error: 9,
  volume_mount: 9,
  auth_forbidden: 8,
  database: 8,
  rate_limited: 7,
  connection_refused: 6,
  network_timeout: 4,
  application_exception: 4,
  dependency_unavailable: 3,
  probe_failure: -6,
  crash_loop: -12,
};

const LEVEL_POINTS = { unknown: 1, debug: -9, info: -6, warning: 1, error: 3, critical: 3 } as const;
