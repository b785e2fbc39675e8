import type { ModelRequest } from "../../../core/port.ts";
import { type CallResult, callOnce } from "./call.ts";
import type { Fetch, Timing } from "./connection.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Fault } from "./fault.ts";
import { toChatBody } from "./request.ts";

export interface Limits {
  readonly signal: AbortSignal;
  /** Milliseconds since the Unix epoch. */
  readonly deadlineAt: number;
}

interface AttemptConfig {
  readonly provider: string;
  readonly model?: string | undefined;
  readonly firstByteTimeoutMs: number;
  readonly idleTimeoutMs: number;
}

/** Sends one call as often as it takes and makes sense: within the deadline, and only for faults that pass. */
export const sendRequest = async (
  request: ModelRequest,
  options: Limits & {
    readonly endpoint: Endpoint;
    readonly config: AttemptConfig;
    readonly maxAttempts: number;
    readonly contextTokens: number | undefined;
  },
  deps: Timing & { readonly fetch: Fetch; readonly random: () => number },
): Promise<{ readonly result: CallResult; readonly attempts: number }> => {
  const { endpoint, config, signal, deadlineAt } = options;
  let seed = SEED;
  for (let attempts = 1; ; attempts++) {
    const result = await callOnce(
      {
        signal,
        deadlineAt,
        url: endpoint.chatUrl,
        headers: { ...endpoint.headers, ...(request.traceparent !== "" && { traceparent: request.traceparent }) },
        body: toChatBody(request, { model: config.model, provider: config.provider, seed }),
        provider: config.provider,
        maxTokens: request.parameters.max_tokens,
        contextTokens: options.contextTokens,
        firstByteTimeoutMs: config.firstByteTimeoutMs,
        idleTimeoutMs: config.idleTimeoutMs,
      },
      deps,
    );
    if (result.ok || result.retry === "no" || attempts >= options.maxAttempts) return { result, attempts };
    // The same seed would give the same nothing.
    if (result.failure === "output_empty") seed += 1;
    const delayMs = toDelayMs(result, attempts, deps.random);
    if (deps.now() + delayMs >= deadlineAt) return { result, attempts };
    await deps.sleep(delayMs, signal);
    if (signal.aborted) return { result: CANCELLED_BETWEEN, attempts };
  }
};

/** One seed for all: the same prompt gives the same answer, and a cached one stays true. */
const SEED = 1;
const BACKOFF_MS = 1_000;
const MAX_BACKOFF_MS = 10_000;

const CANCELLED_BETWEEN: CallResult = {
  ok: false,
  failure: "cancelled",
  detail: "The caller went away between two attempts.",
  retry: "no",
  health: "unknown",
};

/** Exponential with jitter, so that the clients of a restarted server do not come back all at once. */
const toDelayMs = (fault: Fault, attempts: number, random: () => number): number => {
  if (fault.retry === "at_once" && attempts === 1) return 0;
  const ceiling = Math.min(MAX_BACKOFF_MS, BACKOFF_MS * 2 ** (attempts - 1));
  return Math.max(ceiling * (0.5 + random() / 2), fault.retryAfterMs ?? 0);
};
