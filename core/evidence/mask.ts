import { bytesOf } from "./bytes.ts";
import {
  canBeBeforeCode,
  hasRandomEnd,
  isBeforeCode,
  isBeforeKind,
  isWordWithDigits,
  VALUE,
  valueKindAt,
} from "./mask-words.ts";

/** Stands for what varies while the same thing happens. */
export const WILDCARD = "<*>";
/** Longer texts are told apart by their beginning. */
export const MAX_MASKED = 1500;

/**
 * What stays the same when a line repeats: times, numbers, ids, addresses, sizes, paths, names of objects and people become
 * one wildcard each, and words stay. What says what happened stays, too: level, HTTP status, exit code, SQLSTATE,
 * class of the exception, kind of the object. Reads each character once.
 */
export const maskLine = (line: string): string => {
  const text = line.length > MAX_MASKED ? line.slice(0, MAX_MASKED) : line;
  return maskedBy(text, findKept(text));
};

/** The masked line of a text of which `kept` holds so many numbers. */
export const maskedBy = (text: string, n: number): string => {
  let out = "";
  for (let k = 0; k < n; k += 3) out += text.slice(kept[k], kept[k + 1]) + MARKS[kept[k + 2]!]!;
  return text.charCodeAt(0) === LESS ? out.replace(PRIORITY, (_, value: string) => `<${+value % 8}>`) : out;
};

/** What stands behind a part of a line that is kept. */
const MARKS = ["", WILDCARD, ` ${WILDCARD}`] as const;

/** Parts of the line that was read last that stay: begin, end, and which of `MARKS` follows. */
export const kept = new Int32Array(3 * (MAX_MASKED + 2));

/** Fills `kept`, and says how many numbers are in it. */
export const findKept = (text: string): number => keepBetween(text, findCuts(text));

/** Fills `cuts`, and says how many numbers are in it. */
const findCuts = (text: string): number => {
  const bytes = bytesOf(text);
  const end = text.length;
  const head = headOf(text);
  /** Numbers in `cuts`. */
  let n = 0;
  /** Bounds of the last word. */
  let wordFrom = 0;
  let wordTo = 0;
  /** Kind of the value that comes next, or -1. */
  let pending = -1;
  /** Where the quoted text that is read as prose ends. */
  let quoteEnd = -1;
  let i = head;
  if (head > 0 && bytes[0] !== LESS) {
    cuts[n++] = 1;
    cuts[n++] = head;
  }

  while (i < end) {
    const code = bytes[i]!;
    const kind = CLASS[code]!;
    if (kind <= AT) {
      // A word: everything up to the next blank, quote, bracket, comma or equals sign.
      const from = i;
      let seen = kind;
      while (++i < end) {
        const is = CLASS[bytes[i]!]!;
        // An apostrophe in a word, and `=` in a URL's query.
        if (
          is > AT &&
          !(is === QUOTE && bytes[i] === APOSTROPHE && isLetter(bytes[i - 1]!)) &&
          !(is === EQUALS && (seen & SLASH) !== 0)
        )
          break;
        seen |= is;
      }
      let to = i;
      while (to > from + 1 && isStop(bytes[to - 1]!)) to--;
      let cut: number;
      if (pending === VALUE.identity || pending === VALUE.quoted) cut = isConstant(text, from, to) ? -1 : from;
      else if (pending === VALUE.code) cut = cutCode(text, from, to);
      else if ((seen & AT) !== 0) cut = from;
      else if ((seen & DIGIT) !== 0) cut = cutDigits(text, from, to, (seen & SLASH) !== 0, wordFrom, wordTo);
      else cut = cutLetters(text, from, to, (seen & SLASH) !== 0);
      pending = -1;
      if (cut >= 0) {
        cuts[n++] = cut;
        cuts[n++] = to;
      }
      wordFrom = from;
      wordTo = to;
      continue;
    }
    if (kind === QUOTE) {
      if (i === quoteEnd || (code === APOSTROPHE && i > 0 && isLetter(bytes[i - 1]!))) {
        i++;
        continue;
      }
      const from = i + 1;
      const close = closing(bytes, end, from, code);
      if (close < 0) {
        i++;
        continue;
      }
      // A quote that is itself escaped ends before the escape.
      const to = bytes[close - 1] === BACKSLASH ? close - 1 : close;
      if (pending < 0 && bytes[close + 1] === COLON && blanks === 0 && isKey(text, from, to)) {
        wordFrom = from;
        wordTo = to;
        pending = valueKindAt(text, from, to);
        i = close + 2;
        continue;
      }
      let cut = -1;
      let prose = false;
      if (pending === VALUE.code) cut = cutCode(text, from, to);
      else if (pending === VALUE.message) prose = true;
      else if (pending === VALUE.quoted) cut = from;
      else if (pending === VALUE.identity) {
        prose = blanks > 1;
        if (!prose) cut = from;
      } else {
        prose = blanks > 0 || to - from > MAX_NAME;
        if (!prose && !isKind(text, from, to, wordFrom, wordTo)) cut = from;
      }
      pending = -1;
      if (prose) {
        quoteEnd = close;
        i = from;
        continue;
      }
      if (cut >= 0 && to > from) {
        cuts[n++] = cut;
        cuts[n++] = to;
      }
      i = close + 1;
      continue;
    }
    if (kind === EQUALS) {
      if (wordTo === i && wordTo > wordFrom) pending = valueKindAt(text, wordFrom, wordTo);
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      // The value is a list or an object: its members speak for themselves.
      pending = -1;
    }
    i++;
  }
  return n;
};

