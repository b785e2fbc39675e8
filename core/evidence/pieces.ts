import { bytesOf } from "./bytes.ts";

/**
 * Finds in one pass over a text which of many patterns can match in it: each has pieces of four characters, or of three,
 * of which one is in whatever it finds. In a piece a letter stands for both of its forms, and a blank for whatever is no
 * letter, digit or underscore, also for the beginning and the end of the text.
 *
 * @param pieces Of each pattern, with commas between them.
 * @returns 1 at the number of each pattern that is worth trying. The same array each time: read it before the next call.
 */
export const createPieceFinder = (pieces: readonly string[]): PieceFinder => {
  let find: PieceFinder | undefined;
  // With the first text: a function that starts from nothing must not wait for it.
  return (text) => {
    find ??= build(pieces);
    return find(text);
  };
};

type PieceFinder = (text: string) => Uint8Array;

const build = (pieces: readonly string[]): PieceFinder => {
  if (pieces.length > 32 * WORDS) throw new Error(`no more than ${32 * WORDS} patterns, not ${pieces.length}`);
  /** A bit for each hash that a piece has: these stay in the processor's nearest memory. */
  const taken = new Int32Array(1 << (HASH_BITS - 5));
  /** Of each piece its window, and a bit for each pattern that it is of. */
  const table = new Int32Array(ROW << ROW_BITS);
  pieces.forEach((list, pattern) => {
    for (const piece of list.split(",").flatMap(ofFour)) {
      let window = 0;
      for (let i = 0; i < PIECE_LENGTH; i++) window = push(window, SYMBOLS[piece.charCodeAt(i)]!);
      const hash = hashOf(window);
      taken[hash >>> 5]! |= 1 << hash;
      const row = rowOf(table, window, hash);
      table[row] = window + 1;
      table[row + 1 + (pattern >>> 5)]! |= 1 << pattern;
    }
  });
  const hits = new Uint8Array(pieces.length);
  return (text) => {
    hits.fill(0);
    scan(text.length, bytesOf(text), taken, table, hits);
    return hits;
  };
};

/** Something stands behind three, if only the blank at the end. */
const ofFour = (piece: string): readonly string[] =>
  piece.length === PIECE_LENGTH ? [piece] : [...` ${LETTERS}`].map((next) => piece + next);

/** Tables that are arguments are read faster than those of a closure. */
const scan = (length: number, bytes: Uint8Array, taken: Int32Array, table: Int32Array, hits: Uint8Array): void => {
  let window = 0;
  let a = 0;
  let b = 0;
  let c = 0;
  // Behind the text stands what counts as a blank.
  for (let i = 0; i <= length; i++) {
    window = push(window, SYMBOLS[bytes[i]!]!);
    const hash = hashOf(window);
    if (((taken[hash >>> 5]! >>> hash) & 1) === 0) continue;
    const row = rowOf(table, window, hash);
    a |= table[row + 1]!;
    b |= table[row + 2]!;
    c |= table[row + 3]!;
  }
  mark(hits, a, 31);
  mark(hits, b, 63);
  mark(hits, c, 95);
};

const mark = (hits: Uint8Array, bits: number, last: number): void => {
  for (let rest = bits; rest !== 0; ) {
    const zeros = Math.clz32(rest);
    hits[last - zeros] = 1;
    rest &= ~(0x8000_0000 >>> zeros);
  }
};

/** Where a window stands in the table, or could: the rows behind its own are for others that would have the same. */
const rowOf = (table: Int32Array, window: number, hash: number): number => {
  let row = (hash >>> (HASH_BITS - ROW_BITS)) * ROW;
  while (table[row] !== 0 && table[row] !== window + 1) row = (row + ROW) & (table.length - 1);
  return row;
};

const PIECE_LENGTH = 4;
const HASH_BITS = 16;
/** Twice as many rows as there are pieces, and more. */
const ROW_BITS = 13;
const WORDS = 3;
const ROW = 1 + WORDS;

/** The last four characters: six bits each. */
const push = (window: number, symbol: number): number => ((window << 6) | symbol) & 0xff_ffff;
const hashOf = (window: number): number => Math.imul(window, 0x9e_37_79_b1) >>> (32 - HASH_BITS);

const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789_";
/** 0 is the blank. */
const SYMBOLS = Uint8Array.from({ length: 256 }, (_, code) =>
  Math.max(0, LETTERS.indexOf(String.fromCharCode(code).toLowerCase()) + 1),
);
