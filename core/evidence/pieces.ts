import { bytesOf } from "./bytes.ts";

/**
 * Finds in one pass over a text which of many patterns can match in it: each has pieces of four characters, of which
 * one is in whatever it finds. In a piece a letter stands for both of its forms, and a blank for whatever is no letter,
 * digit or underscore, also for the beginning and the end of the text.
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
  const slots = new Uint16Array(1 << SLOT_BITS);
  /** A bit for each slot that is taken: these stay in the processor's nearest memory, where the slots do not fit. */
  const taken = new Int32Array(1 << (SLOT_BITS - 5));
  const windows: number[] = [0];
  const patterns: number[][] = [[]];
  pieces.forEach((list, pattern) => {
    for (const piece of list.split(",")) {
      let window = 0;
      for (let i = 0; i < PIECE_LENGTH; i++) window = push(window, piece.charCodeAt(i));
      let slot = slotOf(window);
      while (slots[slot] !== 0 && windows[slots[slot]!] !== window) slot = nextTo(slot);
      if (slots[slot] === 0) {
        slots[slot] = patterns.push([]) - 1;
        windows.push(window);
        taken[slot >>> 5]! |= 1 << slot;
      }
      patterns[slots[slot]!]!.push(pattern);
    }
  });
  const hits = new Uint8Array(pieces.length);
  const mark = (window: number, at: number): void => {
    let slot = at;
    while (slots[slot] !== 0 && windows[slots[slot]!] !== window) slot = nextTo(slot);
    for (const pattern of patterns[slots[slot]!]!) hits[pattern] = 1;
  };
  return (text) => {
    hits.fill(0);
    const bytes = bytesOf(text);
    const { length } = text;
    let window = 0;
    // Behind the text stands what counts as a blank.
    for (let i = 0; i <= length; i++) {
      window = push(window, bytes[i]!);
      const slot = slotOf(window);
      if (((taken[slot >>> 5]! >>> slot) & 1) !== 0) mark(window, slot);
    }
    return hits;
  };
};

const PIECE_LENGTH = 4;
const SLOT_BITS = 16;

/** The last four characters: six bits each. */
const push = (window: number, byte: number): number => ((window << 6) | SYMBOLS[byte]!) & 0xff_ffff;
const slotOf = (window: number): number => Math.imul(window, 0x9e_37_79_b1) >>> (32 - SLOT_BITS);
const nextTo = (slot: number): number => (slot + 1) & ((1 << SLOT_BITS) - 1);

/** 0 is the blank. */
const SYMBOLS = Uint8Array.from({ length: 256 }, (_, code) =>
  Math.max(0, "abcdefghijklmnopqrstuvwxyz0123456789_".indexOf(String.fromCharCode(code).toLowerCase()) + 1),
);
