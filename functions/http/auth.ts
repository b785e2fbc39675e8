import { PromptError } from "../../core/error.ts";
import type { Sha256 } from "../../core/port.ts";

export interface Token {
  readonly token: string;
  /** Namespaces that the token is bound to; null: all. */
  readonly namespaces: readonly string[] | null;
}

export type AuthConfig = { readonly mode: "none" } | { readonly mode: "tokens"; readonly tokens: readonly Token[] };

/** Who calls, as far as it matters. */
export interface Caller {
  /** null: every namespace. */
  readonly namespaces: readonly string[] | null;
}

const minCharacters = 16;

/** Lines `token [namespace,…]`; empty lines and `#` comments are skipped. Problems name the line, never the token. */
export const parseTokens = (
  text: string,
): { readonly tokens: readonly Token[]; readonly problems: readonly string[] } => {
  const tokens: Token[] = [];
  const problems: string[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const [token, names, ...more] = line.trim().split(/\s+/);
    if (!token || token.startsWith("#")) continue;
    const namespaces = names?.split(",").filter((name) => name !== "") ?? null;
    const at = `line ${index + 1}`;
    if (more.length > 0) problems.push(`${at} has more than a token and one list. Separate namespaces by commas only.`);
    else if (!/^[\x21-\x7e]+$/.test(token))
      problems.push(`${at}: the token holds a character that no header can carry.`);
    else if (token.length < minCharacters)
      problems.push(
        `${at}: the token has ${token.length} characters. Use at least ${minCharacters} (openssl rand -hex 32).`,
      );
    else if (tokens.some((other) => other.token === token)) problems.push(`${at} repeats a token. Leave one.`);
    else if (namespaces?.length === 0)
      problems.push(`${at} binds the token to no namespace. Name one or leave it out.`);
    else tokens.push({ token, namespaces });
  }
  if (tokens.length === 0 && problems.length === 0) problems.push("holds no token. Write one a line.");
  return { tokens, problems };
};

/** Rejects, or throws, where nobody is let in. */
export type Authenticate = (request: Request) => Caller | Promise<Caller>;

/** @throws {PromptError} `unauthenticated` from the returned function. */
export const createAuthenticate = (config: AuthConfig, sha256: Sha256): ((request: Request) => Caller) => {
  if (config.mode === "none") return () => ({ namespaces: null });
  const known = config.tokens.map(({ token, namespaces }) => ({ hash: sha256(token), namespaces }));
  return (request) => {
    const [, given] = /^bearer +([\x21-\x7e]+) *$/i.exec(request.headers.get("authorization") ?? "") ?? [];
    if (given === undefined) {
      throw new PromptError("unauthenticated", "Send a token: Authorization: Bearer <token>.");
    }
    const hash = sha256(given);
    // Every token is compared to its end, so that time tells nothing.
    const matches = known.filter((candidate) => equalInConstantTime(candidate.hash, hash));
    if (!matches[0]) throw new PromptError("unauthenticated", "The token is not known here.");
    return { namespaces: matches[0].namespaces };
  };
};

/** Both are SHA-256 in hex: equally long, and of no use to whoever times a guess. */
export const equalInConstantTime = (a: string, b: string): boolean => {
  let difference = a.length ^ b.length;
  for (let index = 0; index < a.length; index++) difference |= a.charCodeAt(index) ^ b.charCodeAt(index);
  return difference === 0;
};
