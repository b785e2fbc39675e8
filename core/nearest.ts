/** The known word that is at most two typing errors away from `word`; undefined when none is. */
export const nearest = (word: string, known: readonly string[]): string | undefined => {
  const ranked = known.map((one) => ({ one, edits: editDistance(word, one) })).toSorted((a, b) => a.edits - b.edits);
  const best = ranked[0];
  return best !== undefined && best.edits <= Math.min(2, Math.floor(word.length / 2)) ? best.one : undefined;
};

/** Levenshtein: inserted, deleted and replaced characters. */
const editDistance = (a: string, b: string): number => {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
};
