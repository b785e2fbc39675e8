import type { Features } from "../evidence/evidence.ts";
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
    .known.map(({ term, weights }) => ({ term, weight: weightAt(weights, at) }))
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

interface Known {
  readonly term: string;
  readonly weights: string;
}

const scoreOf = (classifier: Classifier, text: string): { logits: readonly number[]; known: readonly Known[] } => {
  const terms = termsOf(text);
  const known = terms.flatMap((term): Known[] => {
    const weights = Object.hasOwn(classifier.terms, term) ? classifier.terms[term] : undefined;
    return weights === undefined ? [] : [{ term, weights }];
  });
  // By all terms, known or not: a text of strange words is no sure case.
  const size = classifier.scale / Math.sqrt(Math.max(1, terms.length));
  const logits = classifier.intents.map((_, i) =>
    known.reduce((sum, { weights }) => sum + weightAt(weights, i) * size, 0),
  );
  return { logits, known };
};

/** One character a weight, from -32 (`A`) to 31 (`/`): compact, and a diff still shows which term changed. */
export const WEIGHT_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

const weightAt = (weights: string, i: number): number => WEIGHT_ALPHABET.indexOf(weights[i]!) - 32;

/** Softmax of `logits / temperature`. */
export const confidencesOf = (logits: readonly number[], temperature: number): readonly number[] => {
  const most = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp((logit - most) / temperature));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
};
