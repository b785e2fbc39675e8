import { ATTRIBUTE, SPAN } from "../attributes.ts";
import { PromptError } from "../error.ts";
import type { Message, Model, ModelReply, ModelRequest } from "../port.ts";
import { parseOutputSchema } from "../prompt/schema-subset.ts";
import type { Checked, OutputContract } from "./output.ts";
import type { Prepared } from "./prepare.ts";
import type { AnalyzeDeps, DegradedReason } from "./reply.ts";

/** What the model calls for one prompt came to. `answer` null: the rules have to answer, for `degraded`. */
export interface Generation<Answer> {
  readonly answer: Answer | null;
  readonly degraded: { readonly reason: DegradedReason; readonly detail: string } | null;
  /** `model_busy` with `retryAfterSeconds`, or `cancelled`: the caller waits or is gone, so rules would answer nobody. */
  readonly refusal: PromptError | null;
  /** Ids in the answer that nobody supplied, and that were left out. */
  readonly unknown: number;
  readonly repairs: number;
  readonly replies: readonly ModelReply[];
  readonly modelMs: number;
}

/** A generation without a call. */
export const notAsked = (degraded: Generation<never>["degraded"]): Generation<never> => ({
  answer: null,
  degraded,
  refusal: null,
  unknown: 0,
  repairs: 0,
  replies: [],
  modelMs: 0,
});

/** Asks the model, and once more with the faults named when the answer breaks the schema or an output rule. Never rejects. */
export const generate = async <Answer>(
  model: Model,
  prepared: Prepared,
  check: (text: string, contract: OutputContract) => Checked<Answer>,
  deps: Pick<AnalyzeDeps, "built" | "clock" | "span" | "progress">,
): Promise<Generation<Answer>> => {
  const { prompt, rendered } = prepared;
  const schemaText = deps.built.bundle.schemas[prompt.output] as string;
  const contract: OutputContract = { schema: parseOutputSchema(schemaText), rules: prompt.output_rules };
  const replies: ModelReply[] = [];
  const started = deps.clock.now();
  const end = (rest: Partial<Generation<Answer>>): Generation<Answer> => ({
    ...notAsked(null),
    ...rest,
    repairs: Math.max(0, replies.length - 1),
    replies,
    modelMs: deps.clock.now() - started,
  });

  let problems: readonly string[] = [];
  for (let repair = 0; ; repair++) {
    deps.progress?.(repair === 0 ? "model" : "repair");
    const messages = repair === 0 ? rendered.messages : withCorrection(rendered.messages, problems);
    const span = deps.span.child(SPAN.inference, "client", requestAttributes(model, prepared, repair));
    try {
      const reply = await complete(model, {
        messages,
        parameters: prepared.parameters,
        schema: { name: schemaName(prompt.output), text: schemaText },
        traceparent: span.traceparent,
      });
      replies.push(reply);
      span.set(replyAttributes(reply));

      if (!reply.ok) {
        span.fail(reply.failure);
        const degraded = { reason: reply.failure, detail: reply.detail };
        return end({ degraded, refusal: repair === 0 ? refusalOf(reply) : null });
      }

      const checked = check(reply.text, contract);
      if (checked.ok) return end({ answer: checked.answer, unknown: checked.unknown });
      span.fail(checked.reason);
      problems = checked.problems;
      if (repair === maxRepairs) {
        const detail = `The model's answer was refused twice: ${problems.join("; ")}.`;
        return end({ degraded: { reason: checked.reason, detail } });
      }
    } finally {
      span.end();
    }
  }
};

/** The port's calls never reject. One that does is a fault of ours, and still no reason to answer nothing. */
const complete = async (model: Model, request: ModelRequest): Promise<ModelReply> => {
  try {
    return await model.complete(request);
  } catch (error) {
    // The name alone: a message may hold what was sent.
    const name = error instanceof Error ? error.name : typeof error;
    const detail = `The model's adapter broke (${name}). This is a fault of kprompt: please report it.`;
    return { ok: false, failure: "model_unavailable", detail, attempts: 0, queueMs: 0 };
  }
};

const maxRepairs = 1;

