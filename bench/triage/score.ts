/** What a triage says of one incident, or what is right. */
export interface Labels {
  readonly error_class: string;
  readonly severity: string;
  readonly verdict: string;
}

export interface Judged {
  readonly expected: Labels;
  readonly got: Labels;
}

export interface Score {
  readonly incidents: number;
  /** Shares of all incidents, 0 to 1. */
  readonly error_class: number;
  readonly severity: number;
  readonly severity_within_one_step: number;
  readonly verdict: number;
  readonly action: number;
  /** Share of the benign incidents that somebody would be woken for. */
  readonly benign_false_alarms: number;
}

export const TARGETS = {
  error_class: { least: 0.85 },
  severity: { least: 0.75 },
  severity_within_one_step: { least: 0.95 },
  action: { least: 0.92 },
  benign_false_alarms: { most: 0.08 },
} as const satisfies { readonly [K in keyof Score]?: { readonly least: number } | { readonly most: number } };

const SEVERITIES = ["info", "warning", "error", "critical"];

/** Whether somebody has to act. */
export const needsAction = (verdict: string): boolean => verdict === "required" || verdict === "suggested";

export const scoreOf = (judged: readonly Judged[]): Score => {
  const share = (of: readonly Judged[], is: (one: Judged) => boolean): number =>
    of.length === 0 ? 0 : of.filter(is).length / of.length;
  const benign = judged.filter(({ expected }) => expected.error_class === "benign");
  return {
    incidents: judged.length,
    error_class: share(judged, ({ expected, got }) => expected.error_class === got.error_class),
    severity: share(judged, ({ expected, got }) => expected.severity === got.severity),
    severity_within_one_step: share(
      judged,
      ({ expected, got }) => Math.abs(SEVERITIES.indexOf(expected.severity) - SEVERITIES.indexOf(got.severity)) <= 1,
    ),
    verdict: share(judged, ({ expected, got }) => expected.verdict === got.verdict),
    action: share(judged, ({ expected, got }) => needsAction(expected.verdict) === needsAction(got.verdict)),
    benign_false_alarms: share(benign, ({ got }) => needsAction(got.verdict)),
  };
};

export const isMet = (score: Score, name: keyof typeof TARGETS): boolean => {
  const target = TARGETS[name];
  return "least" in target ? score[name] >= target.least : score[name] <= target.most;
};

/** Rows of what was expected, columns of what was said, in the order given; what never occurs is left out. */
export const confusionOf = (
  judged: readonly Judged[],
  field: keyof Labels | "action",
  order: readonly string[],
): { readonly names: readonly string[]; readonly rows: readonly (readonly number[])[] } => {
  const labelOf = (labels: Labels): string =>
    field === "action" ? (needsAction(labels.verdict) ? "yes" : "no") : labels[field];
  const seen = new Set(judged.flatMap(({ expected, got }) => [labelOf(expected), labelOf(got)]));
  const names = [
    ...order.filter((name) => seen.has(name)),
    ...[...seen].filter((name) => !order.includes(name)).sort(),
  ];
  return {
    names,
    rows: names.map((row) =>
      names.map(
        (column) => judged.filter(({ expected, got }) => labelOf(expected) === row && labelOf(got) === column).length,
      ),
    ),
  };
};
