import { causeOf } from "../evidence/cause.ts";
import { signsOf } from "../evidence/classify.ts";
import { linesBehind } from "../evidence/coverage.ts";
import type { Evidence, EvidenceLine, Features, FittedEvidence, Level } from "../evidence/evidence.ts";
import { isCalm, showsHealth, showsRecovery } from "../evidence/health.ts";
import { rankOf } from "../evidence/level.ts";
import { messageOf } from "../evidence/message.ts";
import { cutEnd } from "../evidence/shorten.ts";
import type { Bundle, KnowledgeCard } from "../prompt/bundle.ts";
import { detailsOf, speakerOf } from "./details.ts";
import { countOf, gapsOf } from "./gaps.ts";
import { fillIn, placesOf } from "./places.ts";
import { judgeBenign, judgeSeverity, judgeUnknown, troubledLines } from "./severity.ts";
import { alsoOf, consequencesOf, tell, timesOf, trendOf } from "./told.ts";
import { BOUNDS, type Triage } from "./triage.ts";

type Knowledge = Bundle["knowledge"];

/**
 * The triage without a model: what the recognised class of error, its line and its knowledge card say. It claims no more
 * than they show, so its confidence stays below that of a model that has read the context.
 */
export const triageByRules = (evidence: Evidence, fitted: FittedEvidence, knowledge: Knowledge): Triage => {
  const { error_class } = evidence.features;
  // What no class knows can be bad all the same: a node that is gone is told by calm events.
  const quiet = error_class === "benign" && judgeBenign(evidence) === undefined;
  const draft = quiet
    ? benign(evidence, fitted, knowledge)
    : error_class === "none" || error_class === "benign"
      ? unrecognised(evidence, fitted)
      : recognised(evidence, knowledge, error_class);
  return {
    evidence: suppliedIds(draft.cited, fitted),
    summary: cutEnd(draft.summary, BOUNDS.summary) || "No finding.",
    component: cutEnd(draft.component, BOUNDS.component) || "unknown",
    root_cause: cutEnd(draft.root_cause, BOUNDS.root_cause) || "unknown",
    severity: draft.severity,
    verdict: draft.verdict,
    recommended_steps: draft.steps.slice(0, 5).map((step) => cutEnd(step, BOUNDS.step)),
    confidence: draft.confidence,
    data_gaps: gapsOf(evidence, fitted)
      .slice(0, 3)
      .map((gap) => cutEnd(gap, BOUNDS.gap)),
  };
};

interface Draft extends Pick<Triage, "summary" | "component" | "root_cause" | "severity" | "verdict" | "confidence"> {
  /** The line that shows the cause, lines that confirm it, then what followed. */
  readonly cited: readonly (EvidenceLine | undefined)[];
  readonly steps: readonly string[];
}

const recognised = (
  evidence: Evidence,
  knowledge: Knowledge,
  error_class: Exclude<Features["error_class"], "none" | "benign">,
): Draft => {
  const { features } = evidence;
  const card = cardOf(knowledge, error_class);
  const whole = evidence.lines.find(({ id }) => id === evidence.errorLineId);
  const cause = causeOf(error_class, whole?.text ?? "");
  const said = cause.text || card?.title || error_class;
  const what = said + detailsOf(whole?.text ?? "", said);
  const showing = evidence.lines.filter(({ text, level }) => weightOf(text, level, error_class) > 0);
  const consequences = consequencesOf(evidence);
  const weight = whole === undefined ? 0 : weightOf(whole.text, whole.level, error_class);
  const judged = judgeSeverity(evidence, card);
  const { over } = judged;
  // An exit code by itself: that something ended, and not what.
  const bare = weight <= 1 && evidence.inputLines <= 2 && (error_class === "crash_loop" || SAYS_NOTHING.test(said));
  const places = placesOf(
    features,
    [whole, ...showing].map((line) => line?.text.slice(0, 1000) ?? "").join("\n"),
    cause.text,
  );
  return {
    cited: [whole, ...showing.filter(({ id }) => id !== whole?.id).slice(0, 3), ...consequences],
    summary: tell([
      what,
      timesOf(showing),
      trendOf(showing),
      over ? "it passed by itself" : undefined,
      alsoOf(consequences, evidence),
    ]),
    component: cause.component ?? componentOf(error_class, whole, said, showing, features),
    root_cause: what,
    severity: judged.severity,
    verdict: bare && !over ? "inconclusive" : judged.verdict,
    steps: over ? [] : stepsOf(card, [whole, ...showing]).map((step) => fillIn(step, places)),
    confidence: bare ? 30 : Math.min(confidenceOf(weight, showing, features), over ? 55 : 100),
  };
};

const SAYS_NOTHING =
  /^.{0,20}\b(?:an?|unknown|unexpected|internal|generic) (?:internal |unknown |unexpected )?error\b.{0,20}$|something went wrong/i;

/** Those for what the lines say, then those for all trouble of the kind. */
const stepsOf = (card: KnowledgeCard | undefined, lines: readonly (EvidenceLine | undefined)[]): readonly string[] => {
  const said = lines.map((line) => line?.text.slice(0, 2000).toLowerCase() ?? "");
  const first = (card?.hints ?? []).filter(({ says }) =>
    says.some((word) => said.some((text) => text.includes(word.toLowerCase()))),
  );
  return [...first.flatMap(({ steps }) => steps).slice(0, 2), ...(card?.steps ?? [])];
};

