import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";

/** Bytes to send in place of the reply; "hang" sends nothing, "close" hangs up, undefined is what Valkey would reply. */
export type Misbehaviour = (
  words: readonly string[],
) => { readonly send: string | Uint8Array } | "hang" | "close" | undefined;

export interface FakeValkey {
  readonly url: string;
  readonly port: number;
  readonly commands: string[][];
  readonly values: Map<string, { value: string; expiresAt: number }>;
  /** Connections since the start. */
  connections: number;
  misbehave: Misbehaviour;
  /** Connections at this moment. */
  open(): number;
  /** Hangs up on everybody, and goes on listening. */
  hangUp(): void;
  /** Resolves when the clients are gone too. */
  stop(): Promise<void>;
}

/** Speaks as much of Valkey as a store needs, and the faults that the real one does not show on demand. */
export const startFakeValkey = async (options: { now?: () => number; port?: number } = {}): Promise<FakeValkey> => {
  const { now = Date.now, port: wanted = 0 } = options;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    fake.connections += 1;
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    let unread = Buffer.alloc(0);
    socket.on("data", (bytes) => {
      unread = Buffer.concat([unread, bytes]);
      for (let taken = takeCommand(unread); taken; taken = takeCommand(unread)) {
        unread = unread.subarray(taken.length);
        fake.commands.push(taken.words);
        const instead = fake.misbehave(taken.words);
        if (instead === "close") return void socket.destroy();
        if (instead !== "hang") socket.write(instead?.send ?? execute(taken.words, fake.values, now()));
      }
    });
  });
  server.listen(wanted, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;

  const hangUp = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const fake: FakeValkey = {
    url: `redis://127.0.0.1:${port}`,
    port,
    commands: [],
    values: new Map(),
    connections: 0,
    misbehave: () => undefined,
    open: () => sockets.size,
    hangUp,
    stop: async () => {
      hangUp();
      server.close();
      await once(server, "close");
    },
  };
  return fake;
};

/** The first whole command of these bytes. */
const takeCommand = (bytes: Buffer): { readonly words: string[]; readonly length: number } | undefined => {
  let at = 0;
  const number = (sign: string): number | undefined => {
    const end = bytes.indexOf("\r\n", at);
    if (end < 0) return undefined;
    const line = bytes.toString("latin1", at, end);
    if (line[0] !== sign) throw new Error(`No command: ${line}`);
    at = end + 2;
    return Number(line.slice(1));
  };
  const count = number("*");
  const words: string[] = [];
  while (count !== undefined && words.length < count) {
    const length = number("$");
    if (length === undefined || bytes.length < at + length + 2) return undefined;
    words.push(bytes.toString("utf8", at, at + length));
    at += length + 2;
  }
  return count === undefined ? undefined : { words, length: at };
};

const execute = (words: readonly string[], values: FakeValkey["values"], now: number): string => {
  const [name, ...rest] = words;
  const find = (key: string): string | undefined => {
    const entry = values.get(key);
    return entry && entry.expiresAt > now ? entry.value : undefined;
  };
  if (name === "AUTH" || name === "SELECT") return "+OK\r\n";
  if (name === "GET") {
    const value = find(rest[0] as string);
    return value === undefined ? "$-1\r\n" : `$${Buffer.byteLength(value)}\r\n${value}\r\n`;
  }
  if (name === "SET") {
    const [key = "", value = "", ...flags] = rest;
    if (flags[0] === "NX" && find(key) !== undefined) return "$-1\r\n";
    values.set(key, { value, expiresAt: now + Number(flags.at(-1)) });
    return "+OK\r\n";
  }
  if (name === "EVAL") {
    const [, , key = "", expected, value, ttlMs] = rest;
    if (find(key) !== expected) return ":0\r\n";
    if (value === undefined) values.delete(key);
    else values.set(key, { value, expiresAt: now + Number(ttlMs) });
    return ":1\r\n";
  }
  return "-ERR unknown command\r\n";
};
