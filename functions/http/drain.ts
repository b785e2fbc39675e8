import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { Server as NetServer, type Socket } from "node:net";

/**
 * Makes a server's orderly end: nobody new comes in, what was asked is answered, and no connection is waited for on which
 * nothing is asked. Node's own `close` would wait for two kinds of them, as long as the other side keeps them: those that
 * were opened in advance and never used, as Go's client does, and those whose last answer had begun before. And it would
 * cut an answer whose reader is slow.
 */
export const createDrain = (server: Server): (() => Promise<void>) => {
  const unused = new Set<Socket>();
  const underWay = new Set<ServerResponse>();
  let draining = false;
  // Node calls a connection idle once its answer is written, though much of it may still be in memory. Whichever comes
  // to its end last lets go of all.
  const closeIdleConnections = (): void => {
    if ([...underWay].every((response) => !response.writableEnded)) server.closeIdleConnections();
  };
  server.on("connection", (socket: Socket) => {
    unused.add(socket);
    socket.once("close", () => unused.delete(socket));
  });
  server.on("request", ({ socket }: IncomingMessage, response: ServerResponse) => {
    unused.delete(socket);
    underWay.add(response);
    response.once("close", () => {
      underWay.delete(response);
      if (draining) closeIdleConnections();
    });
  });
  return () =>
    new Promise((resolve) => {
      draining = true;
      // Without what http's own adds: it closes idle connections.
      NetServer.prototype.close.call(server, () => resolve());
      closeIdleConnections();
      // Where the first bytes have come, a request is on its way.
      for (const socket of unused) if (socket.bytesRead === 0) socket.destroy();
    });
};
