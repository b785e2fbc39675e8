import { stripAnsi } from "./ansi.ts";
import { redactBlocks } from "./redact-blocks.ts";
import { redactCommands } from "./redact-commands.ts";
import { redactPairs } from "./redact-pairs.ts";
import { redactTokens } from "./redact-tokens.ts";
import { redactUrls } from "./redact-urls.ts";

export interface Redacted {
  readonly text: string;
  /** Replaced values, by kind. */
  readonly counts: Readonly<Record<string, number>>;
}

/** Counts one more secret of a kind and gives the text that stands in its place. */
export type Mark = (kind: string) => string;

/**
 * Replaces secrets by `[redacted:<kind>]` and leaves what surrounds them, so that `password=hunter2` reads
 * `password=[redacted:password]`. Terminal colours go first: `password=\e[0mhunter2` is one pair.
 *
 * Idempotent, deterministic, and linear in the length of the text: no pattern can look further than it consumes.
 */
export const redact = (text: string): Redacted => {
  const counts: Record<string, number> = {};
  const mark: Mark = (kind) => {
    counts[kind] = (counts[kind] ?? 0) + 1;
    return `[redacted:${kind}]`;
  };
  let safe = text;
  // What one pass replaces can change how its neighbour reads, in text made to do so; a second pass finds nothing else.
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const before = safe;
    safe = redactOnce(before, mark);
    if (safe === before) break;
  }
  return { text: safe, counts };
};

const MAX_PASSES = 6;

const redactOnce = (text: string, mark: Mark): string => {
  const keyless = redactPrivateKeys(stripAnsi(text), mark);
  const shown = redactCommands(redactUrls(redactTokens(keyless, mark), mark), mark);
  return redactAddresses(redactBlocks(redactPairs(shown, mark), mark), mark);
};

/** A secret's replacement, wherever it stands. */
export const isMarked = (value: string): boolean => /^\[redacted:[a-z_]+\]$/.test(value);

const PRIVATE_KEY =
  /(-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----)([\s\S]*?)(-----END (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----|$)/g;

/** Without an end mark (a cut line) everything after the start goes. */
const redactPrivateKeys = (text: string, mark: Mark): string =>
  text.includes("PRIVATE KEY")
    ? text.replace(PRIVATE_KEY, (_, begin: string, body: string, end: string) =>
        isMarked(body) ? begin + body + end : begin + mark("private_key") + end,
      )
    : text;

const ADDRESS =
  /(?<![\w.+%-])[\w.+%-]{1,64}@([A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,8}\.[A-Za-z]{2,24})(?![\w-])/g;
/** `getty@tty1.service` is a systemd unit, `client-go@v0.33.0-rc.beta` a version. */
const NO_DOMAIN =
  /^v?\d+\.|\.(?:service|socket|timer|target|mount|slice|scope|device|path|swap|go|js|ts|mjs|so|jar|py)$/i;

const redactAddresses = (text: string, mark: Mark): string =>
  text.includes("@")
    ? text.replace(ADDRESS, (address: string, domain: string, at: number) =>
        NO_DOMAIN.test(domain) || address.startsWith("git@") || text.startsWith("://", at - 3)
          ? address
          : mark("email"),
      )
    : text;
