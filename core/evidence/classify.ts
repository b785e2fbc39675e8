import type { ErrorClass } from "./error-class.ts";
import type { Level } from "./evidence.ts";
import { FAILED, FAILING, fieldOf } from "./fields.ts";
import { GUARDED, isOvercome, isSurelyHarmless, phrasePieces, withoutZeros } from "./health.ts";
import { rankOf } from "./level.ts";
import { messageOf } from "./message.ts";
import { PHRASES, type Trouble } from "./signs.ts";
import { thrownIn } from "./thrown.ts";

/** What one line shows. `strong`: it can hardly mean anything else. */
export interface Sign {
  readonly error_class: Trouble;
  readonly strong: boolean;
  /** 1 to 4, as in the table of phrases; half a point more for what stands behind the last `Caused by`. */
  readonly weight: number;
  /** The words of the line that show it. */
  readonly phrase: string;
}

/**
 * The classes that a line shows, the one that explains the others first. A line of level info counts only for strong
 * signs; one that says that nothing failed, or that it was overcome, shows nothing.
 */
export const signsOf = (text: string, level: Level): readonly Sign[] => {
  const line = text.length > 4000 ? `${text.slice(0, 3000)} ${text.slice(-1000)}` : text;
  const calm = rankOf(level) < rankOf("warning") && level !== "unknown";
  if (level === "debug" && CONFIGURED.test(line)) return [];
  if (rankOf(level) < rankOf("warning") && isOvercome(line)) return [];
  if (TEST_NAME.test(line)) return [];
  const bare = plain(line);
  const best = phrasesIn(bare, calm ? 3 : 1);
  for (const sign of accessSigns(line)) if (!best.has(sign.error_class)) best.set(sign.error_class, sign);
  // That a program threw something says less than what it says of it.
  if (
    ![...best.values()].some(({ weight, error_class }) => weight >= 2 && error_class !== "application_exception") &&
    (level === "unknown" || rankOf(level) >= rankOf("warning"))
  ) {
    const sign = fieldSign(bare, level);
    const known = best.get("application_exception");
    // A general exception that tells of a field is about that.
    if (sign !== undefined && sign.weight >= 1.6 && known !== undefined && known.weight <= 2.5)
      best.set(sign.error_class, { ...sign, weight: known.weight + 0.1 });
    else if (sign !== undefined && (best.get(sign.error_class)?.weight ?? 0) < sign.weight)
      best.set(sign.error_class, sign);
  }
  const signs = [...best.values()].sort((a, b) => b.weight - a.weight || orderOf(a) - orderOf(b));
  if (signs.length > 0 && signs[0]!.weight < 4 && level !== "critical" && isSurelyHarmless(line) && !RAN_OUT.test(line))
    return [];
  // What a line is about, it is about alone.
  return signs[0] !== undefined && signs[0].weight >= 4 ? signs.slice(0, 1) : signs;
};

const phrasesIn = (text: string, least: number): Map<Trouble, Sign> => {
  const best = new Map<Trouble, Sign>();
  const pieces = phrasePieces(text);
  // Few lines have more than one phrase: what is asked of those that do waits until then.
  let words: readonly number[] | undefined;
  let cause: number | undefined;
  for (const { error_class, weight, names, phrase, piece } of BY_WEIGHT) {
    if (pieces[piece] === 0 || weight < least || best.has(error_class)) continue;
    if (weight === 1 && error_class === "application_exception" && !THROWN.test(text)) continue;
    const found = phrase.exec(text);
    if (found === null) continue;
    words ??= (text.match(WORD) ?? []).map(keyOf);
    if (!words.some((word) => names.has(word))) continue;
    cause ??= Math.max(text.lastIndexOf("Caused by"), text.lastIndexOf("---> "), text.lastIndexOf("[cause]"));
    const bonus = cause >= 0 && found.index >= cause && weight < 4 ? 0.5 : 0;
    best.set(error_class, { error_class, strong: weight >= 3, weight: weight + bonus, phrase: found[0].slice(0, 120) });
  }
  return best;
};

/** In whatever was thrown: `error` as a level, which nearly all lines of trouble have, is written otherwise. */
const THROWN = /Error|Exception|Traceback|stack ?trace/;

