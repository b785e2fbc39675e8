/** What is wrong with a CESQL expression, and where. */
export interface CesqlFault {
  /** From the expression's beginning, in UTF-16 code units. */
  readonly offset: number;
  /** Without the position: `"x" is not expected.` */
  readonly message: string;
}

export type Cesql =
  | { readonly ok: true /** Attributes that it reads. */; readonly attributes: readonly string[] }
  | { readonly ok: false; readonly fault: CesqlFault };

/**
 * Reads an expression of the CloudEvents SQL language, version 1.0, far enough to know whether it is one. A function's name
 * and number of arguments are not looked at.
 */
export const parseCesql = (text: string): Cesql => {
  const tokens: Token[] = [];
  let offset = 0;
  while (offset < text.length) {
    const [found] = TOKEN.exec(text.slice(offset)) ?? [];
    if (found === undefined) return fail(offset, faultOf(text.slice(offset)));
    if (found.trim() !== "") tokens.push({ text: found, offset });
    offset += found.length;
  }
  return readTokens(tokens, text.length);
};

interface Token {
  readonly text: string;
  readonly offset: number;
}

const fail = (offset: number, message: string): Cesql => ({ ok: false, fault: { offset, message } });

const TOKEN =
  /^(?:\s+|"(?:\\[\s\S]|""|[^"\\])*"|'(?:\\[\s\S]|''|[^'\\])*'|<>|<=|>=|!=|[-+*/%=<>(),]|[A-Za-z0-9]+(?:_[A-Za-z_]*)?)/;

const faultOf = (rest: string): string =>
  /^["']/.test(rest)
    ? "the text is not closed. End it with the quote that it begins with."
    : `${JSON.stringify(rest.slice(0, [...rest][0]?.length ?? 1))} is no part of the language.`;

/** Binary operators are all of one kind here: which binds stronger does not matter to whether the text is an expression. */
const BINARY = /^(?:\*|\/|%|\+|-|=|!=|<>|>=|<=|<|>|and|or|xor)$/i;
const KEYWORD = /^(?:and|or|xor|not|like|exists|in|true|false)$/i;
const TEXT = /^["']/;
const WORD = /^[A-Za-z0-9]+$/;

/** Deeper than anyone writes, and shallower than the stack. */
const MAX_DEPTH = 200;

const readTokens = (tokens: readonly Token[], end: number): Cesql => {
  const attributes = new Set<string>();
  let at = 0;
  let depth = 0;

  const peek = (): string => tokens[at]?.text ?? "";
  const is = (word: string): boolean => peek().toLowerCase() === word;
  const wrong = (expected: string): never => {
    const token = tokens[at];
    throw new Unexpected(
      token?.offset ?? end,
      token === undefined
        ? `it ends where ${expected} must come.`
        : `${token.text} stands where ${expected} must come.`,
    );
  };
  const take = (word: string): void => {
    if (!is(word)) wrong(word);
    at += 1;
  };

  const expression = (): void => {
    depth += 1;
    if (depth > MAX_DEPTH) wrong(`something less deeply nested than ${MAX_DEPTH}`);
    operand();
    for (;;) {
      if (BINARY.test(peek())) {
        at += 1;
        operand();
        continue;
      }
      if (is("not")) at += 1;
      else if (!is("like") && !is("in")) break;
      if (is("like")) {
        at += 1;
        if (!TEXT.test(peek())) wrong("a text in quotes");
        at += 1;
      } else {
        take("in");
        list(true);
      }
    }
    depth -= 1;
  };

  const operand = (): void => {
    while (is("not") || is("-") || is("+")) at += 1;
    if (is("exists")) {
      at += 1;
      attribute();
    } else if (is("(")) {
      at += 1;
      expression();
      take(")");
    } else if (TEXT.test(peek()) || /^(?:\d+|true|false)$/i.test(peek())) at += 1;
    else if (/^[A-Za-z]/.test(peek()) && tokens[at + 1]?.text === "(" && !KEYWORD.test(peek())) {
      at += 1;
      list(false);
    } else attribute();
  };

  const attribute = (): void => {
    if (!WORD.test(peek()) || KEYWORD.test(peek())) wrong("a value or an attribute");
    attributes.add(peek());
    at += 1;
  };

  const list = (full: boolean): void => {
    take("(");
    if (!full && is(")")) {
      at += 1;
      return;
    }
    expression();
    while (is(",")) {
      at += 1;
      expression();
    }
    take(")");
  };

  try {
    expression();
    if (at < tokens.length) wrong("an operator or the end");
    return { ok: true, attributes: [...attributes] };
  } catch (error) {
    if (error instanceof Unexpected) return fail(error.offset, error.message);
    throw error;
  }
};

class Unexpected extends Error {
  readonly offset: number;

  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}
