import type { Evidence, EvidenceLine, FittedEvidence } from "./evidence.ts";
import { cutMiddle, withCommas } from "./shorten.ts";
import { leadingTime } from "./time.ts";
import { estimateTokens } from "./tokens.ts";

/** Below this a line says nothing any more. */
const MIN_LINE_TOKENS = 24;

/**
 * Keeps the best-ranked lines that fit, shown in order of time. One line always stays, cut to fit; none takes more than
 * half of the budget while others wait.
 *
 * @param budgetTokens For `text`, by `estimateTokens`; the coverage is not counted in.
 */
export const fitEvidence = (evidence: Evidence, budgetTokens: number): FittedEvidence => {
  const byId = new Map(evidence.lines.map((line) => [line.id, line]));
  const show = timeOf(evidence);
  const kept = new Map<string, { line: EvidenceLine; shown: string }>();
  let left = budgetTokens;
  for (const id of evidence.ranking) {
    const line = byId.get(id)!;
    const room =
      kept.size > 0 || evidence.ranking.length === 1 ? left : Math.max(MIN_LINE_TOKENS, Math.floor(left * 0.6));
    const fitted = shorten(line, show, Math.min(room, Math.max(left, 1)));
    const tokens = costOf(fitted.shown);
    const shortened = fitted.line !== line;
    if (kept.size > 0 && (tokens > left || (shortened && left < MIN_LINE_TOKENS))) break;
    kept.set(id, fitted);
    left -= tokens;
    if (left <= 0) break;
  }
  const shownLines = evidence.lines.flatMap(({ id }) => kept.get(id) ?? []);
  const text = shownLines.map(({ shown }) => shown).join("\n");
  const lines = shownLines.map(({ line }) => line);
  return {
    lines,
    text,
    coverage: coverageOf(evidence, lines),
    tokens: estimateTokens(text),
    truncated: lines.length < evidence.lines.length,
  };
};

/** With its line break; joining may cost one token more than the parts. */
const costOf = (shown: string): number => estimateTokens(shown) + 2;

const shorten = (
  line: EvidenceLine,
  show: (line: EvidenceLine) => string,
  room: number,
): { line: EvidenceLine; shown: string } => {
  const whole = show(line);
  if (costOf(whole) <= room) return { line, shown: whole };
  // Halving by length finds the longest cut that fits in a few steps.
  let low = 1;
  let high = line.text.length;
  while (high - low > 4) {
    const middle = Math.floor((low + high) / 2);
    if (costOf(show({ ...line, text: cutMiddle(line.text, middle) })) <= room) low = middle;
    else high = middle;
  }
  const cut = { ...line, text: cutMiddle(line.text, low) };
  return { line: cut, shown: show(cut) };
};

/** `E3 12:00:01 error ×4 text`, with the day where the evidence spans more than one. */
const timeOf = ({ from, to }: Evidence): ((line: EvidenceLine) => string) => {
  const oneDay = from?.slice(0, 10) === to?.slice(0, 10);
  return ({ id, time, level, text, count }) => {
    const parts = [id];
    if (time !== null) parts.push(oneDay ? time.slice(11, 19) : `${time.slice(5, 10)} ${time.slice(11, 19)}`);
    if (level !== "unknown") parts.push(level);
    if (count > 1) parts.push(`×${count}`);
    // Twice the same time would only cost tokens.
    const start = time === null ? 0 : (leadingTime(text)?.end ?? 0);
    return `${parts.join(" ")} ${start > 0 && start < text.length ? text.slice(start) : text}`;
  };
};

const coverageOf = ({ lines, inputLines, from, to }: Evidence, kept: readonly EvidenceLine[]): string => {
  if (inputLines === 0 || lines.length === 0) return "no log lines";
  const shown = linesBehind(kept);
  const hidden = linesBehind(lines) - shown;
  const span =
    from === null || to === null
      ? "no timestamps"
      : `${from.slice(0, 10)} ${from.slice(11, 19)} to ${to.slice(0, 10) === from.slice(0, 10) ? "" : `${to.slice(0, 10)} `}${to.slice(11, 19)} UTC`;
  const repeats = kept.some(({ count }) => count > 1) ? ", repeats counted as ×n" : "";
  return (
    `${withCommas(kept.length)} evidence lines for ${withCommas(shown)} of ${withCommas(inputLines)} log lines${repeats}; ${span}; ` +
    (hidden === 0 ? "none left out" : `${withCommas(hidden)} left out`)
  );
};

/** Lines of the input that these stand for. */
export const linesBehind = (lines: readonly EvidenceLine[]): number =>
  lines.reduce((sum, { count, lines: behind }) => sum + (behind ?? count), 0);
