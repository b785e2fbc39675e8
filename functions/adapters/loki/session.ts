import type { Fetch, Timing } from "../llm/connection.ts";
import { callLoki, ENDED, type LokiCall, type LokiResult } from "./call.ts";
import type { LokiEndpoint } from "./endpoint.ts";

type Asked = Pick<LokiCall, "path" | "query" | "traceparent">;

/** The calls of one request: one deadline over all of them, less for what is only good to have. */
export interface Session {
  readonly call: (asked: Asked) => Promise<LokiResult>;
  /** Has a little time, from now on. */
  readonly callBriefly: (asked: Asked) => Promise<LokiResult>;
  /** Has the whole time, but only a little once `answered` was called. */
  readonly callOptional: (asked: Asked) => Promise<LokiResult>;
  /** What the request is about is there, or will never be. */
  readonly answered: () => void;
  /** Ends whatever is under way. */
  readonly close: () => void;
}

export const openSession = (
  { timeoutMs, signal: caller }: { readonly timeoutMs: number; readonly signal: AbortSignal },
  endpoint: LokiEndpoint,
  deps: Timing & { readonly fetch: Fetch },
): Session => {
  const deadlineAt = deps.now() + timeoutMs;
  const littleMs = Math.min(timeoutMs / 4, MOST_OPTIONAL_MS);
  const closing = new AbortController();
  const signal = AbortSignal.any([caller, closing.signal]);
  const answer = Promise.withResolvers<number>();

  return {
    call: (asked) => callLoki({ ...asked, signal, deadlineAt }, endpoint, deps),
    callBriefly: (asked) =>
      callLoki({ ...asked, signal, deadlineAt: Math.min(deadlineAt, deps.now() + littleMs) }, endpoint, deps),
    callOptional: async (asked) => {
      const late = new AbortController();
      const timer = new AbortController();
      answer.promise
        .then((answeredAt) => deps.sleep(answeredAt + littleMs - deps.now(), timer.signal))
        .then(() => late.abort());
      const both = AbortSignal.any([signal, late.signal]);
      const result = await callLoki({ ...asked, signal: both, deadlineAt }, endpoint, deps);
      // Or the timer would keep the process.
      timer.abort();
      const wasLate = !result.ok && result.failure === "cancelled" && !signal.aborted;
      return wasLate ? { ok: false, ...ENDED.time } : result;
    },
    answered: () => answer.resolve(deps.now()),
    close: () => closing.abort(),
  };
};

/** Nobody waits much longer for what he can do without. */
const MOST_OPTIONAL_MS = 2000;
