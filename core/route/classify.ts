import type { Features } from "../evidence/evidence.ts";
import type { Bundle } from "../prompt/bundle.ts";
import { classifyText, type Likely, textOf } from "./classify-text.ts";
import type { Decision } from "./decision.ts";

type Choice = Pick<Decision, "intent" | "by" | "reason" | "alternatives">;

/**
 * What no rule decides: the classifier's intent where it is confident; else the default, or every plausible one where
 * the routes say so, the likeliest first. A classifier that is off, has nothing to go by or fails leads to the default:
 * it can improve a route, never cost an answer.
 */
export const classify = ({ routes, classifier }: Bundle, features: Features): readonly [Choice, ...Choice[]] => {
  const byDefault = (why: string, alternatives: readonly Likely[] = []): Choice => ({
    intent: routes.default,
    by: "default",
    reason: `default: no rule matched${why}`,
    alternatives: alternatives.filter(({ intent, confidence }) => intent !== routes.default && confidence >= LEAST),
  });
  const policy = routes.classifier;
  if (policy === null || classifier === null) return [byDefault("")];

  let likely: readonly Likely[];
  try {
    // A bundle's intents and its classifier come from one build, so an unknown intent means that the weights are broken.
    likely = classifyText(classifier, textOf(features));
    if (likely.some(({ intent, confidence }) => !Object.hasOwn(routes.intents, intent) || !(confidence >= 0)))
      return [byDefault(", the classifier failed")];
  } catch {
    return [byDefault(", the classifier failed")];
  }
  const [first] = likely;
  if (first === undefined) return [byDefault(", the classifier knows none of the words")];
  const plausible = likely.filter(({ confidence }) => confidence >= policy.plausible_at).slice(0, MOST);
  const choose = ({ intent, confidence }: Likely, why: string): Choice => ({
    intent,
    by: "classifier",
    reason: `classifier: ${intent} ${confidence.toFixed(2)}${why}`,
    alternatives: likely.filter((other) => other.intent !== intent && other.confidence >= LEAST).slice(0, MOST),
  });
  if (first.confidence >= policy.confident_at) return [choose(first, "")];
  const [main, ...others] = plausible;
  if (policy.on_unsure === "all" && main !== undefined && others.length > 0)
    return [choose(main, ", unsure"), ...others.map((other) => choose(other, ", unsure"))];
  return [byDefault(`, classifier unsure (${first.intent} ${first.confidence.toFixed(2)})`, likely.slice(0, MOST))];
};

/** Intents that are answered side by side: each costs a model call. */
const MOST = 3;
/** An intent below this is no alternative. */
const LEAST = 0.05;
