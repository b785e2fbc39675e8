/** The same numbers from the same start, on every machine. */
export interface Random {
  /** Whole number from 0 up to, not including, `below`. */
  int(below: number): number;
  pick<T>(list: readonly T[]): T;
}

/** A Weyl sequence, well mixed. */
export const createRandom = (start: number): Random => {
  let state = start >>> 0;
  const next = (): number => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
  const int = (below: number): number => next() % below;
  return { int, pick: (list) => list[int(list.length)]! };
};
