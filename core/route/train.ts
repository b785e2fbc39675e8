import { encodeWeights } from "../evidence/weights.ts";
import type { Classifier, Routes } from "../prompt/bundle.ts";
import { confidencesOf } from "./classify-text.ts";
import { termsOf } from "./terms.ts";

/**
 * Trains the text classifier from the intents' own examples: softmax regression over stems and pairs of neighbours, full
 * gradient steps from zero, so the same examples give the same weights everywhere. Its temperature comes from
 * examples that the weights under test have not seen (five folds), so a confidence of 0.8 means right four times in five.
 * Null where `routes.yaml` has no `classifier`, or fewer than two intents have examples.
 */
export const trainClassifier = ({ intents, classifier: policy }: Routes): Classifier | null => {
  if (policy === null) return null;
  const named = Object.keys(intents)
    .filter((name) => intents[name]!.examples.length > 0)
    .sort();
  if (named.length < 2) return null;
  const examples = named.flatMap((name, label) =>
    intents[name]!.examples.map((text): Example => ({ terms: termsOf(text), label })),
  );

  const unseen = examples.map((): readonly number[] => []);
  for (let fold = 0; fold < FOLDS; fold++) {
    const weights = train(
      examples.filter((_, i) => i % FOLDS !== fold),
      named.length,
    );
    examples.forEach(({ terms }, i) => {
      if (i % FOLDS === fold) unseen[i] = logitsOf(terms, weights, named.length);
    });
  }
  const temperature = coolest(unseen, examples);
  const right = examples.filter(({ label }, i) => unseen[i]!.indexOf(Math.max(...unseen[i]!)) === label).length;
  return {
    intents: named,
    ...encodeWeights(train(examples, named.length), LEAST_STEP),
    temperature,
    examples: examples.length,
    accuracy: Math.round((right / examples.length) * 1000) / 1000,
  };
};

interface Example {
  readonly terms: readonly string[];
  readonly label: number;
}

/** By term: one weight an intent. */
type Weights = ReadonlyMap<string, Float64Array>;

const FOLDS = 5;
const ROUNDS = 150;
const STEP = 6;
/** Keeps the weights small: few examples, many words. */
const DECAY = 0.0008;

const train = (examples: readonly Example[], classes: number): Weights => {
  const weights = new Map<string, Float64Array>();
  for (const { terms } of examples)
    for (const term of terms) if (!weights.has(term)) weights.set(term, new Float64Array(classes));
  const vectors = [...weights.values()];
  const inClass = new Float64Array(classes);
  for (const { label } of examples) inClass[label]! += 1;
  const rows = examples.map(({ terms, label }) => ({
    vectors: terms.map((term) => weights.get(term)!),
    size: sizeOf(terms),
    label,
    // An intent with more examples is not more likely for that.
    rate: STEP / classes / inClass[label]!,
    error: new Float64Array(classes),
  }));
  for (let round = 0; round < ROUNDS; round++) {
    for (const row of rows) addErrors(row);
    for (const vector of vectors) for (let c = 0; c < classes; c++) vector[c]! *= 1 - STEP * DECAY;
    for (const { vectors: own, error } of rows)
      for (const vector of own) for (let c = 0; c < classes; c++) vector[c]! -= error[c]!;
  }
  return weights;
};

/** The step that this example asks for, written over the one before: the rounds are the whole cost of training. */
const addErrors = (row: {
  readonly vectors: readonly Float64Array[];
  readonly size: number;
  readonly label: number;
  readonly rate: number;
  readonly error: Float64Array;
}): void => {
  const { vectors, size, label, rate, error } = row;
  error.fill(0);
  for (const vector of vectors) for (let c = 0; c < error.length; c++) error[c]! += vector[c]!;
  let most = -Infinity;
  for (let c = 0; c < error.length; c++) {
    error[c]! *= size;
    if (error[c]! > most) most = error[c]!;
  }
  let sum = 0;
  for (let c = 0; c < error.length; c++) {
    error[c] = Math.exp(error[c]! - most);
    sum += error[c]!;
  }
  for (let c = 0; c < error.length; c++) error[c] = (error[c]! / sum - (c === label ? 1 : 0)) * size * rate;
};

const logitsOf = (terms: readonly string[], weights: Weights, classes: number): readonly number[] =>
  Array.from({ length: classes }, (_, c) =>
    terms.reduce((sum, term) => sum + (weights.get(term)?.[c] ?? 0) * sizeOf(terms), 0),
  );

/** Long and short texts weigh alike. */
const sizeOf = (terms: readonly string[]): number => 1 / Math.sqrt(Math.max(1, terms.length));

/** The temperature with the least log loss on what was not seen. */
const coolest = (unseen: readonly (readonly number[])[], examples: readonly Example[]): number => {
  let best = 1;
  let least = Infinity;
  for (let t = 0.05; t < 3; t *= 1.1) {
    const temperature = Math.round(t * 1000) / 1000;
    const loss = unseen.reduce(
      (sum, logits, i) => sum - Math.log(Math.max(1e-9, confidencesOf(logits, temperature)[examples[i]!.label]!)),
      0,
    );
    if (loss < least) [best, least] = [temperature, loss];
  }
  return best;
};

const LEAST_STEP = 2;
