import type { Evidence } from "../evidence/evidence.ts";
import type { Answer } from "./answer.ts";
import type { AnalyzeDeps, AnalyzeInput, AnalyzeReply, AnsweredTriage, CitedLine, ReplyPart } from "./reply.ts";
import { addSafety } from "./safe.ts";
import type { Merged } from "./synthesize.ts";
import { actionRequired, type Triage } from "./triage.ts";
import { modelOf, promptUse, queueMsOf, usageOf } from "./usage.ts";

/** What a request came to: an answer to each intent and, of several, what they were merged to. */
export interface Outcome {
  readonly evidence: Evidence;
  /** The main intent first. */
  readonly parts: readonly [Answer, ...Answer[]];
  readonly merged: Merged | null;
  readonly started: number;
  readonly fetched: AnalyzeInput["fetched"] | undefined;
}

export const toReply = ({ evidence, parts, merged, started, fetched }: Outcome, deps: AnalyzeDeps): AnalyzeReply => {
  const [main] = parts;
  const answer = merged?.answer ?? main;
  // The calls of the merging are its own only where it made any.
  const generations = merged ? [...parts, merged.answer] : parts;
  const widest = parts.reduce((most, one) =>
    one.prepared.fitted.lines.length > most.prepared.fitted.lines.length ? one : most,
  );
  const { lines, truncated, coverage } = widest.prepared.fitted;
  const slowest = (times: readonly number[]): number => Math.max(...times);
  return {
    triage: toAnswered(answer.triage),
    engine: generations.some(({ engine }) => engine === "model") ? "model" : "rules",
    degraded: parts.find(({ degraded }) => degraded)?.degraded ?? merged?.degraded ?? null,
    evidence: citedLines(parts, merged),
    prompt: promptUse(answer.prepared, deps.built),
    parts: merged ? parts.map((part) => toPart(part, deps)) : [],
    synthesis: merged && {
      claims: merged.claims,
      by: merged.by,
      degraded: merged.degraded,
      claims_dropped: merged.claimsDropped,
    },
    safety: addSafety(generations.map(({ safety }) => safety)),
    route: main.decision,
    logs: {
      lines: evidence.inputLines,
      shown: lines.length,
      truncated,
      coverage,
      redactions: evidence.redactions,
      unknown_evidence_ids: sum(generations.map(({ generation }) => generation.unknown)),
      source: fetched?.report ?? null,
    },
    model: modelOf(
      generations.map(({ generation }) => generation),
      deps.model,
    ),
    usage: usageOf(generations),
    timings: {
      total_ms: deps.clock.now() - started,
      logs_ms: fetched?.fetchMs ?? 0,
      // Parts run side by side: the slowest is what the caller waited for.
      queue_ms:
        slowest(parts.map(({ generation }) => queueMsOf(generation))) +
        (merged ? queueMsOf(merged.answer.generation) : 0),
      model_ms: slowest(parts.map(({ generation }) => generation.modelMs)) + (merged?.answer.generation.modelMs ?? 0),
    },
    trace_id: deps.span.traceId,
  };
};

const toPart = ({ decision, prepared, engine, degraded, triage }: Answer, deps: AnalyzeDeps): ReplyPart => ({
  intent: decision.intent,
  prompt: promptUse(prepared, deps.built),
  engine,
  degraded,
  triage: toAnswered(triage),
});

const toAnswered = (triage: Triage): AnsweredTriage => ({ ...triage, action_required: actionRequired(triage.verdict) });

/** Every line that anything in the reply cites, in order of time. */
const citedLines = (parts: readonly Answer[], merged: Merged | null): readonly CitedLine[] => {
  const cited = new Set([
    ...parts.flatMap(({ triage }) => triage.evidence),
    ...(merged?.claims.flatMap(({ evidence }) => evidence) ?? []),
  ]);
  const lines = new Map(parts.flatMap(({ prepared }) => prepared.fitted.lines.map((line) => [line.id, line])));
  return [...lines.values()].filter(({ id }) => cited.has(id)).sort((a, b) => numberOf(a.id) - numberOf(b.id));
};

/** Ids count lines in order of time. */
const numberOf = (id: string): number => Number(id.slice(1));

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
