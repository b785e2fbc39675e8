import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CloudEvent } from "../../core/cloud-event.ts";
import { type Broker, createBroker } from "./broker.ts";
import { sleep } from "./llm/sleep.ts";

const event: CloudEvent = {
  id: "1",
  source: "/alertmanager/home/kprompt",
  type: "dev.kprompt.alert.firing.v1",
  datacontenttype: "application/json",
  extensions: { bucket: 7 },
  data: { a: "ü" },
};
const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

describe("over a socket", () => {
  const requests: string[] = [];
  const sockets = new Set<unknown>();
  let closed = 0;
  const server = createServer((request, response) => {
    const { method, url = "", headers, socket } = request;
    requests.push(`${method} ${url}`);
    if (!sockets.has(socket)) socket.on("close", () => closed++);
    sockets.add(socket);
    request.resume().on("end", () => {
      if (url === "/hang") return;
      if (url === "/moved") return void response.writeHead(307, { location: "/elsewhere" }).end();
      const expected = headers["ce-id"] === "1" && headers["ce-bucket"] === "7" && headers.traceparent === traceparent;
      response.writeHead(expected ? Number(url.slice(1)) || 202 : 418).end(url === "/200" ? "a text" : undefined);
    });
  });
  let url: string;
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const brokerAt = (path: string, timeoutMs = 10_000): Broker =>
    createBroker({ url: path.startsWith("/") ? url + path : path, timeoutMs }, { fetch, now: Date.now, sleep });
  const send = (broker: Broker, signal = new AbortController().signal) => broker.send(event, { signal, traceparent });

  test.each([
    ["/202", { ok: true, status: 202 }],
    ["/200", { ok: true, status: 200 }],
    ["/400", { ok: false, failure: "broker_refused", status: 400 }],
    ["/500", { ok: false, failure: "broker_unavailable", status: 500 }],
  ])("%s", async (path, expected) => expect(await send(brokerAt(path))).toEqual(expected));

  test("a redirect is a failure, and nobody is asked elsewhere", async () => {
    expect(await send(brokerAt("/moved"))).toEqual({ ok: false, failure: "broker_unavailable", status: 307 });
    expect(requests).not.toContain("POST /elsewhere");
  });

  test("nobody listens", async () => {
    expect(await send(brokerAt("http://127.0.0.1:9/a/b"))).toEqual({ ok: false, failure: "broker_unavailable" });
  });

  test("no answer in time: the socket is closed", async () => {
    const before = closed;
    expect(await send(brokerAt("/hang", 20))).toEqual({ ok: false, failure: "broker_timeout" });
    while (closed === before) await sleep(5);
  });

  test("given up from outside", async () => {
    const stop = new AbortController();
    const sent = send(brokerAt("/hang"), stop.signal);
    stop.abort();
    expect(await sent).toEqual({ ok: false, failure: "broker_timeout" });
  });

  test("one after the other takes one connection", async () => {
    const broker = brokerAt("/202");
    await send(broker);
    const before = sockets.size;
    for (let count = 0; count < 20; count++) await send(broker);
    // An idle one may be closed in between; without reuse there would be twenty.
    expect(sockets.size - before).toBeLessThan(5);
  });
});

test("what is no legal event does not leave", async () => {
  const broker = createBroker(
    { url: "http://broker/a/b", timeoutMs: 1 },
    { fetch: () => Promise.reject(new Error("sent")), now: Date.now, sleep },
  );
  const { signal } = new AbortController();
  await expect(broker.send({ ...event, id: "" }, { signal, traceparent })).rejects.toThrow(/id/);
});

test.each([
  ["http://broker-ingress/a/b", { address: "broker-ingress", port: 80 }],
  ["https://broker-ingress/a/b", { address: "broker-ingress", port: 443 }],
  ["http://[::1]:8080/a/b", { address: "::1", port: 8080 }],
])("%s is at %j", (url, server) => {
  expect(createBroker({ url, timeoutMs: 1 }, { fetch, now: Date.now, sleep }).server).toEqual(server);
});
