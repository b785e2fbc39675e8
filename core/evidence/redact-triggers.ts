import { bytesOf } from "./bytes.ts";

/**
 * Kinds of work that a text may need; bits, so that one number holds several. `hidden`: it is not plain ASCII. `signs`: it
 * has one of `@ % \ $`, and is worth another look.
 */
export const NEEDS = { names: 1, forms: 2, urls: 4, commands: 8, other: 16, hidden: 32, signs: 64 } as const;

/**
 * What a family of patterns is known by: three characters of a word, and what has to stand around them.
 *
 * @param group Without regard to case, digits alike; a space is any sign that is in no name or address.
 * @param check Sticky, tried where the group begins. It looks a bounded way back and on.
 */
export type Trigger = readonly [group: string, check: RegExp];

/**
 * Reads off a text, in one pass, which families of patterns could find something in it: most log lines hold none of the
 * groups, and most that hold one hold it in another word. May say too much, never too little.
 */
export const createNeedsOf = (
  families: readonly (readonly [need: number, triggers: readonly Trigger[]])[],
): ((text: string) => number) => {
  /** By group: where its checks are; 0: it is none. */
  const places = new Uint8Array(1 << (3 * BITS));
  const checks: Checks[] = [[]];
  for (const [need, triggers] of families) {
    for (const [name, check] of triggers) {
      const group = groupOf(name);
      if (places[group] === 0) places[group] = checks.push([]) - 1;
      const place = places[group]!;
      checks[place] = [...checks[place]!, { need, check }];
    }
  }
  return (text) => needsBy(text, places, checks);
};

type Checks = readonly { readonly need: number; readonly check: RegExp }[];

/** Tables that are arguments are read faster than those of a closure. */
const needsBy = (text: string, places: Uint8Array, checks: readonly Checks[]): number => {
  const bytes = bytesOf(text);
  const { length } = text;
  let group = 0;
  let needs = 0;
  let seen = 0;
  for (let i = 0; i < length; i++) {
    const symbol = SYMBOLS[bytes[i]!]!;
    seen |= symbol;
    group = ((group << BITS) | (symbol & ONE)) & MASK;
    const place = places[group]!;
    if (place !== 0) needs |= needsAt(checks[place]!, text, i - 2, needs);
  }
  return needs | (seen & ~ONE);
};

const needsAt = (checks: Checks, text: string, at: number, known: number): number => {
  let needs = 0;
  for (let i = 0; i < checks.length; i++) {
    const { need, check } = checks[i]!;
    if ((known & need) !== 0) continue;
    check.lastIndex = at;
    if (check.test(text)) needs |= need;
  }
  return needs;
};

const BITS = 5;
const ONE = (1 << BITS) - 1;
const MASK = (1 << (3 * BITS)) - 1;

const OTHER_SYMBOLS: Readonly<Record<string, number>> = {
  "-": 28,
  _: 28,
  ":": 29,
  "=": 29,
  "%": 29,
  "/": 30,
  "?": 31,
  "&": 31,
  "~": 31,
};

export const symbolOf = (char: string): number => {
  const letter = "abcdefghijklmnopqrstuvwxyz".indexOf(char.toLowerCase());
  if (letter >= 0) return letter + 1;
  return /\d/.test(char) ? 27 : (OTHER_SYMBOLS[char] ?? 0);
};

const groupOf = (name: string): number =>
  [...name].slice(0, 3).reduce((sum, char) => (sum << BITS) | symbolOf(char), 0);

/** Above a symbol's own bits those of `NEEDS` that its sign alone tells. */
const SYMBOLS = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte < 32 || byte > 126) return NEEDS.hidden;
  const char = String.fromCharCode(byte);
  return symbolOf(char) | ("@%\\$".includes(char) ? NEEDS.signs : 0);
});
