import { ATTRIBUTE, SPAN } from "../attributes.ts";
import { PromptError } from "../error.ts";
import type { Evidence, FittedEvidence } from "../evidence/evidence.ts";
import { fitEvidence } from "../evidence/fit.ts";
import { estimateTokens } from "../evidence/tokens.ts";
import type { Message, ModelParameters } from "../port.ts";
import { promptAttributes, renderedAttributes } from "../prompt/attributes.ts";
import type { PromptVersion } from "../prompt/bundle.ts";
import { findVersion, parseReference } from "../prompt/reference.ts";
import { type Rendered, renderPrompt, type Variables } from "../prompt/render.ts";
import type { Decision } from "../route/decision.ts";
import type { AnalyzeDeps } from "./reply.ts";

/** A rendered request that fits the model's context, or `tooLarge` where even one line does not fit. */
export interface Prepared extends Choice {
  readonly fitted: FittedEvidence;
  readonly rendered: Rendered;
  /** Estimated, or exact where the server counts. */
  readonly promptTokens: number;
  readonly tooLarge: boolean;
}

/** Which version is rendered, and with which parameters it is called. */
interface Choice {
  readonly intent: string;
  readonly prompt: PromptVersion;
  readonly parameters: ModelParameters;
  readonly fallback: { readonly from: string; readonly reason: string } | null;
}

/**
 * Renders the routed version with as much evidence as fits beside it and its answer. Where that version cannot be used
 * and names a fallback, the fallback takes its place, with its own parameters: an intent's policy is made for the intent's
 * prompt. Nothing else ever takes its place.
 *
 * @throws {PromptError} as `renderPrompt`, when there is no usable fallback.
 */
export const prepare = async (
  evidence: Evidence,
  decision: Decision,
  variables: Variables,
  deps: AnalyzeDeps,
): Promise<Prepared> => {
  const { bundle } = deps.built;
  const prompt = findVersion(bundle, decision.prompt.id, decision.prompt.version);
  const { intent, parameters } = decision;
  const first = await attempt({ intent, prompt, parameters, fallback: null }, evidence, variables, deps);
  const failed = first instanceof PromptError;
  if (prompt.fallback === null || !(failed || first.tooLarge)) return orThrow(first);

  const { id, selector } = parseReference(prompt.fallback);
  // The compiler takes no fallback without a selector.
  const spare = findVersion(bundle, id, selector as string);
  const fallback = { from: `${prompt.id}@${prompt.version}`, reason: failed ? first.code : "prompt_too_large" };
  const second = await attempt(
    { intent, prompt: spare, parameters: spare.model_defaults, fallback },
    evidence,
    variables,
    deps,
  );
  return orThrow(second instanceof PromptError ? first : second);
};

const orThrow = (prepared: Prepared | PromptError): Prepared => {
  if (prepared instanceof PromptError) throw prepared;
  return prepared;
};

const attempt = async (
  choice: Choice,
  evidence: Evidence,
  variables: Variables,
  deps: AnalyzeDeps,
): Promise<Prepared | PromptError> => {
  const { intent, prompt, fallback } = choice;
  const span = deps.span.child(SPAN.render, "internal", {
    ...promptAttributes(prompt, deps.built),
    [ATTRIBUTE.intent]: intent,
    ...(fallback && {
      [ATTRIBUTE.promptFallback]: true,
      [ATTRIBUTE.promptFallbackReason]: fallback.reason,
    }),
  });
  try {
    const prepared = await renderFitted(choice, evidence, variables, deps);
    span.set({
      ...renderedAttributes(prepared.rendered),
      [ATTRIBUTE.evidenceLinesShown]: prepared.fitted.lines.length,
      [ATTRIBUTE.evidenceTokens]: prepared.fitted.tokens,
      [ATTRIBUTE.evidenceTruncated]: prepared.fitted.truncated,
    });
    if (deps.previewChars > 0) span.set({ [ATTRIBUTE.renderPreview]: preview(prepared.rendered, deps.previewChars) });
    if (prepared.tooLarge) span.fail("prompt_too_large");
    return prepared;
  } catch (error) {
    if (!(error instanceof PromptError)) throw error;
    span.fail(error.code);
    return error;
  } finally {
    span.end();
  }
};

const renderFitted = async (
  choice: Choice,
  evidence: Evidence,
  variables: Variables,
  deps: AnalyzeDeps,
): Promise<Prepared> => {
  const { prompt, parameters } = choice;
  const declared = declaredBy(prompt);
  const render = (fitted: FittedEvidence): Rendered => {
    const all: Variables = { ...variables, logs: fitted.text, coverage: fitted.coverage };
    return renderPrompt(
      prompt,
      Object.fromEntries(Object.entries(all).filter(([name]) => declared.has(name))),
      deps.sha256,
    );
  };
  const renderWithin = (budget: number) => {
    const fitted = fitEvidence(evidence, budget);
    const rendered = render(fitted);
    return { ...choice, fitted, rendered, promptTokens: tokensOf(rendered.messages), tooLarge: false };
  };
  // It will not be sent: the rules answer, and a slot that is too small for the prompt need not bound what they see.
  const refuse = () => ({ ...renderWithin(rulesEvidenceTokens), tooLarge: true });

  const context = deps.model ? await deps.model.contextTokens() : defaultContextTokens;
  const room = context - parameters.max_tokens - safetyTokens;
  // Everything but the lines themselves, so that what is left can be given to them.
  const frameTokens = tokensOf(render({ ...fitEvidence(evidence, 0), text: "" }).messages);
  const budget = room - frameTokens;
  if (budget < leastEvidenceTokens) return refuse();

  const first = renderWithin(budget);
  const exact = await deps.model?.countTokens(first.rendered.messages);
  if (exact === undefined) return first;
  if (exact <= room) return { ...first, promptTokens: exact };

  // The estimate was too low for this text. Shrink once, in proportion, with a tenth to spare.
  const share = (1.1 * (exact - room)) / Math.max(1, exact - frameTokens);
  const smaller = Math.floor(first.fitted.tokens * (1 - share));
  return smaller < leastEvidenceTokens ? refuse() : renderWithin(smaller);
};

/** What a small slot holds: the context where there is no model. */
const defaultContextTokens = 4096;
/** Evidence for the rules alone, where the prompt leaves no room for any. */
const rulesEvidenceTokens = 2048;
/** Role marks of the chat template, and a repair's correction. */
export const safetyTokens = 160;
/** Less than this is not evidence: about two lines. */
const leastEvidenceTokens = 64;

const declaredBy = ({ inputs }: PromptVersion): ReadonlySet<string> =>
  new Set([...inputs.required, ...Object.keys(inputs.optional), ...Object.keys(inputs.lists)]);

const tokensOf = (messages: readonly Message[]): number =>
  messages.reduce((sum, { content }) => sum + estimateTokens(content), 0);

const preview = ({ messages }: Rendered, characters: number): string =>
  messages
    .map(({ role, content }) => `${role}: ${content}`)
    .join("\n")
    .slice(0, characters);
