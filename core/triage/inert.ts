import { neutralise } from "../evidence/neutralise.ts";
import { type Redactor, redact as redactAlways } from "../evidence/redact.ts";
import { cutEnd } from "../evidence/shorten.ts";

export interface Inert {
  readonly text: string;
  /** Links, images, addresses, tags and mentions that a page or a chat would have acted on. */
  readonly links: number;
}

/**
 * Makes a text of an answer safe to show where Markdown, HTML or chat mark-up is live: nothing in it is a link, an image,
 * a tag or a mention, none of it drives a terminal or hides its order, and what looks like a secret is masked. It stays
 * readable: `https[:]//host`, `‹b›`, `@ everyone`. Idempotent, and no longer than `max` characters.
 *
 * @param redact Default: hides what always is hidden.
 */
export const makeInert = (text: string, max: number, redact: Redactor["redact"] = redactAlways): Inert => {
  let links = 0;
  let safe = text;
  // A cut or a mask can change how its neighbour reads; a further pass settles that.
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const before = safe;
    const dead = deaden(neutraliseLine(redact(before.replace(UNPRINTABLE, " ")).text));
    links += dead.links;
    safe = cut(dead.text, max);
    if (safe === before) break;
  }
  return { text: safe, links };
};

const MAX_PASSES = 6;

/**
 * Controls, line and paragraph marks, halves of surrogate pairs, and what hides or reorders text; but not what joins
 * letters and emoji.
 */
export const UNPRINTABLE = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Chat tokens only: joiners are kept, which evidence shows as escapes. */
const neutraliseLine = (text: string): string =>
  text
    .split(/([\u200c\u200d]+)/)
    .map((piece, index) => (index % 2 === 0 ? neutralise(piece) : piece))
    .join("");

const LIVE: readonly (readonly [RegExp, string])[] = [
  // HTML, autolinks, Slack's <!channel> and <@U1>, Discord's <@&1>; a tag without an end as well.
  [/<(?=[A-Za-z/!?@#:])([^<>]*)>/g, "‹$1›"],
  [/<(?=[A-Za-z/!?@#:])/g, "‹"],
  // Markdown's [text](target) and ![text](target); a definition, which a list or a quote can hold too. None begins inside
  // a word, as in `sshd[812]:`, and what leads to a digit, as in `[::1]:5432`, leaves no page.
  [/\](?=\()/g, "] "],
  [/(?<![^\s>\\]\[[^[\]\\]{0,60})\](?=:(?!\d))/g, "] "],
  // Bare addresses, of any scheme; and the schemes that need no slashes.
  [/(?<=[A-Za-z0-9]):(?=\/\/)/g, "[:]"],
  [/\b(javascript|vbscript|mailto|data(?=:[a-z]+\/)):/gi, "$1[:]"],
  [/\bwww\.(?=[A-Za-z0-9])/gi, "www[.]"],
  // Some chats find these inside a word, too. Elsewhere an @ inside a word is a version, a unit or a digest.
  [/@(?=(?:everyone|here|channel|all|room)\b)/gi, "@ "],
  [/(?<![\w.+-])@(?=[A-Za-z0-9_])/g, "@ "],
];

const deaden = (text: string): Inert => {
  let links = 0;
  let dead = text;
  for (const [pattern, replacement] of LIVE) {
    links += dead.match(pattern)?.length ?? 0;
    dead = dead.replace(pattern, replacement);
  }
  return { text: dead, links };
};

/** Half of a mask would be masked again. */
const cut = (text: string, max: number): string =>
  text.length <= max ? text : cutEnd(text, max).replace(/\[[a-z]*(?::[a-z_]*)?…$/, "…");