/** By the words of its field, what no phrase tells: a hint, more than that where several words agree. */
const fieldSign = (text: string, level: Level): Sign | undefined => {
  const bad = rankOf(level) >= rankOf("error");
  const thrown = thrownIn(text);
  if (thrown !== undefined) return { error_class: thrown.field, strong: false, weight: 1.8, phrase: thrown.word };
  const message = messageOf(text);
  if (!bad && !FAILING.test(text)) return undefined;
  // The name of the logger speaks where the message does not.
  const own = fieldOf(message);
  const named = own !== undefined && own.points >= 2 ? own : fieldOf(text);
  const found = named?.field === "application_exception" ? (own ?? named) : named;
  if (found === undefined || (found.points < 2 && !bad && !(level === "warning" && FAILED.test(text))))
    return undefined;
  const weight = found.points >= 4 ? 1.6 : found.points >= 2 ? 1.2 : 1;
  return { error_class: found.field, strong: false, weight, phrase: found.word };
};

/** In one line the special explains the general: a look-up that times out is a look-up. */
const LINE_ORDER: readonly ErrorClass[] = [
  "quota_limit",
  "probe_failure",
  "image_pull",
  "volume_mount",
  "scheduling",
  "resource_leak",
  "disk_pressure",
  "oom_killed",
  "tls_certificate",
  "etcd",
  "auth_forbidden",
  "dns_failure",
  "rate_limited",
  "upgrade_deprecated",
  "database",
  "connection_refused",
  "network_timeout",
  "config_error",
  "dependency_unavailable",
  "application_exception",
  "crash_loop",
];

/** What is plainly not there explains more than anything else. */
const orderOf = ({ error_class, weight }: Sign): number =>
  error_class === "config_error" && weight >= 4 ? -1 : LINE_ORDER.indexOf(error_class);

/** Without escapes, counts of nothing, and what a client asked for: the text of a request is no sign. */
const plain = (line: string): string => {
  let bare = line.includes("\\") ? line.replaceAll('\\"', '"') : line;
  if (bare.includes(" HTTP/")) bare = bare.replace(REQUEST, '"$1" ').replace(AGENT, " ");
  // `IOException: No space left` counts nothing.
  return withoutZeros(bare.includes(": no ") || bare.includes(": No ") ? bare.replace(LACK, "$1; ") : bare);
};

const LACK = /(Exception|[Ee]rror|[Ff]ail(?:ed|ure)?): (?=[Nn]o \w)/g;
const REQUEST = /"([A-Z]{3,8}) [^"\s]{1,2000} HTTP\/[\d.]{1,4}"(?=,? \d{3}\b)/g;
const AGENT = /"(?:Mozilla|curl|Go-http|python-requests|okhttp|kube-probe|Prometheus)[^"]{0,300}"/g;
/** What is configured, listed or tested is not what happened. */
const CONFIGURED =
  /\b(?:config(?:uration|ured)?|settings?|options?|flags?|FLAG|register(?:ed|ing)|handlers?|mapping|args)\b/i;
const TEST_NAME = /^\s{0,8}(?:=== (?:RUN|CONT|PAUSE)|--- PASS|ok {2,}|PASS\b|✓|✔)/;

/** A call that was cancelled because its time was over. */
const RAN_OUT = /cancell?ed due to .{0,60}(?:timeout|elaps)/i;

const ACCESS = /"[A-Z]{3,8} [^"\s]{1,2000} HTTP\/[\d.]{1,4}",? ([1-5]\d\d)\b/;

/** The status in a line of an access log. */
const accessSigns = (line: string): readonly Sign[] => {
  const status = line.includes(" HTTP/") ? ACCESS.exec(line)?.[1] : undefined;
  const found = status === undefined ? undefined : STATUSES[status];
  if (status === undefined || found === undefined) return [];
  return [{ error_class: found[0], strong: found[1] >= 3, weight: found[1], phrase: status }];
};

const STATUSES: Readonly<Record<string, readonly [Trouble, number]>> = {
  "429": ["rate_limited", 2],
  "500": ["application_exception", 1],
  "502": ["dependency_unavailable", 2],
  "503": ["dependency_unavailable", 2],
  "504": ["network_timeout", 2],
  "507": ["disk_pressure", 2],
};

/** Words of a text, `camelCase` and `snake_case` taken apart. */
const WORD = /[A-Z]{2,40}(?![a-z])|[A-Z]?[a-z]{2,40}|[A-Z][a-z]/g;
/** Its first four letters, without regard to case, as a number. */
const keyOf = (word: string): number => {
  let key = 0;
  for (let i = 0; i < 4 && i < word.length; i++) key = (key << 5) | (word.charCodeAt(i) & 31);
  return key;
};

/** The phrases, the heaviest first. */
const BY_WEIGHT = PHRASES.map(([error_class, weight, words, phrase], i) => ({
  error_class,
  weight,
  phrase,
  piece: GUARDED.length + i,
  names: new Set(words.split(" ").map(keyOf)),
})).sort((a, b) => b.weight - a.weight);
