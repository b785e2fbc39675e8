import { leadingTime } from "./time.ts";

/** What a line says, without time, level, source and the format around it; JSON and logfmt: message and error. */
export const messageOf = (text: string): string => {
  const message = (text.startsWith("{") ? jsonMessage(text) : undefined) ?? logfmtMessage(text) ?? plainMessage(text);
  return message.trim() || text.trim();
};

interface Named {
  readonly key: string;
  readonly value: RegExp;
}

const named = (names: string): readonly Named[] =>
  names
    .split(" ")
    .map((name) => ({ key: `"${name}"`, value: new RegExp(`"${name}"\\s?:\\s?"((?:[^"\\\\]|\\\\.)*)`, "u") }));

const MESSAGES = named("msg message @m @mt Message log event");
const ERROR_NAMES = "error err exception reason cause Exception";
const ERRORS = named(ERROR_NAMES);
/** Few lines have one: a look for all of them instead of a search for each. */
const HAS_ERROR = new RegExp(`"(?:${ERROR_NAMES.replaceAll(" ", "|")})"\\s?:\\s?"`);

/** Value of the first of these JSON members that is not empty, even in a line that was cut. */
const memberOf = (text: string, members: readonly Named[]): string | undefined => {
  for (const { key, value } of members) {
    const found = text.includes(key) ? value.exec(text)?.[1] : undefined;
    if (found) return found.includes("\\") ? found.replace(/\\(?:n|t|r)/g, " ").replace(/\\(["\\/])/g, "$1") : found;
  }
  return undefined;
};

const jsonMessage = (text: string): string | undefined =>
  both(memberOf(text, MESSAGES), HAS_ERROR.test(text) ? memberOf(text, ERRORS) : undefined);

const logfmtMessage = (text: string): string | undefined => {
  const message = /(?:^|\s)(?:msg|message)=(?:"((?:[^"\\]|\\.)*)|(\S+))/.exec(text);
  // klog: a quoted message, then pairs.
  const klog = message === null ? /^[IWEF]\d{4} [^\]]{1,200}\] "((?:[^"\\]|\\.)*)"/.exec(text) : null;
  if (message === null && klog === null) return undefined;
  const error = /(?:^|\s)(?:err|error|reason)=(?:"((?:[^"\\]|\\.)*)|(\S+))/.exec(text);
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
  let rest = text.slice(leadingTime(text)?.end ?? 0).trimStart();
  // Each layer that a program, its logger or a shipper puts in front may stand before the next.
  for (let i = 0; i < 6; i++) {
    const layer = LAYERS.find((pattern) => pattern.test(rest));
    if (layer === undefined) break;
    const stripped = rest.replace(layer, "");
    if (stripped.trim() === "") break;
    rest = stripped.trimStart();
  }
  return rest;
};

const LEVEL =
  "(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|ERR|SEVERE|CRITICAL|CRIT|FATAL|LOG|INF|WRN|DBG|PANIC|EMERG|ALERT|HINT|DETAIL)";
const LAYERS: readonly RegExp[] = [
  // Events: type, reason, age, source.
  /^(?:Warning|Normal) {1,4}\w{3,40} {1,8}(?:<?\w{1,10}>?(?: \(x\d+ over [\w.]{1,10}\))?) {1,8}[\w-]{3,60}(?:, [\w.-]{1,80})? {1,24}(?=\S)/,
  /^\s*\d+ [\w./-]{1,80}:\d+\] /,
  /^(?:UTC|GMT|Z|[+-]\d{4})\s/,
  new RegExp(`^(?:\\[\\d+\\]\\s*)?[[(|<]?${LEVEL}[\\])|>]?[:\\s-]{1,4}(?=\\S)`, "i"),
  /^(?:trce|dbug|info|warn|fail|crit): [\w.`+]{1,160}\[\d+\] ⏎ /,
  /^\d+ --- \[[^\]]{0,60}\] \S{1,120}\s*: /,
  // nginx: process and connection. Redis, RabbitMQ, Ruby, Kafka and JBoss loggers.
  /^\d+#\d+: (?:\*\d+ )?/,
  /^\d+:[A-Z] \d{2} [A-Z][a-z]{2} \d{4} [\d:.]{8,15} [*#.-] /,
  /^<\d+\.\d+\.\d+> /,
  /^[DIWEFA], \[[^\]]{1,60}\] {1,2}[A-Z]{1,8} -- [\w-]{0,40}: /,
  /^\[[a-z][\w.$-]{1,30}(?:\.[\w.$-]{1,100}){1,12}\] \([^)]{1,80}\) /,
  /^\[[a-z][\w$]{0,20}(?:\.[\w$-]{1,60}){2,12} {0,4}\] (?:\[[\w.-]{1,60}\] )?/,
  /^\(MainThread\) \[[\w.]{1,80}\] /,
  /^[\w.-]{1,63} kernel: (?:\[ ?[\d.]{1,20}\] )?/,
  /^\[[\w/.-]{1,80}:\d+\](?:\[[^\]]{1,80}\])?: /,
];
