import { PromptError } from "../../../core/error.ts";
import type { Store } from "../../../core/port.ts";
import { parseStoreUrl } from "./address.ts";
import { type ConnectionDeps, openStoreConnection, type StoreConnection } from "./connection.ts";
import { StoreFault, toStoreFault } from "./fault.ts";
import { MAX_VALUE_BYTES, type Reply } from "./resp.ts";

/** Unlike the port it does reject, with a StoreFault: createStore knows what to do then. */
export type RemoteStore = Store;

/**
 * Valkey or Redis, over one connection that is opened when it is first needed, and again when it is gone. In workerd each
 * call has its own. Calls are sent without waiting for each other.
 *
 * @throws {PromptError} `configuration_invalid`, without any of the URL.
 */
export const createValkeyStore = (url: string, deps: ConnectionDeps): RemoteStore => {
  const { address, problem } = parseStoreUrl(url);
  if (!address) throw new PromptError("configuration_invalid", `STORE_URL ${problem}`);
  let kept: StoreConnection | undefined;

  const send = async (...words: readonly string[]): Promise<Reply> => {
    const connection = kept?.open ? kept : openStoreConnection(address, deps);
    if (deps.connector.lasting) kept = connection;
    try {
      const reply = await connection.send(words);
      if (reply.type === "error") throw toStoreFault(reply.text);
      if (reply.type === "binary") throw new StoreFault("value_invalid");
      return reply;
    } finally {
      if (!deps.connector.lasting) connection.close();
    }
  };

  return {
    get: async (key) => {
      const reply = await send("GET", nameOf(key));
      if (reply.type !== "text") throw new StoreFault("not_a_store");
      return reply.value ?? undefined;
    },
    set: async (key, value, ttlMs) => {
      const reply = await send("SET", nameOf(key), fitting(value), "PX", toPx(ttlMs));
      if (!isOk(reply)) throw new StoreFault("not_a_store");
    },
    add: async (key, value, ttlMs) => {
      const reply = await send("SET", nameOf(key), fitting(value), "NX", "PX", toPx(ttlMs));
      if (isOk(reply)) return true;
      if (reply.type === "text" && reply.value === null) return false;
      throw new StoreFault("not_a_store");
    },
    replace: async (key, expected, value, ttlMs) => {
      const change = value === undefined ? [] : [fitting(value), toPx(ttlMs)];
      const reply = await send("EVAL", REPLACE, "1", nameOf(key), expected, ...change);
      if (reply.type !== "integer") throw new StoreFault("not_a_store");
      return reply.value === 1;
    },
  };
};

/** `SET … IFEQ` would do, but Redis has no such thing before 8.4, and Valkey none before 8.1. */
const REPLACE = `if redis.call("GET", KEYS[1]) ~= ARGV[1] then return 0 end
if ARGV[2] then redis.call("SET", KEYS[1], ARGV[2], "PX", ARGV[3]) else redis.call("DEL", KEYS[1]) end
return 1`;

/** Others may use the same database. */
const nameOf = (key: string): string => `kprompt:${key}`;

/** A UTF-16 unit is three bytes at most. */
const fitting = (value: string): string => {
  if (value.length * 3 > MAX_VALUE_BYTES) throw new StoreFault("value_invalid");
  return value;
};

const MAX_PX = 10 * 365 * 24 * 3_600_000;

/** Whole milliseconds; zero would be an error. */
const toPx = (ttlMs: number): string => String(Math.min(Math.max(Math.ceil(ttlMs), 1), MAX_PX));

const isOk = (reply: Reply): boolean => reply.type === "status" && reply.text === "OK";
