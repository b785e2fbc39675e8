import type { Level, LogLine } from "./evidence.ts";
import { levelOfLabels, levelOfPriority } from "./level.ts";
import { beginsJournal, createJournalReader, type JournalRecord } from "./unwrap-journal.ts";

/** A line without what a container runtime or journald put around it. */
export interface Unwrapped {
  readonly text: string;
  readonly time: string | undefined;
  /** Lines of one stream follow each other; those of several arrive mixed. */
  readonly stream: string;
  /** What others say of its level: a label, a priority. */
  readonly hint: Level;
  readonly labels?: LogLine["labels"] | undefined;
  /** Lines of the input. */
  readonly lines: number;
}

/**
 * Takes off CRI's prefix and joins the parts of a long line (`P … P … F`), likewise Docker's `{"log":…}`; a record of
 * `journalctl -o export` becomes `identifier: message`, as journalctl shows it. Everything else passes as it is, and
 * every line that is not blank is counted by one that comes out.
 */
export const unwrapLines = (lines: readonly LogLine[]): readonly Unwrapped[] => {
  const out: Unwrapped[] = [];
  /** Parts of a line that has not ended, by stream. */
  const partial = new Map<string, { parts: string[]; length: number; first: Unwrapped }>();
  const streams = createStreamNames();
  const within = createJoined();
  const journal = isOfJournal(lines) ? createJournalReader() : undefined;
  const isDockers = areMostDockers(lines);

  const put = (line: Unwrapped, ends: boolean): void => {
    const before = partial.get(line.stream);
    if (before === undefined) {
      if (ends) out.push(line);
      else partial.set(line.stream, { parts: [line.text], length: line.text.length, first: line });
      return;
    }
    // A line of megabytes is not worth more memory than its beginning.
    if (before.length < MAX_JOINED) before.parts.push(line.text);
    before.length += line.text.length;
    before.first = { ...before.first, lines: before.first.lines + line.lines };
    if (!ends) return;
    partial.delete(line.stream);
    out.push({ ...before.first, text: before.parts.join("") });
  };

  for (const line of lines) {
    const { text, time, labels } = line;
    if (journal !== undefined) {
      const isOwn = isAlone(line);
      if (isOwn && journal.take(text)) continue;
      pushJournal(journal.end(), out);
      if (isOwn && journal.take(text)) continue;
    }
    const stream = streams(line);
    const first = text.charCodeAt(0);
    const hint = levelOfLabels(line.labels);
    if (first >= 48 && first <= 57) {
      const cri = text.charCodeAt(4) === MINUS ? CRI.exec(text) : null;
      if (cri !== null) {
        const inner = text.slice(cri[0].length);
        put(
          { text: inner, time: time ?? cri[1]!, stream: within(stream, cri[2]!), hint, labels, lines: 1 },
          cri[3] === "F",
        );
        continue;
      }
    } else if (first === OPEN_BRACE && text.startsWith('{"log":"')) {
      const docker = readDocker(text);
      if (docker !== undefined) {
        // Others write the same form, of a line and without its end.
        const ends = docker.log.endsWith("\n") || docker.log.length < MIN_DOCKER_PART;
        const inner = ends ? withoutBreak(docker.log) : docker.log;
        put(
          {
            text: inner,
            time: time ?? (isDockers ? docker.time : undefined),
            stream: within(stream, docker.stream),
            hint,
            labels,
            lines: 1,
          },
          ends,
        );
        continue;
      }
    }
    out.push({ text, time, stream, hint, labels, lines: 1 });
  }
  if (journal !== undefined) pushJournal(journal.end(), out);
  for (const { first, parts } of partial.values()) out.push({ ...first, text: parts.join("") });
  return out;
};

const MINUS = 45;
const OPEN_BRACE = 123;
const MAX_JOINED = 1 << 20;
/** Docker cuts after 16 KB; so many characters take at least as much. */
const MIN_DOCKER_PART = 4096;

const CRI =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)) (stdout|stderr) ([FP])(?::[^ ]{0,20})? ?/;

/** A line that says nothing of where and when it was logged. */
const isAlone = ({ time, labels }: LogLine): boolean => time === undefined && labels === undefined;

const isOfJournal = (lines: readonly LogLine[]): boolean => {
  const first = lines.find(({ text }) => text.trim() !== "");
  return first !== undefined && isAlone(first) && beginsJournal(first.text);
};

/** Among others, a line in Docker's form is one that a program wrote: its time could be any. */
const areMostDockers = (lines: readonly LogLine[]): boolean => {
  let dockers = 0;
  let others = 0;
  for (const { text } of lines) {
    if (text.charCodeAt(0) === OPEN_BRACE && text.startsWith('{"log":"')) dockers++;
    else if (text !== "") others++;
  }
  return dockers >= 9 * others;
};

/** Neighbours mostly share their labels object, or at least their values. */
const createStreamNames = (): ((line: LogLine) => string) => {
  let labels: LogLine["labels"];
  let name = "";
  return (line) => {
    const next = line.labels;
    if (next === labels) return name;
    const same =
      labels !== undefined &&
      next !== undefined &&
      labels.pod === next.pod &&
      labels.container === next.container &&
      labels.namespace === next.namespace &&
      labels.stream === next.stream;
    if (!same) name = next === undefined ? "" : `${next.namespace}/${next.pod}/${next.container}/${next.stream}`;
    labels = next;
    return name;
  };
};

/** The same text for neighbours, by whose identity they are compared and looked up. */
const createJoined = (): ((stream: string, inner: string) => string) => {
  let before = { stream: "", inner: "", name: "/" };
  return (stream, inner) => {
    if (before.stream !== stream || before.inner !== inner) before = { stream, inner, name: `${stream}/${inner}` };
    return before.name;
  };
};

const withoutBreak = (log: string): string => (log.endsWith("\n") ? log.slice(0, log.endsWith("\r\n") ? -2 : -1) : log);

const readDocker = (text: string): { log: string; stream: string; time: string | undefined } | undefined => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { log, stream, time } = value as Record<string, unknown>;
  if (typeof log !== "string" || (typeof stream !== "string" && typeof time !== "string")) return undefined;
  return { log, stream: typeof stream === "string" ? stream : "", time: typeof time === "string" ? time : undefined };
};

const pushJournal = ({ fields, lines }: JournalRecord, out: Unwrapped[]): void => {
  if (fields !== undefined) out.push(ofJournal(fields, lines.length));
  else for (const text of lines) out.push({ text, time: undefined, stream: "", hint: "unknown", lines: 1 });
};

const ofJournal = (fields: ReadonlyMap<string, string>, lines: number): Unwrapped => {
  const name = fields.get("SYSLOG_IDENTIFIER") ?? fields.get("_COMM");
  const message = fields.get("MESSAGE") ?? "";
  return {
    text: name === undefined ? message : `${name}: ${message}`,
    time: fields.get("_SOURCE_REALTIME_TIMESTAMP") ?? fields.get("__REALTIME_TIMESTAMP"),
    stream: `/${name}/${fields.get("_PID")}`,
    hint: levelOfPriority(fields.get("PRIORITY")),
    lines,
  };
};
