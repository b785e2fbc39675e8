import type { Terms } from "./appraisal-terms.ts";
import { type AppraisalWeights, HEADS, wordWeight } from "./appraise.ts";
import { encodeWeights } from "./weights.ts";

export interface Example {
  readonly terms: Terms;
  /** Of class, severity and verdict. */
  readonly labels: readonly [string, string, string];
}

const ROUNDS = 120;
const STEP = 0.03;
/** Keeps the weights small: some hundred examples, thousands of words. */
const DECAY = 6e-4;
/** A term of fewer examples is chance. */
const LEAST_EXAMPLES = 3;
const LEAST_STEP = 3;
const MOST_TERMS = 4000;

/**
 * Softmax regression of class, severity and verdict on the same terms, by Adam with the whole set each round and from zero: the
 * same examples give the same weights everywhere.
 */
export const trainAppraisal = (examples: readonly Example[]): AppraisalWeights => {
  // What says little alone is left out before the rest learns to do without it.
  const first = regress(examples, vocabularyOf(examples));
  const strength = (weights: Float64Array): number =>
    weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  const kept = [...first.weights]
    .map(([term, weights]) => ({ term, strength: strength(weights) }))
    .sort((a, b) => b.strength - a.strength || (a.term < b.term ? -1 : 1))
    .slice(0, MOST_TERMS)
    .map(({ term }) => term)
    .sort();
  const { bias, weights } = regress(examples, new Map(kept.map((term, i) => [term, i])));
  return { bias: bias.map((value) => Math.round(value * 1e4) / 1e4), ...encodeWeights(weights, LEAST_STEP) };
};

const regress = (
  examples: readonly Example[],
  vocabulary: ReadonlyMap<string, number>,
): { readonly bias: readonly number[]; readonly weights: ReadonlyMap<string, Float64Array> } => {
  const sizes = HEADS.map((names) => names.length);
  const outputs = sizes.reduce((sum, size) => sum + size, 0);
  const rows = examples.map(({ terms: { facts, words }, labels }) => {
    const each = wordWeight(words);
    const known = (terms: readonly string[]) => terms.flatMap((term) => vocabulary.get(term) ?? []);
    const [factIds, wordIds] = [known(facts), known(words)];
    return {
      ids: Int32Array.from([...factIds, ...wordIds], (id) => id * outputs),
      values: Float64Array.from([...factIds.map(() => 1), ...wordIds.map(() => each)]),
      labels: labels.map((label, head) => HEADS[head]!.indexOf(label as never)),
    };
  });
  const bias = createParameters(outputs);
  const weights = createParameters(vocabulary.size * outputs);
  const error = new Float64Array(outputs);
  for (let round = 1; round <= ROUNDS; round++) {
    bias.gradient.fill(0);
    weights.gradient.fill(0);
    for (const { ids, values, labels } of rows) {
      error.set(bias.value);
      for (let k = 0; k < ids.length; k++)
        for (let i = 0; i < outputs; i++) error[i]! += weights.value[ids[k]! + i]! * values[k]!;
      let from = 0;
      sizes.forEach((size, head) => {
        toErrors(error.subarray(from, from + size), labels[head]!, 1 / rows.length);
        from += size;
      });
      for (let i = 0; i < outputs; i++) bias.gradient[i]! += error[i]!;
      for (let k = 0; k < ids.length; k++)
        for (let i = 0; i < outputs; i++) weights.gradient[ids[k]! + i]! += error[i]! * values[k]!;
    }
    const rate = round < 0.6 * ROUNDS ? STEP : 0.3 * STEP;
    move(bias, rate, 0);
    move(weights, rate, DECAY);
  }
  return {
    bias: [...bias.value],
    weights: new Map(
      [...vocabulary].map(([term, id]) => [term, weights.value.slice(id * outputs, (id + 1) * outputs)]),
    ),
  };
};

const vocabularyOf = (examples: readonly Example[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const { terms } of examples)
    for (const term of [...terms.facts, ...terms.words]) counts.set(term, (counts.get(term) ?? 0) + 1);
  return new Map(
    [...counts]
      .filter(([, count]) => count >= LEAST_EXAMPLES)
      .map(([term]) => term)
      .sort()
      .map((term, i) => [term, i]),
  );
};

/** Logits become shares less what is right, times the example's part in the whole. */
const toErrors = (logits: Float64Array, label: number, part: number): void => {
  let most = -Infinity;
  for (const logit of logits) most = Math.max(most, logit);
  let sum = 0;
  for (let i = 0; i < logits.length; i++) sum += logits[i] = Math.exp(logits[i]! - most);
  const times = part / sum;
  for (let i = 0; i < logits.length; i++) logits[i]! *= times;
  logits[label]! -= part;
};

/** What is learned, with the means that Adam keeps. */
interface Parameters {
  readonly value: Float64Array;
  readonly gradient: Float64Array;
  readonly mean: Float64Array;
  readonly square: Float64Array;
  /** What the means still lack for having begun at zero. */
  readonly begun: { mean: number; square: number };
}

const createParameters = (length: number): Parameters => ({
  value: new Float64Array(length),
  gradient: new Float64Array(length),
  mean: new Float64Array(length),
  square: new Float64Array(length),
  begun: { mean: 1, square: 1 },
});

const move = ({ value, gradient, mean, square, begun }: Parameters, rate: number, decay: number): void => {
  begun.mean *= 0.9;
  begun.square *= 0.99;
  const meanScale = rate / (1 - begun.mean);
  const squareScale = 1 / (1 - begun.square);
  for (let i = 0; i < value.length; i++) {
    const slope = gradient[i]! + decay * value[i]!;
    mean[i] = 0.9 * mean[i]! + 0.1 * slope;
    square[i] = 0.99 * square[i]! + 0.01 * slope * slope;
    value[i]! -= (mean[i]! * meanScale) / (Math.sqrt(square[i]! * squareScale) + 1e-8);
  }
};
