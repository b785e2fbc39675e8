/** A record of `journalctl -o export` in lines that follow each other, or the lines that turned out to be none. */
export interface JournalReader {
  /** Takes a line that begins a record or goes on with it. */
  readonly take: (text: string) => boolean;
  /** What was taken, once a line is not: the fields, or the lines as they were where they hold no message. */
  readonly end: () => JournalRecord;
}

export interface JournalRecord {
  readonly fields: ReadonlyMap<string, string> | undefined;
  readonly lines: readonly string[];
}

/**
 * Careful, since who writes into a log could make it look like a record, and a record shows its message only: no line
 * but a field is taken, and no field without end.
 */
export const createJournalReader = (): JournalReader => {
  let fields = new Map<string, string>();
  let lines: string[] = [];
  return {
    take: (text) => {
      const name = FIELD.exec(text)?.[1];
      if (name === undefined || lines.length >= MAX_FIELDS) return false;
      const begins = beginsJournal(text);
      if (lines.length === 0 ? !begins : fields.has(name) && (begins || name === "MESSAGE")) return false;
      if (!fields.has(name)) fields.set(name, text.slice(name.length + 1));
      lines.push(text);
      return true;
    },
    end: () => {
      const record = { fields: fields.get("MESSAGE")?.trim() ? fields : undefined, lines };
      fields = new Map();
      lines = [];
      return record;
    },
  };
};

export const beginsJournal = (text: string): boolean => BEGIN.test(text);

const BEGIN = /^__(?:CURSOR|REALTIME_TIMESTAMP|SEQNUM|MONOTONIC_TIMESTAMP)=/;
const FIELD = /^([A-Z_][A-Z0-9_]{0,63})=/;
/** Of journald's own records hardly any has a hundred. */
const MAX_FIELDS = 256;
