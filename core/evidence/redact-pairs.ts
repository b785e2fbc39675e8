import type { Mark } from "./redact.ts";
import { isMarked } from "./redact.ts";

/**
 * Values whose name says that they are secret: `password=…`, `"api_key": "…"`, `X-Api-Key: …`, `--token …`,
 * `Password=…;Server=…`, `map[secret:…]`, also where one JSON text holds another.
 */
export const redactPairs = (text: string, mark: Mark): string => {
  const out: string[] = [];
  let done = 0;
  NAME.lastIndex = 0;
  for (let name = NAME.exec(text); name !== null; name = NAME.exec(text)) {
    const value = valueAfter(text, name);
    if (value === undefined) continue;
    const kind = kindOf(name[0]);
    if (!isSecret(value, kind) || (name[0].toLowerCase() === "pass" && isTestResult(value.text))) continue;
    // Of a query, and of anything else.
    if (/^(?:key|code)$/i.test(name[0]) && value.text.length < 16) continue;
    out.push(text.slice(done, value.start), mark(kind));
    done = value.end;
    NAME.lastIndex = value.end;
  }
  return done === 0 ? text : out.join("") + text.slice(done);
};

const NAME =
  /(?<!\[redacted:)(?:(?<![A-Za-z0-9])pass|(?<![A-Za-z])(?:db|user|admin|root|smtp|ftp|mail|redis|mysql|pg|ldap|bind)pass|passw(?:or)?d(?:[_-]?(?:hash|confirm(?:ation)?|again|repeat|value))?|passphrase|passwort|(?<![A-Za-z])(?:pwd|psk)|secret(?:[._ -]?(?:access[_-]?)?key(?:[_-]?base)?|[_-]id|[_-]?(?:string|value))?|token(?:[_-]?(?:secret|value))?|(?:api|access)[._ -]?key|(?:account|auth|master|private|signing|encryption|hmac|ssh|webhook|shared[_-]?access)[_-]?key|(?:proxy-)?authorization|(?<![A-Za-z])_?auth|credentials?|(?:set-)?cookies?|(?<![A-Za-z])jwt|(?<=[?&])(?:sig|key|code)|signature|(?<![A-Za-z])otp)\d{0,2}(?![A-Za-z0-9_]|-[A-Za-z])/gi;

/** What a name alone says of its value; undefined: nothing. */
export const kindOfName = (name: string): string | undefined => {
  NAME.lastIndex = 0;
  for (let found = NAME.exec(name); found !== null; found = NAME.exec(name)) {
    if (found.index + found[0].length === name.length) return kindOf(found[0]);
  }
  return undefined;
};

interface Value {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** `": "` in prose may be followed by a remark instead of a value. */
  readonly prose: boolean;
  readonly quoted: boolean;
}

const FLAG = /^--?[\w-]*$/;
/** Also percent-encoded, and as it stands in HTML. */
const SEPARATOR =
  /(\\*["'`]?\]?|%22|&quot;|&#34;)([ \t\u00a0]*(?:=>|:=|={1,3}|:|%3[AD]|%253D)[ \t\u00a0]*(?:%22|&quot;|&#34;)?)(\[(?!redacted:)|)(\\*["'`]|)/iy;
const AFTER_FLAG = /()([ \t]+)()(\\*["'`]|)(?![-\s])/y;
/** `["--password", "…"]` and `[--password, …]`. */
const NEXT_ITEM = /(\\*["'`]?)([ \t]*,[ \t]*)()(\\*["'`]|)(?![-\s])/y;
/** `"name": "DB_PASSWORD", "value": "…"`, `key="Password" value="…"`. */
const VALUE_OF_NAME = /(\\*["'`])([ \t]*(?:,[ \t]*)?\\*["'`]?value\\*["'`]?[ \t]*[:=][ \t]*)()(\\*["'`]|)/iy;
/** `ALTER USER x PASSWORD '…'`, `with password "…"`. */
const SQL = /()([ \t]+)()(\\*["'])/y;
/** `password is …`, `password for user bob: …`. */
const SAID =
  /()([ \t]+(?:(?:is|was|set to)(?:[ \t]*:)?[ \t]+|(?:for|of)(?:[ \t]+[\w@.'"-]{1,64}){1,4}(?:[ \t]+is)?[ \t]*:[ \t]+))()(\\*["'`]|)/iy;
/** `<password>…</password>`. */
const ELEMENT = /()((?:[ \t][^<>\n]{0,200})?>)()()(?=[^<\s])/y;
const SCHEME = /(?:bearer|basic|token|digest|negotiate|apikey|key|sharedkey|aws4-hmac-sha256)[ \t]+/iy;
const ANY_SCHEME = /[A-Za-z][\w-]{1,20}[ \t]+(?=[\w.~+/=-]{8})(?=[A-Za-z.~+/=_-]{0,100}\d)/y;
/** A separator inside a value belongs to it unless another pair, a space or the end follows. */
const PLAIN =
  /(?:\[redacted:[a-z_]+\]|[^\s"'`,;&)}\]\\<>|]|\\(?!["'nrt])|[,;&](?![\s,;&"'`)}\]]|$|[\w.%-]{1,40}=|(?:quot|apos|amp|lt|gt|#\d\d);)|[<>|](?=[A-Za-z0-9])(?![\w.%-]{1,40}[=:])|[)}\]"'`](?=[A-Za-z0-9]))+/y;
const IN_ELEMENT = /[^<\r\n]+/y;
const WHOLE_LINE = /[^\r\n]+/y;
const REST_OF_LINE = /[^\r\n"'\\]+/y;

const valueAfter = (text: string, name: RegExpExecArray): Value | undefined => {
  const kind = kindOf(name[0]);
  // A parser's complaint, not a credential.
  if (kind === "token" && /unexpected $/i.test(text.slice(Math.max(0, name.index - 11), name.index))) return undefined;
  // Go's name of a kind: `*v1.Secret: Get "https://…"`.
  if (kind === "secret" && /\bv\d\w{0,8}\.$/.test(text.slice(Math.max(0, name.index - 12), name.index)))
    return undefined;
  const after = name.index + name[0].length;
  const flag = FLAG.test(
    text
      .slice(Math.max(0, name.index - 40), after)
      .split(/[\s"'=[(,]/)
      .at(-1) ?? "",
  );
  const opening =
    stick(SEPARATOR, text, after) ??
    stick(VALUE_OF_NAME, text, after) ??
    (flag
      ? (stick(AFTER_FLAG, text, after) ?? stick(NEXT_ITEM, text, after))
      : kind === "password"
        ? stick(SQL, text, after)
        : undefined);
  if (opening === undefined) return valueInProse(text, name.index, after, kind);
  const quote = opening[4]!;
  let start = after + opening[0].length;
  const prose = quote === "" && opening[3] === "" && /(?:[:,][ \t\u00a0]+|^[ \t]+)$/.test(opening[2]!);

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
  if (kind === "cookie") return run(REST_OF_LINE, text, start, quote !== "");
  if (quote === "") {
    const value = run(PLAIN, text, start, false);
    // `secret= other=1`: empty, and another pair.
    const isNext = value !== undefined && /^[:=][ \t]+$/.test(opening[2]!) && /^[\w.-]{1,60}=/.test(value.text);
    return value === undefined || isNext ? undefined : { ...value, prose };
  }
  const end = closing(text, start, quote);
  return { start, end, text: text.slice(start, end), prose: false, quoted: true };
};

/** Where no sign stands between name and value, only what looks like a password is one. */
const valueInProse = (text: string, nameAt: number, after: number, kind: string): Value | undefined => {
  if (/<[\w.-]{0,40}:?$/.test(text.slice(Math.max(0, nameAt - 42), nameAt))) {
    const tag = stick(ELEMENT, text, after);
    return tag && run(IN_ELEMENT, text, after + tag[0].length, true);
  }
  if (kind !== "password") return undefined;
  const said = stick(SAID, text, after);
  const value = said && run(PLAIN, text, after + said[0].length, false);
  return value && value.text.length >= 6 && /\d/.test(value.text) && /[a-z]/i.test(value.text)
    ? { ...value, prose: true }
    : undefined;
};

const stick = (pattern: RegExp, text: string, at: number): RegExpExecArray | undefined => {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
};

const run = (pattern: RegExp, text: string, start: number, quoted: boolean): Value | undefined => {
  const found = stick(pattern, text, start);
  return found === undefined
    ? undefined
    : { start, end: start + found[0].length, text: found[0], prose: false, quoted };
};

/** Where the text in these quotes ends; in a cut line, at its end. `\"` opens and closes JSON inside JSON. */
const closing = (text: string, start: number, quote: string): number => {
  const depth = quote.length - 1;
  const sign = quote.at(-1)!;
  let slashes = 0;
  for (let i = start; i < text.length; i++) {
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
  return text.length;
};

const kindOf = (name: string): string => {
  const key = name
    .toLowerCase()
    .replace(/[-.\s\d]/g, "_")
    .replace(/_+$/, "");
  if (key.startsWith("pass") || key.endsWith("pass") || key === "pwd" || key === "psk") return "password";
  if (key.includes("cookie")) return "cookie";
  if (key.includes("authorization")) return "authorization";
  if (key.startsWith("secret")) return "secret";
  if (key.startsWith("token")) return "token";
  if (key.endsWith("key")) return "api_key";
  if (key.startsWith("credential")) return "credential";
  if (key === "auth" || key === "_auth") return "auth";
  if (key === "sig" || key === "signature") return "signature";
  return key;
};

/** What stands where a secret would, and is none. */
const HARMLESS =
  /^(?:null|nil|none|true|false|undefined|unset|empty|n\/a|\*+|x{3,}|-+|\.{2,}|\[?redacted\]?|\[?filtered\]?|\[?masked\]?|hidden|required|optional|\$\{?[\w.:-]+\}?|\$\([\w.-]+\)?|\{[\s_.a-z-]*\}?|\{\{[\s\w.-]*\}*|%[\w()]{1,12}|<.*|\[|\{|\{["'\s].*)$/i;
/** Words that begin a remark after `password: ` and the like. */
const REMARK =
  /^(?:a|an|and|any|are|as|at|be|been|bad|but|by|can|can't|cannot|changed|check|checking|could|created|creating|deleted|denied|disabled|does|doesn't|empty|enabled|error|expected|expired|expires|fail|failed|failing|failure|fetching|for|forbidden|found|from|generated|given|got|granted|has|have|illegal|in|incorrect|insufficient|invalid|invalidated|is|it|key|length|loaded|malformed|may|mismatch|missing|must|no|not|of|ok|on|only|or|out|permission|policy|read|reading|received|refresh|refreshed|rejected|renewed|required|reset|revoked|rotated|rotation|set|should|signature|success|successful|that|the|this|to|token|too|unable|unauthorized|unauthenticated|unexpected|unknown|unsupported|updated|user|using|valid|validated|validation|verification|was|were|will|with|without|wrong|yes|you|your)$/i;

/** `--- PASS: TestLogin`, `pass=12 fail=0` */
const isTestResult = (text: string): boolean => /^\d{1,4}$|^Test[A-Z]/.test(text);

const isSecret = ({ text, prose, quoted }: Value, kind: string): boolean => {
  if (text === "" || isMarked(text) || HARMLESS.test(text)) return false;
  const word = text.replace(/[.,;:!?)]+$/, "");
  if (prose && REMARK.test(word)) return false;
  if (kind === "authorization" || kind === "credential" || kind === "signature") {
    return quoted || /\d/.test(text) || text.length >= 20;
  }
  if (kind === "auth") return text.length >= 12 && /\d|[a-z][A-Z]|=$/.test(text);
  if (kind === "otp") return /^\d{4,8}$/.test(text);
  // klog and logr name a Secret object so: secret="default/registry-login"
  if (kind === "secret") return !/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\/[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/.test(text);
  return true;
};
