import type { Level, LogLine } from "./evidence.ts";
import { higherLevel, levelOf, levelOfLabels } from "./level.ts";
import { neutralise } from "./neutralise.ts";
import { redact } from "./redact.ts";
import { createBlockRedactor } from "./redact-blocks.ts";
import { cutMiddle } from "./shorten.ts";
import { continues, joinStack } from "./stack.ts";
import { compareMoments, leadingTime, type Moment, parseTime } from "./time.ts";

/** One thing that was logged: a line, or a line with the stack trace under it; redacted and neutralised. */
export interface Entry {
  readonly moment: Moment | undefined;
  readonly level: Level;
  readonly text: string;
  /** Lines of the input. */
  readonly lines: number;
}

export interface Entries {
  /** In order of time; what has no time stays behind what it followed. */
  readonly entries: readonly Entry[];
  readonly redactions: Readonly<Record<string, number>>;
}

/** Longest text of one entry; more is cut in the middle. */
export const MAX_ENTRY_LENGTH = 1200;
/** A stack trace is one entry up to so many lines. */
const MAX_STACK = 400;

interface Line {
  readonly text: string;
  readonly stream: string;
  readonly moment: Moment | undefined;
  readonly level: Level;
}

export const toEntries = (lines: readonly LogLine[]): Entries => {
  const redactions: Record<string, number> = {};
  const safe = redactLines(lines, redactions);
  const year = yearOf(lines, safe);
  const read: Line[] = [];
  lines.forEach((line, i) => {
    const text = safe[i]!;
    if (text.trim() === "") return;
    const given = line.time === undefined ? undefined : parseTime(line.time);
    read.push({
      text,
      stream: streamOf(line),
      moment: given ?? leadingTime(text, year)?.moment,
      level: levelOfLabels(line.labels),
    });
  });
  return { entries: joinStacks(inOrder(read)), redactions };
};

/** Redacts each line, and the body of a private key that was logged line by line. */
const redactLines = (lines: readonly LogLine[], redactions: Record<string, number>): string[] => {
  /** Streams inside a private key, with the lines that may still belong to it. */
  const inside = new Map<string, number>();
  const blocks = new Map<string, (line: string) => string>();
  const mark = (kind: string): string => {
    redactions[kind] = (redactions[kind] ?? 0) + 1;
    return `[redacted:${kind}]`;
  };
  return lines.map((line) => {
    const redacted = redact(line.text);
    for (const [kind, count] of Object.entries(redacted.counts)) redactions[kind] = (redactions[kind] ?? 0) + count;
    const stream = streamOf(line);
    const block = blocks.get(stream) ?? createBlockRedactor(mark);
    blocks.set(stream, block);
    const text = redacted.text.split("\n").map(block).join("\n");
    const left = inside.get(stream);
    if (BEGIN.test(line.text) && !END.test(line.text)) {
      inside.set(stream, 200);
      return text;
    }
    if (left === undefined) return text;
    if (END.test(line.text) || left === 0) inside.delete(stream);
    else inside.set(stream, left - 1);
    if (END.test(line.text)) return text.replace(KEY_BEFORE_END, "$1[redacted:private_key]$2");
    return text.replace(KEY_BODY, "$1[redacted:private_key]");
  });
};

const BEGIN = /-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY/;
const END = /-----END (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY/;
const KEY_BODY = /(^|[\s"'|>])[A-Za-z0-9+/]{4,}={0,2}(?=["'\\,]{0,4}\s*$)/;
const KEY_BEFORE_END = /(^|[\s"'|>])[A-Za-z0-9+/]{4,}={0,2}(-----END )/;

const streamOf = ({ labels }: LogLine): string =>
  labels === undefined ? "" : `${labels.namespace}/${labels.pod}/${labels.container}/${labels.stream}`;

/** Year for stamps without one: that of the first full timestamp. */
const yearOf = (lines: readonly LogLine[], texts: readonly string[]): number | undefined => {
  for (let i = 0; i < lines.length; i++) {
    const time = lines[i]!.time;
    const moment = (time === undefined ? undefined : parseTime(time)) ?? leadingTime(texts[i]!)?.moment;
    // Mean years are near enough, except in the hours around New Year.
    if (moment !== undefined) return 1970 + Math.floor(moment.seconds / 31_556_952);
  }
  return undefined;
};

/** By time, equal times as given; a log that was given newest first is turned round. */
const inOrder = (lines: readonly Line[]): readonly Line[] => {
  const timed = lines.filter((line) => line.moment !== undefined);
  const first = timed[0]?.moment;
  const last = timed.at(-1)?.moment;
  if (first === undefined || last === undefined) return lines;
  const given = timed.length === lines.length && compareMoments(first, last) > 0 ? lines.toReversed() : lines;
  let before = first;
  const keyed = given.map((line) => {
    before = line.moment ?? before;
    return { line, key: before };
  });
  return keyed.sort((a, b) => compareMoments(a.key, b.key)).map(({ line }) => line);
};

/** Whether a traceback began and its last line, the only one that is not indented, has not come. */
const isTraceback = (parts: readonly string[], before: boolean): boolean =>
  parts.reduce(
    (inside, part) => part.startsWith("Traceback (most recent call last)") || (inside && /^\s/.test(part)),
    before,
  );

const joinStacks = (lines: readonly Line[]): Entry[] => {
  const groups: { head: Line; parts: string[]; last: string; count: number; inTraceback: boolean }[] = [];
  const open = new Map<string, (typeof groups)[number]>();
  for (const line of lines) {
    // A stack trace that came as one entry is read line by line like any other.
    const parts = line.text.split(/\r?\n/);
    const group = open.get(line.stream);
    if (group !== undefined && group.count < MAX_STACK && continues(parts[0]!, group.last, group.inTraceback)) {
      // One by one: an entry may have more lines than a call takes arguments.
      for (const part of parts) group.parts.push(part);
      group.last = parts.at(-1)!;
      group.inTraceback = isTraceback(parts, group.inTraceback);
      group.count++;
      continue;
    }
    const started = { head: line, parts, last: parts.at(-1)!, count: 1, inTraceback: isTraceback(parts, false) };
    groups.push(started);
    open.set(line.stream, started);
  }
  return groups.map(({ head, parts, count }) => {
    const joined = joinStack(parts);
    // Cut first, so that the work is bounded, and again, because what was made visible takes more room.
    const text = cutMiddle(neutralise(cutMiddle(joined, 4 * MAX_ENTRY_LENGTH)), MAX_ENTRY_LENGTH);
    const own = levelOf(parts[0]!.trim());
    let level = own === "unknown" ? head.level : own;
    if (parts.length > 1 && level === "unknown") {
      for (const part of parts.slice(1, 12)) level = higherLevel(level, levelOf(part.trim()));
    }
    return { moment: head.moment, level, text, lines: count };
  });
};
