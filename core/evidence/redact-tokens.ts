import { FORM_TRIGGERS, redactForms } from "./redact-forms.ts";
import type { Mark } from "./redact-mark.ts";
import type { Trigger } from "./redact-triggers.ts";

/** What tells of these, for the triggers. */
export const TOKEN_TRIGGERS: readonly Trigger[] = [
  ...FORM_TRIGGERS,
  ["eyJ", /eyJ/y],
  ["ewo", /ewog/y],
  ["rer", /(?<=bea)rer["':=%+\\ \t]/iy],
  ["sic", /(?<=ba)sic["':=%+\\ \t]/iy],
];

/** Vendor tokens, JSON web tokens, and `Bearer`, `Basic` and the like with what follows them. */
export const redactTokens = (text: string, mark: Mark): string => {
  let safe = redactForms(text, mark);
  if (safe.includes("eyJ") || safe.includes("ewog")) safe = safe.replace(/[\w.-]{20,}/g, (run) => redactJwt(run, mark));
  return safe.replace(SCHEME, (all, scheme: string, space: string, value: string) =>
    isCredential(scheme, value) ? scheme + space + mark(scheme.toLowerCase()) : all,
  );
};

/** `header.payload.signature`, or five parts where it is encrypted; a cut one still counts from two parts. */
const redactJwt = (run: string, mark: Mark): string => {
  if (!JWT_START.test(run)) return run;
  const parts = run.split(".");
  const out: string[] = [];
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]!;
    const start = part.search(JWT_START);
    const next = parts[i + 1];
    const encrypted = next === "" && (parts[i + 2]?.length ?? 0) >= 8;
    if (start < 0 || part.length - start < 10 || next === undefined || (next.length < 8 && !encrypted)) {
      out.push(part);
      continue;
    }
    out.push(part.slice(0, start) + mark("jwt"));
    i += Math.min(/^(?:eyJ|ewog)/.test(next) ? 2 : 4, parts.length - 1 - i);
  }
  return out.join(".");
};

/** Base64 of `{"`, and of a brace with a line break after it. */
const JWT_START = /eyJ|ewog/;

/** Also with JSON's escapes, percent-encoded, and as name of the value. */
const SCHEME =
  /(?<![A-Za-z0-9])(bearer|basic)((?:[ \t]|%20|\+|\\u0020|\\[tn]){1,8}|\\{0,8}["']?[ \t]{0,4}[:=][ \t]{0,4}\\{0,8}["']?)((?:[A-Za-z0-9._~+/-]|\\\/|\\u00[0-9a-f]{2}|%2[BF]){6,}(?:={1,2}|(?:%3D|\\u003d){1,2})?)/gi;

/** Not `Basic authentication`, `Bearer realm="…"` or `basic input/output`: those have words. */
const isCredential = (scheme: string, value: string): boolean => {
  if (/^(?:\.{2,}|-{2,})/.test(value)) return false;
  const mixed = /\d/.test(value) || /[a-z][A-Z]/.test(value);
  if (scheme.toLowerCase() !== "basic") return mixed || (value.length >= 24 && !/[-/]/.test(value));
  return mixed && /^[A-Za-z0-9+/\\%]+={0,2}$/.test(value) && (value.length >= 8 || value.endsWith("="));
};

/** Hashes of passwords, as in `/etc/shadow`: known by a sign that the groups of three do not hold. */
export const redactHashes = (text: string, mark: Mark): string =>
  text.includes("$") ? text.replace(PASSWORD_HASH, () => mark("password_hash")) : text;

const PASSWORD_HASH =
  /\$(?:2[abxy]|5|6|y|7|apr1|argon2(?:id|i|d)|scrypt|pbkdf2-sha(?:1|256|512))\$[\w./$,=+-]{20,}|\{(?:SSHA|SHA|SMD5)\}[A-Za-z0-9+/]{20,}={0,2}/g;
