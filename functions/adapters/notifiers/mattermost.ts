import type { Message } from "../../../core/alert/message.ts";
import { escapeMarkdown } from "./markdown.ts";
import { cutTo, fence, fitLines, isBlank } from "./text.ts";

/** A post has at most 16,383 characters (server/public/model/post.go, PostMessageMaxRunesV2). */
const MAX_TEXT = 16_383;
const MAX = { title: 300, summary: 2000, section: 2000, evidence: 4000, footer: 600 } as const;

/** Markdown in one post: attachments would add a colour, and limits of their own. */
export const toMattermost = ({ title, summary, sections, evidence, footer }: Message): object => {
  const lines = evidence.filter((line) => !isBlank(line));
  const parts = [
    `#### ${cutTo(title, MAX.title, escapeMattermost)}`,
    cutTo(summary, MAX.summary, escapeMattermost),
    ...(lines.length > 0 ? [fence(lines, MAX.evidence, breakMentions)] : []),
    ...sections.map(({ heading, lines }) => `**${heading}**\n${fitLines(lines, MAX.section, escapeMattermost)}`),
  ];
  const end = cutTo(footer, MAX.footer, escapeMattermost);
  let text = "";
  for (const part of parts.filter((one) => !isBlank(one))) {
    if (text.length + part.length + end.length + 4 <= MAX_TEXT) text += `${part}\n\n`;
  }
  return { text: `${text}${end}` };
};

/** A name behind an @ is told of wherever it stands. */
const breakMentions = (text: string): string => text.replace(/@(?!\u200b)/g, "@\u200b");

const escapeMattermost = (text: string): string => breakMentions(escapeMarkdown(text));
