import { type Sign, signsOf } from "./classify.ts";
import type { Entry, RawEntry } from "./entries.ts";
import type { Level, LogLine } from "./evidence.ts";
import type { Cluster } from "./features.ts";
import { soundsWrong } from "./health.ts";
import { createKnownLines } from "./known-lines.ts";
import { higherLevel, levelOf, rankOf } from "./level.ts";
import { neutralise } from "./neutralise.ts";
import { cutMiddle } from "./shorten.ts";
import { joinStack, stackMessages } from "./stack.ts";
import { createTemplateTree } from "./template-tree.ts";
import type { Moment } from "./time.ts";
import { type Trend, trendOf } from "./trend.ts";

/** Entries with one template. */
export interface Template extends Cluster {
  /** When the last of them was logged. */
  readonly lastMoment: Moment | undefined;
  /** Share of the whole time in which all of them came, 0 to 1; 1 where times are unknown. */
  readonly spread: number;
  readonly trend: Trend | undefined;
  /** Labels that all of them have with one value, of lines that have any. */
  readonly labels: LogLine["labels"];
  /** Something that went wrong, or may have. */
  readonly trouble: boolean;
}

export interface Templates {
  /** In order of their first entry. */
  readonly templates: readonly Template[];
  /** Words that were compared: the cost that grows with the input. */
  readonly comparisons: number;
}

/** Longest text of one entry; more is cut in the middle. */
const MAX_ENTRY_LENGTH = 1200;

/**
 * Counts entries by template. The example is the first entry, since it is nearest to the cause; a later one takes its
 * place only if it has the stack trace that the first lacks.
 *
 * @param baseline Entries of the time before, or undefined where there is none to compare with.
 */
export const toTemplates = (entries: readonly RawEntry[], baseline: readonly RawEntry[] | undefined): Templates => {
  const tree = createTemplateTree();
  const levels: Level[] = [];
  const seen = createKnownLines();
  const numberOf = ({ parts, hint }: RawEntry): number => {
    const text = stackMessages(parts);
    const known = seen.find(text);
    return known ?? seen.remember(addTo(parts, hint));
  };
  const addTo = (parts: readonly string[], hint: Level): number => {
    const masked = seen.masked();
    const known = tree.find(masked);
    if (known !== undefined) return known;
    const level = levelOfEntry(parts, hint);
    const id = tree.add(masked, level, isTrouble(parts[0]!, level));
    levels[id] ??= level;
    return id;
  };
  const numbers = entries.map(numberOf);
  const before = baseline?.map(numberOf);

  const found = new Map<number, Counted>();
  for (let i = 0; i < entries.length; i++) {
    const entry = entries[i]!;
    const id = tree.settle(numbers[i]!);
    const known = found.get(id);
    if (known === undefined) {
      found.set(id, {
        id,
        example: entry,
        count: 1,
        lines: entry.lines,
        first: i,
        last: i,
        hint: entry.hint,
        labels: entry.labels,
        ownLabels: false,
      });
      continue;
    }
    known.count++;
    known.lines += entry.lines;
    known.last = i;
    known.hint = higherLevel(known.hint, entry.hint);
    narrowLabels(known, entry.labels);
    if (known.example.parts.length === 1 && entry.parts.length > 1) known.example = entry;
  }

  const usual = new Map<number, number>();
  for (const number of before ?? []) {
    const id = tree.settle(number);
    usual.set(id, (usual.get(id) ?? 0) + 1);
  }
  const span = spanOf(entries);
  const trend = baseline === undefined || baseline.length === 0 ? undefined : trendOf(span, spanOf(baseline));
  const templates = [...found.values()].map((counted): Template => {
    const { id, example, count, lines, first, last } = counted;
    const own = levels[id]!;
    const level = own === "unknown" ? counted.hint : own;
    const { moment } = entries[first]!;
    const lastMoment = entries[last]!.moment;
    const entry: Entry = { moment, level, text: showEntry(example.parts), lines: example.lines };
    const signs = signsOf(entry.text, level);
    return {
      entry,
      count,
      lines,
      first,
      last,
      signs,
      lastMoment,
      spread: span > 0 && moment && lastMoment ? (lastMoment.seconds - moment.seconds) / span : 1,
      trend: trend?.(count, usual.get(id) ?? 0),
      labels: counted.labels,
      trouble: showsTrouble(entry, signs),
    };
  });
  return { templates, comparisons: tree.comparisons() };
};

interface Counted {
  readonly id: number;
  example: RawEntry;
  count: number;
  lines: number;
  readonly first: number;
  last: number;
  hint: Level;
  labels: LogLine["labels"];
  /** The labels are no longer those of a line: what they hold is made new only where it changes. */
  ownLabels: boolean;
}

/** Leaves what the labels of another line say as well. Neighbours mostly share their labels object. */
const narrowLabels = (counted: Counted, other: LogLine["labels"]): void => {
  const { labels } = counted;
  if (labels === other || labels === undefined || other === undefined) return;
  if (counted.ownLabels && isWithin(labels, other)) return;
  counted.labels = Object.fromEntries(Object.entries(labels).filter(([name, value]) => other[name] === value));
  counted.ownLabels = true;
};

const isWithin = (labels: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean => {
  for (const name in labels) if (other[name] !== labels[name]) return false;
  return true;
};

/** Seconds from the first entry with a time to the last. */
const spanOf = (entries: readonly RawEntry[]): number => {
  const first = entries.find(({ moment }) => moment !== undefined)?.moment;
  const last = entries.findLast(({ moment }) => moment !== undefined)?.moment;
  return first === undefined || last === undefined ? 0 : last.seconds - first.seconds;
};

/** A trace's level is that of its first line, or the highest that its beginning shows. */
const levelOfEntry = (parts: readonly string[], hint: Level): Level => {
  let level = levelOf(parts[0]!.trim());
  if (level !== "unknown") return level;
  // A label knows more than the words of a trace, but may know nothing.
  level = hint;
  for (let i = 1; i < Math.min(parts.length, 12) && level === "unknown"; i++) level = levelOf(parts[i]!.trim());
  return level;
};

const isTrouble = (text: string, level: Level): boolean =>
  rankOf(level) >= rankOf("warning") || soundsWrong(text, level);

const showsTrouble = ({ text, level }: Entry, signs: readonly Sign[]): boolean =>
  rankOf(level) >= rankOf("error") || signs.length > 0 || (level === "unknown" && soundsWrong(text, level));

/** Cut first, so that the work is bounded, and again, because what was made visible takes more room. */
const showEntry = (parts: readonly string[]): string =>
  cutMiddle(neutralise(cutMiddle(joinStack(parts), 4 * MAX_ENTRY_LENGTH)), MAX_ENTRY_LENGTH);
