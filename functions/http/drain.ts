import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/**
 * Makes a server's orderly end: nobody new comes in, what was asked is answered, and no connection is waited for on which
 * nothing is asked. Node's own `close` would wait for two kinds of them, as long as the other side keeps them: those that
 * were opened in advance and never used, as Go's client does, and those whose last answer had begun before.
 */
export const createDrain = (server: Server): (() => Promise<void>) => {
  const unused = new Set<Socket>();
  let draining = false;
  server.on("connection", (socket: Socket) => {
    unused.add(socket);
    socket.once("close", () => unused.delete(socket));
  });
  server.on("request", ({ socket }: IncomingMessage, response: ServerResponse) => {
    unused.delete(socket);
    response.once("close", () => {
      if (draining) server.closeIdleConnections();
    });
  });
  return () =>
    new Promise((resolve) => {
      draining = true;
      server.close(() => resolve());
      // Where the first bytes have come, a request is on its way.
      for (const socket of unused) if (socket.bytesRead === 0) socket.destroy();
    });
};
