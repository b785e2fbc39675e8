import { type Condition, type Fact, type Facts, matches } from "../condition.ts";
import type { Features } from "../evidence/evidence.ts";
import type { Bundle } from "../prompt/bundle.ts";
import { classifyText, type Likely, tellingTerms, textOf } from "./classify-text.ts";
import { factsOf } from "./facts.ts";

/** One fact that a rule looked at. */
export interface Look {
  readonly fact: string;
  readonly value: Fact;
  readonly holds: boolean;
}

export interface Explanation {
  /** Every rule in order, with what it looked at; those after the first that matched were not asked. */
  readonly rules: readonly { readonly name: string; readonly matched: boolean; readonly looks: readonly Look[] }[];
  /** Null where a rule decided, or there is no classifier. */
  readonly classifier: null | {
    readonly confident_at: number;
    /** Likeliest first, with the words that spoke for each. */
    readonly likely: readonly (Likely & { readonly terms: readonly string[] })[];
  };
}

/** Why `decideRoutes` decides as it does for these features, for a person to follow. */
export const explainRoute = ({ routes, classifier }: Bundle, features: Features): Explanation => {
  const facts = factsOf(features);
  const rules: { name: string; matched: boolean; looks: readonly Look[] }[] = [];
  for (const { name, when } of routes.rules) {
    const matched = matches(when, facts);
    rules.push({ name, matched, looks: looksOf(when, facts) });
    if (matched) return { rules, classifier: null };
  }
  if (routes.classifier === null || classifier === null) return { rules, classifier: null };
  const text = textOf(features);
  return {
    rules,
    classifier: {
      confident_at: routes.classifier.confident_at,
      likely: classifyText(classifier, text)
        .slice(0, 4)
        .map((one) => ({ ...one, terms: tellingTerms(classifier, text, one.intent) })),
    },
  };
};

const looksOf = (condition: Condition, facts: Facts): readonly Look[] => {
  if ("all" in condition) return condition.all.flatMap((one) => looksOf(one, facts));
  if ("any" in condition) return condition.any.flatMap((one) => looksOf(one, facts));
  if ("not" in condition) return looksOf(condition.not, facts).map((look) => ({ ...look, holds: !look.holds }));
  return [{ fact: condition.fact, value: facts(condition.fact), holds: matches(condition, facts) }];
};
