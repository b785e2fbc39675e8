import { stripAnsi } from "./ansi.ts";
import { COMMAND_TRIGGERS, redactCommands, redactPgpass } from "./redact-commands.ts";
import { redactAddresses } from "./redact-emails.ts";
import { hasEscapes, hasHidden, withoutEscapes, withoutHidden } from "./redact-hidden.ts";
import { redactIps } from "./redact-ips.ts";
import { redactPrivateKeys } from "./redact-keys.ts";
import { type Context, createContext } from "./redact-lines.ts";
import { isSecretKind, redactManifests } from "./redact-manifests.ts";
import type { Mark } from "./redact-mark.ts";
import { NAME_TRIGGERS } from "./redact-names.ts";
import { kindOfName, redactPairs } from "./redact-pairs.ts";
import { redactByPatterns, type SecretPattern } from "./redact-patterns.ts";
import { redactSecretJson, redactSql } from "./redact-sql.ts";
import { redactHashes, redactTokens, TOKEN_TRIGGERS } from "./redact-tokens.ts";
import { createNeedsOf, NEEDS } from "./redact-triggers.ts";
import { redactUrls } from "./redact-urls.ts";

export interface RedactionOptions {
  /** Addresses of the internet protocol, too. */
  readonly ips?: boolean;
  /** The user's own, as `compilePatterns` made them. */
  readonly patterns?: readonly SecretPattern[];
}

export interface Redacted {
  readonly text: string;
  /** Replaced values, by kind. */
  readonly counts: Readonly<Record<string, number>>;
}

export interface RedactedLines {
  readonly texts: readonly string[];
  readonly redactions: Readonly<Record<string, number>>;
}

export interface Redactor {
  /**
   * Replaces secrets by `[redacted:<kind>]` and leaves what surrounds them, so that `password=hunter2` reads
   * `password=[redacted:password]`. Terminal colours go first: `password=\e[0mhunter2` is one pair.
   *
   * Idempotent, deterministic, and linear in the length of the text: no pattern can look further than it consumes.
   */
  readonly redact: (text: string) => Redacted;
  /** The same line by line, and what is secret only through other lines of its stream. */
  readonly redactLines: (lines: readonly { readonly text: string; readonly stream: string }[]) => RedactedLines;
}

export const createRedactor = (options: RedactionOptions = {}): Redactor => ({
  redact: (text) => {
    const counts = createCounts();
    const mark = createMark(counts);
    const needs = needsIn(text, options);
    return { text: needs === 0 ? text : redactText(text, needs, mark, options), counts };
  },
  redactLines: (lines) => redactLinesOf(lines, options),
});

export const { redact, redactLines } = createRedactor();

/** Without a prototype, since a user may name a pattern `constructor`. */
const createCounts = (): Record<string, number> => Object.create(null);

const createMark =
  (counts: Record<string, number>): Mark =>
  (kind) => {
    counts[kind] = (counts[kind] ?? 0) + 1;
    return `[redacted:${kind}]`;
  };

const needsOf = createNeedsOf([
  [NEEDS.names, NAME_TRIGGERS],
  [NEEDS.forms, TOKEN_TRIGGERS],
  [NEEDS.commands, COMMAND_TRIGGERS],
]);

/** 0: nothing of what is looked for can be in the text. */
const needsIn = (text: string, { ips, patterns }: RedactionOptions): number => {
  let needs = needsOf(text);
  if ((needs & NEEDS.hidden) !== 0) {
    if (!hasHidden(text)) needs &= ~NEEDS.hidden;
    if (/[\u001b\u009b]/.test(text) || (text.includes("\n") && PGPASS_LINE.test(text))) needs |= NEEDS.other;
  }
  if ((needs & NEEDS.signs) !== 0) {
    needs &= ~NEEDS.signs;
    if (hasEscapes(text)) needs |= NEEDS.hidden;
    if (text.includes("$")) needs |= NEEDS.other;
    if ((text.includes("@") && BEFORE_AT.test(text)) || text.includes("%40")) needs |= NEEDS.urls;
  }
  if (text.includes("//") && /hook|ifttt/i.test(text)) needs |= NEEDS.urls;
  return ips || patterns !== undefined || PGPASS_START.test(text) ? needs | NEEDS.other : needs;
};

