import type { Level, LogLine } from "./evidence.ts";
import { type Redactor, redactLines } from "./redact.ts";
import { continues, isTraceback } from "./stack.ts";
import { compareMoments, leadingTime, type Moment, parseTime } from "./time.ts";
import { type Unwrapped, unwrapLines } from "./unwrap.ts";

/** One thing that was logged: a line, or a line with the stack trace under it; redacted and neutralised. */
export interface Entry {
  readonly moment: Moment | undefined;
  readonly level: Level;
  readonly text: string;
  /** Lines of the input. */
  readonly lines: number;
}

/** An entry as it was read: redacted only, since most are counted and never shown. */
export interface RawEntry {
  readonly moment: Moment | undefined;
  /** The line, then those of the trace. */
  readonly parts: readonly string[];
  /** What labels say of the level. */
  readonly hint: Level;
  readonly labels?: LogLine["labels"] | undefined;
  /** Lines of the input. */
  readonly lines: number;
}

export interface Entries {
  /** In order of time; what has no time stays behind what it followed. */
  readonly entries: readonly RawEntry[];
  readonly redactions: Readonly<Record<string, number>>;
}

/** A stack trace is one entry up to so many lines. */
const MAX_STACK = 400;

interface Line extends Unwrapped {
  readonly moment: Moment | undefined;
}

/**
 * Unwraps before it redacts: a secret may be escaped in a wrapper, or lie across two parts of a line.
 *
 * @param until When the lines were logged at the latest, in seconds since the epoch: the year of stamps that have none,
 * where no line has a whole time.
 */
export const toEntries = (
  lines: readonly LogLine[],
  redact: Redactor["redactLines"] = redactLines,
  until?: number,
): Entries => {
  const unwrapped = unwrapLines(lines);
  const { texts, redactions } = redact(unwrapped);
  const latest = latestOf(unwrapped, texts) ?? until;
  const read: Line[] = [];
  unwrapped.forEach(({ time, stream, hint, labels, lines }, i) => {
    const text = texts[i]!;
    if (isBlank(text)) return;
    const given = time === undefined ? undefined : parseTime(time);
    read.push({ text, time, stream, hint, labels, lines, moment: given ?? leadingTime(text, latest)?.moment });
  });
  return { entries: joinStacks(inOrder(read)), redactions };
};

const isBlank = (text: string): boolean => {
  const first = text.charCodeAt(0);
  // The common case needs no second look.
  return !(first > 32 && first < 127) && text.trim() === "";
};

/** Stamps without a year are of the one that brings them nearest to the first whole time. */
const latestOf = (lines: readonly Unwrapped[], texts: readonly string[]): number | undefined => {
  for (let i = 0; i < lines.length; i++) {
    const { time } = lines[i]!;
    const moment = (time === undefined ? undefined : parseTime(time)) ?? leadingTime(texts[i]!)?.moment;
    if (moment !== undefined) return moment.seconds + HALF_A_YEAR;
  }
  return undefined;
};

const HALF_A_YEAR = 183 * 86_400;

/** By time, equal times as given; a log that was given newest first is turned round. */
const inOrder = (lines: readonly Line[]): readonly Line[] => {
  let first: Moment | undefined;
  let last: Moment | undefined;
  let timed = 0;
  let sorted = true;
  for (const { moment } of lines) {
    if (moment === undefined) continue;
    if (last !== undefined && compareMoments(last, moment) > 0) sorted = false;
    first ??= moment;
    last = moment;
    timed++;
  }
  if (sorted || first === undefined || last === undefined) return lines;
  const given = timed === lines.length && compareMoments(first, last) > 0 ? lines.toReversed() : lines;
  let before = first;
  const keyed = given.map((line) => {
    before = line.moment ?? before;
    return { line, key: before };
  });
  return keyed.sort((a, b) => compareMoments(a.key, b.key)).map(({ line }) => line);
};

/** The last entry of a stream, while lines may still belong to it. */
interface Open {
  entry: { moment: Moment | undefined; parts: string[]; hint: Level; labels: LogLine["labels"]; lines: number };
  last: string;
  /** Lines as they were read. */
  count: number;
  inTraceback: boolean;
}

const joinStacks = (lines: readonly Line[]): RawEntry[] => {
  const entries: RawEntry[] = [];
  const streams = new Map<string, Open>();
  for (const { text, stream, moment, hint, labels, lines: count } of lines) {
    // A stack trace that came as one entry is read line by line like any other.
    const parts = text.includes("\n") ? text.split(/\r?\n/) : [text];
    const open = streams.get(stream);
    if (open !== undefined && open.count < MAX_STACK && continues(parts[0]!, open.last, open.inTraceback)) {
      // One by one: an entry may have more lines than a call takes arguments.
      for (const part of parts) open.entry.parts.push(part);
      open.last = parts.at(-1)!;
      open.inTraceback = isTraceback(parts, open.inTraceback);
      open.count++;
      open.entry.lines += count;
      continue;
    }
    const entry = { moment, parts, hint, labels, lines: count };
    entries.push(entry);
    const last = parts.length === 1 ? text : parts.at(-1)!;
    const inTraceback = isTraceback(parts, false);
    if (open === undefined) streams.set(stream, { entry, last, count: 1, inTraceback });
    else {
      open.entry = entry;
      open.last = last;
      open.count = 1;
      open.inTraceback = inTraceback;
    }
  }
  return entries;
};
