const TIME =
  /^(?:ts|time|timestamp|@timestamp|@t|t|datetime|asctime|eventTime|SYSLOG_TIMESTAMP|msecs|relativeCreated)$/;
const LEVEL =
  /^(?:level|lvl|@l|severity|severity_text|severity_number|loglevel|levelname|log\.level|LogLevel|PRIORITY)$/;
/** Process, thread, host, version of the format. */
const BOILERPLATE =
  /^(?:pid|hostname|v|@version|ecs\.version|thread|thread_name|threadName|stream|logtag|SYSLOG_FACILITY|_\w*)$/;

/** What is said beside a line, so that it need not say it again. */
export interface Said {
  readonly time: boolean;
  readonly level: boolean;
  /** Members that all lines share. */
  readonly shared: Readonly<Record<string, string>>;
}

/** A top-level member of a JSON line or a pair of a logfmt line, as it stands. */
export interface Member {
  readonly name: string;
  readonly value: string;
  readonly from: number;
  readonly to: number;
}

/**
 * A line as the model gets it: members of JSON and pairs of logfmt that are boilerplate or shared by all lines are
 * left out. What stays stays as it was written, in its order: nothing is put in other words.
 */
export const compactLine = (text: string, { time, level, shared }: Said): string => {
  const json = text.startsWith("{");
  const members = json ? jsonMembers(text) : logfmtMembers(text);
  if (members === undefined || members.length === 0) return text;
  const isKept = ({ name, value }: Member): boolean =>
    !BOILERPLATE.test(name) &&
    !(time && TIME.test(name)) &&
    !(level && LEVEL.test(name)) &&
    !(Object.hasOwn(shared, name) && shared[name] === value);
  const kept = members.filter(isKept);
  if (json || members.at(-1)!.to === text.length) {
    if (kept.length === members.length || kept.length === 0) return text;
    const parts = kept.map(({ from, to }) => text.slice(from, to));
    return json ? `{${parts.join(",")}}` : parts.join(" ");
  }
  let start = 0;
  for (const member of members) {
    if (member.from !== start || isKept(member)) break;
    start = member.to;
    while (text.charCodeAt(start) === 32) start++;
  }
  return start < text.length ? text.slice(start) : text;
};

/** Members that every line has with one value, where all lines have some. */
export const sharedMembers = (texts: readonly string[]): Readonly<Record<string, string>> => {
  let common: Map<string, string> | undefined;
  if (texts.length < 2) return {};
  for (const text of texts) {
    const members = text.startsWith("{") ? jsonMembers(text) : logfmtMembers(text);
    if (members === undefined || members.length === 0) return {};
    if (common === undefined) {
      common = new Map();
      for (const { name, value } of members) if (canBeShared(name, value)) common.set(name, value);
    } else {
      for (const [name, value] of common)
        if (members.findLast((member) => member.name === name)?.value !== value) common.delete(name);
    }
    if (common.size === 0) return {};
  }
  return Object.fromEntries(common ?? []);
};

/** Not what happened, even where all lines say the same. */
const canBeShared = (name: string, value: string): boolean =>
  !BOILERPLATE.test(name) &&
  !TIME.test(name) &&
  !LEVEL.test(name) &&
  !/^(?:msg|message|err|error|reason|exception|event|log|MESSAGE|@m|@mt)$/.test(name) &&
  // A name or a number: what all lines have is said in a sentence beside them, where prose has no place.
  /^[\w.:/@+-]{1,60}$/.test(value);

/** Undefined where the text is no whole JSON object, such as one that was cut. */
export const jsonMembers = (text: string): readonly Member[] | undefined => {
  const members: Member[] = [];
  let i = skipBlanks(text, 1);
  while (i < text.length) {
    if (text[i] === "}") return text.slice(i + 1).trim() === "" ? members : undefined;
    const nameEnd = text[i] === '"' ? endOfString(text, i) : -1;
    if (nameEnd < 0) return undefined;
    const colon = skipBlanks(text, nameEnd);
    if (text[colon] !== ":") return undefined;
    const valueFrom = skipBlanks(text, colon + 1);
    const stop = endOfValue(text, valueFrom);
    if (stop <= valueFrom) return undefined;
    let valueTo = stop;
    while (text.charCodeAt(valueTo - 1) <= 32) valueTo--;
    members.push({
      name: text.slice(i + 1, nameEnd - 1),
      value: unquoted(text.slice(valueFrom, valueTo)),
      from: i,
      to: valueTo,
    });
    i = skipBlanks(text, valueTo);
    if (text[i] === ",") i = skipBlanks(text, i + 1);
    else if (text[i] !== "}") return undefined;
  }
  return undefined;
};

const unquoted = (value: string): string =>
  value.length > 1 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value;

const skipBlanks = (text: string, from: number): number => {
  let i = from;
  while (i < text.length && text.charCodeAt(i) <= 32) i++;
  return i;
};

const BACKSLASH = 92;
const QUOTE = 34;

const endOfString = (text: string, from: number): number => {
  for (let i = from + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === BACKSLASH) i++;
    else if (code === QUOTE) return i + 1;
  }
  return -1;
};

const endOfValue = (text: string, from: number): number => {
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    const char = text[i]!;
    if (char === '"') {
      i = endOfString(text, i) - 1;
      if (i < 0) return -1;
    } else if (char === "{" || char === "[") depth++;
    else if (char === "}" || char === "]") {
      if (depth === 0) return i;
      depth--;
    } else if (char === "," && depth === 0) return i;
  }
  return -1;
};

const PAIR = /([A-Za-z_][\w.-]{0,40})=("(?:[^"\\]|\\.)*"|[^\s"]\S*|)(?:\s+|$)/y;

/** The pairs that stand one behind the other from a place on. */
export const logfmtMembers = (text: string, start = 0): readonly Member[] => {
  const members: Member[] = [];
  PAIR.lastIndex = start;
  for (let from = start, found = PAIR.exec(text); found !== null; from = PAIR.lastIndex, found = PAIR.exec(text)) {
    const [whole, name = "", value = ""] = found;
    members.push({ name, value: unquoted(value), from, to: from + whole.trimEnd().length });
  }
  return members;
};