/** Not `{"@t":…`. */
const BEFORE_AT = /[^\s"']@/;
const PGPASS_START = /^(?:[\w.-]{1,253}|\*):(?:\d{4,5}|\*):[\w*]/;
const PGPASS_LINE = /^(?:[\w.-]{1,253}|\*):(?:\d{4,5}|\*):[\w*]/m;

/** What one pass replaces can change how its neighbour reads, in text made to do so; a second pass finds nothing else. */
const MAX_PASSES = 6;

const redactText = (text: string, needs: number, mark: Mark, options: RedactionOptions): string => {
  const safe = redactSeen(text, needs, mark, options);
  if ((needs & NEEDS.hidden) === 0) return safe;
  // What is not seen or is escaped may hide a name or a secret. Where it hides nothing it stays, for it is worth to be seen.
  let found = false;
  const bare = withoutEscapes(withoutHidden(stripAnsi(safe)));
  const again = redactSeen(
    bare,
    needsIn(bare, options) | (needs & NEEDS.forms),
    (kind) => {
      found = true;
      return mark(kind);
    },
    options,
  );
  return found ? again : safe;
};

const redactSeen = (text: string, needs: number, mark: Mark, options: RedactionOptions): string => {
  let safe = text;
  let left = needs;
  for (let pass = 0; pass < MAX_PASSES && left !== 0; pass++) {
    const before = safe;
    safe = redactOnce(before, left, mark, options);
    if (safe.includes("\n")) safe = redactInside(safe, mark);
    if (safe === before) break;
    left = needsIn(safe, options);
  }
  return safe;
};

const redactOnce = (text: string, needs: number, mark: Mark, { ips, patterns }: RedactionOptions): string => {
  let safe = stripAnsi(text);
  if ((needs & (NEEDS.names | NEEDS.forms)) !== 0) safe = redactPrivateKeys(safe, mark);
  if ((needs & NEEDS.forms) !== 0) safe = redactTokens(safe, mark);
  if ((needs & NEEDS.urls) !== 0) safe = redactUrls(safe, mark);
  if ((needs & NEEDS.commands) !== 0) safe = redactCommands(safe, mark);
  if ((needs & NEEDS.names) !== 0) {
    safe = redactSecretJson(safe, mark);
    safe = redactPairs(redactSql(safe, mark, kindOfName), mark);
  }
  if ((needs & NEEDS.other) !== 0) safe = redactPgpass(redactHashes(safe, mark), mark);
  if ((needs & NEEDS.urls) !== 0) safe = redactAddresses(safe, mark);
  if (ips) safe = redactIps(safe, mark);
  return patterns === undefined ? safe : redactByPatterns(safe, patterns, mark);
};

/** The lines of one text are a stream of their own. */
const redactInside = (text: string, mark: Mark): string => {
  const context = createContext(mark);
  const lines = text.split("\n");
  const safe = lines.map((line) => {
    const opens = needsOf(line) !== 0;
    return opens || context.isOpen() ? context.read(line, line, opens) : line;
  });
  return (safe.some(isSecretKind) ? redactManifests(safe, mark) : safe).join("\n");
};

const redactLinesOf = (
  lines: readonly { readonly text: string; readonly stream: string }[],
  options: RedactionOptions,
): RedactedLines => {
  const redactions = createCounts();
  const mark = createMark(redactions);
  const contexts = new Map<string, Context>();
  const texts: string[] = [];
  let manifests = false;
  let stream: string | undefined;
  let context: Context | undefined;
  for (const line of lines) {
    const { text } = line;
    if (line.stream !== stream) {
      stream = line.stream;
      context = contexts.get(stream);
    }
    const needs = needsIn(text, options);
    if (needs === 0 && (context === undefined || !context.isOpen())) {
      texts.push(text);
      continue;
    }
    let safe = needs === 0 ? text : redactText(text, needs, mark, options);
    if ((needs & (NEEDS.names | NEEDS.forms)) !== 0 || context?.isOpen()) {
      if (context === undefined) {
        context = createContext(mark);
        contexts.set(line.stream, context);
      }
      safe = safe.includes("\n") ? safe : context.read(safe, text, needs !== 0);
      manifests ||= isSecretKind(safe);
    }
    texts.push(safe);
  }
  return { texts: manifests ? redactByStream(lines, texts, mark) : texts, redactions };
};

const redactByStream = (
  lines: readonly { readonly stream: string }[],
  texts: readonly string[],
  mark: Mark,
): readonly string[] => {
  const safe = [...texts];
  const byStream = new Map<string, number[]>();
  lines.forEach(({ stream }, i) => {
    const places = byStream.get(stream);
    if (places === undefined) byStream.set(stream, [i]);
    else places.push(i);
  });
  for (const places of byStream.values()) {
    redactManifests(
      places.map((i) => texts[i]!),
      mark,
    ).forEach((text, i) => {
      safe[places[i]!] = text;
    });
  }
  return safe;
};
