import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { createDrain } from "./drain.ts";

/** More than the buffers of both ends hold. */
const BYTES = 32 * 1024 * 1024;

/** Asks once, on a connection that it would keep. Nothing is read before it is told to. */
const ask = (port: number) => {
  const socket = connect(port, "127.0.0.1");
  let received = 0;
  socket.on("data", ({ length }) => {
    received += length;
  });
  socket.pause();
  socket.write("GET / HTTP/1.1\r\nhost: kprompt\r\n\r\n");
  const closed = new Promise<number>((resolve) => socket.once("close", () => resolve(received)));
  return { read: () => socket.resume(), closed };
};

test("an answer that its reader has taken in part is sent to its end, whatever ends before", async () => {
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-length": BYTES }).end(Buffer.alloc(BYTES));
  });
  const drain = createDrain(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const [slow, slower] = [ask(port), ask(port)];
  await wait(200);
  const drained = drain();
  slow.read();
  await wait(200);
  slower.read();
  expect(await slow.closed).toBeGreaterThan(BYTES);
  expect(await slower.closed).toBeGreaterThan(BYTES);
  await drained;
});
