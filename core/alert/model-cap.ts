import type { Store } from "../port.ts";

/** Where the calls of the last hour are counted: a place each, that frees itself. */
export interface ModelCap {
  /** Gives the place back: no call was made. */
  giveBack(): Promise<void>;
}

/**
 * A place under the cap, or undefined: there have been so many calls within the hour. It slides because each place is
 * taken for an hour of its own; nobody counts, and no full hour strikes.
 *
 * @param start Where to look first; differs from caller to caller, so that they do not all meet at the first place.
 * @param owner Different each time.
 */
export const takeModelCall = async (
  store: Store,
  callsPerHour: number,
  start: number,
  owner: string,
): Promise<ModelCap | undefined> => {
  // Else each alert of a storm would try all places again.
  if (callsPerHour === 0 || (await store.get(FULL)) !== undefined) return undefined;
  for (let step = 0; step < callsPerHour; step++) {
    const key = `cap:${(start + step) % callsPerHour}`;
    if (!(await store.add(key, owner, HOUR))) continue;
    return {
      giveBack: async () => {
        await store.replace(key, owner, undefined, HOUR);
        await store.replace(FULL, "full", undefined, FULL_MS);
      },
    };
  }
  await store.add(FULL, "full", FULL_MS);
  return undefined;
};

const HOUR = 3_600_000;
const FULL = "cap:full";
const FULL_MS = 5_000;
