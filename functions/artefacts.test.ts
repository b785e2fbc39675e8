import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Artefacts, buildArtefacts, type Env, type NodeProcess, type Worker } from "./artefacts.ts";
import { createBrokerIngress, type Listening, listen } from "./ingest/testing/broker-ingress.ts";
import { startCollector } from "./otlp-collector.ts";
import { FUNCTION_NAMES, type FunctionName } from "./settings.ts";
import { describeFunctions } from "./suite.ts";
import { get, post } from "./testing.ts";

/** For one function: a setting of another one would be warned of. */
const envOf = (name: FunctionName, { url }: Listening): Env => (name === "ingest" ? { BROKER_URL: url } : {});

let artefacts: Artefacts;
beforeAll(async () => {
  artefacts = await buildArtefacts();
});
afterAll(() => artefacts.remove());

describe("the built files on Node", () => {
  const running = new Map<FunctionName, NodeProcess>();
  const ingress = createBrokerIngress();
  let broker: Listening;
  beforeAll(async () => {
    broker = await listen(ingress);
    for (const name of FUNCTION_NAMES) running.set(name, await artefacts.startNode(name, envOf(name, broker)));
  });
  afterAll(async () => {
    for (const { terminate } of running.values()) terminate();
    const exits = await Promise.all([...running.values()].map(({ exit }) => exit));
    expect(exits).toEqual(FUNCTION_NAMES.map(() => 0));
    await broker.close();
  });

  describeFunctions((to, path, init) => running.get(to)!.fetch(path, init), { ingress });

  test("records are JSON lines on stdout, one a generation, and nothing else is there", async () => {
    const analyze = running.get("analyze")!;
    const { trace_id } = (await (await analyze.fetch("/v1/analyze", post({ logs: "boom" }))).json()) as {
      trace_id: string;
    };
    const records = analyze.stdout.map((line) => JSON.parse(line));
    const kinds = ["generation", "alert", "feedback"];
    expect(records.every(({ record, timestamp }) => kinds.includes(record) && timestamp.endsWith("Z"))).toBe(true);
    expect(records.filter((one) => one.record === "generation" && one.trace_id === trace_id)).toHaveLength(1);
  });
});

describe("the built files in workerd", () => {
  const running = new Map<FunctionName, Worker>();
  const ingress = createBrokerIngress();
  let broker: Listening;
  beforeAll(async () => {
    broker = await listen(ingress);
    for (const name of FUNCTION_NAMES) running.set(name, await artefacts.startWorker(name, envOf(name, broker)));
  });
  afterAll(async () => {
    for (const { stop } of running.values()) await stop();
    await broker.close();
  });

  describeFunctions((to, path, init) => running.get(to)!.fetch(path, init), { ingress });

  test("a function is composed once, not once a request", async () => {
    const render = running.get("render")!;
    for (let request = 0; request < 3; request++) await render.fetch("/v1/prompts", get());
    const ready = render.stdout.filter((line) => line.includes('"Ready."'));
    expect(ready).toHaveLength(1);
  });
});

