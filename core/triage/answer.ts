import { PromptError } from "../error.ts";
import type { Evidence } from "../evidence/evidence.ts";
import type { Model } from "../port.ts";
import type { Variables } from "../prompt/render.ts";
import type { Decision } from "../route/decision.ts";
import { type Generation, generate, notAsked } from "./generate.ts";
import { checkTriage } from "./output.ts";
import { type Prepared, prepare } from "./prepare.ts";
import type { AnalyzeDeps, Degraded } from "./reply.ts";
import { triageByRules } from "./rules.ts";
import { makeSafe, type Safety } from "./safe.ts";
import type { Triage } from "./triage.ts";

/** One prompt, rendered and answered: by the model, or by the rules and then why. */
export interface Answer {
  readonly decision: Decision;
  readonly prepared: Prepared;
  readonly generation: Generation<unknown>;
  readonly engine: "model" | "rules";
  readonly degraded: Degraded | null;
  /** Safe to show. */
  readonly triage: Triage;
  readonly safety: Safety;
  /** When it was there, in milliseconds since the Unix epoch. */
  readonly endedAt: number;
}

/**
 * Answers one intent. A model that fails, or is not there, costs quality, never the answer; no more does one that breaks,
 * which the port does not allow.
 */
export const answerIntent = async (
  evidence: Evidence,
  decision: Decision,
  variables: Variables,
  deps: AnalyzeDeps,
): Promise<Answer> => {
  try {
    return await answerOnce(evidence, decision, variables, deps);
  } catch (error) {
    if (error instanceof PromptError || deps.model === null) throw error;
    return answerByRules(error, evidence, decision, variables, deps);
  }
};

const answerByRules = async (
  error: unknown,
  evidence: Evidence,
  decision: Decision,
  variables: Variables,
  deps: AnalyzeDeps,
): Promise<Answer> => {
  // The name alone: a message may hold what was sent.
  const name = error instanceof Error ? error.name : typeof error;
  const detail = `Asking the model broke (${name}). This is a fault of kprompt: please report it.`;
  const degraded = { reason: "model_unavailable", detail } as const;
  const answer = await answerOnce(evidence, decision, variables, { ...deps, model: null });
  return { ...answer, degraded, generation: notAsked(degraded) };
};

const answerOnce = async (
  evidence: Evidence,
  decision: Decision,
  variables: Variables,
  deps: AnalyzeDeps,
): Promise<Answer> => {
  deps.progress?.("render");
  const prepared = await prepare(evidence, decision, variables, deps);
  const known = new Set(prepared.fitted.lines.map(({ id }) => id));
  const generation = await ask(prepared, deps, (model) =>
    generate(model, prepared, (text, contract) => checkTriage(text, contract, known), deps),
  );
  const { answer, degraded, refusal } = generation;
  if (answer === null && refusal === null) deps.progress?.("rules");
  const given = answer ?? triageByRules(evidence, prepared.fitted, deps.built.bundle.knowledge);
  const engine = answer === null ? "rules" : "model";
  return {
    decision,
    prepared,
    generation,
    engine,
    degraded,
    ...makeSafe(given, deps.redactor),
    endedAt: deps.clock.now(),
  };
};

/**
 * Answers each intent side by side. None of them fails because another one did: the rules answer in its place.
 *
 * @throws {PromptError} `cancelled`; and the first fault where every intent failed, or where the rules fail too.
 */
export const answerIntents = async (
  evidence: Evidence,
  decisions: readonly Decision[],
  variables: Variables,
  deps: AnalyzeDeps,
): Promise<readonly Answer[]> => {
  const settled = await Promise.allSettled(
    decisions.map(async (decision) => {
      const own = deps.model === null ? undefined : deps.openModel?.();
      const progress: AnalyzeDeps["progress"] = (stage) => deps.progress?.(stage, decision.intent);
      try {
        return await answerIntent(evidence, decision, variables, { ...deps, model: own ?? deps.model, progress });
      } finally {
        own?.close();
      }
    }),
  );
  const reasons = settled.flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : []));
  const gone = reasons.find((reason) => reason instanceof PromptError && reason.code === "cancelled");
  if (gone !== undefined || reasons.length === decisions.length) throw gone ?? reasons[0];
  return Promise.all(
    settled.map((one, index) =>
      one.status === "fulfilled"
        ? one.value
        : answerByRules(one.reason, evidence, decisions[index] as Decision, variables, deps),
    ),
  );
};

/** Asks where there is a model and room for evidence. */
export const ask = async <Answered>(
  prepared: Prepared,
  { model, because }: Pick<AnalyzeDeps, "model" | "because">,
  call: (model: Model) => Promise<Generation<Answered>>,
): Promise<Generation<Answered>> => {
  if (!model) {
    if (because) return notAsked(because);
    const detail = "No model is configured. Set LLM_BASE_URL to an OpenAI-compatible server.";
    return notAsked({ reason: "model_not_configured", detail });
  }
  if (prepared.tooLarge) {
    const { id, version } = prepared.prompt;
    const detail =
      `${id}@${version} and its answer leave no room for evidence in the model's context. ` +
      "Give the server a larger context, or shorten the prompt or its max_tokens.";
    return notAsked({ reason: "prompt_too_large", detail });
  }
  return call(model);
};
