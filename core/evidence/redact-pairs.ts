import { isMarked, type Mark } from "./redact-mark.ts";
import { createNamePattern, kindOf } from "./redact-names.ts";
import { redactNested } from "./redact-nested.ts";
import { isSecret, looksRandom, type Value } from "./redact-secret.ts";
import { valueAfter } from "./redact-values.ts";

/**
 * Values whose name says that they are secret: `password=…`, `"api_key": "…"`, `X-Api-Key: …`, `--token …`,
 * `Password=…;Server=…`, `map[secret:…]`, also where one JSON text holds another, and objects and lists below a name.
 */
export const redactPairs = (given: string, mark: Mark): string => {
  const text = redactBefore(given, mark);
  const out: string[] = [];
  let done = 0;
  NAME.lastIndex = 0;
  for (let name = NAME.exec(text); name !== null; name = NAME.exec(text)) {
    const kind = kindOf(name[0]);
    if (isNoName(text, name, kind)) continue;
    const found = valueAfter(text, name, kind);
    if (found === undefined) continue;
    if ("nestedAt" in found) {
      const back = NAME.lastIndex;
      const nested = redactNested(
        text,
        found.nestedAt,
        { kind, plural: name[0].endsWith("s") },
        mark,
        kindOfName,
        (part) => (part.length > 5 ? redactPairs(part, mark) : part),
      );
      out.push(text.slice(done, found.nestedAt), nested.text);
      done = nested.end;
      NAME.lastIndex = Math.max(back, nested.end);
      continue;
    }
    const plural = /s\d{0,2}$/i.test(name[0]) && !/pass$/i.test(name[0]);
    if (plural && kind !== "cookie" && !looksRandom(found.text)) continue;
    if (!isSecret(found, kind) || (/^pass$/i.test(name[0]) && isTestResult(found.text))) continue;
    // Of a query, and of anything else.
    if (/^(?:key|code)$/i.test(name[0]) && !looksRandom(found.text, 12)) continue;
    if (kind === "secret" && isObjectName(found, text)) continue;
    out.push(text.slice(done, found.start), mark(kind));
    done = found.wholeEnd?.() ?? found.end;
    NAME.lastIndex = done;
  }
  return done === 0 ? text : out.join("") + text.slice(done);
};

/** `{"value":"…","name":"DB_PASSWORD"}` */
const redactBefore = (text: string, mark: Mark): string =>
  VALUE_FIRST.test(text)
    ? text.replace(VALUE_BEFORE, (all, before: string, value: string, between: string, name: string) => {
        const kind = kindOfName(name);
        const found = { start: 0, end: 0, text: value, prose: false, quoted: true };
        return kind === undefined || !isSecret(found, kind) ? all : before + mark(kind) + between + name;
      })
    : text;

const VALUE_FIRST = /"value\\{0,8}"/i;
const VALUE_BEFORE =
  /("value\\{0,8}"[ \t]{0,4}:[ \t]{0,4}\\{0,8}")([^"\\\n]{1,1000})(\\{0,8}"[ \t]{0,4},[ \t]{0,4}\\{0,8}"(?:name|key)\\{0,8}"[ \t]{0,4}:[ \t]{0,4}\\{0,8}")([\w.-]{1,100})(?=\\{0,8}")/gi;

const NAME = createNamePattern();
const NAME_OF_KEY = createNamePattern();

/** What a name alone says of its value; undefined: nothing. */
export const kindOfName = (name: string): string | undefined => {
  if (name.length > 100) return undefined;
  NAME_OF_KEY.lastIndex = 0;
  for (let found = NAME_OF_KEY.exec(name); found !== null; found = NAME_OF_KEY.exec(name)) {
    if (found.index + found[0].length === name.length) {
      const kind = kindOf(found[0]);
      return isNoName(name, found, kind) ? undefined : kind;
    }
  }
  return undefined;
};

const isNoName = (text: string, { 0: name, index }: RegExpExecArray, kind: string): boolean => {
  const before = text.slice(Math.max(0, index - 24), index);
  if (/\[redacted:[a-z_]*$/.test(before)) return true;
  // A parser's complaint, a place in a list, a word of a language model: no credential.
  if (
    kind === "token" &&
    /(?:unexpected |next|page|continu(?:e|ation)|sync|resum(?:e|ption)|delta|skip|special|pad|[be]os|stop|start|end|last|first|cancel(?:lation)?|per|invalid|fencing|lock)[_ -]?$/i.test(
      before,
    )
  )
    return true;
  // Go's name of a kind: `*v1.Secret: Get "https://…"`.
  if (kind === "secret" && /\bv\d\w{0,8}\.$/.test(before)) return true;
  // A public key is none; `foreign key` and `partition key` are a database's.
  if (kind === "api_key" && /public[_ -]?$/i.test(before)) return true;
  return kind === "auth" && name.toLowerCase() === "auth" && /\bno[_ -]$/i.test(before);
};

/** `--- PASS: TestLogin`, `pass=12 fail=0` */
const isTestResult = (text: string): boolean =>
  /^\d{1,4}$|^Test[A-Z]|^\d{1,4}\/\d|[\w-]\/[\w./-]{1,200}\.\w{1,4}$/.test(text);

/** `secret=registry-login` in a line that speaks of Kubernetes objects. */
const isObjectName = ({ text: value, start, end }: Value, line: string): boolean =>
  /^[a-z0-9]{1,63}(?:[-.][a-z0-9]{1,63}){0,12}$/.test(value) &&
  !isMarked(value) &&
  /\b(?:namespace|pod|ingress|issuer|certificate|serviceaccount|service account|volume|mount|reconcil\w{1,6}|controller\w{0,8}|configmap|helm\w{0,8}|kustomiz\w{1,8}|kubelet|registry|not found|tls)\b/i.test(
    line.slice(Math.max(0, start - 200), end + 200),
  );
