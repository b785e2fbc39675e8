import { OUTAGE, type Terms, wordsOf } from "./appraisal-terms.ts";
import { LEARNED } from "./appraisal-weights.ts";
import { ERROR_CLASSES, type ErrorClass } from "./error-class.ts";
import { SEVERITIES, type Severity, VERDICTS, type Verdict } from "./outcome.ts";
import type { Trouble } from "./signs.ts";
import { addWeights, type Weights } from "./weights.ts";

/**
 * What labelled incidents have taught, said of a log: the rules' findings are among what is weighed, so this says how far they
 * can be trusted, and tells what no rule knows.
 */
export interface Appraisal {
  /** `none`: the rules found no class, and none is likely enough. */
  readonly error_class: ErrorClass | "none";
  readonly severity: Severity;
  readonly verdict: Verdict;
  /** 0 to 1: nobody has to act. */
  readonly quiet: number;
  /** Classes of trouble, most likely first, with the share of each as if something were wrong. */
  readonly classes: readonly { readonly error_class: Trouble; readonly share: number }[];
}

export interface Appraisable {
  readonly terms: Terms;
  /** The class that the rules settle on. */
  readonly named: ErrorClass | "none";
  /** No line sounds like trouble. */
  readonly isSilent: boolean;
}

/** One softmax each. */
export const HEADS = [ERROR_CLASSES, SEVERITIES, VERDICTS] as const satisfies readonly (readonly string[])[];

export interface AppraisalWeights extends Weights {
  /** By output. */
  readonly bias: readonly number[];
}

let builtIn: AppraisalWeights | undefined;
/** With the first log: a function that starts from nothing must not wait for it. */
const learned = (): AppraisalWeights => {
  builtIn ??= {
    ...LEARNED,
    terms: Object.fromEntries(
      LEARNED.terms.split("\n").map((line) => {
        const end = line.indexOf(" ");
        return [line.slice(end + 1), line.slice(0, end)];
      }),
    ),
  };
  return builtIn;
};

/** How much all words weigh together, against single facts. */
const WORD_WEIGHT = 4;
export const wordWeight = (words: readonly string[]): number => WORD_WEIGHT / Math.sqrt(Math.max(1, words.length));

/**
 * A quarter of the lessons is quiet; of the logs that people ask about it is more. With these odds false alarms and missed ones were
 * about as frequent in incidents that nothing was learned from.
 */
const QUIET_ODDS = 7 / 3;
/** A class that no rule found and that has less is a guess. */
const LEAST_SHARE = 0.6;

/** @param trained Weights other than those that are built in, to compare them. */
export const appraise = ({ terms, named, isSilent }: Appraisable, trained: AppraisalWeights = learned()): Appraisal => {
  const logits = [...trained.bias];
  for (const fact of terms.facts) addWeights(logits, trained, fact, trained.scale);
  const each = trained.scale * wordWeight(terms.words);
  for (const word of terms.words) addWeights(logits, trained, word, each);

  const [classes, severities, verdicts] = toShares(logits);
  const benign = classes[ERROR_CLASSES.indexOf("benign")]!;
  const calm = (benign + severities[SEVERITIES.indexOf("info")]! + verdicts[VERDICTS.indexOf("no_action")]!) / 3;
  const quiet = (calm * QUIET_ODDS) / (calm * QUIET_ODDS + 1 - calm);
  const ranked = TROUBLES.map((error_class) => ({
    error_class,
    share: classes[ERROR_CLASSES.indexOf(error_class)]! / Math.max(1 - benign, 1e-6),
  })).sort((a, b) => b.share - a.share || (a.error_class < b.error_class ? -1 : 1));
  return { ...decide(), quiet, classes: ranked };

  function decide(): Pick<Appraisal, "error_class" | "severity" | "verdict"> {
    const [best] = ranked;
    // What no rule knows is told only where it is plain; nothing said of trouble or of health is no finding.
    if (named === "none" && (quiet > 0.5 ? isSilent : best!.share < LEAST_SHARE))
      return { error_class: "none", severity: "info", verdict: "inconclusive" };
    if (quiet > 0.5) return { error_class: "benign", severity: "info", verdict: "no_action" };
    const { error_class } = best!;
    return terms.facts.includes(OUTAGE)
      ? { error_class, severity: "critical", verdict: "required" }
      : { error_class, ...likeliest(severities, verdicts) };
  }
};

const TROUBLES = ERROR_CLASSES.filter((name) => name !== "benign");

/** Severity and verdict that go together, where something is wrong. */
const PAIRS: readonly Pick<Appraisal, "severity" | "verdict">[] = [
  { severity: "warning", verdict: "suggested" },
  { severity: "warning", verdict: "inconclusive" },
  { severity: "error", verdict: "suggested" },
  { severity: "error", verdict: "required" },
  { severity: "error", verdict: "inconclusive" },
  { severity: "critical", verdict: "required" },
];

const likeliest = (severities: readonly number[], verdicts: readonly number[]): (typeof PAIRS)[number] => {
  const shareOf = ({ severity, verdict }: (typeof PAIRS)[number]): number =>
    severities[SEVERITIES.indexOf(severity)]! * verdicts[VERDICTS.indexOf(verdict)]!;
  return PAIRS.reduce((best, pair) => (shareOf(pair) > shareOf(best) ? pair : best));
};

const toShares = (logits: readonly number[]): readonly [number[], number[], number[]] => {
  const severities = ERROR_CLASSES.length;
  const verdicts = severities + SEVERITIES.length;
  return [
    softmax(logits.slice(0, severities)),
    softmax(logits.slice(severities, verdicts)),
    softmax(logits.slice(verdicts)),
  ];
};

const softmax = (logits: readonly number[]): number[] => {
  const most = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - most));
  const sum = powers.reduce((all, power) => all + power, 0);
  return powers.map((power) => power / sum);
};

/** How much a line's words speak for a class. */
export const speaksFor = (text: string, error_class: ErrorClass): number => {
  const trained = learned();
  const sums = trained.bias.map(() => 0);
  for (const word of wordsOf(text)) for (const term of [word, `b:${word}`]) addWeights(sums, trained, term, 1);
  return sums[ERROR_CLASSES.indexOf(error_class)]!;
};
