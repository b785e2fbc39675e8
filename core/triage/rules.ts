import { causeOf } from "../evidence/cause.ts";
import { signsOf } from "../evidence/classify.ts";
import { linesBehind } from "../evidence/coverage.ts";
import type { Evidence, EvidenceLine, Features, FittedEvidence, Level, Place } from "../evidence/evidence.ts";
import { isCalm, isHarmless, isPassedRun, isShutdown, showsHealth, showsRecovery } from "../evidence/health.ts";
import { rankOf } from "../evidence/level.ts";
import { messageOf } from "../evidence/message.ts";
import { cutEnd } from "../evidence/shorten.ts";
import type { Bundle, KnowledgeCard } from "../prompt/bundle.ts";
import { adviceOf } from "./advice.ts";
import { detailsOf, speakerOf } from "./details.ts";
import { countOf, gapsOf } from "./gaps.ts";
import { placesOf } from "./places.ts";
import { isNoise, judgeBy, judgeUnknown, troubledLines } from "./severity.ts";
import { alsoOf, consequencesOf, likewiseOf, seenOf, shareOf, tell, timesOf, trendOf } from "./told.ts";
import { BOUNDS, type Triage } from "./triage.ts";

type Knowledge = Bundle["knowledge"];

/**
 * The triage without a model: what the recognised class of error, its line and its knowledge card say. It claims no more
 * than they show, so its confidence stays below that of a model that has read the context.
 */
export const triageByRules = (evidence: Evidence, fitted: FittedEvidence, knowledge: Knowledge): Triage => {
  const { error_class } = evidence.features;
  const draft =
    error_class === "benign" || (error_class === "none" && isNoise(evidence))
      ? benign(evidence, fitted)
      : error_class === "none"
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
    data_gaps: gapsOf(evidence, fitted, draft.look)
      .slice(0, 3)
      .map((gap) => cutEnd(gap, BOUNDS.gap)),
  };
};

interface Draft extends Pick<Triage, "summary" | "component" | "root_cause" | "severity" | "verdict" | "confidence"> {
  /** The line that shows the cause, lines that confirm it, then what followed. */
  readonly cited: readonly (EvidenceLine | undefined)[];
  readonly steps: readonly string[];
  /** Where to look for what is not certain. */
  readonly look?: string | undefined;
}

const recognised = (
  evidence: Evidence,
  knowledge: Knowledge,
  error_class: Exclude<Features["error_class"], "none" | "benign">,
): Draft => {
  const { features } = evidence;
  const card = cardOf(knowledge, error_class);
  const whole = evidence.lines.find(({ id }) => id === evidence.errorLineId);
  const showing = evidence.lines.filter(({ text, level }) => weightOf(text, level, error_class) > 0);
  const weight = whole === undefined ? 0 : weightOf(whole.text, whole.level, error_class);
  const cause = tellingCause(error_class, whole, weight, showing);
  const said = cause.text || card?.title || error_class;
  const what = said + (shareOf(said, evidence.lines) || detailsOf(whole?.text ?? "", said));
  const consequences = consequencesOf(evidence);
  const { severity, verdict } = judgeBy(card, error_class, evidence.appraisal);
  // An exit code by itself: that something ended, and not what.
  const bare = weight <= 1 && evidence.inputLines <= 2 && (error_class === "crash_loop" || SAYS_NOTHING.test(said));
  const cited = [...(whole === undefined ? [] : [whole]), ...showing.filter(({ id }) => id !== whole?.id)];
  const spoken = placeOf(evidence, whole);
  const places = placesOf(
    { ...spoken, ...features },
    cited.map(({ text }) => text.slice(0, 1000)).join("\n"),
    cause.text,
  );
  const advice = adviceOf(card, evidence, cited, places, OPEN.has(error_class));
  const likewise = likewiseOf(cause.text, error_class, cited.slice(1));
  const isWeak = !bare && (weight < 3 || OPEN.has(error_class));
  const likely = isWeak && advice.likely !== undefined ? `; likely: ${advice.likely}` : "";
  return {
    cited: [...cited.slice(0, 4), ...consequences],
    summary: tell([
      what,
      seenOf(whole, likewise === undefined ? showing : [], isPartial(evidence)),
      likewise,
      trendOf(showing),
      alsoOf(consequences, evidence),
    ]),
    component: cause.component ?? componentOf(error_class, whole, said, showing, features, spoken),
    root_cause: `${cutEnd(what, BOUNDS.root_cause - likely.length)}${likely}`,
    severity,
    verdict: bare ? "inconclusive" : verdict,
    steps: advice.steps,
    look: isWeak ? advice.look : undefined,
    confidence: bare ? 30 : confidenceOf(weight, showing, features),
  };
};

const SAYS_NOTHING =
  /^.{0,20}\b(?:an?|unknown|unexpected|internal|generic) (?:internal |unknown |unexpected )?error\b.{0,20}$|something went wrong/i;

/** What such lines never tell is why. */
const OPEN: ReadonlySet<string> = new Set(["crash_loop", "probe_failure"]);

/** Only the newest lines were fetched: what is counted in them is a lower bound. */
const isPartial = ({ source }: Evidence): boolean => source?.truncated === true;

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

