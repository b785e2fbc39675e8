import { connect as connectTcp, isIP } from "node:net";
import { connect as connectTls } from "node:tls";
import type { Connector } from "./connector.ts";

export const nodeConnector: Connector = {
  lasting: true,
  connect({ host, port, tls }, on) {
    // No server is named in TLS by its number (RFC 6066, 3).
    const name = isIP(host) === 0 ? { servername: host } : {};
    const socket = tls ? connectTls({ host, port, ...name }) : connectTcp({ host, port });
    socket.setNoDelay(true);
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    // An idle connection is no reason for the process to stay.
    socket.unref();
    socket.on("data", on.data);
    // "close" follows.
    socket.on("error", () => {});
    socket.once("close", on.closed);
    return {
      write: (bytes) => void socket.write(bytes),
      close: () => void socket.destroy(),
    };
  },
};

const KEEP_ALIVE_MS = 60_000;
