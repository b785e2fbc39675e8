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

/** Answers one intent. A model that fails, or is not there, costs quality, never the answer. */
export const answerIntent = async (
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
  return { decision, prepared, generation, engine, degraded, ...makeSafe(given), endedAt: deps.clock.now() };
};

/** Answers each intent side by side. None of them fails because another one did. */
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
  return settled.map((one) => {
    if (one.status === "rejected") throw one.reason;
    return one.value;
  });
};

/** Asks where there is a model and room for evidence. */
export const ask = async <Answered>(
  prepared: Prepared,
  { model }: Pick<AnalyzeDeps, "model">,
  call: (model: Model) => Promise<Generation<Answered>>,
): Promise<Generation<Answered>> => {
  if (!model) {
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