/** More lines make it surer that it happened; other classes, less sure that it came first. Never more than 76. */
const confidenceOf = (weight: number, showing: readonly EvidenceLine[], features: Features): number => {
  const { error_class, error_classes, alertname, question } = features;
  if (weight < 3) return 50;
  const often = showing.reduce((sum, { count }) => sum + count, 0) > 1;
  const asked = [alertname, question].some(
    (text) => text !== undefined && signsOf(text, "unknown").some((sign) => sign.error_class === error_class),
  );
  return (often ? 72 : 65) - (error_classes.length > 3 ? 5 : 0) + (asked ? 4 : 0);
};

const benign = (evidence: Evidence, fitted: FittedEvidence, knowledge: Knowledge): Draft => {
  const card = cardOf(knowledge, "benign");
  const { features } = evidence;
  const count = linesBehind(evidence.lines);
  const overcome = rankOf(features.level) >= rankOf("warning");
  const [worst] = overcome ? troubledLines(evidence).toSorted((a, b) => rankOf(b.level) - rankOf(a.level)) : [];
  const well = evidence.lines.findLast(({ text, level }) => isCalm(level) && showsRecovery(text));
  const healthy = well ?? evidence.lines.find(({ text, level }) => isCalm(level) && showsHealth(text));
  const quoted = ({ text }: EvidenceLine): string => cutEnd(messageOf(text), 90);
  return {
    cited: [worst, healthy, fitted.lines.at(-1)],
    summary: tell([
      `${countOf(count, "log line")}: ${overcome ? "trouble that passed by itself" : "normal work, no warning and no error"}`,
      worst && `it said: ${quoted(worst)}`,
      worst && well && `then: ${quoted(well)}`,
    ]),
    component: placeOf(features),
    root_cause: "none",
    severity: "info",
    verdict: "no_action",
    steps: overcome ? (card?.steps ?? []).slice(0, 1) : [],
    confidence: (count < 5 ? 55 : 70) - (overcome ? 10 : 0),
  };
};

const unrecognised = (evidence: Evidence, fitted: FittedEvidence): Draft => {
  const { features } = evidence;
  const judged = features.error_class === "benign" ? judgeBenign(evidence) : judgeUnknown(evidence);
  const [worst] = [...troubledLines(evidence), ...fitted.lines].toSorted((a, b) => rankOf(b.level) - rankOf(a.level));
  const speaker = worst === undefined ? undefined : speakerOf(worst.text, "");
  const base = { component: placeIn(features) ?? speaker ?? "unknown", steps: [] as readonly string[] };
  if (worst === undefined || (judged === undefined && isCalm(worst.level))) {
    return {
      ...base,
      cited: [],
      summary:
        worst === undefined
          ? "There are no log lines to judge by."
          : `${countOf(linesBehind(evidence.lines), "log line")} without a known sign of trouble or of health.`,
      root_cause: "unknown",
      severity: "info",
      verdict: "inconclusive",
      confidence: worst === undefined ? 5 : 15,
    };
  }
  const alike = evidence.lines.filter(({ level, id }) => level === worst.level && id !== worst.id);
  const message = cutEnd(messageOf(worst.text), 150);
  const said = message + detailsOf(worst.text, message);
  const severity = judged?.severity ?? "warning";
  const count = [worst, ...alike].reduce((sum, line) => sum + line.count, 0);
  return {
    ...base,
    cited: [worst, ...alike.slice(0, 3)],
    summary: tell([`${countOf(count, "line")} of level ${worst.level}, of no known kind: ${said}`, timesOf([worst])]),
    root_cause: `no known kind of error; the log says: ${said}`,
    severity,
    verdict: judged?.verdict ?? "inconclusive",
    steps: ["Read the cited lines and those just before them", "Compare with the logs from before the trouble began"],
    confidence: severity === "warning" ? 25 : 35,
  };
};

const cardOf = (knowledge: Knowledge, name: string): KnowledgeCard | undefined =>
  Object.hasOwn(knowledge, name) ? knowledge[name] : undefined;

const weightOf = (text: string, level: Level, error_class: string): number =>
  signsOf(text, level).find((sign) => sign.error_class === error_class)?.weight ?? 0;

/** Only lines that the caller has. */
const suppliedIds = (cited: Draft["cited"], fitted: FittedEvidence): string[] => {
  const supplied = new Set(fitted.lines.map(({ id }) => id));
  const ids = cited.flatMap((line) => (line !== undefined && supplied.has(line.id) ? [line.id] : []));
  return [...new Set(ids)].filter((id) => id.length <= 6).slice(0, 6);
};

/** What failed, as the caller knows it, as lines of the same trouble name it, or as who speaks calls itself. */
const componentOf = (
  error_class: Exclude<Features["error_class"], "none" | "benign">,
  whole: EvidenceLine | undefined,
  said: string,
  showing: readonly EvidenceLine[],
  { namespace, node, ...features }: Features,
): string =>
  placeIn(features) ??
  showing.slice(0, 8).flatMap(({ text }) => causeOf(error_class, text).component ?? [])[0] ??
  speakerOf(whole?.text ?? "", said) ??
  namespace ??
  node ??
  "unknown";

const placeOf = (features: Features): string => placeIn(features) ?? "unknown";

const placeIn = ({ container, app, pod, namespace, node }: Features): string | undefined =>
  container ?? app ?? pod ?? namespace ?? node;
