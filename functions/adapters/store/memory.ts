import type { Store } from "../../../core/port.ts";

export interface MemoryStoreOptions {
  readonly now: () => number;
  /** Default 10,000. */
  readonly maxEntries?: number;
  /** Of keys and values, at two bytes a UTF-16 unit. Default 16 MB. */
  readonly maxBytes?: number;
}

export interface Entry {
  readonly value: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

export interface MemoryStore extends Store {
  /** What lives under the key, without a turn of the event loop. */
  peek(key: string): Entry | undefined;
  readonly bytes: number;
  readonly size: number;
}

/** A store that lives as long as the process. It is bounded: what was written longest ago makes room. */
export const createMemoryStore = (options: MemoryStoreOptions): MemoryStore => {
  const { now, maxEntries = MAX_ENTRIES, maxBytes = 16 * 1024 * 1024 } = options;
  /** In the order of their writing. */
  const entries = new Map<string, Entry>();
  let bytes = 0;

  const drop = (key: string): void => {
    const entry = entries.get(key);
    if (!entry) return;
    entries.delete(key);
    bytes -= sizeOf(key, entry.value);
  };

  const peek = (key: string): Entry | undefined => {
    const entry = entries.get(key);
    if (!entry || entry.expiresAt > now()) return entry;
    drop(key);
    return undefined;
  };

  const put = (key: string, value: string, ttlMs: number): void => {
    drop(key);
    const size = sizeOf(key, value);
    // It would drive out everything else, and still not fit.
    if (size > maxBytes) return;
    entries.set(key, { value, expiresAt: now() + ttlMs });
    bytes += size;
    for (const oldest of entries.keys()) {
      if (entries.size <= maxEntries && bytes <= maxBytes) break;
      drop(oldest);
    }
  };

  return {
    peek,
    get bytes() {
      return bytes;
    },
    get size() {
      return entries.size;
    },
    get: async (key) => peek(key)?.value,
    set: async (key, value, ttlMs) => put(key, value, ttlMs),
    add: async (key, value, ttlMs) => {
      if (peek(key)) return false;
      put(key, value, ttlMs);
      return true;
    },
    replace: async (key, expected, value, ttlMs) => {
      if (peek(key)?.value !== expected) return false;
      if (value === undefined) drop(key);
      else put(key, value, ttlMs);
      return true;
    },
  };
};

export const MAX_ENTRIES = 10_000;

const sizeOf = (key: string, value: string): number => 2 * (key.length + value.length);
