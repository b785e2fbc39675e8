import { levelOfWord } from "./level.ts";
import { leadingTime } from "./time.ts";

/** What syslog and journalctl write between the time and the message: `node-1 kubelet[812]: `. */
export interface ProcessPrefix {
  readonly host: string;
  readonly process: string;
  /** Index after it. */
  readonly end: number;
}

/** @param start Index after the time. */
export const processPrefix = (text: string, start: number): ProcessPrefix | undefined => {
  if (start === 0) return undefined;
  PREFIX.lastIndex = start;
  const found = PREFIX.exec(text);
  if (found === null) return undefined;
  const [, host = "", process = "", pid] = found;
  // Behind a time of another form two words and a colon may be part of the message.
  const isSyslog = pid !== undefined || process === "kernel" || SYSLOG.test(text);
  return isSyslog && levelOfWord(host) === "unknown" ? { host, process, end: PREFIX.lastIndex } : undefined;
};

/** The host that all lines name; none where there is but one line, or one without. */
export const sharedHost = (texts: readonly string[]): { readonly host?: string } => {
  const [first, ...others] = texts.map((text) => processPrefix(text, leadingTime(text)?.end ?? 0)?.host);
  const isShared = first !== undefined && others.length > 0 && others.every((host) => host === first);
  return isShared ? { host: first } : {};
};

const PREFIX = /([A-Za-z0-9][\w.-]{0,59}) ([A-Za-z][\w./@()-]{0,59})(\[\d{1,8}\])?: (?=\S)/y;
const SYSLOG = /^(?:<\d{1,3}>)?[A-Z][a-z]{2} [ \d]\d /;
