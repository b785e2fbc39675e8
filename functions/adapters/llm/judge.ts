import { type Answer, cleanAnswer, toModelUsage, type Usage } from "./answer.ts";
import { type Fault, toStreamFault } from "./fault.ts";

/** Tells whether what came to its end is an answer: only `stop` is, and only with something said. */
export const judgeAnswer = (
  answer: Answer,
  call: {
    readonly provider: string;
    readonly maxTokens: number;
    /** Context of one slot as the server said it, to tell a full context from a spent max_tokens. */
    readonly contextTokens: number | undefined;
  },
): { readonly ok: true; readonly text: string } | ({ readonly ok: false } & Fault) => {
  const fault = (failure: Fault["failure"], detail: string, retry: Fault["retry"] = "no") => ({
    ok: false as const,
    ...{ failure, detail, retry, health: "up" as const, status: 200 },
    ...(answer.usage && { usage: toModelUsage(answer.usage) }),
  });

  if (answer.error !== undefined) return { ok: false, ...toStreamFault(answer.error, call.provider) };
  if (answer.finishReason === "length") {
    if (isContextFull(answer.usage, call))
      return fault(
        "context_exceeded",
        "The answer filled the model's context. Send less, or start the server with more.",
      );
    const thought = answer.text.trim() === "" && answer.reasoningChars > 0;
    return fault(
      "output_truncated",
      thought
        ? `The model spent all ${call.maxTokens} tokens on thinking. Switch thinking off at the server.`
        : `The answer was cut off at ${call.maxTokens} tokens. Raise max_tokens, or ask for less.`,
    );
  }
  if (answer.finishReason !== "stop") {
    // Only words that the protocol knows: the field comes from outside and the detail goes into records.
    const reason = FINISH_REASONS.find((known) => known === answer.finishReason) ?? "no known reason";
    return fault("model_rejected", `The answer ended for ${reason} instead of stop, so it is not complete.`);
  }
  const text = cleanAnswer(answer.text);
  if (text === "") return fault("output_empty", "The model answered with nothing but white space.", "at_once");
  return { ok: true, text };
};

const FINISH_REASONS = ["content_filter", "tool_calls", "function_call", "error"] as const;

/** llama-server says `length` to both, and counts to its whole context or one less. */
const isContextFull = (
  usage: Usage | undefined,
  { contextTokens, maxTokens }: { readonly contextTokens: number | undefined; readonly maxTokens: number },
): boolean => {
  if (!usage) return false;
  return contextTokens === undefined ? usage.outputTokens < maxTokens : usage.totalTokens >= contextTokens - 1;
};
