/** Weights of terms as text: compact, and a diff still shows which term changed. */
export interface Weights {
  /** By term, two characters for each output that it says something of: which, and how much. */
  readonly terms: Readonly<Record<string, string>>;
  /** What one step of a weight is worth. */
  readonly scale: number;
}

/** An output's number, or a weight from -32 (`A`) to 31 (`/`). */
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const VALUES = new Uint8Array(128);
for (let i = 0; i < ALPHABET.length; i++) VALUES[ALPHABET.charCodeAt(i)] = i;

/** Adds what a term says to the outputs, `times` a step. */
export const addWeights = (logits: number[], { terms }: Pick<Weights, "terms">, term: string, times: number): void => {
  const pairs = Object.hasOwn(terms, term) ? terms[term]! : "";
  for (let i = 0; i < pairs.length; i += 2) {
    logits[VALUES[pairs.charCodeAt(i)]!]! += (VALUES[pairs.charCodeAt(i + 1)]! - 32) * times;
  }
};

/** @param least Weights of fewer steps say next to nothing and are left out, terms without others, too. At most 64 outputs. */
export const encodeWeights = (weights: ReadonlyMap<string, Float64Array>, least: number): Weights => {
  let most = 0;
  for (const vector of weights.values()) for (const weight of vector) most = Math.max(most, Math.abs(weight));
  // Six digits are plenty, and no machine's last bit can reach a hash through them.
  const scale = Math.ceil((most / 31) * 1e6) / 1e6 || 1e-6;
  const terms: Record<string, string> = {};
  for (const term of [...weights.keys()].sort()) {
    let pairs = "";
    weights.get(term)!.forEach((weight, output) => {
      const step = Math.max(-32, Math.min(31, Math.round(weight / scale)));
      if (Math.abs(step) >= least) pairs += ALPHABET[output]! + ALPHABET[step + 32]!;
    });
    if (pairs !== "") terms[term] = pairs;
  }
  return { terms, scale };
};
