/** A log query, read by the rules of LogQL and not by those of its builder. */
export interface LogqlQuery {
  readonly matchers: readonly LogqlMatcher[];
  readonly stages: readonly LogqlStage[];
}

export interface LogqlMatcher {
  readonly name: string;
  readonly op: string;
  readonly value: string;
}

export type LogqlStage =
  | { readonly kind: "text"; readonly op: string; readonly value: string }
  | ({ readonly kind: "label" } & LogqlMatcher);

export interface CountQuery {
  readonly by: readonly string[];
  readonly query: LogqlQuery;
  readonly seconds: number;
}

/** What Loki would answer with 400. */
export class LogqlError extends Error {
  override readonly name = "LogqlError";
}

/**
 * Reads selectors, line filters with text and label filters: what kprompt asks, and no other syntax.
 *
 * @throws {LogqlError}
 */
export const readLogql = (text: string): LogqlQuery => {
  const tokens = toTokens(text);
  const query = readQuery(tokens);
  expectToken(tokens, "end");
  return query;
};

/** Reads `sum by (…) (count_over_time(… [30s]))`. @throws {LogqlError} */
export const readCount = (text: string): CountQuery => {
  const tokens = toTokens(text);
  const by: string[] = [];
  for (const word of ["sum", "by", "("]) expectToken(tokens, word);
  do by.push(take(tokens, "name").text);
  while (tokens[0]?.text === "," && tokens.shift());
  for (const word of [")", "(", "count_over_time", "("]) expectToken(tokens, word);
  const query = readQuery(tokens);
  const [, seconds = ""] = /^\[(\d+)s\]$/.exec(take(tokens, "range").text) ?? fail("a range in seconds is expected");
  for (const word of [")", ")", "end"]) expectToken(tokens, word);
  return { by, query, seconds: Number(seconds) };
};

/** Whether some matcher finds few streams: Loki refuses a selector without one. */
export const isSelective = ({ matchers }: LogqlQuery): boolean =>
  matchers.some(({ op, value }) => (op === "=" && value !== "") || (op === "=~" && !matchesAll(value)));

export const matches = ({ op, value }: Pick<LogqlMatcher, "op" | "value">, actual: string): boolean => {
  if (op === "=" || op === "!=") return (actual === value) === (op === "=");
  // Label matchers are anchored at both ends.
  return new RegExp(`^(?:${value})$`, "su").test(actual) === (op === "=~");
};

interface Token {
  readonly kind: "name" | "string" | "op" | "range" | "end";
  readonly text: string;
}

const matchesAll = (pattern: string): boolean => new RegExp(`^(?:${pattern})$`, "su").test("");

const fail = (message: string): never => {
  throw new LogqlError(message);
};

const take = (tokens: Token[], kind: Token["kind"]): Token => {
  const token = tokens.shift();
  return token?.kind === kind ? token : fail(`unexpected ${token?.text ?? "end"}, expecting ${kind}`);
};

const expectToken = (tokens: Token[], text: string): void => {
  const token = tokens.shift();
  if (token?.text !== text || token.kind === "string") fail(`unexpected ${token?.text ?? "end"}, expecting ${text}`);
};

const readQuery = (tokens: Token[]): LogqlQuery => {
  const matchers: LogqlMatcher[] = [];
  const stages: LogqlStage[] = [];
  expectToken(tokens, "{");
  while (tokens[0]?.text !== "}") {
    if (matchers.length > 0) expectToken(tokens, ",");
    matchers.push(readMatcher(tokens));
  }
  tokens.shift();
  while (tokens[0]?.kind === "op" && tokens[0].text.startsWith("|")) {
    const { text: op } = tokens.shift() as Token;
    if (op === "|") stages.push({ kind: "label", ...readMatcher(tokens) });
    else stages.push({ kind: "text", op, value: take(tokens, "string").text });
  }
  return { matchers, stages };
};

const readMatcher = (tokens: Token[]): LogqlMatcher => {
  const name = take(tokens, "name").text;
  const op = take(tokens, "op").text;
  if (!["=", "!=", "=~", "!~"].includes(op)) fail(`unexpected ${op}`);
  return { name, op, value: take(tokens, "string").text };
};

const toTokens = (text: string): Token[] => {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text[at] as string;
    if (/[ \t\r\n]/.test(char)) at++;
    // The rest of the row is a comment.
    else if (char === "#") at = text.indexOf("\n", at) < 0 ? text.length : text.indexOf("\n", at);
    else if (char === '"') {
      const { value, end } = readString(text, at);
      tokens.push({ kind: "string", text: value });
      at = end;
    } else {
      const [word = fail(`unexpected ${char}`)] = WORD.exec(text.slice(at)) ?? [];
      tokens.push({ kind: word.startsWith("[") ? "range" : /^\w/.test(word) ? "name" : "op", text: word });
      at += word.length;
    }
  }
  return [...tokens, { kind: "end", text: "end" }];
};

const WORD = /^(?:[a-zA-Z_]\w*|\[\d+[a-z]+\]|\|=|\|~|!=|!~|=~|[{}(),=|])/;

/** A string of Go, between double quotes. */
const readString = (text: string, start: number): { readonly value: string; readonly end: number } => {
  let value = "";
  for (let at = start + 1; at < text.length; ) {
    const char = text[at] as string;
    if (char === '"') return { value, end: at + 1 };
    if (char === "\n") break;
    if (char !== "\\") {
      value += char;
      at++;
      continue;
    }
    const [sequence = fail("unknown escape"), hex, letter] = ESCAPE.exec(text.slice(at, at + 10)) ?? [];
    value += letter === undefined ? fromHex(hex as string) : (LETTERS[letter] as string);
    at += sequence.length;
  }
  return fail("literal not terminated");
};

const ESCAPE = /^\\(?:u([0-9a-fA-F]{4})|([abfnrtv\\"]))/;
const LETTERS: Readonly<Record<string, string>> = {
  a: "\u0007",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
  '"': '"',
};

/** Go has no strings of half pairs. */
const fromHex = (hex: string): string => {
  const code = Number.parseInt(hex, 16);
  return code >= 0xd800 && code <= 0xdfff ? fail("escape is no Unicode character") : String.fromCharCode(code);
};
