import type { Level } from "../evidence/evidence.ts";
import { levelOfWord } from "../evidence/level.ts";

/** Adds up entries by the level that a word names; a word that names none, whatever it holds, is `unknown`. */
export const countByLevel = (
  counted: Iterable<readonly [word: string | undefined, entries: number]>,
): Readonly<Partial<Record<Level, number>>> => {
  const counts = new Map<Level, number>();
  for (const [word, entries] of counted) {
    const level = levelOfWord(word ?? "");
    counts.set(level, (counts.get(level) ?? 0) + entries);
  }
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
};
