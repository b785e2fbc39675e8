import { isMarked, type Mark } from "./redact-mark.ts";
import { redactNested } from "./redact-nested.ts";
import { stick } from "./redact-read.ts";
import { isSecret } from "./redact-secret.ts";

const INSERT =
  /\b(?:insert[ \t]{1,4}(?:ignore[ \t]{1,4})?into|replace[ \t]{1,4}into|copy)[ \t]{1,4}(?:[\w$]{1,64}[.]){0,2}[`"[]?[\w$.]{1,64}[`"\]]?[ \t]{0,4}\(([^()\n]{1,1000})\)/gi;
const INSERT_ALL =
  /\binsert[ \t]{1,4}(?:ignore[ \t]{1,4})?into[ \t]{1,4}[`"[]?(?:\w{1,64}\.)?\w{0,40}(?:users?|accounts?|credentials?|secrets?|tokens?|passwords?|logins?|api_?keys?|sessions?)[`"\]]?[ \t]{1,4}(?=values)/gi;
/** `Key (email, token)=(…, …)`, as Postgres tells of a duplicate. */
const KEYS = /\bKey[ \t]\(([\w, "]{1,300})\)=(?=\()/g;

/** Values that only their place in a statement gives away: `INSERT INTO users (name, password) VALUES ('u', 'p')`. */
export const redactSql = (text: string, mark: Mark, kindOfName: (name: string) => string | undefined): string => {
  if (!text.includes("(")) return text;
  const edits: Edits = [];
  const reader = createTupleReader(text, edits);
  for (const found of text.matchAll(INSERT)) {
    const columns = found[1]!.split(",").map((name) => kindOfName(name.replace(/[`"'[\]\\\s]/g, "")));
    if (columns.every((kind) => kind === undefined)) continue;
    reader.readTuples(found.index + found[0].length, (i) => columns[i]);
  }
  for (const found of text.matchAll(INSERT_ALL))
    reader.readTuples(found.index + found[0].length, (_, quoted) => (quoted ? "password" : undefined));
  for (const found of text.matchAll(KEYS)) {
    const columns = found[1]!.split(",").map((name) => kindOfName(name.replace(/["\s]/g, "")));
    if (columns.some((kind) => kind !== undefined)) reader.readTuple(found.index + found[0].length, (i) => columns[i]);
  }
  if (edits.length === 0) return text;
  const out: string[] = [];
  let done = 0;
  for (const { start, end, kind } of edits.sort((a, b) => a.start - b.start)) {
    if (start < done) continue;
    out.push(text.slice(done, start), mark(kind));
    done = end;
  }
  return out.join("") + text.slice(done);
};

type Columns = (index: number, quoted: boolean) => string | undefined;
type Edits = { start: number; end: number; kind: string }[];

const TO_TUPLE = /[^(\n;]{0,120}(?=\()/y;
/** What stands between the tuples of a statement and the parameters that a library logs behind it. */
const NEXT_TUPLE =
  /(?:[ \t]{0,4},[ \t]{0,4}|[^(\n;]{0,120}\b(?:parameters|params|args|binds?|values)[^(\n;]{0,40})(?=[([])/iy;

interface TupleReader {
  readonly readTuples: (from: number, columns: Columns) => void;
  readonly readTuple: (start: number, columns: Columns) => number;
}

/** How often one character may be read: statements stand in the values of others, but not in those of hundreds. */
const MAX_READS = 8;

const createTupleReader = (text: string, edits: Edits): TupleReader => {
  let left = MAX_READS * text.length;
  let furthest = 0;
  const read = (start: number, columns: Columns): number => {
    if (left <= 0 && start < furthest) return text.length;
    const end = readTuple(text, start, columns, edits);
    left -= end - start;
    furthest = Math.max(furthest, end);
    return end;
  };
  return {
    readTuple: read,
    readTuples: (from, columns) => {
      const first = stick(TO_TUPLE, text, from);
      let at = first === undefined ? text.length : from + first[0].length;
      while (at < text.length) {
        at = read(at, columns);
        const next = stick(NEXT_TUPLE, text, at);
        if (next === undefined) return;
        at += next[0].length;
      }
    },
  };
};

const OPEN = /\\{0,8}["'`]/y;
const BARE = /[^,()[\]'"`\\]+/y;

/** Reads `('u', 'p')` and gives where it ends. */
const readTuple = (text: string, start: number, columns: Columns, edits: Edits): number => {
  let at = start + 1;
  let index = 0;
  while (at < text.length) {
    const char = text[at]!;
    if (text.startsWith("[redacted:", at)) {
      at = text.indexOf("]", at) + 1 || text.length;
      continue;
    }
    if (char === ")" || char === "]") return at + 1;
    if (char === ",") index++;
    const quote = stick(OPEN, text, at)?.[0];
    if (quote !== undefined) {
      const from = at + quote.length;
      const to = endOf(text, from, quote);
      add(from, to, columns(index, true), true);
      at = Math.min(text.length, to + quote.length);
      continue;
    }
    const bare = stick(BARE, text, at)?.[0];
    if (bare !== undefined) {
      const from = at + bare.length - bare.trimStart().length;
      add(from, from + bare.trim().length, columns(index, false), false);
      at += bare.length;
      continue;
    }
    at++;
  }
  return at;

  function add(from: number, to: number, kind: string | undefined, quoted: boolean): void {
    const value = text.slice(from, to);
    if (kind === undefined || isMarked(value)) return;
    if (!quoted && (/^(?:[$:@?%]|null$|default$|now$|current_)/i.test(value) || value.length < 3)) return;
    if (isSecret({ start: from, end: to, text: value, prose: false, quoted }, kind))
      edits.push({ start: from, end: to, kind });
  }
};

const endOf = (text: string, from: number, quote: string): number => {
  for (let at = text.indexOf(quote, from); at >= 0; at = text.indexOf(quote, at + 1)) {
    if (text.startsWith(quote, at + quote.length)) at += quote.length;
    else if (quote.length > 1 || text[at - 1] !== "\\") return at;
  }
  return text.length;
};

const SECRET_JSON = /"kind\\{0,8}"[ \t]{0,4}:[ \t]{0,4}\\{0,8}"Secret\\{0,8}"/;
const DATA = /"(?:data|stringData)\\{0,8}"[ \t]{0,4}:[ \t]{0,4}(?=\{)/g;

/** The values of a Kubernetes Secret that was printed on one line. */
export const redactSecretJson = (text: string, mark: Mark): string => {
  if (!text.includes("Secret") || !SECRET_JSON.test(text)) return text;
  const out: string[] = [];
  let done = 0;
  DATA.lastIndex = 0;
  for (let found = DATA.exec(text); found !== null; found = DATA.exec(text)) {
    const at = found.index + found[0].length;
    const nested = redactNested(
      text,
      at,
      { kind: "secret", plural: true, all: true },
      mark,
      () => undefined,
      (part) => part,
    );
    out.push(text.slice(done, at), nested.text);
    done = nested.end;
    DATA.lastIndex = nested.end;
  }
  return out.join("") + text.slice(done);
};
