import type { Fact, Facts } from "../condition.ts";
import type { Features } from "../evidence/evidence.ts";

/** Facts that a rule can ask for, beside `labels.<name>`. */
export const FACT_NAMES = [
  "namespace",
  "container",
  "pod",
  "node",
  "app",
  "level",
  "error_class",
  "error_classes",
  "log_volume",
  "keywords",
  "alertname",
  "question",
] as const satisfies readonly (keyof Features)[];

const NAMES: ReadonlySet<string> = new Set(FACT_NAMES);
const LABEL = "labels.";

/** The features as a rule sees them. Everything after `labels.` is one label's name, dots included. */
export const factsOf =
  (features: Features): Facts =>
  (name): Fact => {
    if (NAMES.has(name)) return features[name as (typeof FACT_NAMES)[number]];
    if (!name.startsWith(LABEL)) return undefined;
    const label = name.slice(LABEL.length);
    return Object.hasOwn(features.labels, label) ? features.labels[label] : undefined;
  };
