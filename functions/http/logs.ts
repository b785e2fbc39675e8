import * as v from "valibot";
import { PromptError } from "../../core/error.ts";
import type { LogLine } from "../../core/evidence/evidence.ts";
import { countLines, splitLines } from "../../core/evidence/lines.ts";
import { dictionary, strict, Timestamp, text } from "./schema.ts";

export const LabelsSchema = dictionary(v.pipe(v.string(), v.maxLength(1024, "must have at most 1024 characters.")));

const LineTimeSchema = v.union([
  Timestamp,
  v.pipe(v.string(), v.regex(/^\d{1,19}$/, "must be a time as in 2026-11-21T03:00:00Z, or nanoseconds since 1970.")),
]);

/** One text with a line a line, or a list of texts and of lines with their time and labels. */
export const LogsSchema = v.union([
  v.string(),
  v.array(
    v.union([
      v.string(),
      strict({ time: v.optional(LineTimeSchema), line: v.string(), labels: v.optional(LabelsSchema) }),
    ]),
  ),
]);
export type Logs = v.InferOutput<typeof LogsSchema>;

/** Where the logs come from. `severity` and `log_filter` choose lines where they are fetched. */
export const PlaceSchema = {
  namespace: v.optional(text(253)),
  pod: v.optional(text(253)),
  container: v.optional(text(253)),
  node: v.optional(text(253)),
};

export interface LineLimits {
  readonly maxLines: number;
  readonly maxLineBytes: number;
}

/** @throws {PromptError} `lines_too_many`, `line_too_long` */
export const toLines = (logs: Logs, { maxLines, maxLineBytes }: LineLimits): readonly LogLine[] => {
  const tooMany = (count: number): PromptError =>
    new PromptError(
      "lines_too_many",
      `${count} lines are more than the ${maxLines} taken at once. Send the last ones.`,
      {
        issues: [{ pointer: "/logs", detail: `has more than ${maxLines} lines.` }],
        details: { max_lines: maxLines },
      },
    );
  if (typeof logs !== "string" && logs.length > maxLines) throw tooMany(logs.length);

  const lines: LogLine[] = [];
  const add = (text: string, pointer: string, more: Omit<LogLine, "text">): void => {
    // Counted before they are made: millions of empty lines fit into a body.
    const count = lines.length + countLines(text);
    if (count > maxLines) throw tooMany(count);
    for (const { text: line } of splitLines(text)) {
      if (isLonger(line, maxLineBytes)) throw tooLong(lines.length, pointer, maxLineBytes);
      lines.push({ text: line, ...more });
    }
  };
  if (typeof logs === "string") add(logs, "/logs", {});
  else {
    for (const [index, item] of logs.entries()) {
      if (typeof item === "string") add(item, `/logs/${index}`, {});
      else {
        const { line, time, labels } = item;
        add(line, `/logs/${index}/line`, { ...(time !== undefined && { time }), ...(labels && { labels }) });
      }
    }
  }
  return lines;
};

const isLonger = (line: string, maxBytes: number): boolean =>
  // No UTF-16 unit takes more than three bytes, so most lines need no counting.
  line.length * 3 > maxBytes && new TextEncoder().encode(line).byteLength > maxBytes;

const tooLong = (index: number, pointer: string, maxBytes: number): PromptError =>
  new PromptError("line_too_long", `Line ${index + 1} is longer than ${maxBytes} bytes. Cut it, or leave it out.`, {
    issues: [{ pointer, detail: `has a line longer than ${maxBytes} bytes.` }],
    details: { max_line_bytes: maxBytes },
  });