describe("both runtimes", () => {
  test("give the same answers, but for time and ids", async () => {
    const node = await artefacts.startNode("analyze");
    const worker = await artefacts.startWorker("analyze");
    const request = post({ logs: ["level=error msg=OOMKilled", "ünïcode 🙂"], filters: { namespace: "kube-system" } });
    const answers = await Promise.all(
      [node, worker].map(async ({ fetch }) => (await fetch("/v1/analyze", request)).json()),
    );
    const [first, second] = answers.map((answer) => ({ ...(answer as object), timings: null, trace_id: null }));
    expect(second).toEqual(first);
    node.terminate();
    await Promise.all([node.exit, worker.stop()]);
  });

  test("workerd delivers every span, also to a slow collector", async () => {
    const collector = await startCollector(() => new Promise((resolve) => setTimeout(resolve, 40, 200)));
    const worker = await artefacts.startWorker("render", { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
    await Promise.all(
      Array.from({ length: 40 }, () => worker.fetch("/v1/prompts", get()).then((reply) => reply.text())),
    );
    await until(() => collector.spans.length >= 40);
    expect(collector.spans).toHaveLength(40);
    await Promise.all([worker.stop(), collector.close()]);
  });

  test("workerd without a way to let callers in says so to the operator, not to the caller", async () => {
    const worker = await artefacts.startWorker("render", { AUTH_TOKENS: "" });
    const response = await worker.fetch("/health/readiness");
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({
      type: "urn:kprompt:problem:configuration_invalid",
      title: "Configuration invalid",
      status: 500,
      code: "configuration_invalid",
    });
    await until(() => worker.stdout.some((line) => line.includes("AUTH_TOKENS_FILE")));
    await worker.stop();
  });
});

describe("a caller that goes away", () => {
  /** A model server that reads the question and never answers it. */
  const startSilentModel = async () => {
    const asked = Promise.withResolvers<void>();
    const left = Promise.withResolvers<void>();
    const server = createServer((request, response) => {
      if (request.url !== "/v1/chat/completions") return void response.writeHead(404).end();
      response.on("close", () => left.resolve());
      request.resume().on("end", () => asked.resolve());
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return { url, asked: asked.promise, left: left.promise, close: () => server.close() };
  };

  /** Sends a request by hand, so that the connection can end in either way. */
  const callBySocket = async (url: string, headers: Readonly<Record<string, string>>): Promise<Socket> => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    await once(socket, "connect");
    const init = post({ logs: "boom" }, headers);
    const body = String(init.body);
    const fields = Object.entries({ ...init.headers, host: "kprompt", "content-length": String(body.length) });
    const head = fields.map(([name, value]) => `${name}: ${value}\r\n`).join("");
    socket.on("error", () => undefined);
    socket.resume();
    socket.write(`POST /v1/analyze HTTP/1.1\r\n${head}\r\n${body}`);
    return socket;
  };
  const closed = (socket: Socket): void => void socket.destroy();
  // workerd takes a FIN for a caller that has said all, as TCP allows, until something is written to it.
  const reset = (socket: Socket): void => void socket.resetAndDestroy();
  const events = { accept: "text/event-stream" };

  test.each([
    ["Node", "JSON", "closes", {}, closed],
    ["Node", "events", "closes", events, closed],
    ["workerd", "JSON", "resets", {}, reset],
    ["workerd", "events", "resets", events, reset],
  ] as const)("%s, %s, %s the connection: the model server is left, too", async (runtime, _, __, headers, leave) => {
    const model = await startSilentModel();
    const env = { LLM_BASE_URL: model.url };
    const start = runtime === "Node" ? artefacts.startNode : artefacts.startWorker;
    const running = await start("analyze", env);
    const socket = await callBySocket(running.url, headers);
    await model.asked;
    leave(socket);
    await model.left;
    model.close();
    await running.stop();
  });
});

describe("SIGTERM", () => {
  /** The exporter itself would try for ten minutes: without a deadline of ours these tests end by their timeout. */
  const withSpan = async (url: string): Promise<NodeProcess> => {
    const process = await artefacts.startNode("render", {
      OTEL_EXPORTER_OTLP_ENDPOINT: url,
      OTEL_EXPORTER_OTLP_TIMEOUT: "600000",
    });
    expect((await process.fetch("/v1/prompts", get())).status).toBe(200);
    return process;
  };

  test.each<[string, number | null, number]>([
    ["answers", 200, 1],
    ["refuses", 503, 0],
    ["hangs", null, 0],
  ])(
    "a collector that %s: the process exits with 0",
    async (_, status, delivered) => {
      const collector = await startCollector(() => status);
      const process = await withSpan(collector.url);
      process.terminate();
      expect(await process.exit).toBe(0);
      expect(collector.spans).toHaveLength(delivered);
      await collector.close();
    },
    10_000,
  );

  test("nobody listens at the collector's address: the same", async () => {
    const gone = await startCollector();
    await gone.close();
    const process = await withSpan(gone.url);
    process.terminate();
    expect(await process.exit).toBe(0);
  }, 10_000);

  test("a request under way is finished, and new connections are refused", async () => {
    const process = await artefacts.startNode("render");
    const body = JSON.stringify({ prompt: "tiny.k8s", variables: { logs: "x" } });
    const sent = Promise.withResolvers<void>();
    const slow = new ReadableStream({
      start: async (controller) => {
        controller.enqueue(new TextEncoder().encode(body.slice(0, 5)));
        await sent.promise;
        controller.enqueue(new TextEncoder().encode(body.slice(5)));
        controller.close();
      },
    });
    const answer = process.fetch("/v1/render", { ...post({}), body: slow, duplex: "half" } as RequestInit);
    // Known to be under way once another request, sent later, is answered.
    await process.fetch("/health/liveness", { headers: { connection: "close" } });
    process.terminate();
    await until(() => process.stderr.some((line) => line.includes("SIGTERM")));
    await expect(process.fetch("/health/liveness")).rejects.toThrow();
    sent.resolve();
    const { status, headers } = await answer;
    expect(status).toBe(200);
    expect(headers.get("connection")).toBe("close");
    expect(await process.exit).toBe(0);
  });

  test("a request that never ends is cut after SHUTDOWN_TIMEOUT_MS, and said", async () => {
    const process = await artefacts.startNode("render", { SHUTDOWN_TIMEOUT_MS: "50" });
    const endless = new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array([0x7b])) });
    const init = { ...post({}), body: endless, duplex: "half" } as RequestInit;
    const answer = process.fetch("/v1/render", init).catch(() => "cut");
    await process.fetch("/health/liveness", { headers: { connection: "close" } });
    expect(await process.stop()).toBe(0);
    expect(await answer).toBe("cut");
    expect(process.stderr.join("\n")).toContain("SHUTDOWN_TIMEOUT_MS");
  });
});

test("a Node function that lacks a setting says all that is wrong and exits with 1", async () => {
  const start = artefacts.startNode("analyze", {
    AUTH_TOKENS: "",
    EVENT_SECRET: "",
    MAX_LINES: "many",
    LLM_BASE_URL: "llama:8080",
  });
  const { message } = (await start.catch((error: unknown) => error)) as Error;
  expect(message).toMatch(/^Exit 1/);
  for (const name of ["AUTH", "MAX_LINES", "LLM_BASE_URL"]) expect(message).toContain(`${name}:`);
});

/** Waits for what another process does; the test's own timeout ends it. */
const until = async (isTrue: () => boolean): Promise<void> => {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 10));
};
