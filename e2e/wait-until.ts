import { setTimeout as pause } from "node:timers/promises";

/** Asks again and again, every 25 ms, until it is so. @throws after `timeoutMs` (default 30 s), with `what`. */
export const waitUntil = async (
  what: string,
  condition: () => boolean | Promise<boolean>,
  timeoutMs = 30_000,
): Promise<void> => {
  const until = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() >= until) throw new Error(`After ${timeoutMs} ms still not: ${what}`);
    await pause(25);
  }
};
