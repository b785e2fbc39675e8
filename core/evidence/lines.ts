import type { LogLine } from "./evidence.ts";

/** A pasted log as lines. The empty text after a last line break is no line. */
export const splitLines = (text: string): LogLine[] => {
  const lines = text.split(/\r\n|\n|\r(?!\n)/);
  if (lines.at(-1) === "") lines.pop();
  return lines.map((line) => ({ text: line }));
};
