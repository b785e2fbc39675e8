import type { Evidence, EvidenceLine } from "../evidence/evidence.ts";
import { isCalm, isHarmless, isSurelyHarmless, showsHealth, showsRecovery, soundsWrong } from "../evidence/health.ts";
import { rankOf } from "../evidence/level.ts";
import type { KnowledgeCard } from "../prompt/bundle.ts";
import { isPart, isSoft, isSoon, isStop, showsOutage } from "./tone.ts";
import type { Triage } from "./triage.ts";

export interface Judgement extends Pick<Triage, "severity" | "verdict"> {
  /** Whether it has passed by itself. */
  readonly over: boolean;
  /** A notice of what will be: nothing fails for it yet. */
  readonly notice?: true;
  /** The line that says so, where it is one. */
  readonly by?: EvidenceLine;
}

/**
 * How bad it is and whether somebody has to act. The card says how bad such trouble is as a rule; the lines say whether
 * it takes more with it, has only begun, or is over. What lines call themselves is a hint and no more: programs log a
 * first retry as an error and an outage as a warning.
 */
export const judgeSeverity = (evidence: Evidence, card: KnowledgeCard | undefined): Judgement => {
  const { error_class } = evidence.features;
  const bad = troubledLines(evidence);
  if (isOver(evidence, bad)) return { severity: "info", verdict: "no_action", over: true };
  if (isOutage(evidence, bad)) return CRITICAL;
  if (error_class === "upgrade_deprecated" && bad.length > 0 && bad.every(isNotice)) return NOTICE;
  const base = card?.severity ?? "error";
  const main = bad.filter(({ id }) => id === evidence.errorLineId || evidence.troubles[id] === error_class);
  if (isMild(evidence, bad, main)) return WARNING;
  if (rankOf(base) <= rankOf("warning") && isPersistent(error_class, bad)) return ERROR;
  return { severity: base, verdict: card?.verdict ?? "suggested", over: false };
};

/** Whether lines that are no trouble of a known kind still say that something is gone, or soon will be. */
export const judgeBenign = (evidence: Evidence): Judgement | undefined => {
  const bad = troubledLines(evidence);
  if (isOver(evidence, bad)) return undefined;
  if (isOutage(evidence, bad)) return by(CRITICAL, goneLine(evidence));
  // Repeated, a line without a level must not become routine.
  const soon = [...bad.filter(({ level }) => level === "warning"), ...untold(evidence)].find(
    ({ text }) => !isHarmless(text) && isSoon(head(text)),
  );
  return soon === undefined ? undefined : by(WARNING, soon);
};

const untold = ({ lines }: Evidence): readonly EvidenceLine[] => lines.filter(({ level }) => level === "unknown");

/** The same for lines of no known kind; undefined: they say too little. */
export const judgeUnknown = (evidence: Evidence): Judgement | undefined => {
  const bad = troubledLines(evidence);
  if (isOver(evidence, bad)) return undefined;
  if (isOutage(evidence, bad)) return by(CRITICAL, goneLine(evidence));
  const isStopped = ({ level, text }: EvidenceLine) => level !== "debug" && !isHarmless(text) && isStop(head(text));
  const stopped = bad.find(isStopped) ?? evidence.lines.find(isStopped);
  if (stopped !== undefined) return by(ERROR, stopped);
  const loud = bad.filter(({ level }) => rankOf(level) > rankOf("warning"));
  if (loud.length > 0) {
    const hard = loud.find(({ text }) => !isSoft(head(text), "none") || isStop(head(text)));
    return hard === undefined ? by(WARNING, loud[0]) : by(UNKNOWN_ERROR, hard);
  }
  const says = ({ text, level }: EvidenceLine): boolean => soundsWrong(text, level) || isSoft(head(text), "none");
  const warnings = bad.filter(({ level }) => level === "warning");
  const saying = warnings.find(says);
  if (saying !== undefined || sum(warnings) + warnings.reduce((all, { text }) => all + eventCount(text), 0) > 1) {
    return by(WARNING, saying);
  }
  // Where lines do not say how bad they are, only what is about to go wrong is plain enough.
  const soon = evidence.lines.find(({ level, text }) => level !== "debug" && !isHarmless(text) && isSoon(head(text)));
  return soon === undefined ? undefined : by(WARNING, soon);
};

