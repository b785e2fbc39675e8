import type { Mark } from "./redact-mark.ts";
import { costOfPattern } from "./safe-pattern.ts";

/** A pattern of the user's own; what it matches becomes `[redacted:<name>]`. */
export interface SecretPattern {
  readonly name: string;
  readonly pattern: RegExp;
}

export interface PatternProblem {
  /** Position in the list; -1: of the list itself. */
  readonly index: number;
  readonly detail: string;
}

const MAX_PATTERNS = 50;
const MAX_LENGTH = 500;

/** Compiles the user's patterns, and says of each that cannot be taken why not. */
export const compilePatterns = (
  given: readonly { readonly name: string; readonly pattern: string }[],
): { readonly patterns: readonly SecretPattern[]; readonly problems: readonly PatternProblem[] } => {
  const patterns: SecretPattern[] = [];
  const problems: PatternProblem[] = [];
  if (given.length > MAX_PATTERNS) problems.push({ index: -1, detail: `has more than ${MAX_PATTERNS} patterns.` });
  const names = new Set<string>();
  given.forEach(({ name, pattern }, index) => {
    const detail = problemOf(name, pattern, names);
    names.add(name);
    if (detail === undefined) patterns.push({ name, pattern: new RegExp(pattern, "gu") });
    else problems.push({ index, detail });
  });
  return { patterns, problems };
};

const problemOf = (name: string, pattern: string, names: ReadonlySet<string>): string | undefined => {
  if (!/^[a-z][a-z_]{0,31}$/.test(name)) return "its name is not of 1 to 32 letters a to z and underscores.";
  if (names.has(name)) return `the name "${name}" is given twice.`;
  if (pattern.length > MAX_LENGTH) return `its pattern is longer than ${MAX_LENGTH} characters.`;
  try {
    new RegExp(pattern, "gu");
  } catch (error) {
    return `its pattern is no regular expression: ${error instanceof Error ? error.message.split(": ").at(-1) : ""}.`;
  }
  return costOfPattern(pattern);
};

/** What is already hidden is not looked at again. */
export const redactByPatterns = (text: string, patterns: readonly SecretPattern[], mark: Mark): string => {
  let safe = text;
  for (const { name, pattern } of patterns) {
    safe = safe
      .split(MARKED)
      .map((part, i) => (i % 2 === 0 ? part.replace(pattern, () => mark(name)) : part))
      .join("");
  }
  return safe;
};

const MARKED = /(\[redacted:[a-z_]+\])/;
