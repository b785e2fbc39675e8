import { briefOf } from "./brief.ts";
import { coverageOf } from "./coverage.ts";
import type { Evidence, EvidenceLine, FittedEvidence } from "./evidence.ts";
import { createShow, type Shown } from "./show.ts";
import { estimateTokens } from "./tokens.ts";

/** Below this a line says nothing any more. */
const MIN_LINE_TOKENS = 24;
/** Characters of a text that was cut to fit. */
const MIN_BODY = 60;
/** Longest texts of lines, tried in turn until every kind of error has its line. */
const CAPS = [1200, 700, 450, 300, 220, 160, 120] as const;

/**
 * Keeps the best-ranked lines that fit, shown in order of time. Long lines are shortened before a kind of error goes
 * without a line, and what is left over lengthens the best again. One line always stays, cut to fit; none takes more than
 * 60 % of the budget while others wait.
 *
 * @param budgetTokens For `text`, by `estimateTokens`; the coverage is not counted in.
 */
export const fitEvidence = (evidence: Evidence, budgetTokens: number): FittedEvidence => {
  const byId = new Map(evidence.lines.map((line) => [line.id, line]));
  const show = createShow(evidence);
  const shownById = new Map<string, Shown>();
  const showId = (id: string): Shown => {
    const known = shownById.get(id) ?? show(byId.get(id)!);
    shownById.set(id, known);
    return known;
  };
  const cap = capFor(evidence, budgetTokens, showId);

  const kept = new Map<string, string>();
  let left = budgetTokens;
  for (const id of evidence.ranking) {
    const shown = showId(id);
    const only = evidence.ranking.length === 1;
    const room = kept.size > 0 || only ? left : Math.max(MIN_LINE_TOKENS, Math.floor(left * 0.6));
    const capped = capText(shown, cap);
    const fits = costOf(capped) <= room;
    if (kept.size > 0 && !fits && left < MIN_LINE_TOKENS) break;
    const text = fits ? capped : cutToFit(shown, Math.min(room, Math.max(left, 1)));
    const tokens = costOf(text);
    if (kept.size > 0 && (tokens > left || text.length < shown.head.length + Math.min(shown.body.length, MIN_BODY)))
      break;
    kept.set(id, text);
    left -= tokens;
    if (left <= 0) break;
  }
  lengthen(kept, left, showId);

  const lines = evidence.lines.filter(({ id }) => kept.has(id));
  const text = lines.map(({ id }) => kept.get(id)!).join("\n");
  return {
    lines,
    text,
    coverage: coverageOf(evidence, lines),
    tokens: estimateTokens(text),
    truncated: lines.length < evidence.lines.length || evidence.source?.truncated === true,
  };
};

type Show = (id: EvidenceLine["id"]) => Shown;

/** Longest cap under which the ranking fits as far as its last kind of error, else the shortest. */
const capFor = ({ ranking, troubles }: Evidence, budget: number, show: Show): number => {
  const most = ranking.findLastIndex((id) => Object.hasOwn(troubles, id)) + 1;
  for (const cap of CAPS) {
    let sum = 0;
    let i = 0;
    while (i < most && sum <= budget) sum += costOf(capText(show(ranking[i++]!), cap));
    if (sum <= budget) return cap;
  }
  return CAPS.at(-1)!;
};

/** Gives what is left to the best lines that were cut. */
const lengthen = (kept: Map<string, string>, left: number, show: Show): void => {
  let room = left;
  for (const [id, text] of kept) {
    if (room < MIN_LINE_TOKENS) return;
    const shown = show(id);
    if (text.length >= shown.head.length + shown.body.length) continue;
    const longer = cutToFit(shown, costOf(text) + room);
    room -= Math.max(0, costOf(longer) - costOf(text));
    kept.set(id, longer);
  }
};

/** With its line break; joining may cost one token more than the parts. */
const costOf = (shown: string): number => estimateTokens(shown) + 2;

const capText = ({ head, body }: Shown, cap: number): string => head + briefOf(body, cap);

const cutToFit = ({ head, body }: Shown, room: number): string => {
  const whole = head + body;
  if (costOf(whole) <= room) return whole;
  // Halving by length finds the longest cut that fits in a few steps.
  let low = 1;
  let high = body.length;
  while (high - low > 4) {
    const middle = Math.floor((low + high) / 2);
    if (costOf(head + briefOf(body, middle)) <= room) low = middle;
    else high = middle;
  }
  return head + briefOf(body, low);
};
