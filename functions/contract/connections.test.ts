import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Artefacts, buildArtefacts } from "../artefacts.ts";
import { FUNCTION_NAMES, type FunctionName } from "../settings.ts";
import { type Connection, exchange, openConnection, toText } from "./connection.ts";
import { goodRequests } from "./good-request.ts";
import { RUNTIME_NAMES, type Running, start, until } from "./runtimes.ts";
import { type Surroundings, startSurroundings, WORK_ENV } from "./surroundings.ts";

let artefacts: Artefacts;
beforeAll(async () => {
  artefacts = await buildArtefacts();
});
afterAll(() => artefacts.remove());

const host = { host: "kprompt" };

describe.each(RUNTIME_NAMES)("%s", (runtime) => {
  const running = new Map<FunctionName, Running>();
  let around: Surroundings;
  beforeAll(async () => {
    around = await startSurroundings();
    for (const name of FUNCTION_NAMES)
      running.set(
        name,
        await start(artefacts, runtime, name, {
          ...WORK_ENV[name](around.address),
          ...(name === "analyze" && { LLM_QUEUE: "128" }),
        }),
      );
  });
  afterAll(async () => {
    for (const { stop } of running.values()) await stop();
    await around.close();
  });

  const withConnection = async <T>(name: FunctionName, use: (connection: Connection) => Promise<T>): Promise<T> => {
    const connection = await openConnection(running.get(name)!.url);
    try {
      return await use(connection);
    } finally {
      connection.close();
    }
  };
  const isWell = async (name: FunctionName): Promise<void> =>
    expect((await exchange(running.get(name)!.url, "GET", "/health/readiness", {})).status).toBe(200);

  test.each(goodRequests("twice"))(
    "$to, $kind: two requests on one connection, and one of which nothing is left",
    (request) =>
      withConnection(request.to, async ({ send, reply }) => {
        for (const path of [request.path, request.path, "/health/readiness"]) {
          const isProbe = path !== request.path;
          send(
            isProbe ? toText("GET", path, host) : toText("POST", path, { ...host, ...request.headers }, request.body),
          );
          const { status, headers, version } = await reply();
          expect([status, version]).toEqual([isProbe ? 200 : request.status, "1.1"]);
          expect(headers.connection ?? "keep-alive").toBe("keep-alive");
        }
      }),
  );

  test.each(FUNCTION_NAMES)("%s: three requests sent before the first answer are answered in turn", (name) =>
    withConnection(name, async ({ send, reply }) => {
      const [live, ready, none] = ["/health/liveness", "/health/readiness", "/not/there"];
      send([live, ready, none].map((path) => toText("GET", path!, host)).join(""));
      expect(JSON.parse((await reply()).body)).toEqual({ status: "ok" });
      expect(JSON.parse((await reply()).body)).toMatchObject({ function: name });
      expect((await reply()).status).toBe(401);
    }),
  );

  test.each(goodRequests("chunked"))("$to, $kind: a chunked body that waits for 100 Continue", (request) =>
    withConnection(request.to, async ({ send, reply }) => {
      const framing = { "transfer-encoding": "chunked", ...(runtime === "Node" && { expect: "100-continue" }) };
      send(toText("POST", request.path, { ...host, ...request.headers, ...framing }));
      // workerd sends no interim answer, as HTTP allows: whoever waits for it goes on after a second.
      if (runtime === "Node") expect((await reply()).status).toBe(100);
      for (const piece of [request.body.slice(0, 7), request.body.slice(7)])
        send(`${Buffer.byteLength(piece).toString(16)}\r\n${piece}\r\n`);
      send("0\r\n\r\n");
      expect((await reply()).status).toBe(request.status);
    }),
  );

  test.each(goodRequests("closes"))(
    "$to, $kind: with Connection: close the connection ends with the answer",
    (request) =>
      withConnection(request.to, async ({ send, reply, ended }) => {
        send(toText("POST", request.path, { ...host, ...request.headers, connection: "close" }, request.body));
        const { status, headers } = await reply();
        // workerd closes it without a word, and waits five seconds for more.
        expect([status, headers.connection ?? "close"]).toEqual([request.status, "close"]);
        if (runtime === "Node") await ended;
      }),
  );

  test.each(FUNCTION_NAMES)("%s: HTTP/1.0, with a Host and without", async (name) => {
    for (const sent of [host, {}]) {
      await withConnection(name, async ({ send, reply }) => {
        send(toText("GET", "/health/readiness", sent, "", "1.0"));
        // workerd insists on a Host, which queue-proxy always sends.
        const status = runtime === "workerd" && sent !== host ? 400 : 200;
        expect([sent, (await reply()).status]).toEqual([sent, status]);
      });
    }
  });

  test.each(goodRequests("h2c"))("$to, $kind: an upgrade to h2c is not taken", (request) =>
    withConnection(request.to, async ({ send, reply }) => {
      const h2c = { connection: "Upgrade, HTTP2-Settings", upgrade: "h2c", "http2-settings": "AAMAAABkAAQAAP__" };
      send(toText("POST", request.path, { ...host, ...request.headers, ...h2c }, request.body));
      const { status, version } = await reply();
      expect([status, version]).toEqual([request.status, "1.1"]);
    }),
  );

  test.each(FUNCTION_NAMES)("%s: HEAD and OPTIONS", (name) =>
    withConnection(name, async ({ send, reply }) => {
      send(toText("HEAD", "/health/readiness", host));
      const head = await reply({ method: "HEAD" });
      expect([head.status, head.headers["content-type"]]).toEqual([200, "application/json"]);
      send(toText("OPTIONS", "/health/readiness", host));
      const options = await reply();
      expect([options.status, options.headers.allow]).toEqual([204, "GET, HEAD, OPTIONS"]);
    }),
  );

  test.each(FUNCTION_NAMES)("%s: headers without end are refused, and the next one is answered", async (name) => {
    const big = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`x-${index}`, "v".repeat(1000)]));
    const connection = await openConnection(running.get(name)!.url);
    connection.send(toText("GET", "/health/readiness", { ...host, ...big }));
    const { status } = await connection.reply();
    expect(status).toBe(431);
    connection.close();
    await isWell(name);
  });

  test.each(goodRequests("many"))("$to, $kind: 128 at once are all answered", async ({ to, kind, status }) => {
    const replies = await Promise.all(many(to, kind, "many").map((one) => exchange(running.get(to)!.url, ...one)));
    expect(replies.map((reply) => reply.status)).toEqual(replies.map(() => status));
    await isWell(to);
  });

  test("analyze: of 128 at once, those that find no place at the model are told when to come again", async () => {
    const narrow = await start(artefacts, runtime, "analyze", { ...WORK_ENV.analyze(around.address), LLM_QUEUE: "30" });
    around.hold();
    let refused = 0;
    const replies = many("analyze", "JSON", "places").map(async (one) => {
      const { status, headers } = await exchange(narrow.url, ...one);
      if (status === 429 && Number(headers["retry-after"]) > 0) refused += 1;
      return status;
    });
    // One at the model and 30 in the queue.
    await until(() => refused === 128 - 31);
    around.letGo();
    expect((await Promise.all(replies)).filter((status) => status === 200)).toHaveLength(31);
    await narrow.stop();
  });
});

