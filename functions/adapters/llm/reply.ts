import { estimateTokens } from "../../../core/evidence/tokens.ts";
import type { ModelReply, ModelRequest, ModelUsage } from "../../../core/port.ts";
import { toModelUsage } from "./answer.ts";
import type { CallResult } from "./call.ts";
import type { Fault } from "./fault.ts";
import type { SlotRefusal } from "./slots.ts";

type Failure = ModelReply & { ok: false };

/** Why a call was not even sent. */
export type Reason = Pick<Failure, "failure" | "detail" | "retryAfterSeconds">;

export const CANCELLED_BEFORE: Reason = {
  failure: "cancelled",
  detail: "The caller went away before the call was sent.",
};
export const TOO_LATE: Reason = {
  failure: "model_timeout",
  detail: "The request's deadline passed before the call was sent.",
};

export const circuitOpen = (refusedForMs: number): Reason => ({
  failure: "circuit_open",
  detail: "The last calls found no model server, so none is made for a while.",
  retryAfterSeconds: toSeconds(refusedForMs),
});

export const toRefusal = (refusal: SlotRefusal, { queue }: { readonly queue: number }): Reason => {
  if (refusal.reason === "cancelled") return CANCELLED_BEFORE;
  const details = {
    queue_full: `All ${queue} places in the queue for the model are taken.`,
    wait_too_long: "By the time of recent calls, the deadline would pass while waiting for the model.",
    deadline: "The deadline passed while waiting for the model.",
  };
  const detail = `${details[refusal.reason]} Try later.`;
  return { failure: "model_busy", detail, retryAfterSeconds: toSeconds(refusal.retryAfterMs) };
};

export const toFailure = ({
  failure,
  detail,
  status,
  usage,
  retryAfterMs,
}: Fault): Omit<Failure, "ok" | "attempts" | "queueMs"> => ({
  failure,
  detail,
  ...(status !== undefined && failure !== "cancelled" && { status }),
  ...(usage && { usage }),
  ...(failure === "model_busy" && { retryAfterSeconds: toSeconds(retryAfterMs ?? BUSY_MS) }),
});

export const toReply = (
  { text, answer, timeToFirstTokenMs }: CallResult & { ok: true },
  request: ModelRequest,
  config: { readonly model?: string | undefined },
  effort: Pick<ModelReply, "attempts" | "queueMs" | "server">,
): ModelReply => ({
  ok: true,
  ...effort,
  text,
  model: answer.model ?? request.parameters.model ?? config.model ?? "default",
  usage: answer.usage ? toModelUsage(answer.usage) : estimateUsage(request, answer.text, answer.reasoningChars),
  ...(answer.id !== undefined && { responseId: answer.id }),
  ...(answer.systemFingerprint !== undefined && { systemFingerprint: answer.systemFingerprint }),
  ...(timeToFirstTokenMs !== undefined && { timeToFirstTokenMs }),
  ...(answer.timings && { timings: answer.timings }),
});

const estimateUsage = (request: ModelRequest, text: string, reasoningChars: number): ModelUsage => ({
  inputTokens: request.messages.reduce((sum, { content }) => sum + estimateTokens(content), 0),
  // Thoughts are words, of which four letters make a token.
  outputTokens: estimateTokens(text) + Math.ceil(reasoningChars / 4),
  estimated: true,
});

/** After a 429 without Retry-After. */
const BUSY_MS = 10_000;

const toSeconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1000));
