import { setTimeout as pause } from "node:timers/promises";
import * as v from "valibot";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SEVERITIES, VERDICTS } from "../core/evidence/outcome.ts";
import type { ModelReply, ModelRequest } from "../core/port.ts";
import { TriageSchema } from "../core/triage/triage.ts";
import { createModelPool, type LlmConfig, type ModelPoolDeps } from "../functions/adapters/llm/pool.ts";
import { sleep } from "../functions/adapters/llm/sleep.ts";
import { findFreePort } from "./free-port.ts";
import { describeWithLlama, type LlamaServer, startLlamaServer } from "./llama-server.ts";

const text = (maxLength: number, minLength = 0) => ({ type: "string", minLength, maxLength });
const list = (maxLength: number, maxItems: number) => ({ type: "array", items: text(maxLength), maxItems });

/** The triage contract as a JSON Schema, in the order in which the model writes. */
const properties = {
  evidence: list(6, 6),
  summary: text(280, 1),
  component: text(64, 1),
  root_cause: text(240, 1),
  severity: { type: "string", enum: SEVERITIES },
  verdict: { type: "string", enum: VERDICTS },
  recommended_steps: list(140, 5),
  confidence: { type: "integer", minimum: 0, maximum: 100 },
  data_gaps: list(100, 3),
};
const triageSchema = { type: "object", properties, required: Object.keys(properties), additionalProperties: false };

/** More than the longest triage: the tiny model spends a token a byte. */
const ENOUGH_TOKENS = 2_400;
const LOGS = "E1 12:00:01 error x4 connection refused to upstream\nE2 12:00:02 error x1 pool exhausted";

const request = (
  over: { content?: string; maxTokens?: number; temperature?: number; schema?: unknown } = {},
): ModelRequest => ({
  messages: [
    { role: "system", content: "You read logs. Answer with one JSON object." },
    { role: "user", content: over.content ?? LOGS },
  ],
  parameters: {
    temperature: over.temperature ?? 0.2,
    top_p: 0.9,
    max_tokens: over.maxTokens ?? ENOUGH_TOKENS,
    stop: [],
  },
  schema: { name: "triage_1", text: JSON.stringify(over.schema ?? triageSchema) },
  traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
});

const config = (server: { url: string }, over: Partial<LlmConfig> = {}): LlmConfig => ({
  baseUrl: server.url,
  provider: "llama_cpp",
  concurrency: 1,
  queue: 10,
  firstByteTimeoutMs: 20_000,
  idleTimeoutMs: 10_000,
  maxAttempts: 3,
  breaker: { failures: 5, openMs: 30_000 },
  ...over,
});

const real: ModelPoolDeps = { fetch, now: Date.now, random: Math.random, sleep };
const open = (
  server: { url: string },
  over: Partial<LlmConfig> = {},
  limits: { signal?: AbortSignal; ms?: number } = {},
) =>
  createModelPool(config(server, over), real).open({
    signal: limits.signal,
    deadlineAt: Date.now() + (limits.ms ?? 30_000),
  });
const ask = async (
  ...[server, over, limits, asked]: [...Parameters<typeof open>, ModelRequest?]
): Promise<ModelReply> => {
  const session = open(server, over, limits);
  try {
    return await session.complete(asked ?? request());
  } finally {
    session.close();
  }
};

const until = async (condition: () => Promise<boolean>, ms: number): Promise<boolean> => {
  const end = Date.now() + ms;
  for (;;) {
    if (await condition()) return true;
    if (Date.now() >= end) return false;
    await pause(50);
  }
};
const isBusy = async (server: LlamaServer): Promise<boolean> => (await server.slots()).some(({ busy }) => busy);
const isWriting = async (server: LlamaServer): Promise<boolean> =>
  (await server.slots()).some(({ busy, decoded }) => busy && decoded > 3);

