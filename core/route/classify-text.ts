import type { Features } from "../evidence/evidence.ts";
import { addWeights } from "../evidence/weights.ts";
import type { Classifier } from "../prompt/bundle.ts";
import { termsOf } from "./terms.ts";

export interface Likely {
  readonly intent: string;
  /** 0 to 1; all intents add up to 1. */
  readonly confidence: number;
}

/** Intents by how likely the text means them, most likely first; empty where the text holds no word that is known. */
export const classifyText = (classifier: Classifier, text: string): readonly Likely[] => {
  const { logits, known } = scoreOf(classifier, text);
  if (known.length === 0) return [];
  return confidencesOf(logits, classifier.temperature)
    .map((share) => share * (1 - DOUBT) + DOUBT / logits.length)
    .map((confidence, i) => ({ intent: classifier.intents[i]!, confidence: Math.round(confidence * 1000) / 1000 }))
    .sort((a, b) => b.confidence - a.confidence || (a.intent < b.intent ? -1 : 1));
};

/** Some hundred examples cannot show that a text is surer than this leaves it. */
const DOUBT = 0.02;

/** The words that spoke for an intent most, for people. */
export const tellingTerms = (classifier: Classifier, text: string, intent: string): readonly string[] => {
  const at = classifier.intents.indexOf(intent);
  return scoreOf(classifier, text)
    .known.map((term) => ({ term, weight: logitsOf(classifier, [term])[at]! }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight || (a.term < b.term ? -1 : 1))
    .slice(0, 5)
    .map(({ term }) => term);
};

/** The text that stands for a request: what the reader and the alert say; the words of the worst lines only without them. */
export const textOf = ({ question, alertname, keywords }: Features): string => {
  const said = [question, alertname].filter((text) => text !== undefined && text !== "").join("\n");
  // One a line: keywords are sorted, so that neighbours mean nothing.
  return said === "" ? keywords.join(" \u2028 ") : said;
};

const scoreOf = (
  classifier: Classifier,
  text: string,
): { readonly logits: readonly number[]; readonly known: readonly string[] } => {
  const terms = termsOf(text);
  const known = terms.filter((term) => Object.hasOwn(classifier.terms, term));
  // By all terms, known or not: a text of strange words is no sure case.
  return { logits: logitsOf(classifier, known, 1 / Math.sqrt(Math.max(1, terms.length))), known };
};

const logitsOf = (classifier: Classifier, terms: readonly string[], size = 1): readonly number[] => {
  const logits = classifier.intents.map(() => 0);
  for (const term of terms) addWeights(logits, classifier, term, classifier.scale * size);
  return logits;
};

/** Softmax of `logits / temperature`. */
export const confidencesOf = (logits: readonly number[], temperature: number): readonly number[] => {
  const most = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp((logit - most) / temperature));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
};
