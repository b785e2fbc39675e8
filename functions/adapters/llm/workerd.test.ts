import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { afterAll, beforeAll, expect, test } from "vitest";

const FOLDER = fileURLToPath(new URL(".", import.meta.url));

/** A worker that makes one call a request, all out of one pool, as the functions do. */
const WORKER = `
  import { createModelPool } from "./pool.ts";
  import { sleep } from "./sleep.ts";
  let pool;
  export default {
    async fetch(request, env) {
      pool ??= createModelPool({
        baseUrl: env.URL, provider: "llama_cpp", concurrency: 1, queue: 5, firstByteTimeoutMs: 20000, idleTimeoutMs: 20000,
        maxAttempts: 2, breaker: { failures: 100, openMs: 1000 },
      }, { fetch: (url, init) => fetch(url, init), now: Date.now, random: Math.random, sleep });
      const { ms } = await request.json();
      const session = pool.open({ signal: request.signal, deadlineAt: Date.now() + ms });
      const contextTokens = await session.contextTokens();
      const reply = await session.complete({
        messages: [{ role: "user", content: new URL(request.url).pathname }],
        parameters: { temperature: 0, top_p: 1, max_tokens: 10, stop: [] },
        schema: { name: "x", text: "{}" },
        traceparent: "",
      });
      session.close();
      return Response.json({ contextTokens, reply });
    },
  };`;

let model: Server;
let worker: Miniflare;
let running = 0;
let most = 0;
let hungUp = 0;

beforeAll(async () => {
  model = createServer((request, response) => {
    if (request.url === "/props") return response.end('{"default_generation_settings":{"n_ctx":2048}}');
    let body = "";
    request.on("data", (piece) => {
      body += piece;
    });
    request.on("end", async () => {
      running += 1;
      most = Math.max(most, running);
      response.on("close", () => {
        running -= 1;
        if (!response.writableEnded) hungUp += 1;
      });
      const path: string = JSON.parse(body).messages[0].content;
      if (path === "/redirect") return response.writeHead(307, { location: "/elsewhere" }).end();
      if (path === "/loading") return response.writeHead(503).end('{"error":{"message":"Loading model"}}');
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(`data: {"choices":[{"delta":{"content":"${path}"}}]}\n\n`);
      if (path === "/hang") return;
      // Long enough for the others to queue up behind it.
      await new Promise((resolve) => setTimeout(resolve, 50));
      response.end('data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n');
    });
  });
  await new Promise<void>((resolve) => model.listen(0, "127.0.0.1", resolve));
  const bundle = await build({
    stdin: { contents: WORKER, resolveDir: FOLDER, loader: "ts" },
    bundle: true,
    write: false,
    format: "esm",
    target: "es2023",
    platform: "neutral",
    mainFields: ["module", "main"],
  });
  worker = new Miniflare({
    modules: true,
    script: bundle.outputFiles[0]?.text ?? "",
    compatibilityDate: "2026-01-01",
    bindings: { URL: `http://127.0.0.1:${(model.address() as AddressInfo).port}` },
  });
  await worker.ready;
});
afterAll(async () => {
  await worker?.dispose();
  model?.closeAllConnections();
  await new Promise((resolve) => model?.close(resolve));
});

const ask = async (path: string, ms = 20_000) => {
  const response = await worker.dispatchFetch(`http://worker${path}`, { method: "POST", body: JSON.stringify({ ms }) });
  return (await response.json()) as { contextTokens: number; reply: Record<string, unknown> };
};

test("answers, and knows the server's context", async () => {
  expect(await ask("/one")).toMatchObject({ contextTokens: 2048, reply: { ok: true, text: "/one", attempts: 1 } });
});

test("requests of one worker share the slot: a turn passes from one request to another", async () => {
  most = 0;
  const replies = await Promise.all(["/a", "/b", "/c", "/d"].map((path) => ask(path)));
  expect(replies.map(({ reply }) => [reply.ok, reply.text])).toEqual(
    ["/a", "/b", "/c", "/d"].map((path) => [true, path]),
  );
  expect(most).toBe(1);
});

test.each([
  { path: "/redirect", reply: { failure: "model_rejected", status: 307, attempts: 1 } },
  { path: "/loading", reply: { failure: "model_loading", status: 503, attempts: 2 } },
])("$path", async ({ path, reply }) => {
  expect(await ask(path)).toMatchObject({ reply: { ok: false, ...reply } });
});

test("the deadline closes the socket", async () => {
  hungUp = 0;
  expect(await ask("/hang", 300)).toMatchObject({ reply: { failure: "model_timeout", attempts: 1 } });
  await expect.poll(() => hungUp).toBe(1);
});

test("a server that is gone", async () => {
  model.closeAllConnections();
  await new Promise((resolve) => model.close(resolve));
  expect(await ask("/gone")).toMatchObject({ reply: { failure: "model_unavailable", attempts: 2 } });
});