await describeWithLlama("a server that answers", () => {
  let server: LlamaServer;
  beforeAll(async () => {
    server = await startLlamaServer({ contextTokens: 4096, parallel: 2 });
  });
  afterAll(() => server?.stop());

  test.each([
    { temperature: 0, content: LOGS },
    { temperature: 0.2, content: "E1 12:00:00 fatal x1 out of memory" },
    { temperature: 0.8, content: "E1 panic: runtime error: index out of range" },
    { temperature: 1.5, content: "nothing happened" },
  ])("is held to the triage schema at temperature $temperature", async (over) => {
    const reply = await ask(server, {}, {}, request(over));
    expect(reply).toMatchObject({
      ok: true,
      attempts: 1,
      model: "tiny",
      responseId: expect.stringMatching(/^chatcmpl-/),
      systemFingerprint: expect.any(String),
      usage: { estimated: false },
      timings: { predicted_n: expect.any(Number), prompt_ms: expect.any(Number) },
      server: { address: "127.0.0.1", port: server.port },
    });
    if (!reply.ok) return;
    const triage = JSON.parse(reply.text);
    expect(v.safeParse(TriageSchema, triage).issues).toBeUndefined();
    expect(Object.keys(triage), "the schema's order is the order of writing").toEqual(Object.keys(properties));
  });

  test("says the same to the same question", async () => {
    const [first, second] = [await ask(server), await ask(server)];
    expect(first.ok && second.ok && first.text === second.text).toBe(true);
  });

  test("streams: the answer comes in many pieces", async () => {
    let pieces = 0;
    const counting: ModelPoolDeps["fetch"] = async (url, init) => {
      const response = await fetch(url, init);
      const count = new TransformStream<Uint8Array, Uint8Array>({
        transform(piece, controller) {
          pieces += 1;
          controller.enqueue(piece);
        },
      });
      return new Response(response.body?.pipeThrough(count), response);
    };
    const session = createModelPool(config(server), { ...real, fetch: counting }).open({
      deadlineAt: Date.now() + 30_000,
    });
    const reply = await session.complete(request());
    session.close();
    expect(reply).toMatchObject({ ok: true, timeToFirstTokenMs: expect.any(Number) });
    expect(pieces).toBeGreaterThan(5);
  });

  test("says how large a slot is, and counts a prompt as it later bills it", async () => {
    const session = open(server, { contextTokens: 1 });
    const asked = request({ content: `${LOGS}\nüñí 🚒 <|im_start|> "quoted"` });
    expect(await session.contextTokens()).toBe(4096);
    const counted = await session.countTokens(asked.messages);
    const reply = await session.complete(asked);
    session.close();
    expect(counted).toBeGreaterThan(100);
    expect(reply.usage?.inputTokens).toBe(counted);
  });

  test("ignores a model name it does not know, in /props too", async () => {
    const session = open(server, { model: "another" });
    expect(await session.contextTokens()).toBe(4096);
    expect(await session.complete(request())).toMatchObject({ ok: true });
    session.close();
  });

  test("serves one call after another where the pool has one slot and the server two", async () => {
    let now = 0;
    let most = 0;
    const watching: ModelPoolDeps["fetch"] = async (url, init) => {
      now += 1;
      most = Math.max(most, now);
      return fetch(url, init);
    };
    const pool = createModelPool(config(server), { ...real, fetch: watching });
    const finished: number[] = [];
    const replies = await Promise.all(
      [1, 2, 3].map(async (number) => {
        const session = pool.open({ deadlineAt: Date.now() + 30_000 });
        const reply = await session.complete(request());
        now -= 1;
        finished.push(number);
        session.close();
        return reply;
      }),
    );
    expect(replies.map(({ ok }) => ok)).toEqual([true, true, true]);
    expect(finished).toEqual([1, 2, 3]);
    expect(most).toBe(1);
    expect(replies[2]?.queueMs).toBeGreaterThanOrEqual(replies[1]?.queueMs ?? 0);
  });

  test("cuts an answer at max_tokens, which is not an answer", async () => {
    expect(await ask(server, {}, {}, request({ maxTokens: 20 }))).toMatchObject({
      ok: false,
      failure: "output_truncated",
      attempts: 1,
      usage: { outputTokens: 20, estimated: false },
    });
  });

  test("refuses a prompt longer than its slot", async () => {
    const session = open(server, { contextTokens: 100_000 });
    const reply = await session.complete(request({ content: "x".repeat(6_000) }));
    expect(reply).toMatchObject({ ok: false, failure: "context_exceeded", status: 400, attempts: 1 });
    expect(reply.usage?.inputTokens).toBeGreaterThan(6_000);
    session.close();
  });

  test("refuses a schema that it cannot read, once", async () => {
    const reply = await ask(server, {}, {}, request({ schema: { type: "strin" } }));
    expect(reply).toMatchObject({ ok: false, failure: "model_rejected", status: 400, attempts: 1 });
  });

  test("reads a lone surrogate and a NUL, which we make presentable", async () => {
    expect(await ask(server, {}, {}, request({ content: "a\ud800b\u0000c" }))).toMatchObject({ ok: true });
  });

  test("is not found behind a wrong path", async () => {
    expect(await ask({ url: `${server.url}/nowhere` })).toMatchObject({
      failure: "model_rejected",
      status: 404,
      attempts: 1,
    });
  });
});

