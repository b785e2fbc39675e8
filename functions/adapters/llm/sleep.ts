/** Resolves after `ms`, or as soon as the signal aborts. Never rejects: whoever asks looks at the signal. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

/** Longer delays make setTimeout fire at once. */
const MAX_MS = 2_147_483_647;

/** The real one, for Node and workerd. */
export const sleep: Sleep = (ms, signal) =>
  new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, Math.min(Math.max(ms, 0), MAX_MS));
    signal?.addEventListener("abort", end);
  });
