import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An HTTP server of a test. */
export interface Receiver {
  readonly url: string;
  /** In the order of arrival. */
  readonly received: readonly Received[];
  stop(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Listens on loopback, keeps what comes, and answers as told (default: an empty 200). */
export const startReceiver = async (
  answer: (request: Received) => Answer | Promise<Answer> = () => ({ status: 200 }),
): Promise<Receiver> => {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    try {
      for await (const piece of request) pieces.push(piece);
    } catch {
      return; // The sender was killed in the middle.
    }
    const { method = "", url: path = "", headers } = request;
    const one = { method, path, headers, body: Buffer.concat(pieces).toString() };
    received.push(one);
    const { status, headers: own, body } = await answer(one);
    response.writeHead(status, own).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
