import { causeOf } from "../evidence/cause.ts";
import { signsOf } from "../evidence/classify.ts";
import type { Evidence, EvidenceLine, Features, FittedEvidence, Level } from "../evidence/evidence.ts";
import { linesBehind } from "../evidence/fit.ts";
import { rankOf } from "../evidence/level.ts";
import { messageOf } from "../evidence/message.ts";
import { cutEnd, withCommas } from "../evidence/shorten.ts";
import type { Bundle, KnowledgeCard } from "../prompt/bundle.ts";
import type { Triage } from "./triage.ts";

type Knowledge = Bundle["knowledge"];

/**
 * The triage without a model: what the recognised class of error, its line and its knowledge card say. It claims no more
 * than they show, so its confidence stays below that of a model that has read the context.
 */
export const triageByRules = (evidence: Evidence, fitted: FittedEvidence, knowledge: Knowledge): Triage => {
  const { error_class } = evidence.features;
  const draft =
    error_class === "benign"
      ? benign(evidence, fitted, knowledge)
      : error_class === "none"
        ? unrecognised(evidence, fitted)
        : recognised(evidence, fitted, knowledge, error_class);
  return {
    evidence: [...new Set(draft.cited)].filter((id) => id.length <= 6).slice(0, 6),
    summary: cutEnd(draft.summary, 280) || "No finding.",
    component: cutEnd(draft.component, 64) || "unknown",
    root_cause: cutEnd(draft.root_cause, 240) || "unknown",
    severity: draft.severity,
    verdict: draft.verdict,
    recommended_steps: draft.steps.slice(0, 5).map((step) => cutEnd(step, 140)),
    confidence: draft.confidence,
    data_gaps: gapsOf(evidence, fitted)
      .slice(0, 3)
      .map((gap) => cutEnd(gap, 100)),
  };
};

interface Draft extends Pick<Triage, "summary" | "component" | "root_cause" | "severity" | "verdict" | "confidence"> {
  readonly cited: readonly string[];
  readonly steps: readonly string[];
}

const recognised = (
  evidence: Evidence,
  fitted: FittedEvidence,
  knowledge: Knowledge,
  error_class: Exclude<Features["error_class"], "none" | "benign">,
): Draft => {
  const { features } = evidence;
  const card = cardOf(knowledge, error_class);
  const whole = evidence.lines.find(({ id }) => id === evidence.errorLineId);
  const cause = causeOf(error_class, whole?.text ?? "");
  const showing = fitted.lines.filter(({ text, level }) => hasSign(text, level, error_class));
  const times = showing.reduce((sum, { count }) => sum + count, 0);
  const strong = whole !== undefined && hasSign(whole.text, whole.level, error_class, true);
  const others = features.error_classes.filter((other) => other !== error_class);
  return {
    cited: citedFirst(evidence.errorLineId, showing, fitted),
    summary: sentence([
      cause.text || card?.title || error_class,
      times > 1 ? `seen ${withCommas(times)} times` : undefined,
      others.length > 0 ? `also seen: ${others.slice(0, 3).join(", ")}` : undefined,
    ]),
    component: cause.component ?? placeOf(features),
    root_cause: cause.text || card?.title || error_class,
    severity: severityOf(card, whole?.level ?? features.level),
    verdict: card?.verdict ?? "suggested",
    steps: (card?.steps ?? []).map((step) => fillIn(step, features)),
    // More lines or more classes do not make it surer what came first.
    confidence: strong ? (times > 1 ? 72 : 65) - (others.length > 2 ? 5 : 0) : 50,
  };
};

const benign = (evidence: Evidence, fitted: FittedEvidence, knowledge: Knowledge): Draft => {
  const card = cardOf(knowledge, "benign");
  const { features } = evidence;
  const lines = linesBehind(evidence.lines);
  const overcome = rankOf(features.level) >= rankOf("warning");
  return {
    cited: citedFirst(evidence.errorLineId, fitted.lines.slice(-1), fitted),
    summary: overcome
      ? `${withCommas(lines)} log lines: trouble that passed by itself, and signs of normal work after it.`
      : `${withCommas(lines)} log lines show normal work: no warning and no error.`,
    component: placeOf(features),
    root_cause: "none",
    severity: "info",
    verdict: "no_action",
    steps: overcome ? (card?.steps ?? []).slice(0, 1) : [],
    confidence: (lines < 5 ? 55 : 70) - (overcome ? 10 : 0),
  };
};

