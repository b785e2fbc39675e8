import type { Fact, Facts } from "../condition.ts";
import type { Features } from "../evidence/evidence.ts";
import { ROUTE_FACTS } from "../prompt/route-facts.ts";

const LABEL = "labels.";

/** The features as a rule sees them. Everything after `labels.` is one label's name, dots included. */
export const factsOf =
  (features: Features): Facts =>
  (name): Fact => {
    if (Object.hasOwn(ROUTE_FACTS, name)) return features[name as keyof typeof ROUTE_FACTS];
    if (!name.startsWith(LABEL)) return undefined;
    const label = name.slice(LABEL.length);
    return Object.hasOwn(features.labels, label) ? features.labels[label] : undefined;
  };
