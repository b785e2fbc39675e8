import { isMarked, type Mark } from "./redact-mark.ts";

const PRIVATE_KEY =
  /(-{4,5} ?BEGIN (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)? ?-{4,5})([\s\S]*?)(-{4,5} ?END (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)? ?-{4,5}|$)/g;
const ENCODED =
  /(BEGIN(?:(?:%20|\+)[A-Z0-9]{1,20}){0,4}(?:%20|\+)PRIVATE(?:%20|\+)KEY-----)((?:(?!-----END)[^\s"'&])+)/g;
const PUTTY = /(\bPrivate-Lines: \d{1,3}(?:\\r)?(?:\\n|\s))((?:[A-Za-z0-9+/=]|\\n|\s){16,})/g;

/** Without an end mark (a cut line) everything after the start goes. Also percent-encoded. */
export const redactPrivateKeys = (text: string, mark: Mark): string => {
  let safe = text;
  if (safe.includes("PRIVATE KEY")) {
    safe = safe.replace(PRIVATE_KEY, (_, begin: string, body: string, end: string) =>
      isMarked(body) ? begin + body + end : begin + mark("private_key") + end,
    );
    safe = redactHeadless(safe, mark);
  }
  if (safe.includes("PRIVATE%20KEY") || safe.includes("PRIVATE+KEY")) {
    safe = safe.replace(ENCODED, (all, begin: string, body: string) =>
      isMarked(body) ? all : begin + mark("private_key"),
    );
  }
  if (safe.includes("Private-Lines")) safe = safe.replace(PUTTY, (_, head: string) => head + mark("private_key"));
  return safe;
};

/** The rest of a key whose beginning was cut off: what is left of the end mark, as far as it looks like base64. */
const redactHeadless = (text: string, mark: Mark): string => {
  const end = text.indexOf("-----END ");
  if (end < 8 || !/^(?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY/.test(text.slice(end + 9, end + 110))) return text;
  if (text.lastIndexOf("PRIVATE KEY", end) >= 0) return text;
  let from = end;
  while (from > 0 && /[A-Za-z0-9+/=\\\s]/.test(text[from - 1]!)) from--;
  // A word before the body is no part of it.
  const body = text.slice(from, end);
  const start = body.search(/[A-Za-z0-9+/]{16}/);
  const first = start < 0 ? body.search(/[A-Za-z0-9+/]{8,15}={0,2}(?:\\n|\s)*$/) : start;
  return first < 0 ? text : text.slice(0, from + first) + mark("private_key") + text.slice(end);
};
