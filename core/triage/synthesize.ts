import { PromptError } from "../error.ts";
import type { Evidence } from "../evidence/evidence.ts";
import type { Bundle } from "../prompt/bundle.ts";
import { findVersion } from "../prompt/reference.ts";
import type { Variables } from "../prompt/render.ts";
import type { Decision, VersionPolicy } from "../route/decision.ts";
import { type Answer, ask } from "./answer.ts";
import { generate } from "./generate.ts";
import { mergeByRules } from "./merge.ts";
import { prepare } from "./prepare.ts";
import type { AnalyzeDeps, Degraded } from "./reply.ts";
import { makeSafe } from "./safe.ts";
import { checkSynthesis, type Source, type Synthesis } from "./synthesis.ts";

/** Several answers made one. */
export interface Merged extends Pick<Synthesis, "claims" | "claimsDropped"> {
  readonly by: "model" | "rules";
  readonly degraded: Degraded | null;
  /** Of the synthesis prompt, or of the main part where that was not rendered. `triage` is the merged one either way. */
  readonly answer: Answer;
}

/** The prompt that merges; no intent leads to it. */
export const SYNTHESIZE = "synthesize";

/**
 * Merges the answers to several intents into one: by the synthesis prompt, or without a model where that cannot be used.
 * Equal answers of the rules need no model to be merged.
 *
 * @throws {PromptError} `cancelled`.
 */
export const synthesize = async (
  parts: readonly [Answer, ...Answer[]],
  evidence: Evidence,
  variables: Variables,
  deps: AnalyzeDeps,
): Promise<Merged> => {
  const [main] = parts;
  const sources = parts.map(({ decision, triage }): Source => ({ intent: decision.intent, triage }));
  const byRules = (degraded: Degraded | null, answer: Answer): Merged => {
    const { triage, claims, claimsDropped, linksNeutralised } = mergeByRules(sources, deps.redactor);
    const safe = withLinks(makeSafe(triage, deps.redactor), linksNeutralised);
    return { claims, claimsDropped, by: "rules", degraded, answer: { ...answer, degraded, ...safe } };
  };
  const unasked = { ...main, generation: { ...main.generation, replies: [], repairs: 0, unknown: 0, modelMs: 0 } };
  const withoutPrompt = (degraded: Degraded | null): Merged =>
    byRules(degraded, { ...unasked, engine: "rules", endedAt: deps.clock.now() });

  if (parts.every(({ engine }) => engine === "rules")) return withoutPrompt(main.degraded);
  const cited = citedOnly(evidence, sources);
  if (cited.lines.length === 0) return withoutPrompt(unavailable("No part cites evidence, so nothing can be claimed."));
  const decision = decide(deps.built.bundle, deps.policy, sources);
  if (decision instanceof PromptError) return withoutPrompt(unavailable(decision.message));

  deps.progress?.("synthesis");
  const prepared = await prepare(cited, decision, { ...variables, parts: sources.map(toItem) }, deps).catch(
    (error: unknown) => {
      if (error instanceof PromptError) return error;
      throw error;
    },
  );
  if (prepared instanceof PromptError) return withoutPrompt(unavailable(prepared.message));

  const generation = await ask(prepared, deps, (model) =>
    generate(model, prepared, (text, contract) => checkSynthesis(text, contract, sources, deps.redactor), deps),
  );
  if (generation.refusal?.code === "cancelled") throw generation.refusal;
  const asked = { decision, prepared, generation, endedAt: deps.clock.now() };
  if (generation.answer === null) return byRules(generation.degraded, { ...unasked, ...asked, engine: "rules" });

  const { claims, claimsDropped, linksNeutralised } = generation.answer;
  const safe = withLinks(makeSafe(generation.answer.triage, deps.redactor), linksNeutralised);
  const answer: Answer = { ...asked, engine: "model", degraded: null, ...safe };
  return { claims, claimsDropped, by: "model", degraded: null, answer };
};

const withLinks = ({ triage, safety }: ReturnType<typeof makeSafe>, links: number): ReturnType<typeof makeSafe> => ({
  triage,
  safety: { ...safety, links_neutralised: safety.links_neutralised + links },
});

/** The prompt's version by the process's own policy: a pin, else its label. A bundle without one merges by rules. */
const decide = (bundle: Bundle, { label, pins }: VersionPolicy, sources: readonly Source[]): Decision | PromptError => {
  const pin = Object.hasOwn(pins, SYNTHESIZE) ? pins[SYNTHESIZE] : undefined;
  try {
    const { version, model_defaults } = findVersion(bundle, SYNTHESIZE, pin ?? label);
    return {
      intent: SYNTHESIZE,
      prompt: { id: SYNTHESIZE, version },
      reference: `${SYNTHESIZE}@${pin ?? label}`,
      by: "default",
      version_by: pin === undefined ? "label" : "pin",
      reason: `several intents: ${sources.map(({ intent }) => intent).join(", ")}`,
      parameters: model_defaults,
      alternatives: [],
    };
  } catch (error) {
    if (error instanceof PromptError) return error;
    throw error;
  }
};

const unavailable = (detail: string): Degraded => ({ reason: "synthesis_unavailable", detail });

/** A part as the prompt's list `parts` takes it: no more steps and gaps than a synthesis may pass on. */
const toItem = ({ intent, triage }: Source) => ({
  intent,
  evidence: triage.evidence.join(", ") || "none",
  rating: `${triage.severity}, ${triage.verdict}, confidence ${triage.confidence}`,
  summary: triage.summary,
  root_cause: triage.root_cause,
  steps: triage.recommended_steps.slice(0, 3).join("; "),
  gaps: triage.data_gaps.slice(0, 2).join("; "),
});

const citedOnly = (evidence: Evidence, sources: readonly Source[]): Evidence => {
  const ids = new Set(sources.flatMap(({ triage }) => triage.evidence));
  return {
    ...evidence,
    lines: evidence.lines.filter(({ id }) => ids.has(id)),
    ranking: evidence.ranking.filter((id) => ids.has(id)),
    troubles: Object.fromEntries(Object.entries(evidence.troubles).filter(([id]) => ids.has(id))),
  };
};