const benign = (evidence: Evidence, fitted: FittedEvidence): Draft => {
  const { features } = evidence;
  const count = linesBehind(evidence.lines);
  const overcome = rankOf(features.level) >= rankOf("warning");
  const loud = [...troubledLines(evidence), ...evidence.lines.filter(({ level }) => !isCalm(level))];
  const [worst] = overcome ? loud.toSorted((a, b) => rankOf(b.level) - rankOf(a.level)) : [];
  const well = worst && recoveryAfter(worst, evidence.lines);
  const healthy = well ?? evidence.lines.find(({ text, level }) => isCalm(level) && showsHealth(text));
  const quoted = ({ text }: EvidenceLine): string => cutEnd(messageOf(text), 90);
  return {
    cited: [worst, healthy, fitted.lines.at(-1)],
    summary: tell([
      `${isPartial(evidence) ? "the newest " : ""}${countOf(count, "log line")}: ${quietlyTold(evidence, worst, well)}`,
      worst && `it said: ${quoted(worst)}`,
      worst && well && `then: ${quoted(well)}`,
    ]),
    component: placeIn(features) ?? "unknown",
    root_cause: "none",
    severity: "info",
    verdict: "no_action",
    steps: [],
    confidence: (count < 5 ? 55 : 70) - (overcome ? 10 : 0),
  };
};

/** A calm line that says that it works again, logged after the trouble. */
const recoveryAfter = (worst: EvidenceLine, lines: readonly EvidenceLine[]): EvidenceLine | undefined => {
  const end = worst.last ?? worst.time;
  return lines
    .slice(lines.indexOf(worst) + 1)
    .findLast(
      ({ text, level, time, last }) =>
        isCalm(level) && showsRecovery(text) && (end === null || (time !== null && (last ?? time) >= end)),
    );
};

/** Why nobody has to act: only what is said to be over has passed. */
const quietlyTold = ({ lines }: Evidence, worst: EvidenceLine | undefined, well: EvidenceLine | undefined): string => {
  if (worst === undefined) return "normal work, no warning and no error";
  if (lines.some(({ text }) => isPassedRun(text))) return "a test run that passed";
  const stops = lines.some(({ text, level }) => isCalm(level) && isShutdown(text));
  if (well !== undefined && !(stops && !showsRecovery(well.text, true))) return "trouble that passed by itself";
  if (stops) return "an orderly shutdown";
  return isHarmless(worst.text) ? "a notice that breaks nothing" : "a warning, and nothing that failed for it";
};

const unrecognised = (evidence: Evidence, fitted: FittedEvidence): Draft => {
  const { features } = evidence;
  const byLevel = (lines: readonly EvidenceLine[]) => lines.toSorted((a, b) => rankOf(b.level) - rankOf(a.level));
  const troubled = byLevel(troubledLines(evidence));
  const judged = judgeUnknown(evidence);
  const worst = judged?.by ?? troubled[0] ?? byLevel(fitted.lines)[0];
  const { namespace, node, ...own } = { ...placeOf(evidence, worst), ...features };
  const speaker = worst === undefined ? undefined : speakerOf(worst.text, "");
  const component = placeIn(own) ?? namespace ?? node ?? speaker ?? "unknown";
  const base = { component, steps: [] as readonly string[] };
  if (worst === undefined || (judged === undefined && isCalm(worst.level) && troubled.length === 0)) {
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
  const alike = troubled.filter(({ level, id }) => level === worst.level && id !== worst.id);
  const message = cutEnd(messageOf(worst.text), 150);
  const said = message + detailsOf(worst.text, message);
  const severity = judged?.severity ?? "warning";
  const count = [worst, ...alike].reduce((sum, line) => sum + line.count, 0);
  const lines = `${isPartial(evidence) ? "at least " : ""}${countOf(count, "line")}`;
  const loud = isCalm(worst.level) ? countOf(worst.count, "line") : `${lines} of level ${worst.level}`;
  return {
    ...base,
    cited: [worst, ...alike.slice(0, 3)],
    summary: tell([`${loud}, of no known kind: ${said}`, timesOf([worst], isPartial(evidence))]),
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

/** The kernel names a process, and the next line the container: the same kill, told so that people know it. */
const tellingCause = (
  error_class: Exclude<Features["error_class"], "none" | "benign">,
  whole: EvidenceLine | undefined,
  weight: number,
  showing: readonly EvidenceLine[],
): ReturnType<typeof causeOf> => {
  const cause = causeOf(error_class, whole?.text ?? "");
  if (error_class !== "oom_killed" || cause.component !== undefined) return cause;
  const other = showing
    .filter(({ text, level }) => weightOf(text, level, error_class) >= weight)
    .map(({ text }) => causeOf(error_class, text))
    .find(({ component, text }) => component !== undefined && text !== "");
  return other ?? cause;
};

/** What failed, as the caller knows it, as lines of the same trouble name it, or as who speaks calls itself. */
const componentOf = (
  error_class: Exclude<Features["error_class"], "none" | "benign">,
  whole: EvidenceLine | undefined,
  said: string,
  showing: readonly EvidenceLine[],
  { namespace, node, ...features }: Features,
  spoken: Place,
): string =>
  placeIn(features) ??
  showing.slice(0, 8).flatMap(({ text }) => causeOf(error_class, text).component ?? [])[0] ??
  // Behind what lines name: kubelet and an exporter of events speak of others.
  placeIn(spoken) ??
  speakerOf(whole?.text ?? "", said) ??
  namespace ??
  node ??
  "unknown";

/** What a line comes from, where lines come from several places. */
const placeOf = ({ places }: Evidence, line: EvidenceLine | undefined): Place =>
  (line === undefined ? undefined : places?.[line.id]) ?? {};

const placeIn = ({ container, app, pod, namespace, node }: Place & Partial<Features>): string | undefined =>
  container ?? app ?? pod ?? namespace ?? node;
