import type { Sleep } from "./sleep.ts";

export interface TestClock {
  readonly now: () => number;
  readonly sleep: Sleep;
  /** Lets the time pass, and after each sleep that ends lets everyone go on who waited for it. */
  advance(ms: number): Promise<void>;
  /** Jumps from sleep to sleep until the promise is settled. */
  run<T>(promise: Promise<T>): Promise<T>;
}

/** A clock that stands still until a test moves it. */
export const createTestClock = (start = 1_000_000): TestClock => {
  let now = start;
  const sleepers = new Set<{ readonly at: number; readonly wake: () => void }>();

  const wakeNext = (until: number): boolean => {
    const next = [...sleepers].sort((a, b) => a.at - b.at)[0];
    if (!next || next.at > until) return false;
    now = Math.max(now, next.at);
    next.wake();
    return true;
  };

  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const sleeper = {
          at: now + Math.max(0, ms),
          wake: () => {
            sleepers.delete(sleeper);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal?.addEventListener("abort", sleeper.wake, { once: true });
      }),
    async advance(ms) {
      const until = now + ms;
      await settle();
      while (wakeNext(until)) await settle();
      now = until;
    },
    async run(promise) {
      let settled = false;
      const done = (): void => {
        settled = true;
      };
      promise.then(done, done);
      await settle();
      while (!settled) {
        if (!wakeNext(Number.POSITIVE_INFINITY))
          throw new Error("Nothing is asleep, and yet the promise is not settled.");
        await settle();
      }
      return promise;
    },
  };
};

/** Everything that waits only for promises and streams has gone as far as it can. */
export const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve));
};
