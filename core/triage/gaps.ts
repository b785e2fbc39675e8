import type { Evidence, FittedEvidence } from "../evidence/evidence.ts";
import { isSurelyHarmless } from "../evidence/health.ts";
import { withCommas } from "../evidence/shorten.ts";

/**
 * What the lines leave open, most important first.
 *
 * @param look Where to look for what is not certain.
 */
export const gapsOf = (evidence: Evidence, fitted: FittedEvidence, look?: string): readonly string[] => {
  const gaps: string[] = [];
  const { inputLines, lines, features, source } = evidence;
  if (lines.length === 0) return ["no log lines"];
  if (source?.truncated) {
    const newest = `only the newest ${withCommas(inputLines)}`;
    gaps.push(
      source.total === undefined
        ? `${newest} lines were fetched, and there are more`
        : `${newest} of ${withCommas(source.total)} lines were fetched`,
    );
  }
  const hidden = hiddenErrors(evidence, fitted);
  if (hidden > 0)
    gaps.push(`log truncated: ${hidden === 1 ? "1 kind" : `${withCommas(hidden)} kinds`} of error not shown`);
  if (inputLines < 5) gaps.push(`only ${countOf(inputLines, "line")}`);
  if (look !== undefined) gaps.push(`not seen yet: ${look}`);
  if (evidence.from === null && !lines.some(({ text }) => /\d\d:\d\d:\d\d/.test(text))) gaps.push("no timestamps");
  if (features.error_class !== "benign" && lines.every(({ level }) => level === "unknown")) gaps.push("no log levels");
  const unseen = UNSEEN[features.error_class];
  if (unseen !== undefined && gaps.length < 2) gaps.push(unseen);
  return gaps;
};

/** Routine that was left out is what a digest is for. */
const hiddenErrors = ({ lines, troubles }: Evidence, fitted: FittedEvidence): number => {
  const shown = new Set(fitted.lines.map(({ id }) => id));
  return lines.filter(({ id, text }) => troubles[id] !== undefined && !shown.has(id) && !isSurelyHarmless(text)).length;
};

/** `1 line`, `2 lines`, `1,204 times`. */
export const countOf = (count: number, thing: string): string =>
  `${withCommas(count)} ${thing}${count === 1 ? "" : "s"}`;

/** The other half of the story, which such lines never hold. */
const UNSEEN: Readonly<Record<string, string>> = {
  connection_refused: "no lines of the called service: why it does not listen is not shown",
  network_timeout: "no lines of the called side: slow service and lost packets look alike",
  dependency_unavailable: "no lines of the called service from before the first failure",
  probe_failure: "why the probe fails is not shown",
  crash_loop: "why the container exits is not shown",
  oom_killed: "memory use over time is not shown: a leak and a low limit look alike",
};
