import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** An answer as it came over the wire. */
export interface WireReply {
  readonly version: string;
  readonly status: number;
  /** By lower-case name; lines of one name are joined. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One TCP connection, for what no HTTP client would send. */
export interface Connection {
  readonly send: (text: string) => void;
  /** The next answer, in the order in which they come; an interim one (100) is one of its own. Rejects where none comes any more. */
  readonly reply: (to?: { readonly method: string }) => Promise<WireReply>;
  /** The other side has closed it. */
  readonly ended: Promise<void>;
  /** Ends it in the orderly way. */
  readonly close: () => void;
  /** Ends it in the other way (RST), as a proxy does that gives up. */
  readonly reset: () => void;
}

export const openConnection = async (url: string, host = new URL(url).hostname): Promise<Connection> => {
  const socket = connect(Number(new URL(url).port), host.replace(/^\[|\]$/g, ""));
  await once(socket, "connect");
  socket.on("error", () => undefined);
  const ended = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  const received = collect(socket);
  let turn: Promise<unknown> = Promise.resolve();
  return {
    send: (text) => void socket.write(text),
    reply: ({ method } = { method: "GET" }) => {
      const mine = turn.then(() => readReply(received, method));
      turn = mine.catch(() => undefined);
      return mine;
    },
    ended,
    close: () => void socket.destroy(),
    reset: () => void socket.resetAndDestroy(),
  };
};

/** A request's text. `content-length` is added where there is a body and no other framing. */
export const toText = (
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body = "",
  version = "1.1",
): string => {
  const framed = body === "" || "transfer-encoding" in headers || "content-length" in headers;
  const fields = { ...headers, ...(!framed && { "content-length": String(Buffer.byteLength(body)) }) };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/${version}\r\n${lines.join("")}\r\n${body}`;
};

/** Sends one request on a connection of its own. */
export const exchange = async (
  url: string,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body = "",
): Promise<WireReply> => {
  const connection = await openConnection(url);
  try {
    connection.send(toText(method, path, { host: new URL(url).host, ...headers }, body));
    return await connection.reply({ method });
  } finally {
    connection.close();
  }
};

/** Bytes as Latin-1, so that lengths are those of the wire. */
interface Received {
  /** Takes what ends with the mark. */
  readonly through: (mark: string) => Promise<string>;
  readonly take: (count: number) => Promise<string>;
  readonly rest: () => Promise<string>;
}

const collect = (socket: Socket): Received => {
  let text = "";
  let over = false;
  let wake = (): void => undefined;
  socket.setEncoding("latin1").on("data", (piece) => {
    text += piece;
    wake();
  });
  for (const event of ["end", "close"])
    socket.on(event, () => {
      over = true;
      wake();
    });
  const wait = async (isThere: () => boolean): Promise<void> => {
    while (!isThere()) {
      if (over) throw new Error(`The connection ended after ${JSON.stringify(text)}.`);
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  const cut = (count: number): string => {
    const head = text.slice(0, count);
    text = text.slice(count);
    return head;
  };
  return {
    through: async (mark) => {
      await wait(() => text.includes(mark));
      return cut(text.indexOf(mark) + mark.length);
    },
    take: async (count) => {
      await wait(() => text.length >= count);
      return cut(count);
    },
    rest: async () => {
      await wait(() => over);
      return cut(text.length);
    },
  };
};

const readReply = async (received: Received, method: string): Promise<WireReply> => {
  const [first = "", ...lines] = (await received.through("\r\n\r\n")).trimEnd().split("\r\n");
  const [, version = "", status = ""] = /^HTTP\/(\d\.\d) (\d{3})/.exec(first) ?? [];
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const [, name = "", value = ""] = /^([^:]+):\s*(.*)$/.exec(line) ?? [];
    const key = name.toLowerCase();
    headers[key] = key in headers ? `${headers[key]}, ${value}` : value;
  }
  const body = await readBody(received, method, Number(status), headers);
  return { version, status: Number(status), headers, body: Buffer.from(body, "latin1").toString() };
};

const readBody = async (
  received: Received,
  method: string,
  status: number,
  headers: Readonly<Record<string, string>>,
): Promise<string> => {
  if (method === "HEAD" || status < 200 || status === 204 || status === 304) return "";
  const length = headers["content-length"];
  if (length !== undefined) return received.take(Number(length));
  if (headers["transfer-encoding"] !== "chunked") return received.rest();
  let body = "";
  for (;;) {
    const size = Number.parseInt(await received.through("\r\n"), 16);
    body += (await received.take(size + 2)).slice(0, size);
    if (size === 0) return body;
  }
};