/** Something is called bad, and all of it is known to break nothing: nobody has to act. */
export const isNoise = (evidence: Evidence): boolean =>
  evidence.lines.some(({ level }) => !isCalm(level)) &&
  troubledLines(evidence).length === 0 &&
  judgeUnknown(evidence) === undefined;

const by = (judgement: Judgement, line: EvidenceLine | undefined): Judgement =>
  line === undefined ? judgement : { ...judgement, by: line };

/** It is served still, and nothing failed for it. */
const isNotice = ({ text, level }: EvidenceLine): boolean =>
  rankOf(level) <= rankOf("warning") && LATER.test(head(text)) && !FAILED_FOR_IT.test(head(text));
const LATER = /\bdeprecated\b.{0,80}\b(?:unavailable in|(?:will be )?removed in|will be removed)\b/i;
const FAILED_FOR_IT =
  /\bno matches for kind\b|could not find the requested resource|no longer served|\bfail(?:s|ed|ure)?\b|\b(?:cannot|unable|refused|rejected|denied|invalid|error:)/i;

const CRITICAL: Judgement = { severity: "critical", verdict: "required", over: false };
const ERROR: Judgement = { severity: "error", verdict: "required", over: false };
const UNKNOWN_ERROR: Judgement = { severity: "error", verdict: "suggested", over: false };
const WARNING: Judgement = { severity: "warning", verdict: "suggested", over: false };
const NOTICE: Judgement = { severity: "info", verdict: "no_action", over: false, notice: true };

/** Lines that say that something is wrong; what follows from it is among them. */
export const troubledLines = ({ lines, troubles, errorLineId }: Evidence): readonly EvidenceLine[] =>
  lines.filter(
    ({ id, level, text }) =>
      id === errorLineId || ((troubles[id] !== undefined || !isCalm(level)) && !isSurelyHarmless(text)),
  );

/** After the last of the trouble a line says plainly that it is over, and nothing stopped for good. */
const isOver = ({ lines, troubles, features }: Evidence, bad: readonly EvidenceLine[]): boolean => {
  const last = bad.at(-1);
  if (last === undefined || bad.some(({ text }) => isStop(head(text)))) return false;
  const end = bad.reduce((latest, { time, last: seen }) => later(latest, seen ?? time), null as string | null);
  const over = OVER[features.error_class];
  return lines.slice(lines.indexOf(last) + 1).some(
    ({ id, time, last: seen, level, text }) =>
      // What has no time among lines that have one is no word of the program that failed.
      (end === null || (time !== null && (seen ?? time) >= end)) &&
      troubles[id] === undefined &&
      isCalm(level) &&
      !FAILED_ANSWER.test(head(text)) &&
      (showsRecovery(text, true) || COMMITTED.test(head(text)) || (over?.test(head(text)) ?? false)),
  );
};

const later = (one: string | null, other: string | null): string | null =>
  one === null || (other !== null && other > one) ? other : one;

