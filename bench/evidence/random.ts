/** The same numbers on every machine: a linear congruential generator with a good output mix. */
export interface Random {
  /** Whole number from 0 up to, not including, `below`. */
  int(below: number): number;
  pick<T>(list: readonly T[]): T;
  hex(length: number): string;
  /** True once in `n` times. */
  oneIn(n: number): boolean;
}

export const createRandom = (seed: number): Random => {
  let state = (seed * 2_654_435_761) >>> 0;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x45d9f3b) >>> 0;
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
  const int = (below: number): number => next() % below;
  return {
    int,
    pick: (list) => list[int(list.length)]!,
    hex: (length) => Array.from({ length }, () => "0123456789abcdef"[int(16)]).join(""),
    oneIn: (n) => int(n) === 0,
  };
};
