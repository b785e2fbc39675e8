import { parseInstant } from "../../core/alert/instant.ts";
import { UsageError } from "../usage-error.ts";

/** Milliseconds since the epoch: of `--now`, with which a rollout is rehearsed, else of this machine's clock. */
export const readNow = (given: string | undefined): number => {
  if (given === undefined) return Date.now();
  const instant = parseInstant(given);
  if (typeof instant === "number") return instant;
  throw new UsageError(`--now ${given} is no time with its zone. Write it like 2026-12-01T20:00:00Z.`);
};
