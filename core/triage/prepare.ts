import { ATTRIBUTE, SPAN } from "../attributes.ts";
import { PromptError } from "../error.ts";
import type { Evidence, FittedEvidence } from "../evidence/evidence.ts";
import { fitEvidence } from "../evidence/fit.ts";
import { estimateTokens } from "../evidence/tokens.ts";
import type { Message, ModelParameters } from "../port.ts";
import type { PromptVersion } from "../prompt/bundle.ts";
import { findVersion, parseReference } from "../prompt/reference.ts";
import { type Rendered, renderPrompt, type Variables } from "../prompt/render.ts";
import type { Decision } from "../route/decision.ts";
import type { AnalyzeDeps } from "./reply.ts";

/** A rendered request that fits the model's context, or `tooLarge` where even one line does not fit. */
export interface Prepared {
  readonly prompt: PromptVersion;
  readonly parameters: ModelParameters;
  readonly fallback: { readonly from: string; readonly reason: string } | null;
  readonly fitted: FittedEvidence;
  readonly rendered: Rendered;
  /** Estimated, or exact where the server counts. */
  readonly promptTokens: number;
  readonly tooLarge: boolean;
}

/**
 * Renders the routed version with as much evidence as fits beside it and its answer. Where that version cannot be used
 * and names a fallback, the fallback takes its place; nothing else ever does.
 *
 * @throws {PromptError} as `renderPrompt`, when there is no usable fallback.
 */
export const prepare = async (
  evidence: Evidence,
  decision: Decision,
  variables: Variables,
  deps: AnalyzeDeps,
): Promise<Prepared> => {
  const { built, policy } = deps;
  const routed = findVersion(built.bundle, decision.prompt.id, decision.prompt.version);
  const first = await attempt(routed, decision.parameters, null, evidence, variables, deps);
  const failed = first instanceof PromptError;
  if (!failed && (!first.tooLarge || routed.fallback === null)) return first;
  if (routed.fallback === null) throw first;

  const reason = failed ? first.code : "prompt_too_large";
  const { id, selector } = parseReference(routed.fallback);
  const spare = findVersion(built.bundle, id, selector ?? policy.pins[id] ?? policy.label);
  const parameters = { ...spare.model_defaults };
  const from = `${routed.id}@${routed.version}`;
  const second = await attempt(spare, parameters, { from, reason }, evidence, variables, deps);
  if (second instanceof PromptError) throw second;
  return second;
};

const attempt = async (
  prompt: PromptVersion,
  parameters: ModelParameters,
  fallback: Prepared["fallback"],
  evidence: Evidence,
  variables: Variables,
  deps: AnalyzeDeps,
): Promise<Prepared | PromptError> => {
  const span = deps.span.child(SPAN.render, "internal", {
    [ATTRIBUTE.promptId]: prompt.id,
    [ATTRIBUTE.promptVersion]: prompt.version,
    [ATTRIBUTE.templateSha256]: prompt.template_sha256,
    [ATTRIBUTE.contentSha256]: prompt.content_sha256,
    [ATTRIBUTE.bundleSha256]: deps.built.bundle_sha256,
    [ATTRIBUTE.genAiPromptName]: prompt.id,
    [ATTRIBUTE.genAiPromptVersion]: prompt.version,
    ...(fallback && {
      [ATTRIBUTE.promptFallback]: true,
      [ATTRIBUTE.promptFallbackReason]: fallback.reason,
    }),
  });
  try {
    const prepared = await renderFitted(prompt, parameters, fallback, evidence, variables, deps);
    span.set({
      [ATTRIBUTE.varsSha256]: prepared.rendered.vars_sha256,
      [ATTRIBUTE.renderSha256]: prepared.rendered.render_sha256,
      [ATTRIBUTE.promptVariables]: prepared.rendered.variables,
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
  prompt: PromptVersion,
  parameters: ModelParameters,
  fallback: Prepared["fallback"],
  evidence: Evidence,
  variables: Variables,
  deps: AnalyzeDeps,
): Promise<Prepared> => {
  const declared = declaredBy(prompt);
  const render = (fitted: FittedEvidence): Rendered => {
    const all: Variables = { ...variables, logs: fitted.text, coverage: fitted.coverage };
    return renderPrompt(
      prompt,
      Object.fromEntries(Object.entries(all).filter(([name]) => declared.has(name))),
      deps.sha256,
    );
  };

  const context = deps.model ? await deps.model.contextTokens() : defaultContextTokens;
  const room = context - parameters.max_tokens - safetyTokens;
  // Everything but the lines themselves, so that what is left can be given to them.
  const frameTokens = tokensOf(render({ ...fitEvidence(evidence, 0), text: "" }).messages);
  const budget = room - frameTokens;
  let fitted = fitEvidence(evidence, budget);
  let rendered = render(fitted);
  let promptTokens = tokensOf(rendered.messages);
  let tooLarge = budget < leastEvidenceTokens;

  const exact = tooLarge ? undefined : await deps.model?.countTokens(rendered.messages);
  if (exact !== undefined) {
    promptTokens = exact;
    const excess = exact - room;
    if (excess > 0) {
      // The estimate was too low for this text. Shrink once, in proportion, with a tenth to spare.
      const smaller = Math.floor(fitted.tokens * (1 - (1.1 * excess) / Math.max(1, exact - frameTokens)));
      tooLarge = smaller < leastEvidenceTokens;
      fitted = fitEvidence(evidence, Math.max(smaller, 0));
      rendered = render(fitted);
      promptTokens = Math.min(exact, tokensOf(rendered.messages));
    }
  }
  return { prompt, parameters, fallback, fitted, rendered, promptTokens, tooLarge };
};

/** For the rules, which have no context window: what a small slot holds, so that their evidence reads alike. */
const defaultContextTokens = 4096;
/** Role marks of the chat template, and a repair's correction. */
const safetyTokens = 160;
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
