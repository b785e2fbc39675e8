export interface BreakerConfig {
  /** Consecutive calls without an available server before calls are refused. */
  readonly failures: number;
  /** How long calls are refused before one is let through to probe, in milliseconds. */
  readonly openMs: number;
}

/** What a call told about the server; `unknown` where it ended for a reason of ours, such as the caller's abort. */
export type Health = "up" | "down" | "unknown";

export interface Breaker {
  /** For how many milliseconds calls are still refused; 0 where one may go now. */
  refusedForMs(): number;
  /** Permission for one call, or null where the circuit is open. Each permit must be settled. */
  enter(): Permit | null;
}

export interface Permit {
  /** The only call let through after a pause: others wait for what it finds out. */
  readonly probe: boolean;
  settle(health: Health): void;
}

/** While a probe is under way nobody knows how long it takes. */
const PROBE_MS = 1_000;

/** A circuit breaker: closed, open for `openMs` after `failures` in a row, then half-open for one probe at a time. */
export const createBreaker = (config: BreakerConfig, now: () => number): Breaker => {
  let failures = 0;
  let openUntil: number | null = null;
  let probing = false;

  const refusedForMs = (): number => {
    if (openUntil === null) return 0;
    return probing ? PROBE_MS : Math.max(0, openUntil - now());
  };

  return {
    refusedForMs,
    enter() {
      if (refusedForMs() > 0) return null;
      const probe = openUntil !== null;
      probing = probe;
      return {
        probe,
        settle(health) {
          if (probe) probing = false;
          if (health === "up") {
            failures = 0;
            openUntil = null;
          }
          if (health === "down") {
            failures += 1;
            if (failures >= config.failures) openUntil = now() + config.openMs;
          }
        },
      };
    },
  };
};
