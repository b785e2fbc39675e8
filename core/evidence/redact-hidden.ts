/**
 * What stands in a word and is not seen: control and format characters, variation selectors, tags. Line breaks and tabs
 * are none.
 */
const HIDDEN =
  /[\0-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb]|\u034f|[\u180b-\u180d]|\u180f|\u17b4|\u17b5|\ud82f[\udca0-\udca3]|\ud834[\udd73-\udd7a]|[\udb40-\udb43][\udc00-\udfff]|[\ufe00-\ufe0f]/;
const ALL_HIDDEN = new RegExp(HIDDEN, "g");

export const hasHidden = (text: string): boolean => HIDDEN.test(text);

export const withoutHidden = (text: string): string => text.replace(ALL_HIDDEN, "");

/** `\/` and `\u0061`, also where one JSON text holds another. */
const ESCAPED = /\\(?:\/|u00[2-7][0-9a-f])/i;
const ALL_ESCAPED = /(?<!\\)(\\+)(?:\/|u00([2-7][0-9a-f]))/gi;

export const hasEscapes = (text: string): boolean => text.includes("\\") && ESCAPED.test(text);

/** The same JSON without escapes that it could do without: PHP writes `https:\/\/`, and any letter may be written so. */
export const withoutEscapes = (text: string): string =>
  text.replace(ALL_ESCAPED, (all, slashes: string, hex: string | undefined) => {
    const char = hex === undefined ? "/" : String.fromCharCode(Number.parseInt(hex, 16));
    if (char === "\\" || char === "\u007f") return all;
    // In a text within a text the quote has to be escaped for both.
    return char === '"' ? `${slashes}${slashes.length % 2 === 0 ? "\\" : ""}"` : char;
  });
