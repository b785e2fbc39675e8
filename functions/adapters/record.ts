import type { Clock } from "../../core/port.ts";

/**
 * Writes each record as one JSON line with the time in front. A sink that fails must not fail the request it tells of.
 *
 * @param write Default: the process's stdout, which the cluster's log collector reads.
 * @param origin What is the same in every record of this process.
 */
export const createRecordSink =
  (clock: Clock, write: (line: string) => void = console.log, origin: { readonly revision?: string } = {}) =>
  (record: object): void => {
    try {
      write(JSON.stringify({ timestamp: new Date(clock.now()).toISOString(), ...record, ...origin }));
    } catch {
      // Nothing to tell it to: stdout itself is gone.
    }
  };