const unrecognised = (evidence: Evidence, fitted: FittedEvidence): Draft => {
  const { features } = evidence;
  const worst = fitted.lines.reduce<EvidenceLine | undefined>(
    (found, line) => (found === undefined || rankOf(line.level) > rankOf(found.level) ? line : found),
    undefined,
  );
  const base = { component: placeOf(features), steps: [] as readonly string[] };
  if (worst === undefined || rankOf(worst.level) < rankOf("warning")) {
    return {
      ...base,
      cited: [],
      summary:
        worst === undefined
          ? "There are no log lines to judge by."
          : `${withCommas(linesBehind(evidence.lines))} log lines without a known sign of trouble or of health.`,
      root_cause: "unknown",
      severity: "info",
      verdict: "inconclusive",
      confidence: worst === undefined ? 5 : 15,
    };
  }
  const alike = fitted.lines.filter(({ level }) => level === worst.level);
  const said = cutEnd(messageOf(worst.text), 180);
  const serious = worst.level !== "warning";
  return {
    ...base,
    cited: citedFirst(worst.id, alike, fitted),
    summary: `${withCommas(alike.reduce((sum, { count }) => sum + count, 0))} lines of level ${worst.level}, of no known kind: ${said}`,
    root_cause: `no known kind of error; the log says: ${said}`,
    severity: serious ? (worst.level as "error" | "critical") : "warning",
    verdict: serious ? "suggested" : "inconclusive",
    steps: ["Read the cited lines and those just before them", "Compare with the logs from before the trouble began"],
    confidence: serious ? 35 : 25,
  };
};

const cardOf = (knowledge: Knowledge, name: string): KnowledgeCard | undefined =>
  Object.hasOwn(knowledge, name) ? knowledge[name] : undefined;

const hasSign = (text: string, level: Level, error_class: string, strong = false): boolean =>
  signsOf(text, level).some((sign) => sign.error_class === error_class && (!strong || sign.strong));

/** The telling line, then others that show the same; only lines that the caller has. */
const citedFirst = (
  first: string | null,
  showing: readonly EvidenceLine[],
  fitted: FittedEvidence,
): readonly string[] => {
  const supplied = new Set(fitted.lines.map(({ id }) => id));
  return [...(first === null ? [] : [first]), ...showing.map(({ id }) => id)]
    .filter((id) => supplied.has(id))
    .slice(0, 4);
};

const placeOf = ({ container, app, pod, namespace, node }: Features): string =>
  container ?? app ?? pod ?? namespace ?? node ?? "unknown";

/** Puts what is known in the place of a card's `NAMESPACE` and the like, if it is a name: steps are made to be copied. */
const fillIn = (step: string, features: Features): string =>
  step.replace(/\b(?:NAMESPACE|POD|CONTAINER|NODE)\b/g, (placeholder) => {
    const name = features[placeholder.toLowerCase() as "namespace" | "pod" | "container" | "node"];
    return name !== undefined && /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/.test(name) ? name : placeholder;
  });

const SEVERITY_ORDER = ["info", "warning", "error", "critical"] as const;

/**
 * The card's severity; a line that calls itself worse raises it by one step. Only a card says critical: every panic of one
 * container calls itself fatal, and is no outage for that.
 */
const severityOf = (card: KnowledgeCard | undefined, level: Level): Triage["severity"] => {
  const base = card?.severity ?? "error";
  const own = rankOf(level) >= rankOf("error") ? 2 : level === "warning" ? 1 : 0;
  const index = SEVERITY_ORDER.indexOf(base);
  return own > index ? SEVERITY_ORDER[index + 1]! : base;
};

const sentence = (parts: readonly (string | undefined)[]): string => {
  const [first = "", ...rest] = parts.filter((part) => part !== undefined);
  // The additions are short and say how often; a long first part gives way.
  const tail = rest.map((part) => `; ${part}`).join("");
  return `${cutEnd(first, 279 - tail.length)}${tail}.`;
};

const gapsOf = (evidence: Evidence, fitted: FittedEvidence): readonly string[] => {
  const gaps: string[] = [];
  const { inputLines, lines } = evidence;
  if (lines.length === 0) return ["no log lines"];
  const hidden = linesBehind(lines) - linesBehind(fitted.lines);
  if (hidden > 0) gaps.push(`log truncated: ${withCommas(hidden)} lines not shown`);
  if (inputLines < 5) gaps.push(inputLines === 1 ? "only 1 line" : `only ${inputLines} lines`);
  if (evidence.from === null && !lines.some(({ text }) => /\d\d:\d\d:\d\d/.test(text))) gaps.push("no timestamps");
  if (evidence.features.error_class !== "benign" && lines.every(({ level }) => level === "unknown"))
    gaps.push("no log levels");
  return gaps;
};
