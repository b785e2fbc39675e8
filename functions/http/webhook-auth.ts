import { PromptError } from "../../core/error.ts";
import type { Clock, Sha256 } from "../../core/port.ts";
import { type AuthConfig, type Authenticate, type Caller, createAuthenticate, equalInConstantTime } from "./auth.ts";
import { toBase64 } from "./base64.ts";
import { readBytes } from "./body.ts";
import { isHmac } from "./hmac.ts";

/** How a webhook may say who it is, where it can send no bearer token. */
export interface WebhookSecrets {
  /** `user:password` of Basic authentication. */
  readonly basic?: string | undefined;
  /** Of HMAC-SHA256 over the body. */
  readonly hmac?: string | undefined;
}

export interface WebhookAuthDeps {
  readonly sha256: Sha256;
  readonly clock: Clock;
  readonly maxBodyBytes: number;
}

/** Grafana's default for webhook contact points: 64 hex digits. */
export const SIGNATURE_HEADER = "x-grafana-alerting-signature";
/**
 * Seconds since the epoch. Grafana sends a time only where the contact point names a header for it, and then signs
 * `<time>:<body>`.
 */
export const TIMESTAMP_HEADER = "x-grafana-alerting-timestamp";

/** How far a signed time may be off: what was overheard cannot be sent again later. */
const windowMs = 300_000;

const minCharacters = 16;

/** What is wrong with `user:password`, if anything; the answer does not show it. */
export const problemOfBasic = (text: string): string | undefined => {
  const [, password] = /^[^:]+:(.+)$/s.exec(text) ?? [];
  if (password === undefined || /[\u0000-\u001f\u007f]/.test(text)) return "is not user:password on one line.";
  return problemOfSecret(password);
};

export const problemOfSecret = (text: string): string | undefined =>
  text.length < minCharacters
    ? `the secret has ${text.length} characters. Use at least ${minCharacters} (openssl rand -hex 32).`
    : undefined;

/**
 * Bearer tokens, Basic authentication and signed bodies: whichever is configured lets in. A token's namespaces hold even
 * where the body is signed, too.
 *
 * @throws {PromptError} `unauthenticated`, or `body_too_large` of a signed body, from the returned function.
 */
export const createWebhookAuthenticate = (
  auth: AuthConfig,
  { basic, hmac }: WebhookSecrets,
  { sha256, clock, maxBodyBytes }: WebhookAuthDeps,
): Authenticate => {
  if (auth.mode === "none") return createAuthenticate(auth, sha256);
  const ways = [
    ...(auth.tokens.length > 0 ? [byToken(createAuthenticate(auth, sha256))] : []),
    ...(basic === undefined ? [] : [byBasic(basic, sha256)]),
    ...(hmac === undefined ? [] : [bySignature(hmac, clock, maxBodyBytes)]),
  ];
  return async (request) => {
    for (const { find } of ways) {
      const caller = await find(request);
      if (caller) return caller;
    }
    throw new PromptError("unauthenticated", `Send ${ways.map(({ what }) => what).join(", or ")}.`, {
      details: { challenges: ways.map(({ challenge }) => challenge) },
    });
  };
};

interface Way {
  readonly what: string;
  /** For `WWW-Authenticate`. */
  readonly challenge: string;
  find(request: Request): Promise<Caller | undefined> | Caller | undefined;
}

const byToken = (authenticate: Authenticate): Way => ({
  what: "a known token (Authorization: Bearer <token>)",
  challenge: "Bearer",
  find: async (request) => {
    try {
      return await authenticate(request);
    } catch {
      return undefined;
    }
  },
});

const byBasic = (pair: string, sha256: Sha256): Way => {
  const expected = sha256(toBase64(new TextEncoder().encode(pair)));
  return {
    what: "the user and password (Authorization: Basic …)",
    challenge: 'Basic realm="kprompt", charset="UTF-8"',
    find: (request) => {
      const [, given] = /^basic +([a-z0-9+/]+=*) *$/i.exec(request.headers.get("authorization") ?? "") ?? [];
      return given !== undefined && equalInConstantTime(expected, sha256(given)) ? everyNamespace : undefined;
    },
  };
};

const bySignature = (secret: string, clock: Clock, maxBodyBytes: number): Way => ({
  what: `the body's HMAC-SHA256 (${SIGNATURE_HEADER})`,
  // Not a registered scheme, but the standard wants one.
  challenge: `HMAC-SHA256 header="${SIGNATURE_HEADER}"`,
  find: async (request) => {
    const given = request.headers.get(SIGNATURE_HEADER);
    if (given === null || !/^[0-9a-f]{64}$/i.test(given)) return undefined;
    const time = request.headers.get(TIMESTAMP_HEADER);
    if (time !== null && !isNear(time, clock.now())) return undefined;
    const body = await readBytes(request.clone(), maxBodyBytes);
    const signed = time === null ? body : concat(new TextEncoder().encode(`${time}:`), body);
    return (await isHmac(secret, signed, given.toLowerCase())) ? everyNamespace : undefined;
  },
});

const everyNamespace: Caller = { namespaces: null };

const isNear = (seconds: string, now: number): boolean =>
  /^\d{1,12}$/.test(seconds) && Math.abs(Number(seconds) * 1000 - now) <= windowMs;

const concat = (first: Uint8Array, second: Uint8Array): Uint8Array => {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
};
