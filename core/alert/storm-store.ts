import type { Store } from "../port.ts";
import { parseState, type StormState } from "./storm-state.ts";

/** What instances know of one alert identity together, and which of them triages it. */
export interface StormStore {
  read(): Promise<StormState>;
  /** @param change Called again where another instance wrote in between; the same object means nothing to write. */
  change(change: (state: StormState) => StormState): Promise<StormState>;
  /** Whether it was free: until `release`, or until it runs out because its owner is gone. */
  lease(owner: string): Promise<boolean>;
  release(owner: string): Promise<void>;
  /** Whether the name of its owner begins so. */
  isLeasedTo(owner: string): Promise<boolean>;
}

export const createStormStore = (
  store: Store,
  identity: string,
  { memoryMs, leaseMs }: { readonly memoryMs: number; readonly leaseMs: number },
): StormStore => {
  const key = `identity:${identity}`;
  const leaseKey = `lease:${identity}`;
  return {
    read: async () => parseState(await store.get(key)),
    change: async (change) => {
      let after: StormState | undefined;
      for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
        const text = await store.get(key);
        const before = parseState(text);
        after = change(before);
        if (after === before) return after;
        const next = JSON.stringify(after);
        const written =
          text === undefined ? await store.add(key, next, memoryMs) : await store.replace(key, text, next, memoryMs);
        if (written) return after;
      }
      // So much at once, or a store that lost its mind: one forgotten write costs a model call at most.
      after ??= parseState(undefined);
      await store.set(key, JSON.stringify(after), memoryMs);
      return after;
    },
    lease: (owner) => store.add(leaseKey, owner, leaseMs),
    release: async (owner) => {
      await store.replace(leaseKey, owner, undefined, leaseMs);
    },
    isLeasedTo: async (owner) => (await store.get(leaseKey))?.startsWith(owner) ?? false,
  };
};

const MAX_ATTEMPTS = 16;