/** What events say once the thing that was waited for is there. */
const OVER: Readonly<Record<string, RegExp>> = {
  scheduling: /\bSuccessfully assigned\b/,
  image_pull: /\bSuccessfully pulled\b/,
  volume_mount: /\bSuccessfulAttachVolume\b|\bSuccessfully (?:mounted|attached|provisioned)\b/,
  disk_pressure: /\bNodeHasNoDiskPressure\b/,
  oom_killed: /\bNodeHasSufficientMemory\b/,
  auth_forbidden: /\b(?:token|login|session|credentials?)\b.{0,40}\b(?:refreshed|renewed|rotated)\b/i,
  tls_certificate:
    /\bIssued new certificate\b|\bcertificate\b.{0,40}\b(?:renewed|reloaded|has been successfully issued)\b/i,
};
const COMMITTED = /\b(?:committed|succeeded|passed|delivered) (?:on|after) (?:attempt|retry|redelivery|\d)/i;
const FAILED_ANSWER = /\bstatus(?:_?code)?["']?[=: ]{1,3}[45]\d\d\b|" [45]\d\d\b/i;

const isOutage = (evidence: Evidence, bad: readonly EvidenceLine[]): boolean => {
  const { features, troubles } = evidence;
  const { error_class } = features;
  if (goneLine(evidence) !== undefined) return true;
  if (!SPREADS.has(error_class)) return false;
  const places = new Set(bad.filter(({ id }) => troubles[id] !== undefined).flatMap(({ text }) => namespacesIn(text)));
  return places.size >= 3;
};

/** The last line that says that something big is gone, if nothing after it says that it came back. */
const goneLine = ({ lines, features }: Evidence): EvidenceLine | undefined => {
  // A node that is gone is a calm event, too.
  const gone = lines.findLastIndex(
    ({ text, level }) => level !== "debug" && showsOutage(head(text), features.error_class),
  );
  return lines.slice(gone + 1).some(({ text }) => NODE_BACK.test(head(text))) ? undefined : lines[gone];
};

const NODE_BACK = /\bNodeReady\b|\bnode\b.{0,60}\bis (?:now )?(?:ready|reachable|back)\b/i;

/** Trouble of the ground that everything stands on, where it shows in several namespaces at once. */
const SPREADS: ReadonlySet<string> = new Set([
  "volume_mount",
  "dns_failure",
  "tls_certificate",
  "connection_refused",
  "network_timeout",
  "dependency_unavailable",
]);

const namespacesIn = (text: string): readonly string[] =>
  [
    ...head(text).matchAll(
      /\b(?:namespace|ns)["']?[=:] ?["']?([a-z][a-z0-9-]{0,62})|\bpod[=: ]{1,2}\\?"?([a-z][a-z0-9-]{0,62})\/[a-z]/g,
    ),
  ].map(([, named, owner]) => named ?? owner ?? "");

/** It has only begun, hits a part, or is about to happen; or one warning among things that work. */
const isMild = (
  { lines, features }: Evidence,
  bad: readonly EvidenceLine[],
  main: readonly EvidenceLine[],
): boolean => {
  const { error_class } = features;
  if (main.length === 0) return false;
  if (bad.some(({ text }) => isStop(head(text)))) return false;
  if (main.every(({ text }) => isSoft(head(text), error_class))) return true;
  if (bad.some(({ text }) => isPart(head(text)))) return true;
  // An event of Kubernetes is a warning whatever it says, and so are the listings that client-go tries again.
  if (!bad.every(({ level, text }) => level === "warning" && !EVENT.test(head(text)))) return false;
  const healthy = lines.filter(
    ({ level, text }) => isCalm(level) && showsHealth(text) && !FAILED_ANSWER.test(head(text)),
  );
  return sum(healthy) >= main.length && error_class !== "etcd";
};

const EVENT = /\bWarning\s{1,8}[A-Z][A-Za-z]{3,40}\s|\bfailed to (?:list|watch)\b/;

/** A probe that fails once is noise; one that goes on failing, or has the container killed, is not. */
const isPersistent = (error_class: string, bad: readonly EvidenceLine[]): boolean => {
  if (bad.some(({ text }) => isStop(head(text)))) return true;
  return error_class === "probe_failure" && sum(bad) + bad.reduce((all, { text }) => all + eventCount(text), 0) >= 5;
};

/** `(x18 over 9m)`: beyond the one that the line itself is. */
const eventCount = (text: string): number => Number(/\(x(\d{1,6}) over /.exec(text)?.[1] ?? 1) - 1;

const sum = (lines: readonly EvidenceLine[]): number => lines.reduce((all, { count }) => all + count, 0);

const head = (text: string): string => (text.length > 1000 ? text.slice(0, 1000) : text);
