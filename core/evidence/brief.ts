import { jsonMembers, logfmtMembers, type Member } from "./compact.ts";
import { VALUE, valueKindAt } from "./mask-words.ts";
import { cutMiddle } from "./shorten.ts";

/**
 * A line cut to at most `max` characters so that what it says is left: first ids lose their ends, then members go that
 * say who or where, or the frames of a trace, and then the middle goes. `…` stands where something was.
 */
export const briefOf = (text: string, max: number): string => {
  if (text.length <= max) return text;
  const short = text.replace(LONG_ID, (id) => `${id.slice(0, 8)}…`);
  if (short.length <= max) return short;
  if (short.includes(BREAK)) return withoutFrames(short, max);
  const fewer = withoutIdentities(short, max);
  return fewer.length <= max ? fewer : cut(fewer, max);
};

/** UUIDs, hashes, and digits without end. */
const LONG_ID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}\b|\b[0-9a-fA-F]{16,}\b/g;
/** Below this, saying how much was cut takes too much of the room. */
const SMALL = 320;

const cut = (text: string, max: number): string => {
  if (max >= SMALL || max < 40) return cutMiddle(text, max);
  const tail = Math.floor(max / 4);
  const head = text.slice(0, max - tail - 3).replace(/[\ud800-\udbff]$/, "");
  return `${head} … ${text.slice(text.length - tail).replace(/^[\udc00-\udfff]/, "")}`;
};

/** Keeps messages and codes, and of the other members the first that there is room for. */
const withoutIdentities = (text: string, max: number): string => {
  const json = text.startsWith("{");
  const start = json ? 1 : startOfPairs(text);
  const members = start < 0 ? undefined : json ? jsonMembers(text) : logfmtMembers(text, start);
  if (members === undefined || members.length < 2) return text;
  const says = ({ name }: Member): boolean => {
    const kind = valueKindAt(name, 0, name.length);
    return kind === VALUE.message || kind === VALUE.code;
  };
  const separator = json ? "," : " ";
  let room = max - start - 3;
  for (const member of members) if (says(member)) room -= member.to - member.from + 1;
  const parts: string[] = [];
  let left = false;
  for (const member of members) {
    const length = member.to - member.from + 1;
    const kept = says(member) || length <= room;
    if (kept && !says(member)) room -= length;
    if (kept) parts.push(text.slice(member.from, member.to));
    else if (!left) parts.push("…");
    left = !kept;
  }
  return json ? `{${parts.join(separator)}}` : text.slice(0, start) + parts.join(separator);
};

/** Between the lines of a trace. */
const BREAK = " ⏎ ";

/** The first line, and of what was thrown as much as there is room for: the last before the first, since it is the cause. */
const withoutFrames = (text: string, max: number): string => {
  const [head = "", ...others] = text.split(BREAK);
  const thrown = others.filter((part) => !FRAME.test(part));
  if (head.length > max) return cut(head, max);
  let room = max - head.length;
  const kept = new Set<number>();
  for (const i of [thrown.length - 1, ...thrown.keys()]) {
    const length = BREAK.length + (thrown[i]?.length ?? Infinity);
    if (kept.has(i) || length > room) continue;
    kept.add(i);
    room -= length;
  }
  return [head, ...thrown.filter((_, i) => kept.has(i))].join(BREAK);
};

const FRAME =
  /^(?:at |… |\.\.\. \d|File "|from |#\d|\d+: |goroutine |Traceback \(|\S+\.(?:go|s):\d|[\w./*()]{1,120}\(.{0,200}\)$)/;

const PAIR_START = /(?:^|\s)(?=[A-Za-z_][\w.-]{0,40}=\S)/g;
/** Starts that are tried: a message may hold an equals sign. */
const MAX_STARTS = 8;

/** Where the pairs begin that a line ends with, or -1. */
const startOfPairs = (text: string): number => {
  PAIR_START.lastIndex = 0;
  for (let i = 0; i < MAX_STARTS; i++) {
    const found = PAIR_START.exec(text);
    if (found === null) return -1;
    const start = found.index + found[0].length;
    if (logfmtMembers(text, start).at(-1)?.to === text.trimEnd().length) return start;
    if (found[0] === "") PAIR_START.lastIndex++;
  }
  return -1;
};
