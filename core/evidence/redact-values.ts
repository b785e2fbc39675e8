import { closing, stick } from "./redact-read.ts";
import { looksRandom, type Value } from "./redact-secret.ts";

/** A value, or where the object or list begins that holds it. */
type Found = Value | { readonly nestedAt: number };

/** Names may stand in what another's value would be: each reads no more than so many characters to judge it. */
const MAX_JUDGED = 1000;

/** What stands beside a name: behind a sign, in an element, or said of it in a sentence. */
export const valueAfter = (text: string, name: RegExpExecArray, kind: string): Found | undefined => {
  const after = name.index + name[0].length;
  const flag = isFlag(text, after);
  const opening =
    stick(SEPARATOR, text, after) ??
    stick(VALUE_OF_NAME, text, after) ??
    (flag
      ? (stick(AFTER_FLAG, text, after) ?? stick(NEXT_ITEM, text, after))
      : kind === "password" || kind === "secret"
        ? stick(SQL, text, after)
        : undefined);
  if (opening === undefined) return valueInProse(text, name.index, after, kind);
  // `(name, password)=(…)`: which of them is the password, only their places say.
  if (opening[1]!.endsWith(")") && text[name.index - 1] !== "(") return undefined;
  const quote = opening[4]!;
  let start = after + opening[0].length;
  const prose = quote === "" && opening[3] === "" && /(?:[:,>][ \t\u00a0]+|^[ \t]+)$/.test(opening[2]!);
  if (quote === "" && (text[start] === "[" || text[start] === "{") && !text.startsWith("[redacted", start)) {
    return PLACEHOLDER.test(text.slice(start, start + 60)) ? undefined : { nestedAt: start };
  }
  // JSON in a JSON text: `"credentials":"{\"value\":…`.
  if (quote !== "" && /^[[{]\\*["']/.test(text.slice(start, start + 20))) return { nestedAt: start };

  if (kind === "authorization" || kind === "auth") {
    const scheme =
      stick(SCHEME, text, start) ?? (kind === "authorization" ? stick(ANY_SCHEME, text, start) : undefined);
    if (scheme !== undefined) {
      start += scheme[0].length;
      // Digest and AWS signatures go on with parameters.
      if (/^(?:digest|aws4|sharedkey)/i.test(scheme[0])) {
        return run(quote === "" ? WHOLE_LINE : REST_OF_LINE, text, start, true);
      }
      const value = run(PLAIN, text, start, true);
      return value === undefined ? undefined : { ...value, prose: true };
    }
  }
  if (kind === "cookie") return run(opening[2]!.includes("=") ? PLAIN : REST_OF_LINE, text, start, quote !== "");
  if (kind === "passphrase" && quote === "") return run(REST_OF_LINE, text, start, false);
  if (quote === "") {
    const value = run(PLAIN, text, start, false);
    // `secret= other=1`: empty, and another pair.
    const isNext = value !== undefined && /^[:=][ \t]+$/.test(opening[2]!) && /^[\w.-]{1,60}=/.test(value.text);
    return value === undefined || isNext ? undefined : { ...value, prose };
  }
  return runToQuote(text, start, quote, false);
};

const FLAG = /^--?[\w-]*$/;
/** Also percent-encoded, as it stands in HTML, and as Postgres reports a key: `(token)=(…)`. */
const SEPARATOR =
  /(\\*["'`]?[\])]?|%22|&quot;|&#34;)([ \t\u00a0]*(?:=>|->|:=|={1,3}|::?|%3[AD]|%253D|\uff1d|\uff1a)[ \t\u00a0]*(?:%22|&quot;|&#34;)?)((?:Some|Just|Secret)?\((?=[^\s()]{3,200}\))|)(\\*["'`]|)/iy;
const AFTER_FLAG = /()([ \t]+)()(\\*["'`]|)(?![-\s])/y;
/** `["--password", "…"]` and `[--password, …]`. */
const NEXT_ITEM = /(\\*["'`]?)([ \t]*,[ \t]*)()(\\*["'`]|)(?![-\s])/y;
/** `"name": "DB_PASSWORD", "value": "…"`, `key="Password" value="…"`, `{Name:DB_PASSWORD Value:…`. */
const VALUE_OF_NAME =
  /(\\{0,16}["'`]?)([ \t]{0,8}[,;]?[ \t]{0,8}\\{0,16}["'`]?(?:plain)?value\\{0,16}["'`]?[ \t]{0,8}[:=][ \t]{0,8})()(\\{0,16}["'`]|)/iy;
/** `ALTER USER x PASSWORD '…'`, `with password "…"`. */
const SQL = /()([ \t]+)()(\\*["'])/y;
/** `password is …`, `password for user bob: …`. */
const SAID =
  /()([ \t]+(?:(?:is|was|to|set to|changed to|reset to)(?:[ \t]*:)?[ \t]+|(?:for|of)(?:[ \t]+[\w@.'"-]{1,64}){1,4}(?:[ \t]+is)?(?:[ \t]*:)?[ \t]+))()(\\*["'`]|)/iy;
/** `token abc…`, `session id: abc…`. */
const BESIDE =
  /()([ \t]{1,8}(?:(?:value|is|was|of)[ \t]{1,8})?[:=]?[ \t]{0,8})()(\\{0,16}["'`]|)(?=[\w+/.~!@#$-]{6})/iy;
/** `<password>…</password>`. */
const ELEMENT = /()(["']?(?:[ \t][^<>\n]{0,200})?>)()()(?=[^<\s])/y;
const SCHEME =
  /(?:bearer|basic|token|digest|negotiate|ntlm|apikey|key|sharedkey|aws4-hmac-sha256)(?:[ \t]+|\\u0020|%20)/iy;
const ANY_SCHEME = /[A-Za-z][\w-]{1,20}[ \t]+(?=[\w.~+/=-]{8})(?=[A-Za-z.~+/=_-]{0,100}\d)/y;
/** A separator inside a value belongs to it unless another pair, a space or the end follows. */
const PLAIN = createRun(
  /(?:\[redacted:[a-z_]+\]|[^\s"'`,;&)}\]\\<>|]|\\(?!["'nrt])|[,;&](?![\s,;&"'`)}\]]|$|[\w.%-]{1,40}=|(?:quot|apos|amp|lt|gt|#\d\d);)|[<>|](?=[A-Za-z0-9])(?![\w.%-]{1,40}[=:])|[)}\]"'`](?=[A-Za-z0-9]))+/y,
);
const IN_ELEMENT = createRun(/[^<\r\n]+/y);
const WHOLE_LINE = createRun(/[^\r\n]+/y);
const REST_OF_LINE = createRun(/(?:[^\r\n"'\\]|\\(?!["'rn]))+/y);

/** `{token}` and `{{ .Values.token }}` are places for a secret, `[a-z]+` a rule for one. */
const PLACEHOLDER =
  /^(?:\{[\s_.A-Za-z-]{0,40}\}(?![\w"'])|\{\{|\[\]|\[[A-Za-z]-[A-Za-z]|\[(?:redacted|filtered|masked|hidden|object)[ \]])/i;

/** Whether the word before this place is a flag: `--db-password`. */
const isFlag = (text: string, after: number): boolean => {
  let from = after;
  while (from > 0 && after - from < 40 && /[\w-]/.test(text[from - 1]!)) from--;
  return FLAG.test(text.slice(from, after));
};

/** Where no sign stands between name and value, only what looks like a password is one. */
const valueInProse = (text: string, nameAt: number, after: number, kind: string): Value | undefined => {
  const before = text.slice(Math.max(0, nameAt - 80), nameAt);
  if (/<[\w.-]{0,40}:?$/.test(before) || /<\w[\w.:-]{0,40} [^<>]{0,30}(?:key|name)=["'][\w.-]{0,40}$/.test(before)) {
    const tag = stick(ELEMENT, text, after);
    return tag && run(IN_ELEMENT, text, after + tag[0].length, true);
  }
  const said = stick(SAID, text, after);
  if (said !== undefined) {
    const value = readBeside(text, after + said[0].length, said[4]!);
    if (value && (kind === "otp" ? /^\d{4,8}$/.test(value.text) : saysSecret(value.text, kind))) return value;
  }
  const beside = stick(BESIDE, text, after);
  if (beside === undefined) return undefined;
  const value = readBeside(text, after + beside[0].length, beside[4]!);
  return value && saysSecret(value.text, kind) ? value : undefined;
};

/** In a sentence: letters and digits together, and of a password that is enough. */
const saysSecret = (text: string, kind: string): boolean =>
  kind === "password"
    ? text.length >= 6 &&
      /\d/.test(text) &&
      /[a-z]/i.test(text) &&
      !/^(?:v\d|sha\d|md5|pbkdf2|argon2|bcrypt|base64|utf-?8|rfc\d|oauth2|\d{1,6}\w{0,3}$)/i.test(text)
    : looksRandom(text);

const readBeside = (text: string, start: number, quote: string): Value | undefined => {
  if (quote === "") {
    const value = run(PLAIN, text, start, false);
    if (value?.wholeEnd !== undefined) return { ...value, prose: true };
    const plain = value?.text.replace(/[.,:;!?]$/, "");
    return value && { ...value, text: plain!, end: start + plain!.length, prose: true };
  }
  return runToQuote(text, start, quote, true);
};

function createRun(whole: RegExp): Run {
  return { whole, first: new RegExp(whole.source.replace(/\+$/, `{1,${MAX_JUDGED}}`), "y") };
}

const runToQuote = (text: string, start: number, quote: string, prose: boolean): Value => {
  const end = closing(text, start, quote, MAX_JUDGED);
  const value = { start, end, text: text.slice(start, end), prose, quoted: true };
  return end - start < MAX_JUDGED ? value : { ...value, wholeEnd: () => closing(text, start, quote) };
};

interface Run {
  /** All of it, and its beginning. */
  readonly whole: RegExp;
  readonly first: RegExp;
}

const run = ({ whole, first }: Run, text: string, start: number, quoted: boolean): Value | undefined => {
  const found = stick(first, text, start);
  if (found === undefined) return undefined;
  const end = start + found[0].length;
  const value = { start, end, text: found[0], prose: false, quoted };
  if (end - start < MAX_JUDGED) return value;
  return { ...value, wholeEnd: () => end + (stick(whole, text, end)?.[0].length ?? 0) };
};
