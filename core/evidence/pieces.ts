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
  const patterns: number[][] = [[]];
  pieces.forEach((list, pattern) => {
    for (const piece of list.split(",")) {
      let window = 0;
      for (let i = 0; i < PIECE_LENGTH; i++) window = push(window, piece.charCodeAt(i));
      const slot = slotOf(window);
      if (slots[slot] === 0) slots[slot] = patterns.push([]) - 1;
      // Pieces that share a slot only make a pattern be tried in vain.
      patterns[slots[slot]!]!.push(pattern);
    }
  });
  const hits = new Uint8Array(pieces.length);
  const mark = (number: number): void => {
    for (const pattern of patterns[number]!) hits[pattern] = 1;
  };
  return (text) => {
    hits.fill(0);
    let window = 0;
    for (let i = 0; i < text.length; i++) {
      window = push(window, text.charCodeAt(i));
      const number = slots[slotOf(window)]!;
      if (number !== 0) mark(number);
    }
    mark(slots[slotOf(push(window, BLANK))]!);
    return hits;
  };
};

const PIECE_LENGTH = 4;
const SLOT_BITS = 16;
const BLANK = 32;

/** The last four characters: six bits each. */
const push = (window: number, code: number): number => ((window << 6) | (code < 128 ? SYMBOLS[code]! : 0)) & 0xff_ffff;
const slotOf = (window: number): number => Math.imul(window, 0x9e_37_79_b1) >>> (32 - SLOT_BITS);

/** 0 is the blank. */
const SYMBOLS = Uint8Array.from({ length: 128 }, (_, code) =>
  Math.max(0, "abcdefghijklmnopqrstuvwxyz0123456789_".indexOf(String.fromCharCode(code).toLowerCase()) + 1),
);
