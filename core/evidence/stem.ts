/** Endings off, no dictionary: `failed`, `failing`, `fails` → `fail`. */
export const stemOf = (word: string): string => {
  if (word.length < 5) return word.length === 4 && /[^su]s$/.test(word) ? word.slice(0, -1) : word;
  const stem = word
    .replace(/(?:ies|ied)$/, "y")
    .replace(/(?<=[^aeiou]{2})(?:ing|ed|es)$|(?<=[aeiou][^aeiou])(?:ing|ed)$|(?<=[^su])s$/, "");
  // `mounted` and `mounting` meet `mount`; `stopped` and `stopping` meet `stop`.
  const short = /([^aeiouls])\1$/.test(stem) ? stem.slice(0, -1) : stem;
  return short.length > 4 && short.endsWith("e") ? short.slice(0, -1) : short;
};
