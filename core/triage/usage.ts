import type { Model, ModelReply } from "../port.ts";
import type { BuiltBundle } from "../prompt/bundle.ts";
import type { Prepared } from "./prepare.ts";
import type { AnalyzeReply, PromptUse } from "./reply.ts";

interface Calls {
  readonly replies: readonly ModelReply[];
}

export const promptUse = (
  { prompt, rendered, fallback }: Pick<Prepared, "prompt" | "rendered" | "fallback">,
  { bundle_sha256 }: Pick<BuiltBundle, "bundle_sha256">,
): PromptUse => ({
  id: prompt.id,
  version: prompt.version,
  template_sha256: prompt.template_sha256,
  content_sha256: prompt.content_sha256,
  vars_sha256: rendered.vars_sha256,
  render_sha256: rendered.render_sha256,
  bundle_sha256,
  fallback,
});

/** As the first answer names it, else as configured. */
export const modelOf = (generations: readonly Calls[], model: Model | null): string | null => {
  const answered = generations.flatMap(({ replies }) => replies).find((reply) => reply.ok);
  return answered?.ok ? answered.model : (model?.name ?? null);
};

export const queueMsOf = ({ replies }: Calls): number => sum(replies.map(({ queueMs }) => queueMs));

/** Tokens of all calls. What was sent and not reported is our estimate of the prompt. */
export const usageOf = (
  calls: readonly { readonly prepared: Pick<Prepared, "promptTokens">; readonly generation: Calls }[],
): AnalyzeReply["usage"] => {
  const usages = calls.flatMap(({ prepared, generation: { replies } }) => {
    if (replies.every(({ attempts }) => attempts === 0)) return [];
    const reported = replies.flatMap(({ usage }) => usage ?? []);
    return reported.length > 0 ? reported : [{ inputTokens: prepared.promptTokens, outputTokens: 0, estimated: true }];
  });
  const cached = usages.flatMap((usage) => ("cachedTokens" in usage ? (usage.cachedTokens ?? []) : []));
  return {
    input_tokens: sum(usages.map(({ inputTokens }) => inputTokens)),
    output_tokens: sum(usages.map(({ outputTokens }) => outputTokens)),
    cached_tokens: cached.length > 0 ? sum(cached) : null,
    estimated: usages.some(({ estimated }) => estimated),
  };
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
