import { compactLine } from "./compact.ts";
import type { Evidence, EvidenceLine } from "./evidence.ts";
import { levelOfWord } from "./level.ts";
import { processPrefix } from "./process-prefix.ts";
import { leadingTime } from "./time.ts";

/** A line of the prompt: `head` says which, when, how bad and how often, `body` what. */
export interface Shown {
  readonly head: string;
  readonly body: string;
}

/** `E3 12:00:01..12:04 error new ×4 text`, with the day where the evidence spans more than one. */
export const createShow = ({ from, to, shared }: Evidence): ((line: EvidenceLine) => Shown) => {
  const oneDay = from?.slice(0, 10) === to?.slice(0, 10);
  return ({ id, time, last, level, text, count, trend }) => {
    const parts = [id];
    if (time !== null) {
      const at = oneDay ? time.slice(11, 19) : `${time.slice(5, 10)} ${time.slice(11, 19)}`;
      parts.push(last === undefined || last.slice(0, 16) === time.slice(0, 16) ? at : `${at}..${endOf(time, last)}`);
    }
    if (level !== "unknown") parts.push(level);
    if (trend !== undefined) parts.push(trend);
    if (count > 1) parts.push(`×${count}`);
    return { head: `${parts.join(" ")} `, body: bodyOf(text, time !== null, level, shared) };
  };
};

/** To the minute, and with its day only if that is another one. */
const endOf = (time: string, last: string): string =>
  last.slice(0, 10) === time.slice(0, 10) ? last.slice(11, 16) : `${last.slice(5, 10)} ${last.slice(11, 16)}`;

/** What the head says already would only cost tokens. */
const bodyOf = (text: string, timed: boolean, level: EvidenceLine["level"], shared: Evidence["shared"]): string => {
  const start = timed ? (leadingTime(text)?.end ?? 0) : 0;
  const rest = afterTime(text, start, shared).replace(MARGIN, "");
  const word = LEVEL_WORD.exec(rest);
  const named = word !== null && level !== "unknown" && levelOfWord(word[1] ?? word[2]!) === level;
  const bare = (named && word[0].length < rest.length ? rest.slice(word[0].length) : rest).replace(PROCESS, "");
  return compactLine(bare, { time: timed, level: level !== "unknown", shared }) || text;
};

/** Behind the time of syslog: the host, where lines differ in it, and the process, which may write klog. */
const afterTime = (text: string, start: number, shared: Evidence["shared"]): string => {
  const prefix = processPrefix(text, start);
  if (prefix === undefined) return start > 0 && start < text.length ? text.slice(start) : text;
  const { host, process, end } = prefix;
  return `${shared.host === host ? "" : `${host} `}${process}: ${text.slice(end).replace(KLOG, "")}`;
};

const KLOG = /^[IWEF]\d{4} \d\d:\d\d:\d\d\.\d{1,9} {1,8}\d{1,7} (?=[\w./-]{1,80}:\d+\] )/;
/** Blanks, and the thread that klog names before the place in the source. */
const MARGIN = /^\s+(?:\d{1,7} (?=[\w./-]{1,80}:\d+\] ))?/;
/** Process and thread, as Spring writes them. */
const PROCESS = /^\d{1,7} --- (?:\[[^\]]{0,60}\] {0,2}){1,3}(?=\S)/;
const LEVEL_WORD = /^(?:[[(|]\s?([A-Za-z]{3,9})\s?[\])|]|([A-Z]{3,9}))(?:\s?[:|-])?\s+(?=\S)/;
