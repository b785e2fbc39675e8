/** A clock that only goes on when all there is to do at one moment is done: hours of a storm pass in a second. */
export interface VirtualTime {
  now(): number;
  sleep(ms: number): Promise<void>;
  /** Runs until `done` is settled, or until nothing is left to wait for. */
  run<T>(done: Promise<T>): Promise<T>;
}

/** @param settle Resolves when no promise is left that can go on by itself. */
export const createVirtualTime = (settle: () => Promise<void>, start = 0): VirtualTime => {
  const timers: { readonly at: number; readonly wake: () => void }[] = [];
  let now = start;
  return {
    now: () => now,
    sleep: (ms) =>
      new Promise((resolve) => {
        const at = now + Math.max(0, ms);
        // Among equals the first stays first.
        const index = timers.findIndex((timer) => timer.at > at);
        timers.splice(index < 0 ? timers.length : index, 0, { at, wake: resolve });
      }),
    run: async (done) => {
      let open = true;
      const close = (): void => {
        open = false;
      };
      done.then(close, close);
      for (;;) {
        await settle();
        if (!open) return done;
        const next = timers.shift();
        if (next === undefined) throw new Error("Nothing is left to wait for.");
        now = next.at;
        next.wake();
        while (timers[0]?.at === now) timers.shift()?.wake();
      }
    },
  };
};