/**
 * The correction stands behind the closing fence of the last message. It holds only our own words about the first
 * answer: that answer may repeat what a log line told it to say.
 */
const withCorrection = (messages: readonly Message[], problems: readonly string[]): readonly Message[] => {
  const last = messages.at(-1);
  if (!last) return messages;
  const correction = `\n\nA first answer was refused: ${problems.join("; ")}. Answer again. Obey the format exactly.`;
  return [...messages.slice(0, -1), { ...last, content: last.content + correction }];
};

const refusalOf = (reply: ModelReply & { ok: false }): PromptError | null => {
  if (reply.failure === "cancelled") return new PromptError("cancelled", "The caller went away.");
  if (reply.failure !== "model_busy") return null;
  return new PromptError("model_busy", reply.detail, {
    details: { retryAfterSeconds: reply.retryAfterSeconds ?? 30 },
  });
};

/** OpenAI's rule for schema names: letters, digits, `_` and `-`. */
const schemaName = (output: string): string => output.replace(/[^A-Za-z0-9_-]/g, "_").slice(0, 64);

const requestAttributes = (model: Model, { intent, prompt, parameters, rendered }: Prepared, repair: number) => ({
  [ATTRIBUTE.operationName]: "chat",
  [ATTRIBUTE.providerName]: model.provider,
  [ATTRIBUTE.requestModel]: parameters.model ?? model.name,
  [ATTRIBUTE.requestMaxTokens]: parameters.max_tokens,
  [ATTRIBUTE.requestTemperature]: parameters.temperature,
  [ATTRIBUTE.requestTopP]: parameters.top_p,
  ...(parameters.stop.length > 0 && { [ATTRIBUTE.requestStop]: parameters.stop }),
  [ATTRIBUTE.requestStream]: true,
  [ATTRIBUTE.outputType]: "json",
  [ATTRIBUTE.genAiPromptName]: prompt.id,
  [ATTRIBUTE.genAiPromptVersion]: prompt.version,
  [ATTRIBUTE.promptId]: prompt.id,
  [ATTRIBUTE.promptVersion]: prompt.version,
  [ATTRIBUTE.templateSha256]: prompt.template_sha256,
  [ATTRIBUTE.renderSha256]: rendered.render_sha256,
  [ATTRIBUTE.intent]: intent,
  ...(repair > 0 && { [ATTRIBUTE.repair]: repair }),
});

const replyAttributes = (reply: ModelReply) => ({
  [ATTRIBUTE.attempts]: reply.attempts,
  [ATTRIBUTE.queueMs]: reply.queueMs,
  ...(reply.server && {
    [ATTRIBUTE.serverAddress]: reply.server.address,
    [ATTRIBUTE.serverPort]: reply.server.port,
  }),
  ...(reply.usage && {
    [ATTRIBUTE.usageInputTokens]: reply.usage.inputTokens,
    [ATTRIBUTE.usageOutputTokens]: reply.usage.outputTokens,
    [ATTRIBUTE.usageEstimated]: reply.usage.estimated,
    ...(reply.usage.cachedTokens !== undefined && { [ATTRIBUTE.usageCachedTokens]: reply.usage.cachedTokens }),
  }),
  ...(reply.ok && {
    [ATTRIBUTE.responseModel]: reply.model,
    [ATTRIBUTE.responseFinishReasons]: ["stop"],
    ...(reply.responseId && { [ATTRIBUTE.responseId]: reply.responseId }),
    ...(reply.systemFingerprint && { [ATTRIBUTE.systemFingerprint]: reply.systemFingerprint }),
    ...(reply.timeToFirstTokenMs !== undefined && {
      [ATTRIBUTE.responseTimeToFirstChunk]: reply.timeToFirstTokenMs / 1000,
    }),
    ...timingAttributes(reply.timings ?? {}),
  }),
  ...(!reply.ok && { [ATTRIBUTE.responseFinishReasons]: [reply.failure === "output_truncated" ? "length" : "error"] }),
});

const timingAttributes = (timings: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(timings).map(([name, value]) => [`${ATTRIBUTE.timings}.${name}`, value]));
