/**
 * An attribute's text as the value of a header (CloudEvents HTTP binding 1.0.2, 3.1.3.2).
 *
 * @param text Without halves of surrogate pairs.
 */
export const encodeHeaderValue = (text: string): string => text.replace(UNSAFE, encodeURIComponent);

/** The text that a header's value stands for; undefined: it is badly quoted, badly encoded, or holds what no header may. */
export const decodeHeaderValue = (value: string): string | undefined => {
  const unquoted = unquote(value);
  if (unquoted === undefined || NOT_ASCII.test(unquoted)) return undefined;
  try {
    // Refuses what is not UTF-8, and a % that begins nothing.
    return decodeURIComponent(unquoted);
  } catch {
    return undefined;
  }
};

/** Space, quote, percent, and all that is not visible ASCII. By code points, so that a pair is one character. */
const UNSAFE = /[^\x21\x23\x24\x26-\x7e]/gu;

// Node hands such bytes on as Latin-1 and workerd as UTF-8, so what they mean cannot be told.
const NOT_ASCII = /[^\t\x20-\x7e]/;

const QUOTED = /^"((?:[^"\\]|\\.)*)"$/;

/** Senders of before 1.0.2 put values in quotes. A quote further inside is a character like others. */
const unquote = (value: string): string | undefined =>
  value.startsWith('"') ? QUOTED.exec(value)?.[1]?.replace(/\\(.)/g, "$1") : value;
