import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { UsageError } from "./usage-error.ts";

export interface Listening {
  readonly url: string;
  /** At once, whatever is still open. */
  close(): void;
}

/**
 * Serves HTTP to this machine alone.
 *
 * @param command For the advice where the port is taken: `kprompt broker`.
 * @throws {UsageError} where the port is in use.
 */
export const listen = (
  fetch: (request: Request) => Response | Promise<Response>,
  port: number,
  command: string,
): Promise<Listening> =>
  new Promise((resolve, reject) => {
    // Plain HTTP: the type allows for HTTP/2 as well.
    const server = createAdaptorServer({ fetch }) as Server;
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        error.code === "EADDRINUSE"
          ? new UsageError(`Port ${port} is in use. Choose another: ${command} --port 8090, or 0 for any free one.`)
          : error,
      ),
    );
    server.listen(port, "127.0.0.1", () =>
      resolve({
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        close: () => {
          server.closeAllConnections();
          server.close();
        },
      }),
    );
  });

/** @throws {UsageError} where the text is no port. */
export const readPort = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new UsageError(`--port ${text} is not a port. Give a number from 0 (any free one) to 65535.`);
};
