import { leadingTime } from "./time.ts";

/** What a line says, without time, level, source and the format around it; JSON and logfmt: message and error. */
export const messageOf = (text: string): string => {
  const message = (text.startsWith("{") ? jsonMessage(text) : undefined) ?? logfmtMessage(text) ?? plainMessage(text);
  return message.trim() || text.trim();
};

/** Value of a JSON member of a line, even of one that was cut. */
const member = (text: string, name: string): string | undefined =>
  new RegExp(`"${name}"\\s?:\\s?"((?:[^"\\\\]|\\\\.)*)`, "u")
    .exec(text)?.[1]
    ?.replace(/\\(?:n|t|r)/g, " ")
    .replace(/\\(["\\/])/g, "$1");

const jsonMessage = (text: string): string | undefined => {
  const message = ["msg", "message", "@m", "@mt", "Message", "log", "event"]
    .map((name) => member(text, name))
    .find(Boolean);
  const error = ["error", "err", "exception", "reason", "cause", "Exception"]
    .map((name) => member(text, name))
    .find(Boolean);
  return both(message, error);
};

const logfmtMessage = (text: string): string | undefined => {
  const message = /(?:^|\s)(?:msg|message)=(?:"((?:[^"\\]|\\.)*)|(\S+))/.exec(text);
  const error = /(?:^|\s)(?:err|error|reason)=(?:"((?:[^"\\]|\\.)*)|(\S+))/.exec(text);
  // klog: a quoted message, then pairs.
  const klog = message === null ? /^[IWEF]\d{4} [^\]]{1,200}\] "((?:[^"\\]|\\.)*)"/.exec(text) : null;
  if (message === null && klog === null) return undefined;
  const first = message?.[1] ?? message?.[2] ?? klog?.[1];
  return both(first, error?.[1] ?? error?.[2])?.replace(/\\(["\\])/g, "$1");
};

const both = (message: string | undefined, error: string | undefined): string | undefined =>
  message === undefined || error === undefined || message.includes(error)
    ? (message ?? error)
    : error.includes(message)
      ? error
      : `${message}: ${error}`;

const plainMessage = (text: string): string => {
  let rest = text.slice(leadingTime(text)?.end ?? 0);
  const klog = /^\s*\d+ [\w./-]{1,80}:\d+\] /.exec(rest);
  if (klog !== null) rest = rest.slice(klog[0].length);
  return rest
    .replace(/^(?:UTC|GMT|Z|[+-]\d{4})\s/, "")
    .replace(
      /^(?:\[\d+\]\s*)?[[(|<]?(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|ERR|SEVERE|CRITICAL|CRIT|FATAL|LOG|INF|WRN|DBG|PANIC)[\])|>]?[:\s-]{1,4}/i,
      "",
    )
    .replace(/^(?:trce|dbug|info|warn|fail|crit): [\w.`]{1,160}\[\d+\] ⏎ /, "")
    .replace(/^\d+ --- \[[^\]]{0,60}\] \S{1,120}\s*: /, "");
};
