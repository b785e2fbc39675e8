import type { Log } from "../../http/log.ts";
import type { StoreFault, StoreFaultReason } from "./fault.ts";

export interface OutageDeps {
  readonly now: () => number;
  readonly log: Log;
  /** How long one call at most takes to find out whether the store is back. */
  readonly probeMs: number;
}

/** Keeps calls from a store that is away, counts what failed and tells the operator once. */
export interface Outage {
  readonly failures: number;
  /** undefined: the store is left alone for now. */
  enter(): Attempt | undefined;
}

export interface Attempt {
  worked(): void;
  failed(fault: StoreFault): void;
}

/** After a failure the store is left alone for a second, twice as long after each probe that fails, 30 s at most. */
export const createOutage = ({ now, log, probeMs }: OutageDeps): Outage => {
  let failures = 0;
  /** 0: the store is there. */
  let pauseMs = 0;
  let awayUntil = 0;
  /** Changes with each end of a probe: what began earlier knows nothing new. */
  let era = 0;
  const told = new Set<StoreFaultReason>();

  return {
    get failures() {
      return failures;
    },
    enter() {
      if (now() < awayUntil) return undefined;
      // A time and not a flag: whoever probes may be cut off before knowing.
      if (pauseMs > 0) awayUntil = now() + probeMs;
      const begun = era;
      return {
        worked() {
          if (begun !== era || pauseMs === 0) return;
          era += 1;
          pauseMs = 0;
          awayUntil = 0;
          log("info", "The store is back.", { failures });
        },
        failed(fault) {
          failures += 1;
          if (fault.reason === "value_invalid") {
            if (!told.has(fault.reason)) log("warning", `The store: ${fault.message}`, { reason: fault.reason });
            told.add(fault.reason);
            // It did answer.
            if (begun === era && pauseMs > 0) awayUntil = 0;
            return;
          }
          if (begun !== era) return;
          era += 1;
          if (pauseMs === 0) {
            const message = `The store is away, and this process's memory stands in. ${fault.message}`;
            log("warning", message, { reason: fault.reason });
          }
          pauseMs = Math.min(Math.max(2 * pauseMs, FIRST_PAUSE_MS), LONGEST_PAUSE_MS);
          awayUntil = now() + pauseMs;
        },
      };
    },
  };
};

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