/** Bounds of what varies in the line that is being read. */
const cuts = new Int32Array(2 * (MAX_MASKED + 1));

const keepBetween = (text: string, n: number): number => {
  let m = 0;
  /** Everything before is said. */
  let written = 0;
  for (let k = 0; k < n; k += 2) {
    const from = cuts[k]!;
    let gapEnd = from;
    while (gapEnd > written && text.charCodeAt(gapEnd - 1) === SPACE) gapEnd--;
    const gap = gapEnd - written;
    // Neighbours are one: a date and its time, an address and its port, a list of any length.
    const joined = k > 0 && (gap === 0 || (gap === 1 && isJoining(text.charCodeAt(written))));
    if (!joined) {
      kept[m++] = written;
      kept[m++] = gapEnd;
      kept[m++] = gapEnd < from ? 2 : 1;
    }
    written = cuts[k + 1]!;
    // Columns that are padded to a width say nothing.
    if (text.charCodeAt(written) === SPACE) while (text.charCodeAt(written + 1) === SPACE) written++;
  }
  kept[m++] = written;
  kept[m++] = text.length;
  kept[m++] = 0;
  return m;
};

/** Where the part of a word without digits begins that varies, or -1. */
const cutLetters = (text: string, from: number, to: number, slash: boolean): number => {
  const length = to - from;
  if (slash && isPath(text, from, to)) return from;
  if (length >= 7) {
    if (isHex(text, from, to)) return from;
    if (text.charCodeAt(to - 6) === MINUS && hasRandomEnd(text.slice(from, to))) return from;
  } else if (length === 3 && isDateWord(text, from, to)) return from;
  // `10.0.0.1 - bob [21/Nov/2026…`: the user of an access log.
  return from < 80 &&
    text.charCodeAt(from - 2) === MINUS &&
    text.startsWith(" [", to) &&
    text.startsWith(" - ", from - 3)
    ? from
    : -1;
};

const cutDigits = (
  text: string,
  from: number,
  to: number,
  slash: boolean,
  wordFrom: number,
  wordTo: number,
): number => {
  const first = text.charCodeAt(from);
  const number = first >= 48 && first <= 57 && text.charCodeAt(from + 1) !== LOWER_X;
  // Most words with digits are times, numbers and hashes, too long for a code.
  if (number && to - from > 5) return from;
  if (slash && text.indexOf("/", from) !== text.lastIndexOf("/", to - 1)) return from;
  if (to - from <= 10 && wordTo > wordFrom && from - wordTo <= 4 && canBeBeforeCode(text.charCodeAt(wordFrom))) {
    const before = text.slice(wordFrom, wordTo).toLowerCase();
    if (isBeforeCode(before, to - from) && CODE.test(text.slice(from, to)))
      return before.startsWith("http/") && (first === 50 || first === 51) ? from : -1;
  }
  if (number) return from;
  return isWordWithDigits(text.slice(from, to)) ? -1 : from;
};

/** A status of 2xx or 3xx is masked: all went well. */
const cutCode = (text: string, from: number, to: number): number => {
  const first = text.charCodeAt(from);
  const fine = to - from === 3 && (first === 50 || first === 51) && isNumber(text, from, to);
  return fine || to - from > 24 ? from : -1;
};

/** klog and syslog begin with their level, hidden in a word of digits: where it ends, or 0. */
const headOf = (text: string): number => {
  const first = text.charCodeAt(0);
  if (first === LESS) return PRIORITY.exec(text)?.[0].length ?? 0;
  if ((first === 69 || first === 73 || first === 87 || first === 70) && KLOG.test(text)) {
    let to = 5;
    while (to < text.length && text.charCodeAt(to) > SPACE) to++;
    return to;
  }
  return 0;
};

const PRIORITY = /^<(\d{1,3})>/;
const KLOG = /^[IWEF]\d{4} \d\d:/;
const CODE = /^(?:-?\d{1,5}|0x[0-9a-fA-F]{1,8}|[0-9A-Z]{5})$/;
/** A quoted name is no longer than this; a longer text is prose. */
const MAX_NAME = 253;
const MAX_KEY = 80;

const SPACE = 32;
const APOSTROPHE = 39;
const MINUS = 45;
const COMMA = 44;
const COLON = 58;
const LESS = 60;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const LOWER_X = 120;
const OPEN_BRACE = 123;

/** Classes of characters, one bit each; those above `AT` end a word. */
const DIGIT = 1;
const SLASH = 2;
const AT = 4;
const BLANK = 8;
const QUOTE = 16;
const EQUALS = 32;
const DELIMITER = 64;

