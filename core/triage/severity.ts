import type { Evidence, EvidenceLine } from "../evidence/evidence.ts";
import { isCalm, isHarmless, isSurelyHarmless, showsRecovery, soundsWrong } from "../evidence/health.ts";
import { rankOf } from "../evidence/level.ts";
import { SEVERITIES } from "../evidence/outcome.ts";
import type { Trouble } from "../evidence/signs.ts";
import { eventCount, isSoft, isSoon, isStop, showsOutage } from "../evidence/tone.ts";
import type { KnowledgeCard } from "../prompt/bundle.ts";
import type { Triage } from "./triage.ts";

export interface Judgement extends Pick<Triage, "severity" | "verdict"> {
  /** The line that says so, where it is one. */
  readonly by?: EvidenceLine;
}

/**
 * How bad a trouble is, as the lines were appraised, and as the card wants it: one that says `critical` of what is an error as a rule
 * raises each judgement by that step.
 */
export const judgeBy = (
  card: Pick<KnowledgeCard, "severity" | "verdict"> | undefined,
  error_class: Trouble,
  appraisal: Evidence["appraisal"],
): Pick<Triage, "severity" | "verdict"> => {
  const { severity, verdict } = appraisal ?? ERROR;
  if (card === undefined) return { severity, verdict };
  const usual = USUAL[error_class] ?? "error";
  const raised = SEVERITIES.indexOf(severity) + SEVERITIES.indexOf(card.severity) - SEVERITIES.indexOf(usual);
  return {
    severity: SEVERITIES[Math.max(0, Math.min(SEVERITIES.length - 1, raised))]!,
    verdict: verdict === (usual === "warning" ? "suggested" : "required") ? card.verdict : verdict,
  };
};

/** What the cards came with, where it is not an error that requires somebody. */
const USUAL: Partial<Readonly<Record<Trouble, Triage["severity"]>>> = {
  rate_limited: "warning",
  probe_failure: "warning",
};

/** For lines of no known kind; undefined: they say too little. */
export const judgeUnknown = (evidence: Evidence): Judgement | undefined => {
  const bad = troubledLines(evidence);
  if (isOver(evidence, bad)) return undefined;
  const gone = goneLine(evidence);
  if (gone !== undefined) return by(CRITICAL, gone);
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
  if (saying !== undefined || sum(warnings) + warnings.reduce((all, { text }) => all + eventCount(text) - 1, 0) > 1) {
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

const CRITICAL: Judgement = { severity: "critical", verdict: "required" };
const ERROR: Judgement = { severity: "error", verdict: "required" };
const UNKNOWN_ERROR: Judgement = { severity: "error", verdict: "suggested" };
const WARNING: Judgement = { severity: "warning", verdict: "suggested" };

/** Lines that say that something is wrong; what follows from it is among them. */
export const troubledLines = ({ lines, troubles, errorLineId }: Evidence): readonly EvidenceLine[] =>
  lines.filter(
    ({ id, level, text }) =>
      id === errorLineId || ((troubles[id] !== undefined || !isCalm(level)) && !isSurelyHarmless(text)),
  );

/** After the last of the trouble a line says plainly that it is over, and nothing stopped for good. */
const isOver = ({ lines, troubles }: Evidence, bad: readonly EvidenceLine[]): boolean => {
  const last = bad.at(-1);
  if (last === undefined || bad.some(({ text }) => isStop(head(text)))) return false;
  const end = bad.reduce((latest, { time, last: seen }) => later(latest, seen ?? time), null as string | null);
  return lines.slice(lines.indexOf(last) + 1).some(
    ({ id, time, last: seen, level, text }) =>
      // What has no time among lines that have one is no word of the program that failed.
      (end === null || (time !== null && (seen ?? time) >= end)) &&
      troubles[id] === undefined &&
      isCalm(level) &&
      !FAILED_ANSWER.test(head(text)) &&
      (showsRecovery(text, true) || COMMITTED.test(head(text))),
  );
};

const later = (one: string | null, other: string | null): string | null =>
  one === null || (other !== null && other > one) ? other : one;

const COMMITTED = /\b(?:committed|succeeded|passed|delivered) (?:on|after) (?:attempt|retry|redelivery|\d)/i;
const FAILED_ANSWER = /\bstatus(?:_?code)?["']?[=: ]{1,3}[45]\d\d\b|" [45]\d\d\b/i;

/** The last line that says that something big is gone, if nothing after it says that it came back. */
const goneLine = ({ lines }: Evidence): EvidenceLine | undefined => {
  // A node that is gone is a calm event, too.
  const gone = lines.findLastIndex(({ text, level }) => level !== "debug" && showsOutage(head(text), "none"));
  return lines.slice(gone + 1).some(({ text }) => NODE_BACK.test(head(text))) ? undefined : lines[gone];
};

const NODE_BACK = /\bNodeReady\b|\bnode\b.{0,60}\bis (?:now )?(?:ready|reachable|back)\b/i;

const sum = (lines: readonly EvidenceLine[]): number => lines.reduce((all, { count }) => all + count, 0);

const head = (text: string): string => (text.length > 1000 ? text.slice(0, 1000) : text);
