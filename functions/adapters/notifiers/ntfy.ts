import type { Message } from "../../../core/alert/message.ts";
import { cutTo, deaden, fitLines } from "./text.ts";

/** Bytes. A longer message becomes a file, and a longer JSON is refused (docs.ntfy.sh/publish, server/server.go). */
const MAX = { title: 250, footer: 300, message: 4096, body: 8192 } as const;

const PRIORITIES = { info: 2, warning: 3, error: 4, critical: 5 } as const;
const TAGS = { info: "information_source", warning: "warning", error: "x", critical: "rotating_light" } as const;

/** Plain text. Nothing to click and no action: they would be a stranger's. */
export const toNtfy = (message: Message, topic: string): object => {
  const { severity, resolved, summary, sections, evidence, footer } = message;
  const head = {
    topic,
    title: cutTo(message.title, MAX.title, deaden, bytesOf),
    priority: resolved ? PRIORITIES.info : PRIORITIES[severity],
    tags: [resolved ? "white_check_mark" : TAGS[severity]],
  };
  const parts = [summary, ...sections.flatMap(({ heading, lines }) => lines.map((line) => `${heading}: ${line}`))];
  const end = cutTo(footer, MAX.footer, deaden, bytesOf);
  const room = MAX.body - bytesOf(JSON.stringify({ ...head, message: `\n\n${end}` }));
  // As JSON a text has at least as many bytes as it has itself.
  const size = (text: string): number =>
    Math.max(bytesOf(text) * (room / (MAX.message - bytesOf(end) - 2)), bytesOf(JSON.stringify(text)));
  return { ...head, message: `${fitLines([...parts, ...evidence], room, deaden, size)}\n\n${end}` };
};

const encoder = new TextEncoder();
const bytesOf = (text: string): number => encoder.encode(text).length;
