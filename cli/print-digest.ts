import type { Appraisal } from "../core/evidence/appraise.ts";
import type { Evidence, FittedEvidence } from "../core/evidence/evidence.ts";
import { cutEnd, withCommas } from "../core/evidence/shorten.ts";
import { createShow } from "../core/evidence/show.ts";
import type { Output, Style } from "./output.ts";
import { wrap } from "./wrap.ts";

export interface Tokens {
  readonly budget: number;
  /** Of the lines as they were logged. */
  readonly before: number;
  readonly after: number;
}

/** A digest for a person: the lines as a prompt would show them, what was left out, and what follows from it all. */
export const formatDigest = (
  evidence: Evidence,
  fitted: FittedEvidence,
  tokens: Tokens,
  { paint, columns }: Pick<Output, "paint" | "columns">,
): string => {
  const wrapped = (lead: string, text: string, maxRows?: number): string => {
    const width = columns === undefined ? Number.POSITIVE_INFINITY : Math.max(columns - lead.length, MIN_WIDTH);
    return wrap(text, width, maxRows).join(`\n${" ".repeat(lead.length)}`);
  };
  const list = (title: string, rows: readonly string[]): string[] =>
    rows.length > 0 ? ["", paint("bold", title), ...rows] : [];
  const fact = (name: string, value: string): string => {
    const lead = `  ${name.padEnd(11)} `;
    return `${paint("dim", lead)}${wrapped(lead, value)}`;
  };
  const { features, source, redactions } = evidence;
  const texts = fitted.text.split("\n");
  const show = createShow(evidence);
  const shown = new Set(fitted.lines.map(({ id }) => id));
  const leftOut = evidence.lines.filter(({ id }) => !shown.has(id));

  return [
    wrapped("", fitted.coverage),
    ...list(
      "What happened",
      fitted.lines.map(({ id, level }, index) => {
        const lead = `  ${id} `;
        const text = (texts[index] ?? "").slice(id.length + 1);
        return `${paint(LEVEL_STYLE[level], lead)}${wrapped(lead, text, columns === undefined ? undefined : ROWS)}`;
      }),
    ),
    ...list("Left out", [
      ...leftOut.slice(0, NAMED).map((line) => `  ${show(line).head}${cutEnd(show(line).body, NAME_CHARS)}`),
      ...(leftOut.length > NAMED
        ? [
            `  and more: ${withCommas(leftOut.length - NAMED)} other ${leftOut.length - NAMED === 1 ? "line" : "lines"} with repeats`,
          ]
        : []),
    ]),
    ...list("What follows", [
      fact("error class", errorClassOf(evidence)),
      ...(evidence.appraisal ? [fact("appraised", appraisedAs(evidence.appraisal))] : []),
      fact("level", features.level),
      ...(placeOf(evidence) === "" ? [] : [fact("place", placeOf(evidence))]),
      ...(source ? [fact("query", source.query), fact("window", `${source.from} to ${source.to}`)] : []),
      fact("redacted", countsOf(redactions) || "nothing"),
      fact("tokens", tokensOf(tokens)),
    ]),
  ].join("\n");
};

/** What speaks for the decision: what the incidents that it was learned from make likely. */
const appraisedAs = ({ severity, verdict, quiet, classes }: Appraisal): string => {
  const percent = (share: number): string => `${Math.round(100 * share)} %`;
  const likely = classes.filter(({ share }) => share >= 0.05).slice(0, 3);
  return (
    `${severity}, ${verdict.replace("_", " ")}; nobody has to act: ${percent(quiet)}; ` +
    `if somebody has: ${likely.map(({ error_class, share }) => `${error_class} ${percent(share)}`).join(", ")}`
  );
};

/** Of one line on a terminal: a line of JSON can be a screen long. */
const ROWS = 3;
/** Lines that are named when they were left out. */
const NAMED = 20;
const NAME_CHARS = 100;
const MIN_WIDTH = 20;

const LEVEL_STYLE: Readonly<Record<Evidence["lines"][number]["level"], Style>> = {
  unknown: "dim",
  debug: "dim",
  info: "green",
  warning: "yellow",
  error: "red",
  critical: "red",
};

const errorClassOf = ({ features, errorLineId }: Evidence): string => {
  const others = features.error_classes.filter((one) => one !== features.error_class);
  return [
    features.error_class,
    ...(errorLineId === null ? [] : [`shown by ${errorLineId}`]),
    ...(others.length === 0 ? [] : [`also ${others.join(", ")}`]),
  ].join("; ");
};

const placeOf = ({ features: { namespace, pod, container, node, app } }: Evidence): string =>
  Object.entries({ namespace, pod, container, node, app })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} ${value}`)
    .join(", ");

const countsOf = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([kind, count]) => `${kind} ×${withCommas(count)}`)
    .join(", ");

const tokensOf = ({ before, after, budget }: Tokens): string => {
  const ratio = after === 0 ? "" : `, ${(before / after).toFixed(1)} to 1`;
  return `${withCommas(before)} as logged, ${withCommas(after)} as evidence${ratio} (estimates; room for ${withCommas(budget)})`;
};
