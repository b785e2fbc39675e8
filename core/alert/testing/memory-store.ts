import type { Store } from "../../port.ts";

/** A store that several instances share in tests, with what it holds in sight. */
export interface TestStore extends Store {
  readonly entries: Map<string, { readonly value: string; readonly until: number }>;
  /** Most entries at one time. */
  readonly most: number;
}

export const createTestStore = (now: () => number): TestStore => {
  const entries: TestStore["entries"] = new Map();
  let most = 0;
  const read = (key: string): string | undefined => {
    const entry = entries.get(key);
    if (entry === undefined || entry.until > now()) return entry?.value;
    entries.delete(key);
    return undefined;
  };
  const write = (key: string, value: string, ttlMs: number): void => {
    entries.set(key, { value, until: now() + ttlMs });
    most = Math.max(most, entries.size);
  };
  return {
    entries,
    get most() {
      return most;
    },
    get: async (key) => read(key),
    set: async (key, value, ttlMs) => write(key, value, ttlMs),
    add: async (key, value, ttlMs) => {
      if (read(key) !== undefined) return false;
      write(key, value, ttlMs);
      return true;
    },
    replace: async (key, expected, value, ttlMs) => {
      if (read(key) !== expected) return false;
      if (value === undefined) entries.delete(key);
      else write(key, value, ttlMs);
      return true;
    },
  };
};
