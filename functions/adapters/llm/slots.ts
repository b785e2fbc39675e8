import type { Sleep } from "./sleep.ts";

export interface SlotsConfig {
  /** Calls that may run at once. */
  readonly concurrency: number;
  /** Callers that may wait; one more is refused at once. */
  readonly queue: number;
}

export interface Slot {
  /** Time spent waiting, in milliseconds. */
  readonly waitedMs: number;
  /**
   * Gives the slot to the next in the queue. A second call does nothing.
   *
   * @param worked Whether the holder used the server: only then does its time tell how long others will wait.
   */
  release(worked: boolean): void;
}

export type SlotRefusal =
  | { readonly reason: "queue_full" | "wait_too_long" | "deadline"; readonly retryAfterMs: number }
  | { readonly reason: "cancelled" };

export interface Slots {
  /** A slot, in the order of asking. Never rejects. */
  take(limits: { readonly signal: AbortSignal; readonly deadlineAt: number }): Promise<Slot | SlotRefusal>;
  readonly running: number;
  readonly waiting: number;
}

/** Retry-After while nothing is known about durations yet. */
const UNKNOWN_CALL_MS = 5_000;
/** Weight of the newest duration in the moving average. */
const NEWEST = 0.3;

/**
 * A first-in-first-out semaphore with a bounded queue. It refuses early: a caller that, by the average of recent calls,
 * would reach its deadline while still waiting is told so at once.
 */
export const createSlots = (config: SlotsConfig, deps: { now: () => number; sleep: Sleep }): Slots => {
  const queue: (() => void)[] = [];
  let running = 0;
  let averageMs: number | undefined;

  const expectedWaitMs = (position: number): number => ((averageMs ?? 0) * position) / config.concurrency;
  const retryAfterMs = (position: number): number => expectedWaitMs(position) || UNKNOWN_CALL_MS;

  const grant = (askedAt: number, grantedAt: number): Slot => {
    let held = true;
    return {
      waitedMs: grantedAt - askedAt,
      release(worked) {
        if (!held) return;
        held = false;
        if (worked) {
          const heldMs = deps.now() - grantedAt;
          averageMs = averageMs === undefined ? heldMs : averageMs + NEWEST * (heldMs - averageMs);
        }
        running -= 1;
        queue.shift()?.();
      },
    };
  };

  return {
    get running() {
      return running;
    },
    get waiting() {
      return queue.length;
    },
    async take({ signal, deadlineAt }) {
      const askedAt = deps.now();
      if (signal.aborted) return { reason: "cancelled" };
      if (askedAt >= deadlineAt) return { reason: "deadline", retryAfterMs: retryAfterMs(queue.length + 1) };
      if (running < config.concurrency) {
        running += 1;
        return grant(askedAt, askedAt);
      }
      const position = queue.length + 1;
      if (queue.length >= config.queue) return { reason: "queue_full", retryAfterMs: retryAfterMs(position) };
      if (askedAt + expectedWaitMs(position) >= deadlineAt)
        return { reason: "wait_too_long", retryAfterMs: retryAfterMs(position) };

      // The slot changes hands inside release(): between the two nobody else can take it.
      const turn = Promise.withResolvers<"turn">();
      const onTurn = (): void => {
        running += 1;
        turn.resolve("turn");
      };
      queue.push(onTurn);
      const stop = new AbortController();
      const end = AbortSignal.any([signal, stop.signal]);
      // Also what keeps workerd from taking a waiting request for a hung one: it has a timer of its own under way.
      const tooLate = deps.sleep(deadlineAt - askedAt, end).then(() => "late" as const);
      const first = await Promise.race([turn.promise, tooLate]);
      stop.abort();
      if (first === "turn") return grant(askedAt, deps.now());
      const index = queue.indexOf(onTurn);
      if (index >= 0) queue.splice(index, 1);
      // The turn came in the same moment: pass it on, for nobody here will use it.
      else grant(askedAt, askedAt).release(false);
      return signal.aborted
        ? { reason: "cancelled" }
        : { reason: "deadline", retryAfterMs: retryAfterMs(queue.length + 1) };
    },
  };
};
