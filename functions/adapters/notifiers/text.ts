import { cutEnd } from "../../../core/evidence/shorten.ts";
import { UNPRINTABLE } from "../../../core/triage/inert.ts";

/**
 * The last guard before a chat, on one line: what could still act there is broken by a sign without width. Texts of a notice
 * were made inert before, in ways that can be read; of those nothing changes.
 */
export const deaden = (text: string): string =>
  text
    .replace(UNPRINTABLE, " ")
    // What would begin or end a block of code.
    .replace(/`{3,}/g, (run) => "'".repeat(run.length))
    // Slack's mentions and links, which Mattermost reads as well, even inside code.
    .replace(/<(?=[!@#/?A-Za-z])/g, "<\u200b")
    .replace(/(?<=[A-Za-z0-9]):(?=\/\/)/g, ":\u200b")
    .replace(/\bwww\.(?=\w)/gi, (match) => `${match}\u200b`)
    // Also where the word goes on: an escape behind it can end it.
    .replace(/@(?=everyone|here|channel|all|room)/gi, "@\u200b")
    .replace(/(?<![\w.+-])@(?=[A-Za-z0-9_])/g, "@\u200b");

/** Whether a service that trims what it is sent would see anything. */
export const isBlank = (text: string): boolean => text.replace(/[\p{Cf}\p{Z}\s]+/gu, "") === "";

/**
 * The longest start of a text that is not larger than `max` once it is escaped by `encode`; it ends between two characters, so no
 * escape and no surrogate pair is cut in two.
 *
 * @param size Default: UTF-16 code units, which are never fewer than the characters that a service counts.
 */
export const cutTo = (
  text: string,
  max: number,
  encode: (text: string) => string = (same) => same,
  size: (text: string) => number = (whole) => whole.length,
): string => {
  const whole = encode(text);
  if (size(whole) <= max) return whole;
  let [low, high] = [0, Math.min(text.length, Math.max(0, max))];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (size(encode(cutEnd(text, middle))) <= max) low = middle;
    else high = middle - 1;
  }
  return encode(cutEnd(text, low));
};

/** The same for lines: whole ones while they last, then the start of one, and how many are not shown. */
export const fitLines = (
  lines: readonly string[],
  max: number,
  encode: (text: string) => string = (same) => same,
  size: (text: string) => number = (whole) => whole.length,
): string => {
  const joined = (shown: readonly string[]): string => shown.join("\n");
  const whole = joined(lines.map(encode));
  if (size(whole) <= max) return whole;
  const shown: string[] = [];
  for (const [index, line] of lines.entries()) {
    const more = lines.length - index - 1;
    const note = more === 0 ? [] : [`… and ${more} more`];
    const next = encode(line);
    if (size(joined([...shown, next, ...note])) <= max) {
      shown.push(next);
      continue;
    }
    const said = size(joined([...shown, "", ...note])) <= max ? note : [];
    const start = cutTo(line, max - size(joined([...shown, "", ...said])), encode, size);
    return joined([...shown, ...(start === "" ? [] : [start]), ...said]);
  }
  return joined(shown);
};

/** A fence of three backticks around lines; nothing in them can close it. `max` counts the fence. */
export const fence = (
  lines: readonly string[],
  max: number,
  encode: (text: string) => string = (same) => same,
  size: (text: string) => number = (whole) => whole.length,
): string => {
  const open = "```\n";
  const close = "\n```";
  const inside = (line: string): string => encode(deaden(line));
  return `${open}${fitLines(lines, max - size(open + close), inside, size)}${close}`;
};