// Of workerd this is workerd's own business, and queue-proxy passes none of it on.
test.each(FUNCTION_NAMES)("Node, %s: what is no HTTP is refused, and the next one is answered", async (name) => {
  const { url, stop } = await start(artefacts, "Node", name, {});
  for (const text of [
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "\x16\x03\x01\x02\x00\x01\x00\x01",
    toText("GET", "/health/readiness", {}),
    toText("POST", "/", { ...host, "content-length": "5", "transfer-encoding": "chunked" }, "0\r\n\r\n"),
    toText("POST", "/", { ...host, "content-length": "-1" }),
    toText("GET", "/health/readiness", { host: "a b" }),
    toText("GET", "/health/readiness", { host: "localhost/v1/prompts?" }),
    toText("GET", "/health/readiness", { host: "user@localhost" }),
  ]) {
    const connection = await openConnection(url);
    connection.send(text);
    const { status, body } = await connection.reply();
    expect([text, status, body]).toEqual([text, 400, ""]);
    connection.close();
  }
  expect((await exchange(url, "GET", "/health/readiness", {})).status).toBe(200);
  await stop();
});

const many = (to: FunctionName, kind: string, id: string) =>
  Array.from({ length: 128 }, (_, index) => {
    const { path, headers, body } = goodRequests(`${id} ${index}`).find((one) => one.to === to && one.kind === kind)!;
    return ["POST", path, headers, body] as const;
  });
