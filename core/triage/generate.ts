import { ATTRIBUTE, SPAN } from "../attributes.ts";
import { PromptError } from "../error.ts";
import type { Message, Model, ModelReply } from "../port.ts";
import { parseOutputSchema } from "../prompt/schema-subset.ts";
import type { Decision } from "../route/decision.ts";
import { checkOutput } from "./output.ts";
import type { Prepared } from "./prepare.ts";
import type { AnalyzeDeps, DegradedReason } from "./reply.ts";
import type { Triage } from "./triage.ts";

/** What the model calls of one request came to. `triage` null: the rules have to answer, for `degraded`. */
export interface Generation {
  readonly triage: Triage | null;
  readonly degraded: { readonly reason: DegradedReason; readonly detail: string } | null;
  readonly unknownIds: number;
  readonly repairs: number;
  readonly replies: readonly ModelReply[];
  readonly modelMs: number;
}

/**
 * Asks the model, and once more with the faults named when the answer breaks the schema or an output rule.
 *
 * @throws {PromptError} `model_busy` with `retryAfterSeconds`, and `cancelled`: the caller waits or is gone, so rules
 *   would answer nobody.
 */
export const generate = async (
  model: Model,
  prepared: Prepared,
  decision: Decision,
  deps: AnalyzeDeps,
): Promise<Generation> => {
  const { prompt, rendered } = prepared;
  const schemaText = deps.built.bundle.schemas[prompt.output] as string;
  const schema = parseOutputSchema(schemaText);
  const known = new Set(prepared.fitted.lines.map(({ id }) => id));
  const replies: ModelReply[] = [];
  const started = deps.clock.now();
  const end = (rest: Pick<Generation, "triage" | "degraded"> & { unknownIds?: number }): Generation => ({
    unknownIds: 0,
    ...rest,
    repairs: Math.max(0, replies.length - 1),
    replies,
    modelMs: deps.clock.now() - started,
  });

  let problems: readonly string[] = [];
  for (let repair = 0; ; repair++) {
    deps.progress?.(repair === 0 ? "model" : "repair");
    const messages = repair === 0 ? rendered.messages : withCorrection(rendered.messages, problems);
    const span = deps.span.child(SPAN.inference, "client", requestAttributes(model, prepared, decision, repair));
    const reply = await model.complete({
      messages,
      parameters: prepared.parameters,
      schema: { name: schemaName(prompt.output), text: schemaText },
      traceparent: span.traceparent,
    });
    replies.push(reply);
    span.set(replyAttributes(reply));

    if (!reply.ok) {
      span.fail(reply.failure);
      span.end();
      if (repair === 0) refuseCaller(reply);
      return end({ triage: null, degraded: { reason: reply.failure, detail: reply.detail } });
    }

    const checked = checkOutput(reply.text, schema, prompt.output_rules, known);
    if (checked.ok) {
      span.end();
      return end({ triage: checked.triage, degraded: null, unknownIds: checked.unknownIds });
    }
    span.fail(checked.reason);
    span.end();
    problems = checked.problems;
    if (repair === maxRepairs) {
      const detail = `The model's answer was refused twice: ${problems.join("; ")}.`;
      return end({ triage: null, degraded: { reason: checked.reason, detail } });
    }
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

const refuseCaller = (reply: ModelReply & { ok: false }): void => {
  if (reply.failure === "cancelled") throw new PromptError("cancelled", "The caller went away.");
  if (reply.failure === "model_busy") {
    const details = { retryAfterSeconds: reply.retryAfterSeconds ?? 30 };
    throw new PromptError("model_busy", reply.detail, { details });
  }
};

/** OpenAI's rule for schema names: letters, digits, `_` and `-`. */
const schemaName = (output: string): string => output.replace(/[^A-Za-z0-9_-]/g, "_").slice(0, 64);

const requestAttributes = (
  model: Model,
  { prompt, parameters, rendered }: Prepared,
  decision: Decision,
  repair: number,
) => ({
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
  [ATTRIBUTE.intent]: decision.intent,
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
