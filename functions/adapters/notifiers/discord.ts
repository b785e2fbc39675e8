import type { Message } from "../../../core/alert/message.ts";
import { escapeMarkdown } from "./markdown.ts";
import { cutTo, deaden, fence, fitLines, isBlank } from "./text.ts";

/** Limits of an embed, and of all texts in all embeds (docs.discord.com/developers/resources/message, embed limits). */
const MAX = { title: 256, description: 1000, fields: 20, value: 1024, footer: 500, evidence: 1800, all: 6000 } as const;

const COLOURS = { info: 0x3b82f6, warning: 0xf59e0b, error: 0xef4444, critical: 0x991b1b } as const;
const RESOLVED = 0x22c55e;

/** One embed for what is said, one for the log lines; and whatever a text says, nobody is mentioned. */
export const toDiscord = (message: Message): object => {
  const { severity, resolved, evidence, sections } = message;
  const color = resolved ? RESOLVED : COLOURS[severity];
  const title = orDash(cutTo(message.title, MAX.title, escapeMarkdown));
  const description = orDash(cutTo(message.summary, MAX.description, escapeMarkdown));
  // Markdown is not read in a footer.
  const footer = orDash(cutTo(message.footer, MAX.footer, deaden));
  const lines = evidence.filter((line) => !isBlank(line));
  const block = lines.length > 0 ? fence(lines, MAX.evidence) : "";
  let left = MAX.all - title.length - description.length - footer.length - block.length;
  const fields: object[] = [];
  for (const { heading, lines } of sections) {
    const value = fitLines(lines, Math.min(MAX.value, left - heading.length), escapeMarkdown);
    if (fields.length >= MAX.fields || left - heading.length < 32 || isBlank(value)) continue;
    left -= heading.length + value.length;
    fields.push({ name: heading, value, inline: false });
  }
  return {
    embeds: [
      { title, description, color, fields, footer: { text: footer } },
      ...(block === "" ? [] : [{ description: block, color }]),
    ],
    allowed_mentions: { parse: [] },
  };
};

/** Discord trims, and then refuses what is empty. */
const orDash = (text: string): string => (isBlank(text) ? "–" : text);
