import { isMarked, type Mark } from "./redact-mark.ts";
import { closing, stick } from "./redact-read.ts";
import { isSecret, looksRandom } from "./redact-secret.ts";

export interface Nested {
  readonly text: string;
  readonly end: number;
}

/**
 * The object or list at `start`, which a secret name introduces: `"credentials":{"value":"…"}`, `passwords: [a, b]`,
 * `X-Api-Key:[…]`. What is a secret inside goes, and what only describes it stays. Each character is read once.
 *
 * @param kindOfKey What a name inside says of its value; undefined: nothing.
 * @param rest Redacts what stays.
 */
export const redactNested = (
  text: string,
  start: number,
  { kind, plural, all = false }: { readonly kind: string; readonly plural: boolean; readonly all?: boolean },
  mark: Mark,
  kindOfKey: (name: string) => string | undefined,
  rest: (text: string) => string,
): Nested => {
  const out: string[] = [];
  let depth = 0;
  let key: string | undefined;
  /** Keys of the containers around, so that a list's items belong to the list's name. */
  const outer: (string | undefined)[] = [];
  let at = start;
  while (at < text.length) {
    const char = text[at]!;
    if (text.startsWith("[redacted:", at)) {
      const end = text.indexOf("]", at) + 1 || text.length;
      out.push(text.slice(at, end));
      at = end;
      continue;
    }
    if (char === "{" || char === "[") {
      if (depth > 0) outer.push(key);
      depth++;
      if (char === "{") key = depth > 1 ? key : undefined;
    } else if (char === "}" || char === "]") {
      depth--;
      if (depth <= 0) {
        out.push(char);
        return { text: out.join(""), end: at + 1 };
      }
      key = outer.pop();
    } else {
      const quote = stick(QUOTE, text, at);
      const word = quote === undefined ? stick(BARE, text, at) : undefined;
      if (quote !== undefined || word !== undefined) {
        const from = at + (quote?.[0].length ?? 0);
        const to = quote === undefined ? at + word![0].length : closing(text, from, quote[0]);
        const after = quote === undefined ? to : Math.min(text.length, to + quote[0].length);
        const value = text.slice(from, to);
        const isKey = stick(COLON, text, after) !== undefined;
        if (isKey) key = value;
        const hidden = isKey ? undefined : kindWithin(value, key, quote !== undefined);
        out.push(
          quote?.[0] ?? "",
          hidden === undefined ? (isKey ? value : rest(value)) : mark(hidden),
          text.slice(to, after),
        );
        at = after;
        continue;
      }
    }
    out.push(char);
    at++;
  }
  return { text: out.join(""), end: at };

  function kindWithin(value: string, name: string | undefined, quoted: boolean): string | undefined {
    if (all) return isMarked(value) || value === "" ? undefined : kind;
    const own = name === undefined ? undefined : kindOfKey(name);
    const given = { start: 0, end: 0, text: value, prose: false, quoted: true };
    if (isMarked(value)) return undefined;
    if (own !== undefined) return isSecret(given, own) ? own : undefined;
    if (name !== undefined && DESCRIBES.test(name)) return undefined;
    if (!isSecret(given, kind) || NUMBER.test(value)) return undefined;
    const certain = kind === "password" && (name === undefined || plural || HOLDS.test(name));
    if (certain || (name !== undefined && HOLDS.test(name) && value.length > 3)) return kind;
    if (name === undefined && !quoted && !plural && !/\s/.test(value) && value.length >= 6 && /\d/.test(value))
      return kind;
    if (name === undefined && kind === "cookie") return kind;
    return looksRandom(value, 12) ? kind : undefined;
  }
};

const QUOTE = /\\{0,16}["'`]/y;
const BARE = /[^\s,;{}[\]"'`:=\\][^\s,;{}[\]"'`:=]*/y;
const COLON = /[ \t]{0,4}(?:=>|:|=)/y;
const NUMBER = /^-?\d{1,5}(?:\.\d{1,6})?$/;
/** Members that hold the secret itself. */
const HOLDS =
  /^(?:value|val|v|data|current|previous|old|new|raw|plain|plain_?text|text|content|default|string|secret|key)$/i;
/** Members that say something of it. */
const DESCRIBES =
  /^(?:name|names|namespace|kind|type|types|username|user|users?_?name|id|uid|uuid|version|api_?version|scheme|realm|role|roles|host|port|url|uri|path|file|mount|engine|status|state|reason|message|error|description|expir\w*|ttl|lease\w*|created\w*|updated\w*|issued\w*|iat|nbf|exp|iss|aud|sub|scope\w*|algorithm|alg|enc|kid|length|min\w*|max\w*|count|policy|policies|provider|source|method|label|labels|region|bucket|database|db)$/i;
