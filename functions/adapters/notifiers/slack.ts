import type { Message } from "../../../core/alert/message.ts";
import { cutTo, deaden, fence, fitLines, isBlank } from "./text.ts";

/** Block Kit (docs.slack.dev/reference/block-kit): a text object has 1 to 3,000 characters, a header's 150. */
const MAX = { header: 150, section: 1500, evidence: 2900, footer: 500, fallback: 1000 } as const;
/** All blocks as JSON. Above some 13,000 Slack answers msg_blocks_too_long, which no page of its documentation says. */
const MAX_BLOCKS = 10_000;

/**
 * A stranger's text stands in `plain_text`, of which Slack reads nothing; only log lines need mark-up, for their fence, and
 * are escaped. Slack shows `text` in notifications, and reads it as mark-up.
 */
export const toSlack = (message: Message): object => {
  const { title, summary, sections, evidence, footer } = message;
  const blocks: object[] = [{ type: "header", text: plain(cutTo(title, MAX.header, deaden)) }];
  const last = { type: "context", elements: [plain(cutTo(footer, MAX.footer, deaden))] };
  const lines = evidence.filter((line) => !isBlank(line));
  let left = MAX_BLOCKS - sizeOf([...blocks, last]);
  const push = (block: object): void => {
    const size = sizeOf(block) + 1;
    if (size > left) return;
    left -= size;
    blocks.push(block);
  };
  if (!isBlank(summary)) push({ type: "section", text: plain(cutTo(summary, MAX.section, deaden, sizeOf)) });
  if (lines.length > 0) {
    const text = fence(lines, MAX.evidence, escapeSlack, sizeOf);
    push({ type: "section", text: { type: "mrkdwn", text, verbatim: true } });
  }
  for (const { heading, lines } of sections) {
    const body = fitLines(lines, MAX.section, deaden, sizeOf);
    if (!isBlank(body)) push({ type: "section", text: plain(`${heading}\n${body}`) });
  }
  return {
    text: cutTo(`${title}: ${summary}`, MAX.fallback, (text) => escapeSlack(deaden(text))),
    blocks: [...blocks, last],
    unfurl_links: false,
    unfurl_media: false,
  };
};

/** What Slack asks to have escaped in mark-up; an entity that stands there already is shown as it is. */
const escapeSlack = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const plain = (text: string) => ({ type: "plain_text", text: isBlank(text) ? "–" : text, emoji: false });

/** As it is sent: a quotation mark is two. */
const sizeOf = (value: unknown): number => JSON.stringify(value).length;
