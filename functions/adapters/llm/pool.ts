import { PromptError } from "../../../core/error.ts";
import type { Model, ModelReply, ModelRequest } from "../../../core/port.ts";
import { type Limits, sendRequest } from "./attempts.ts";
import { createBreaker, type Health } from "./breaker.ts";
import type { Fetch } from "./connection.ts";
import { toEndpoint } from "./endpoint.ts";
import { CANCELLED_BEFORE, circuitOpen, type Reason, TOO_LATE, toFailure, toRefusal, toReply } from "./reply.ts";
import { createServerFacts } from "./server-facts.ts";
import type { Sleep } from "./sleep.ts";
import { createSlots, type Slot } from "./slots.ts";

/** Where the model server is and how it may be used. How it answers is the prompt's business. */
export interface LlmConfig {
  /** `http://host:8080`, with or without `/v1`. */
  readonly baseUrl: string;
  readonly apiKey?: string | undefined;
  /** Used where the prompt names no model. A server of one model needs none. */
  readonly model?: string | undefined;
  /** `gen_ai.provider.name`; `llama_cpp` switches on what only llama.cpp understands. */
  readonly provider: string;
  /** Context of one slot, where the server does not say. Default 4096. */
  readonly contextTokens?: number | undefined;
  /** Model calls at once: the server's `--parallel`, or less. */
  readonly concurrency: number;
  /** Requests that may wait for a slot. */
  readonly queue: number;
  /** From the request to the first event, reading the prompt included. */
  readonly firstByteTimeoutMs: number;
  /** Between two reads of an answer. */
  readonly idleTimeoutMs: number;
  /** Requests sent for one call, the first included. */
  readonly maxAttempts: number;
  readonly breaker: { readonly failures: number; readonly openMs: number };
}

export interface ModelPoolDeps {
  readonly fetch: Fetch;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
  readonly sleep: Sleep;
}

/** The model for one request. Its first call takes a slot; `close` gives it back, so that a repair waits for nobody. */
export interface ModelSession extends Model {
  /** Ends what is under way and gives the slot back. A second call does nothing. */
  close(): void;
}

export interface ModelPool {
  open(request: {
    readonly signal?: AbortSignal | undefined;
    /** Milliseconds since the Unix epoch: the end of waiting, attempts and repair together. */
    readonly deadlineAt: number;
    /** Asked when a wait in the queue is over: whether the answer is still wanted. Where not, the call is `cancelled`. */
    readonly wanted?: (() => Promise<boolean>) | undefined;
  }): ModelSession;
}

/**
 * One model server for all requests of this process: slots, queue, circuit breaker.
 *
 * @throws {PromptError} `configuration_invalid` for a URL, key or number that can never work.
 */
export const createModelPool = (config: LlmConfig, deps: ModelPoolDeps): ModelPool => {
  checkNumbers(config);
  const endpoint = toEndpoint(config);
  const slots = createSlots(config, deps);
  const breaker = createBreaker(config.breaker, deps.now);
  const facts = createServerFacts(endpoint, config, { ...deps, isServerDown: () => breaker.refusedForMs() > 0 });
  const server = { address: endpoint.address, port: endpoint.port };
  const send = (request: ModelRequest, maxAttempts: number, limits: Limits) =>
    sendRequest(request, { ...limits, endpoint, config, maxAttempts, contextTokens: facts.knownContextTokens }, deps);

  return {
    open({ signal, deadlineAt, wanted }) {
      const closed = new AbortController();
      const limits: Limits = {
        signal: signal ? AbortSignal.any([signal, closed.signal]) : closed.signal,
        deadlineAt,
      };
      let slot: Slot | undefined;
      let worked = false;
      let turn: Promise<unknown> = Promise.resolve();

      const complete = async (request: ModelRequest): Promise<ModelReply> => {
        let queueMs = 0;
        const refuse = (reason: Reason): ModelReply => ({ ok: false, ...reason, attempts: 0, queueMs, server });
        if (limits.signal.aborted) return refuse(CANCELLED_BEFORE);
        // Asked before the queue as well: behind a dead server nobody should wait for his turn to hear so.
        if (breaker.refusedForMs() > 0) return refuse(circuitOpen(breaker.refusedForMs()));
        if (!slot) {
          const askedAt = deps.now();
          const taken = await slots.take(limits);
          queueMs = "reason" in taken ? deps.now() - askedAt : taken.waitedMs;
          if ("reason" in taken) return refuse(toRefusal(taken, config));
          // Or closed in the moment of the turn: close() found no slot to give back.
          if ((queueMs > 0 && !(await isWanted(wanted))) || limits.signal.aborted) {
            taken.release(false);
            return refuse(CANCELLED_BEFORE);
          }
          slot = taken;
        }
        if (deps.now() >= deadlineAt) return refuse(TOO_LATE);
        const permit = breaker.enter();
        if (!permit) return refuse(circuitOpen(breaker.refusedForMs()));

        worked = true;
        let health: Health = "unknown";
        try {
          const { result, attempts } = await send(request, permit.probe ? 1 : config.maxAttempts, limits);
          health = result.ok ? "up" : result.health;
          if (!result.ok && result.contextTokens !== undefined) facts.learnContextTokens(result.contextTokens);
          const effort = { attempts, queueMs, server };
          return result.ok ? toReply(result, request, config, effort) : { ok: false, ...toFailure(result), ...effort };
        } finally {
          // A permit that is never settled would keep the circuit open for ever.
          permit.settle(health);
        }
      };

      return {
        name: config.model ?? "default",
        provider: config.provider,
        contextTokens: () => facts.contextTokens(limits),
        countTokens: (messages) => facts.countTokens(messages, limits),
        complete(request) {
          // One slot, one call at a time, even where the caller asks for two at once.
          const mine = turn.then(() => complete(request));
          turn = mine.catch(() => undefined);
          return mine;
        },
        close() {
          closed.abort();
          slot?.release(worked);
        },
      };
    },
  };
};

/** Whoever cannot say whether it is, wants it. */
const isWanted = async (wanted: (() => Promise<boolean>) | undefined): Promise<boolean> => {
  try {
    return (await wanted?.()) ?? true;
  } catch {
    return true;
  }
};

const checkNumbers = ({
  concurrency,
  queue,
  firstByteTimeoutMs,
  idleTimeoutMs,
  maxAttempts,
  breaker,
}: LlmConfig): void => {
  const least = {
    concurrency: [concurrency, 1],
    queue: [queue, 0],
    firstByteTimeoutMs: [firstByteTimeoutMs, 1],
    idleTimeoutMs: [idleTimeoutMs, 1],
    maxAttempts: [maxAttempts, 1],
    "breaker.failures": [breaker.failures, 1],
    "breaker.openMs": [breaker.openMs, 1],
  } as const;
  const issues = Object.entries(least)
    .filter(([, [value, minimum]]) => !(Number.isInteger(value) && value >= minimum))
    .map(([name, [value, minimum]]) => `${name} is ${value}; it must be an integer of at least ${minimum}`);
  if (issues.length > 0) throw new PromptError("configuration_invalid", `Model server: ${issues.join(", ")}.`);
};
