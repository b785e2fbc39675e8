import type { Features } from "../evidence/evidence.ts";

/** What a caller who knows the features sends instead of logs: each may be left out. */
export type PartialFeatures = { readonly [K in keyof Features]?: Features[K] | undefined };

/** Fills what was left out: level `unknown`, no class, no lines, no words. The class list and the class agree. */
export const toFeatures = (partial: PartialFeatures): Features => {
  const { level, error_class, error_classes, log_volume, keywords, labels, ...rest } = partial;
  const classes = error_classes ?? (error_class === undefined || error_class === "none" ? [] : [error_class]);
  return {
    ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
    level: level ?? "unknown",
    error_class: error_class ?? classes[0] ?? "none",
    error_classes: classes,
    log_volume: log_volume ?? 0,
    keywords: [...new Set((keywords ?? []).map((word) => word.toLowerCase()))].sort(),
    labels: labels ?? {},
  };
};
