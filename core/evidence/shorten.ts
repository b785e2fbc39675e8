/** Marks where text was cut out: `… [1,234 characters cut] …`. */
const markFor = (count: number): string => ` … [${withCommas(count)} characters cut] … `;

/**
 * Cuts a long text in its middle to at most `max` UTF-16 code units, two thirds head. The head says what it is, the
 * tail often why. Surrogate pairs stay whole.
 */
export const cutMiddle = (text: string, max: number): string => {
  if (text.length <= max) return text;
  const mark = markFor(text.length - max);
  const room = max - mark.length - 2;
  if (room < 16) return cutEnd(text, max);
  const head = Math.ceil((room * 2) / 3);
  const tail = room - head;
  const start = wholeFrom(text, text.length - tail);
  const end = wholeUntil(text, head);
  return text.slice(0, end) + markFor(start - end) + text.slice(start);
};

/** Cuts at the end, with `…`, to at most `max` UTF-16 code units. */
export const cutEnd = (text: string, max: number): string =>
  text.length <= max ? text : max < 1 ? "" : `${text.slice(0, wholeUntil(text, max - 1)).trimEnd()}…`;

/** `1234567` → `1,234,567`; like `toLocaleString("en")`, without its locale data. */
export const withCommas = (value: number): string => String(value).replace(/\B(?=(?:\d{3}){1,7}$)/g, ",");

const wholeUntil = (text: string, end: number): number => (isHigh(text.charCodeAt(end - 1)) ? end - 1 : end);
const wholeFrom = (text: string, start: number): number => (isLow(text.charCodeAt(start)) ? start + 1 : start);
const isHigh = (code: number): boolean => code >= 0xd800 && code <= 0xdbff;
const isLow = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff;
