import * as v from "valibot";

const AcceptedSchema = v.object({
  accepted: v.pipe(v.number(), v.safeInteger()),
  event: v.looseObject({}),
  headers: v.record(v.string(), v.string()),
  triggers: v.array(v.string()),
});
const CompletedSchema = v.object({ completed: v.pipe(v.number(), v.safeInteger()), trigger: v.string() });
const LineSchema = v.union([AcceptedSchema, CompletedSchema]);

export interface AcceptedLine {
  readonly accepted: number;
  /** In structured mode. */
  readonly event: unknown;
  readonly headers: Readonly<Record<string, string>>;
  readonly triggers: readonly string[];
}

export interface JournalLines {
  /** Of each entry, the triggers that have not completed it; oldest first. */
  readonly accepted: readonly AcceptedLine[];
  /** The highest number that was given, 0 for none. */
  readonly last: number;
  readonly faults: string[];
}

/** A last line without its end is what a crash leaves, of an entry that nobody was told is safe: no fault. */
export const parseJournal = (text: string): JournalLines => {
  const entries = new Map<number, AcceptedLine>();
  const faults: string[] = [];
  let last = 0;
  const lines = text.split("\n");
  for (const [index, text] of lines.entries()) {
    // Written before the line after a write that failed.
    if (text === "") continue;
    const line = parseLine(text);
    if (line === undefined) {
      if (index < lines.length - 1) faults.push(`line ${index + 1} is no entry`);
    } else if ("accepted" in line) {
      last = Math.max(last, line.accepted);
      entries.set(line.accepted, line);
    } else {
      const entry = entries.get(line.completed);
      if (entry === undefined) continue;
      const triggers = entry.triggers.filter((name) => name !== line.trigger);
      if (triggers.length === 0) entries.delete(line.completed);
      else entries.set(line.completed, { ...entry, triggers });
    }
  }
  return { accepted: [...entries.values()], last, faults };
};

const parseLine = (text: string): v.InferOutput<typeof LineSchema> | undefined => {
  try {
    const { success, output } = v.safeParse(LineSchema, JSON.parse(text));
    return success ? output : undefined;
  } catch {
    return undefined;
  }
};