await describeWithLlama("a server with a key", () => {
  let server: LlamaServer;
  beforeAll(async () => {
    server = await startLlamaServer({ apiKey: "right" });
  });
  afterAll(() => server?.stop());

  test.each([
    { name: "the right key", over: { apiKey: "right" }, expected: { ok: true } },
    {
      name: "a wrong key",
      over: { apiKey: "wrong" },
      expected: { failure: "model_unauthorized", status: 401, attempts: 1 },
    },
    { name: "no key", over: {}, expected: { failure: "model_unauthorized", status: 401, attempts: 1 } },
  ])("$name", async ({ over, expected }) => {
    expect(await ask(server, over)).toMatchObject(expected);
  });
});

await describeWithLlama("a slow server", () => {
  let server: LlamaServer;
  beforeAll(async () => {
    server = await startLlamaServer({ manner: "slow", contextTokens: 3072 });
  });
  afterAll(() => server?.stop());

  test("is left at the deadline, and its slot is free again", async () => {
    expect(await ask(server, {}, { ms: 700 })).toMatchObject({ ok: false, failure: "model_timeout", attempts: 1 });
    expect(await until(async () => !(await isBusy(server)), 1_000)).toBe(true);
  });

  test("stops writing within a second when the caller hangs up", async () => {
    const caller = new AbortController();
    const asked = ask(server, {}, { signal: caller.signal });
    expect(await until(() => isWriting(server), 10_000)).toBe(true);
    caller.abort();
    expect(await asked).toMatchObject({ ok: false, failure: "cancelled", attempts: 1 });
    expect(await until(async () => !(await isBusy(server)), 1_000)).toBe(true);
  });

  test("a caller that hangs up while waiting leaves the one before alone", async () => {
    const pool = createModelPool(config(server), real);
    const leaving = new AbortController();
    const first = pool.open({ deadlineAt: Date.now() + 1_500 });
    const second = pool.open({ deadlineAt: Date.now() + 30_000, signal: leaving.signal });
    const replies = Promise.all([first.complete(request()), second.complete(request())]);
    expect(await until(() => isWriting(server), 10_000)).toBe(true);
    leaving.abort();
    expect(await replies).toMatchObject([
      { failure: "model_timeout", attempts: 1 },
      { failure: "cancelled", attempts: 0 },
    ]);
    first.close();
    second.close();
  });
});

await describeWithLlama("a server whose context fills while it writes", () => {
  let server: LlamaServer;
  beforeAll(async () => {
    server = await startLlamaServer({ manner: "slow", contextTokens: 512 });
  });
  afterAll(() => server?.stop());

  test.each([
    { name: "known from /props", known: true },
    { name: "guessed from the count", known: false },
  ])("is told from a spent max_tokens: $name", async ({ known }) => {
    const session = open(server);
    if (known) expect(await session.contextTokens()).toBe(512);
    expect(await session.complete(request())).toMatchObject({
      ok: false,
      failure: "context_exceeded",
      usage: { estimated: false },
    });
    session.close();
  });
});

await describeWithLlama("a server that goes and comes", () => {
  test.each(["kill", "stop"] as const)("%s in mid-answer", async (how) => {
    const server = await startLlamaServer({ manner: "slow" });
    const pool = createModelPool(config(server, { maxAttempts: 1, breaker: { failures: 2, openMs: 30_000 } }), real);
    const next = async () => {
      const session = pool.open({ deadlineAt: Date.now() + 30_000 });
      const reply = await session.complete(request());
      session.close();
      return reply;
    };
    const asked = next();
    expect(await until(() => isWriting(server), 10_000)).toBe(true);
    await server[how]();
    expect(await asked).toMatchObject({ ok: false, failure: "model_unavailable", attempts: 1 });
    expect(await next()).toMatchObject({ ok: false, failure: "model_unavailable", attempts: 1 });
    expect(await next()).toMatchObject({ ok: false, failure: "circuit_open", attempts: 0 });
  });

  test("starts late and is waited for", async () => {
    const port = await findFreePort();
    const asked = ask({ url: `http://127.0.0.1:${port}` }, { maxAttempts: 5 });
    await pause(300);
    const server = await startLlamaServer({ port });
    const reply = await asked;
    await server.stop();
    expect(reply).toMatchObject({ ok: true });
    expect(reply.attempts).toBeGreaterThan(1);
  });
});
