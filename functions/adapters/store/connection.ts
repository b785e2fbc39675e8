import type { Sleep } from "../llm/sleep.ts";
import type { StoreAddress } from "./address.ts";
import type { Connector } from "./connector.ts";
import { StoreFault, toStoreFault } from "./fault.ts";
import { createReplyParser, encodeCommand, type Reply } from "./resp.ts";

export interface ConnectionDeps {
  readonly connector: Connector;
  readonly sleep: Sleep;
  /** From the sending of a command to its reply, connecting included. */
  readonly timeoutMs: number;
}

/** One connection. Commands do not wait for each other, and are answered in their order. What breaks that order, or takes too long, ends it. */
export interface StoreConnection {
  readonly open: boolean;
  /** @throws {StoreFault} */
  send(words: readonly string[]): Promise<Reply>;
  close(): void;
}

/** Connects and logs in; commands wait for it. */
export const openStoreConnection = (address: StoreAddress, deps: ConnectionDeps): StoreConnection => {
  const parser = createReplyParser();
  const waiting: { resolve(reply: Reply): void; reject(fault: StoreFault): void }[] = [];
  let fault: StoreFault | undefined;

  const fail = (reason: StoreFault): void => {
    if (fault) return;
    fault = reason;
    for (const { reject } of waiting.splice(0)) reject(reason);
    socket.close();
  };

  const receive = (bytes: Uint8Array): void => {
    if (fault) return;
    try {
      for (const reply of parser.push(bytes)) {
        const first = waiting.shift();
        if (!first) throw new StoreFault("not_a_store");
        first.resolve(reply);
      }
    } catch (error) {
      fail(error instanceof StoreFault ? error : new StoreFault("not_a_store"));
    }
  };

  const socket = deps.connector.connect(address, {
    data: receive,
    closed: () => fail(new StoreFault("unreachable")),
  });

  const exchange = (words: readonly string[]): Promise<Reply> => {
    if (fault) return Promise.reject(fault);
    const { promise, resolve, reject } = Promise.withResolvers<Reply>();
    waiting.push({ resolve, reject });
    socket.write(encodeCommand(words));
    return promise;
  };

  const endInTime = async (answered: AbortSignal): Promise<void> => {
    await deps.sleep(deps.timeoutMs, answered);
    // Timers come before sockets: where something kept this process busy, the reply may lie there unread.
    if (!answered.aborted) await deps.sleep(UNREAD_MS, answered);
    if (!answered.aborted) fail(new StoreFault("timeout"));
  };

  const logIn = async (): Promise<void> => {
    try {
      for (const words of loginOf(address)) {
        const reply = await exchange(words);
        if (reply.type !== "status")
          throw reply.type === "error" ? toLoginFault(reply.text) : new StoreFault("not_a_store");
      }
    } catch (error) {
      fail(error as StoreFault);
    }
  };
  // Not sent ahead of its reply: a command behind a SELECT that failed would change another database.
  const loggedIn = logIn();

  return {
    get open() {
      return fault === undefined;
    },
    send: async (words) => {
      const answered = new AbortController();
      endInTime(answered.signal);
      try {
        await loggedIn;
        return await exchange(words);
      } finally {
        answered.abort();
      }
    },
    close: () => fail(new StoreFault("unreachable")),
  };
};

const UNREAD_MS = 20;

const loginOf = ({ user, password, database }: StoreAddress): readonly (readonly string[])[] => [
  ...(password === undefined ? [] : [["AUTH", ...(user === undefined ? [] : [user]), password]]),
  ...(database === 0 ? [] : [["SELECT", String(database)]]),
];

/** A server that has no password says ERR to AUTH. */
const toLoginFault = (text: string): StoreFault =>
  /^ERR .*\bAUTH\b/.test(text) ? new StoreFault("unauthorized") : toStoreFault(text);
