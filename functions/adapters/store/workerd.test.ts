import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type FakeValkey, startFakeValkey } from "./testing/fake-valkey.ts";

/** One store for all requests, as in the functions. */
const WORKER = `
  import { sleep } from "../llm/sleep.ts";
  import { workerdConnector } from "./connector-workerd.ts";
  import { createStore } from "./store.ts";
  let store;
  export default {
    async fetch(request, { URL: url, TIMEOUT_MS: timeoutMs }) {
      store ??= createStore(url, { connector: workerdConnector, now: Date.now, sleep, log: () => {}, timeoutMs });
      const calls = await request.json();
      const answers = await Promise.all(calls.map(([name, ...given]) => store[name](...given)));
      return Response.json({ answers: answers.map((answer) => answer ?? null), failures: store.failures });
    },
  };`;

let fake: FakeValkey;
let worker: Miniflare;
beforeAll(async () => {
  fake = await startFakeValkey();
  const bundle = await build({
    stdin: { contents: WORKER, resolveDir: fileURLToPath(new URL(".", import.meta.url)), loader: "ts" },
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser",
    external: ["cloudflare:sockets"],
  });
  worker = new Miniflare({
    // Without nodejs_compat.
    compatibilityDate: "2026-01-01",
    modules: [{ type: "ESModule", path: "worker.mjs", contents: bundle.outputFiles[0]?.text ?? "" }],
    bindings: { URL: fake.url.replace("//", "//:secret@"), TIMEOUT_MS: 5_000 },
  });
  await worker.ready;
});
afterAll(async () => {
  await worker?.dispose();
  await fake.stop();
});

const ask = async (...calls: readonly (readonly unknown[])[]) => {
  const response = await worker.dispatchFetch("http://worker/", { method: "POST", body: JSON.stringify(calls) });
  return (await response.json()) as { answers: unknown[]; failures: number };
};

test("what one request wrote another one reads", async () => {
  expect(await ask(["add", "k", "lease", 60_000])).toEqual({ answers: [true], failures: 0 });
  expect(await ask(["add", "k", "other", 60_000], ["get", "k"])).toEqual({ answers: [false, "lease"], failures: 0 });
  expect(await ask(["replace", "k", "lease", "€".repeat(100_000), 60_000])).toEqual({ answers: [true], failures: 0 });
  expect(await ask(["get", "k"])).toEqual({ answers: ["€".repeat(100_000)], failures: 0 });
  expect(fake.commands[0]).toEqual(["AUTH", "secret"]);
  expect(fake.values.get("kprompt:k")?.value).toHaveLength(100_000);
});

test("requests at the same time do not use each other's sockets, and one of them adds", async () => {
  const replies = await Promise.all(Array.from({ length: 20 }, (_, index) => ask(["add", "once", `${index}`, 60_000])));
  expect(replies.filter(({ answers }) => answers[0])).toHaveLength(1);
  expect(replies.map(({ failures }) => failures)).toEqual(replies.map(() => 0));
});

test("a store that hangs up, and then is gone, is a miss", async () => {
  fake.misbehave = () => "close";
  expect(await ask(["get", "k"])).toMatchObject({ failures: 1 });
  await fake.stop();
  expect(await ask(["set", "m", "x", 60_000])).toMatchObject({ answers: [null] });
  expect(await ask(["get", "m"])).toMatchObject({ answers: ["x"] });
  await expect.poll(async () => (await ask(["get", "m"])).failures, { timeout: 20_000 }).toBeGreaterThan(1);
  fake = await startFakeValkey({ port: fake.port });
  await expect
    .poll(async () => [...fake.values.keys(), await ask(["get", "m"])][0], { timeout: 20_000 })
    .toBe("kprompt:m");
});
