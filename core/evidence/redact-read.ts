/** A match of a sticky pattern at one place. */
export const stick = (pattern: RegExp, text: string, at: number): RegExpExecArray | undefined => {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
};

/**
 * Where the text in these quotes ends; in a cut line, at its end. `\"` opens and closes JSON inside JSON.
 *
 * @param most Characters after which it is not looked for.
 */
export const closing = (text: string, start: number, quote: string, most: number = text.length): number => {
  const stop = Math.min(text.length, start + most);
  const depth = quote.length - 1;
  const sign = quote.at(-1)!;
  let slashes = 0;
  for (let i = start; i < stop; i++) {
    const char = text[i];
    if (char === "\\") slashes++;
    else {
      if (char === sign && depth === 0 && slashes % 2 === 0) {
        // SQL writes a quote twice.
        if (char !== "'" || text[i + 1] !== "'" || i === start) return i;
        i++;
      }
      if (char === sign && depth > 0 && slashes <= depth) return i - slashes;
      slashes = 0;
    }
  }
  return stop;
};
