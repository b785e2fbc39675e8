import type { Connector } from "./connector.ts";

/** workerd ties a socket to the request that opened it: "Cannot perform I/O on behalf of a different request". */
export const workerdConnector: Connector = {
  lasting: false,
  connect({ host, port, tls }, on) {
    const abandoned = new AbortController();
    const opened = open({ hostname: host.includes(":") ? `[${host}]` : host, port }, tls);
    // Asked for here and not above: the file starts also where there are no sockets, as long as no store is configured.
    const writer = opened.then((socket) => socket.writable.getWriter());
    const read = async (): Promise<void> => {
      const reader = (await opened).readable.getReader();
      while (!abandoned.signal.aborted) {
        const { value, done } = await reader.read();
        if (done) return;
        on.data(value);
      }
    };
    read()
      .catch(() => {})
      .finally(on.closed);
    return {
      // What cannot be written shows as a connection that closed.
      write: (bytes) => void writer.then((open) => open.write(bytes)).catch(() => {}),
      close: () => {
        abandoned.abort();
        opened.then((socket) => socket.close()).catch(() => {});
      },
    };
  },
};

const open = async (address: { readonly hostname: string; readonly port: number }, tls: boolean) => {
  const { connect } = await import("cloudflare:sockets");
  const socket = connect(address, { secureTransport: tls ? "on" : "off", allowHalfOpen: false });
  // Both reject where the connection fails, and reading tells that already.
  socket.opened.catch(() => {});
  socket.closed.catch(() => {});
  return socket;
};