/** By byte: one look-up and no question. */
const CLASS = new Uint8Array(256);
for (let code = 0; code <= SPACE; code++) CLASS[code] = BLANK;
for (const digit of "0123456789") CLASS[digit.charCodeAt(0)] = DIGIT;
for (const sign of "()[]{},;|<>\\") CLASS[sign.charCodeAt(0)] = DELIMITER;
for (const sign of "\"'`") CLASS[sign.charCodeAt(0)] = QUOTE;
CLASS["/".charCodeAt(0)] = SLASH;
CLASS["@".charCodeAt(0)] = AT;
CLASS["=".charCodeAt(0)] = EQUALS;

const isLetter = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
/** Blank `,` `-` `.` `/` `:` `x` */
const isJoining = (code: number): boolean =>
  code === SPACE || (code >= 44 && code <= 47) || code === COLON || code === LOWER_X;

/** `.`, `:`, `!`, `?` */
const isStop = (code: number): boolean => code === 46 || code === COLON || code === 33 || code === 63;

/** Blanks in the quoted text that `closing` has last gone through. */
let blanks = 0;

/** Index of the closing quote, an escaped one passed over; -1 where there is none. */
const closing = (bytes: Uint8Array, end: number, from: number, quote: number): number => {
  // A quote that is itself escaped is closed by one like it.
  const escaped = from > 1 && bytes[from - 2] === BACKSLASH;
  let seen = 0;
  for (let i = from; i < end; i++) {
    const code = bytes[i]!;
    if (code === quote) {
      blanks = seen;
      return i;
    }
    if (code <= SPACE) seen++;
    else if (code === BACKSLASH) {
      if (escaped && bytes[i + 1] === quote) {
        blanks = seen;
        return i + 1;
      }
      i++;
    }
  }
  return -1;
};

/** A member's name, not `Get "https://…": EOF`: it stands behind a brace or a comma. */
const isKey = (text: string, from: number, to: number): boolean => {
  let i = from - 2;
  while (i >= 0 && (text.charCodeAt(i) === SPACE || text.charCodeAt(i) === BACKSLASH)) i--;
  const before = text.charCodeAt(i);
  return (before === OPEN_BRACE || before === COMMA) && to - from <= MAX_KEY;
};

const isNumber = (text: string, from: number, to: number): boolean => {
  for (let i = from; i < to; i++) if (CLASS[text.charCodeAt(i)] !== DIGIT) return false;
  return true;
};

const isConstant = (text: string, from: number, to: number): boolean =>
  to - from <= 5 && to - from >= 3 && isLetter(text.charCodeAt(from + 2)) && CONSTANT.has(text.slice(from, to));
const CONSTANT: ReadonlySet<string> = new Set(["true", "false", "null", "nil", "None", "none", "True", "False"]);

/** `"Deployment"`, and whatever follows `resource`, `column` and the like. */
const isKind = (text: string, from: number, to: number, wordFrom: number, wordTo: number): boolean => {
  for (let i = from; i < to; i++)
    if (!isLetter(text.charCodeAt(i))) return wordIsBeforeKind(text, wordFrom, wordTo) && !hasDigit(text, from, to);
  const first = text.charCodeAt(from);
  return (first >= 65 && first <= 90) || wordIsBeforeKind(text, wordFrom, wordTo);
};

const wordIsBeforeKind = (text: string, from: number, to: number): boolean =>
  to - from <= 12 && isBeforeKind(text.slice(from, to).toLowerCase());

const hasDigit = (text: string, from: number, to: number): boolean => {
  for (let i = from; i < to; i++) if (CLASS[text.charCodeAt(i)] === DIGIT) return true;
  return false;
};

/** `/var/log`, `https://host`, `shop/orders`; not `i/o`, `TCP/IP`, `plugin/errors`. */
const isPath = (text: string, from: number, to: number): boolean => {
  const first = text.charCodeAt(from);
  const slash = text.indexOf("/", from);
  const next = text.indexOf("/", slash + 1);
  if ((next >= 0 && next < to) || first === 47 || first === 46 || first === 126) return true;
  return (slash - from > 3 || to - slash > 4) && !text.startsWith("plugin/", from);
};

const isHex = (text: string, from: number, to: number): boolean => {
  if (to - from < 8) return false;
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code < 97 || code > 102) return false;
  }
  return true;
};

/** `Nov` of `Nov 21 02:41:16`. */
const isDateWord = (text: string, from: number, to: number): boolean => {
  const next = text.charCodeAt(to + 1);
  const after = next === SPACE ? text.charCodeAt(to + 2) : next;
  const beforeDate = (after >= 48 && after <= 57) || DATE_WORDS.has(text.slice(to + 1, to + 4));
  return beforeDate && DATE_WORDS.has(text.slice(from, to));
};
const DATE_WORDS: ReadonlySet<string> = new Set(
  "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec Mon Tue Wed Thu Fri Sat Sun".split(" "),
);
