import type { Store } from "../../../core/port.ts";
import type { Log } from "../../http/log.ts";
import type { Timing } from "../llm/connection.ts";
import type { Connector } from "./connector.ts";
import { StoreFault } from "./fault.ts";
import { createMemoryStore, MAX_ENTRIES } from "./memory.ts";
import { createOutage } from "./outage.ts";
import { createValkeyStore, type RemoteStore } from "./valkey.ts";

export interface StoreDeps extends Timing {
  readonly connector: Connector;
  readonly log: Log;
  /** For one call. Default 1 s. */
  readonly timeoutMs?: number;
}

export interface CountedStore extends Store {
  /** Calls that the remote store failed, since the start. */
  readonly failures: number;
}

/**
 * The store of a function: the memory of its process or, with a URL, Valkey or Redis with that memory behind it. While the
 * remote store is away calls are answered by the memory at once, and what was written there meanwhile is brought to the
 * remote store when its key is next asked for: where another process wrote in between, that one's value stays.
 *
 * @throws {PromptError} `configuration_invalid`, without any of the URL.
 */
export const createStore = (url: string | undefined, deps: StoreDeps): CountedStore => {
  const memory = createMemoryStore({ now: deps.now });
  if (url === undefined) return Object.assign(memory, { failures: 0 });
  const timeoutMs = deps.timeoutMs ?? TIMEOUT_MS;
  const remote = createValkeyStore(url, { ...deps, timeoutMs });
  const outage = createOutage({ ...deps, probeMs: timeoutMs });
  /** By key written while the store was away: the value that it was last known to have. */
  const unsent = new Map<string, string | undefined>();

  const catchUp = async (key: string): Promise<void> => {
    if (!unsent.has(key)) return;
    const known = unsent.get(key);
    unsent.delete(key);
    const entry = memory.peek(key);
    const ttlMs = entry ? entry.expiresAt - deps.now() : 0;
    try {
      if (known !== undefined && (await remote.replace(key, known, entry?.value, ttlMs))) return;
      if (entry) await remote.add(key, entry.value, ttlMs);
    } catch (error) {
      unsent.set(key, known);
      throw error;
    }
  };

  /** undefined: the remote store did not do it. */
  const ask = async <T>(key: string, call: (store: RemoteStore) => Promise<T>): Promise<{ answer: T } | undefined> => {
    const attempt = outage.enter();
    if (!attempt) return undefined;
    try {
      await catchUp(key);
      const answer = await call(remote);
      attempt.worked();
      return { answer };
    } catch (error) {
      // Anything else would be a fault of ours, and still no reason to reject.
      attempt.failed(error instanceof StoreFault ? error : new StoreFault("rejected"));
      return undefined;
    }
  };

  /** Before the memory alone is written to. */
  const note = (key: string): void => {
    if (unsent.has(key)) return;
    unsent.set(key, memory.peek(key)?.value);
    for (const oldest of unsent.keys()) {
      if (unsent.size <= MAX_ENTRIES) break;
      unsent.delete(oldest);
    }
  };

  return {
    get failures() {
      return outage.failures;
    },
    get: async (key) => {
      const asked = await ask(key, (store) => store.get(key));
      return asked ? asked.answer : memory.get(key);
    },
    set: async (key, value, ttlMs) => {
      if (!(await ask(key, (store) => store.set(key, value, ttlMs)))) note(key);
      await memory.set(key, value, ttlMs);
    },
    add: async (key, value, ttlMs) => {
      const asked = await ask(key, (store) => store.add(key, value, ttlMs));
      if (asked) {
        if (asked.answer) await memory.set(key, value, ttlMs);
        return asked.answer;
      }
      if (memory.peek(key)) return false;
      note(key);
      return memory.add(key, value, ttlMs);
    },
    replace: async (key, expected, value, ttlMs) => {
      const asked = await ask(key, (store) => store.replace(key, expected, value, ttlMs));
      if (asked) {
        // Where it failed, what is remembered as its value is none any more.
        if (!asked.answer) await memory.replace(key, expected, undefined, 0);
        else if (value === undefined) await memory.replace(key, expected, undefined, 0);
        else await memory.set(key, value, ttlMs);
        return asked.answer;
      }
      if (memory.peek(key)?.value !== expected) return false;
      note(key);
      return memory.replace(key, expected, value, ttlMs);
    },
  };
};

const TIMEOUT_MS = 1_000;
