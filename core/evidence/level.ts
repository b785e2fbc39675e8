import type { Level } from "./evidence.ts";
import { LEVELS } from "./evidence.ts";
import { leadingTime } from "./time.ts";

export const rankOf = (level: Level): number => RANKS[level];
const RANKS = Object.fromEntries(LEVELS.map((level, i) => [level, i])) as Readonly<Record<Level, number>>;
export const higherLevel = (a: Level, b: Level): Level => (a === b || rankOf(a) >= rankOf(b) ? a : b);

/**
 * Level that a line gives itself: a JSON or logfmt member, a klog letter, a level word where levels stand, an HTTP
 * status of an access log (5xx is an error), the first words of an uncaught exception.
 */
export const levelOf = (text: string): Level => {
  const head = text.length > 4000 ? text.slice(0, 4000) : text;
  if (head.startsWith("{")) return jsonLevel(head) ?? "unknown";
  const klog = /^(?:.{0,160}[\w\]]: )?([IWEF])\d{4} \d\d:\d\d:\d\d\./.exec(head);
  if (klog !== null) return KLOG[klog[1]!]!;
  const priority = /^<(\d{1,3})>/.exec(head);
  if (priority !== null) return syslogLevel(+priority[1]! % 8);
  const logfmt = /(?:^|[\s,{])(?:level|lvl|severity|loglevel)=["']?([A-Za-z]{3,9})\b/.exec(head);
  const named = logfmt === null ? undefined : WORDS.get(logfmt[1]!.toLowerCase());
  if (named !== undefined) return named;

  const access = ACCESS.exec(head);
  if (access !== null) return access[1]! >= "500" ? "error" : "info";

  const rest = head.slice(leadingTime(head)?.end ?? 0, 400).trimStart();
  const letter = LETTER.exec(head.slice(0, 200));
  if (letter !== null) return LETTERS[(letter[1] ?? letter[2] ?? letter[3])!]!;
  const mark = REDIS.exec(head);
  if (mark !== null) return mark[1] === "." ? "debug" : "info";
  if (head.includes(" [System] [MY-")) return "info";
  const kafka = /^%([0-7])\|/.exec(head);
  if (kafka !== null) return syslogLevel(+kafka[1]!);
  const tagged = TAGGED.exec(rest);
  if (tagged !== null) return WORDS.get(tagged[1]!.toLowerCase())!;
  const first = FIRST_WORD.exec(rest);
  if (first !== null) return WORDS.get(first[1]!.toLowerCase())!;
  const capital = CAPITAL.exec(rest.slice(0, 160));
  if (capital !== null) return postgres(capital[1]!, rest) ?? WORDS.get(capital[1]!.toLowerCase())!;
  if (FATAL_SIGN.test(rest)) return "critical";
  return ERROR_SIGN.test(rest) ? "error" : "unknown";
};

/** Level by a label such as Loki's `detected_level`. */
export const levelOfLabels = (labels: Readonly<Record<string, string>> | undefined): Level => {
  const given = labels?.level ?? labels?.detected_level ?? labels?.severity;
  return given === undefined ? "unknown" : levelOfWord(given);
};

/** Level by a syslog priority as journald writes it, `0` to `7`. */
export const levelOfPriority = (priority: string | undefined): Level =>
  priority !== undefined && /^[0-7]$/.test(priority) ? syslogLevel(+priority) : "unknown";

/** Level that a word names, in any case. */
export const levelOfWord = (word: string): Level => WORDS.get(word) ?? WORDS.get(word.toLowerCase()) ?? "unknown";

const LETTERS: Readonly<Record<string, Level>> = {
  D: "debug",
  I: "info",
  N: "info",
  W: "warning",
  E: "error",
  C: "critical",
  F: "critical",
};
const KLOG: Readonly<Record<string, Level>> = { I: "info", W: "warning", E: "error", F: "critical" };

const WORDS: ReadonlyMap<string, Level> = new Map(
  Object.entries<Level>({
    trace: "debug",
    trc: "debug",
    trce: "debug",
    verbose: "debug",
    debug: "debug",
    dbg: "debug",
    dbug: "debug",
    fine: "debug",
    info: "info",
    inf: "info",
    information: "info",
    informational: "info",
    notice: "info",
    note: "info",
    normal: "info",
    log: "info",
    warn: "warning",
    wrn: "warning",
    warning: "warning",
    error: "error",
    err: "error",
    eror: "error",
    fail: "error",
    severe: "error",
    crit: "critical",
    critical: "critical",
    fatal: "critical",
    ftl: "critical",
    alert: "critical",
    emerg: "critical",
    emergency: "critical",
    panic: "critical",
    dpanic: "critical",
  }),
);

const JSON_LEVEL =
  /"(?:level|lvl|severity|severity_text|log\.level|loglevel|levelname|level_name|@l|LogLevel|priority|PRIORITY)"\s?:\s?(?:"([A-Za-z]{2,13})"|"?(-?\d{1,2})"?)/i;

const jsonLevel = (text: string): Level | undefined => {
  const mongo = MONGO.exec(text);
  if (mongo !== null) return LETTERS[mongo[1]!];
  const found = JSON_LEVEL.exec(text);
  if (found === null) return undefined;
  if (found[1] !== undefined) return WORDS.get(found[1].toLowerCase());
  const value = +found[2]!;
  // Nextcloud counts 0 to 4 upwards.
  if (value >= 0 && value <= 4 && text.includes('"reqId"')) return LEVELS[value + 1];
  // pino and bunyan count 10 to 60 upwards, syslog and GELF 7 to 0 downwards.
  if (value < 0) return "debug";
  if (value <= 7) return syslogLevel(value);
  return value < 30 ? "debug" : value < 40 ? "info" : value < 50 ? "warning" : value < 60 ? "error" : "critical";
};

const syslogLevel = (value: number): Level =>
  value <= 2 ? "critical" : value === 3 ? "error" : value === 4 ? "warning" : value <= 6 ? "info" : "debug";

/** PostgreSQL's FATAL ends one session, not the server. */
const postgres = (word: string, text: string): Level | undefined =>
  word === "FATAL" && /(?:^|\s)FATAL: {2}\S/.test(text) ? "error" : undefined;

const ACCESS = /"(?:[A-Z]{3,8} \S{1,2000}(?: HTTP\/[\d.]{1,3})?)" ([1-5]\d\d)(?= )/;
/** `[ERR]`, `(warn)`, `|error|`, `<Error>`, behind other brackets or not. */
const TAGGED =
  /^[^[(|<]{0,60}(?:\[[^\]]{0,60}\] ?(?:\{[^}]{0,60}\} ?)?){0,4}[[(|<]\s?(trace|trc|debug|dbg|info|inf|information|notice|note|warn|wrn|warning|error|err|crit|critical|fatal|ftl|alert|emerg|panic)\s?[\])|>]/i;
/** etcd's `… W | `, Telegraf's `… E! `, `[I]`. */
const LETTER = /[\d)] ([DINWEC]) \| |[\dZ] ([DIWE])! |^[^[\]]{0,60}\[([DIWEF])\](?= )/;
/** Redis: `*` is a notice; `#` marks warnings, and plain words at start. */
const REDIS = /^\d{1,8}:[XCSM] \d{2} [A-Z][a-z]{2} \d{4} [\d:.]{8,15} ([.*-]) /;
const MONGO = /^\{"t":\{[^}]{0,60}\}, ?"s": ?"([FEWID])[1-5]?"/;
/** `error: …`, `fail: Category[0]`, `warning …` as the first word. */
const FIRST_WORD =
  /^(?:npm |\w{2,24}[:.](?=[A-Za-z]{4,9}[: ] ?))?(trce|dbug|fail|crit|(?:trace|debug|info|notice|warn|warning|error|err|critical|fatal|panic)(?=[:!\]]|\[\d|\s{1,8}[^\s=]))(?=[:!\s\][])/i;
const CAPITAL =
  /(?:^|[\s[(|<:])(TRACE|TRC|DEBUG|DBG|INFO|INF|NOTICE|WARN|WRN|WARNING|ERROR|ERR|SEVERE|CRITICAL|CRIT|FATAL|FTL|ALERT|EMERG|EMERGENCY|PANIC|LOG|Warning|Normal)(?=[\s\])|:>,!-]|$)/;
const FATAL_SIGN =
  /^(?:panic: |fatal error: |FATAL ERROR: |goroutine \d+ \[running\])|Out of memory: Kill|oom-kill:|OOMKilled|CrashLoopBackOff|segfault at|Kernel panic/;
const ERROR_SIGN =
  /^(?:Traceback \(most recent call last\)|Exception in thread |Unhandled |Uncaught |(?:[\w$]{1,60}\.){0,12}[\w$]{0,60}(?:Error|Exception)(?:: | \[|$))|(?:^|\s)(?:Failed to |Error: |error: )|(?:Back-off|ErrImagePull|ImagePullBackOff|CreateContainerConfigError|FailedMount|FailedScheduling)\b/;
