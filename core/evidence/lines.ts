import type { LogLine } from "./evidence.ts";

/** A pasted log as lines. The empty text after a last line break is no line. */
export const splitLines = (text: string): LogLine[] => {
  const lines = text.split(/\r\n|\n|\r(?!\n)/);
  if (lines.at(-1) === "") lines.pop();
  return lines.map((line) => ({ text: line }));
};

/** How many lines `splitLines` makes of a text. */
export const countLines = (text: string): number => {
  let count = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code !== LF && code !== CR) continue;
    if (code === CR && text.charCodeAt(at + 1) === LF) at++;
    count++;
    start = at + 1;
  }
  return start < text.length ? count + 1 : count;
};

const LF = 10;
const CR = 13;
