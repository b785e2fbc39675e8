/**
 * Tokens that a text takes at most, as a rule: counts more than the tokenisers of current local models do on log text
 * (they merge punctuation and whole words; some give each digit its own token, so a digit counts one here). Where the
 * server can count, its count decides.
 *
 * A word is a quarter of its letters, rounded up; capitals half; a digit or a sign 1; one space is free, but 1 before a
 * digit, and more spaces half; outside ASCII 1 to 4 a character, by its UTF-8 bytes.
 * Law: `estimateTokens(a + b)` and `estimateTokens(a) + estimateTokens(b)` differ by at most 1.
 */
export const estimateTokens = (text: string): number => {
  let tokens = 0;
  let i = 0;
  while (i < text.length) {
    const code = text.charCodeAt(i);
    if (isLower(code) || isUpper(code)) {
      const start = i;
      let end = i + 1;
      if (isUpper(code)) while (end < text.length && isUpper(text.charCodeAt(end))) end++;
      const capitals = end - start;
      // `Connection` is one word, `OOMKilled` is two: OOMK and illed.
      if (capitals < 2) {
        while (end < text.length && isLower(text.charCodeAt(end))) end++;
        tokens += Math.ceil((end - start) / 4);
      } else tokens += Math.ceil(capitals / 2);
      i = end;
    } else if (code === 0x20) {
      let end = i + 1;
      while (end < text.length && text.charCodeAt(end) === 0x20) end++;
      const next = text.charCodeAt(end);
      tokens += Math.floor((end - i) / 2) || (next >= 0x30 && next <= 0x39 ? 1 : 0);
      i = end;
    } else {
      tokens += weightOf(code);
      i++;
    }
  }
  return tokens;
};

const isLower = (code: number): boolean => code >= 0x61 && code <= 0x7a;
const isUpper = (code: number): boolean => code >= 0x41 && code <= 0x5a;

const weightOf = (code: number): number => {
  if (code < 0x800) return 1;
  // Each half of a surrogate pair; the pair has four bytes.
  if (code >= 0xd800 && code <= 0xdfff) return 2;
  // Kana, Han and Hangul are in every vocabulary; signs such as ⏎ may fall apart into their three bytes.
  return (code >= 0x3040 && code <= 0x9fff) || (code >= 0xac00 && code <= 0xd7a3) ? 2 : 3;
};
