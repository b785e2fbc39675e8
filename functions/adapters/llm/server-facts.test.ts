import { expect, test } from "vitest";
import type { Fetch } from "./connection.ts";
import { createModelPool, type LlmConfig } from "./pool.ts";
import { createTestClock } from "./test-clock.ts";

const MESSAGES = [{ role: "user", content: "a\ud800b" }] as const;
const props = (tokens: unknown): Response => Response.json({ default_generation_settings: { n_ctx: tokens } });
const count = (tokens: unknown): Response => Response.json({ input_tokens: tokens });

const setUp = (
  answer: (url: string, count: number) => Response | "hang" | "refused",
  over: Partial<LlmConfig> = {},
) => {
  const clock = createTestClock();
  const asked: { url: string; init: RequestInit }[] = [];
  const fetch: Fetch = async (url, init) => {
    asked.push({ url, init });
    const response = answer(url, asked.length);
    if (response === "refused") throw new TypeError("fetch failed");
    if (response !== "hang") return response;
    return new Promise((_, reject) => init.signal?.addEventListener("abort", () => reject(init.signal?.reason)));
  };
  const pool = createModelPool(
    {
      ...{ baseUrl: "http://llama:8080", provider: "llama_cpp", concurrency: 1, queue: 0, maxAttempts: 1 },
      ...{ firstByteTimeoutMs: 1_000, idleTimeoutMs: 1_000, breaker: { failures: 1, openMs: 30_000 } },
      ...over,
    },
    { fetch, now: clock.now, sleep: clock.sleep, random: () => 0 },
  );
  const open = (ms = 60_000, signal?: AbortSignal) => pool.open({ signal, deadlineAt: clock.now() + ms });
  return { clock, asked, open };
};

test.each<{ name: string; answer: () => Response | "hang" | "refused"; over?: Partial<LlmConfig>; expected: number }>([
  { name: "as the server says", answer: () => props(8192), expected: 8192 },
  { name: "whatever is configured", answer: () => props(8192), over: { contextTokens: 100 }, expected: 8192 },
  { name: "refused: as configured", answer: () => "refused", over: { contextTokens: 100 }, expected: 100 },
  { name: "refused, nothing configured: a small one", answer: () => "refused", expected: 4096 },
  { name: "silent", answer: () => "hang", over: { contextTokens: 100 }, expected: 100 },
  { name: "404", answer: () => new Response("{}", { status: 404 }), over: { contextTokens: 100 }, expected: 100 },
  { name: "no JSON", answer: () => new Response("<html>"), over: { contextTokens: 100 }, expected: 100 },
  { name: "no number", answer: () => props("8192"), over: { contextTokens: 100 }, expected: 100 },
  { name: "zero", answer: () => props(0), over: { contextTokens: 100 }, expected: 100 },
])("context: $name", async ({ answer, over, expected }) => {
  const { clock, open } = setUp(answer, over);
  expect(await clock.run(open().contextTokens())).toBe(expected);
});

test("context: asked once, again after a while, and the last word stands where the server is silent", async () => {
  let served: Response | "refused" = props(8192);
  const { clock, asked, open } = setUp(() => served);
  await clock.run(open().contextTokens());
  expect(await clock.run(open().contextTokens())).toBe(8192);
  expect(asked).toMatchObject([{ url: "http://llama:8080/props", init: { method: "GET", redirect: "manual" } }]);
  await clock.advance(299_999);
  await clock.run(open().contextTokens());
  expect(asked).toHaveLength(1);
  await clock.advance(1);
  served = "refused";
  expect(await clock.run(open().contextTokens())).toBe(8192);
  expect(await clock.run(open().contextTokens())).toBe(8192);
  expect(asked, "a silent server is left alone for a while").toHaveLength(2);
  await clock.advance(10_000);
  served = props(2048);
  expect(await clock.run(open().contextTokens())).toBe(2048);
});

test("context: learnt from an error, too", async () => {
  const body = { error: { code: 400, type: "exceed_context_size_error", n_prompt_tokens: 9_000, n_ctx: 1024 } };
  const { clock, open } = setUp((url) => (url.endsWith("/props") ? props(8192) : Response.json(body, { status: 400 })));
  const session = open();
  expect(await clock.run(session.contextTokens())).toBe(8192);
  await clock.run(
    session.complete({
      messages: MESSAGES,
      parameters: { temperature: 0, top_p: 1, max_tokens: 1, stop: [] },
      schema: { name: "x", text: "{}" },
      traceparent: "",
    }),
  );
  expect(await session.contextTokens()).toBe(1024);
});

test.each([
  { name: "total is all of it", total: 2048, written: 100, failure: "context_exceeded" },
  { name: "total is one less", total: 2047, written: 50, failure: "context_exceeded" },
  { name: "there was room", total: 2046, written: 50, failure: "output_truncated" },
])("a full context is told from a spent max_tokens: $name", async ({ total, written, failure }) => {
  const usage = { prompt_tokens: total - written, completion_tokens: written, total_tokens: total };
  const completion = { choices: [{ message: { content: "{" }, finish_reason: "length" }], usage };
  const { clock, open } = setUp((url) => (url.endsWith("/props") ? props(2048) : Response.json(completion)));
  const session = open();
  await clock.run(session.contextTokens());
  const parameters = { temperature: 0, top_p: 1, max_tokens: 100, stop: [] };
  const schema = { name: "x", text: "{}" };
  const reply = await clock.run(session.complete({ messages: MESSAGES, parameters, schema, traceparent: "" }));
  expect(reply).toMatchObject({ ok: false, failure });
});

test.each<{ name: string; answer: () => Response | "hang" | "refused"; expected: number | undefined; again: boolean }>([
  { name: "as the server says", answer: () => count(114), expected: 114, again: true },
  { name: "404, remembered", answer: () => new Response("", { status: 404 }), expected: undefined, again: false },
  { name: "405, remembered", answer: () => new Response("", { status: 405 }), expected: undefined, again: false },
  { name: "501, remembered", answer: () => new Response("", { status: 501 }), expected: undefined, again: false },
  { name: "503, which passes", answer: () => new Response("", { status: 503 }), expected: undefined, again: true },
  { name: "refused, which passes", answer: () => "refused", expected: undefined, again: true },
  { name: "silent, which passes", answer: () => "hang", expected: undefined, again: true },
  { name: "nonsense", answer: () => count("many"), expected: undefined, again: true },
])("count: $name", async ({ answer, expected, again }) => {
  const { clock, asked, open } = setUp(answer);
  expect(await clock.run(open().countTokens(MESSAGES))).toBe(expected);
  expect(await clock.run(open().countTokens(MESSAGES))).toBe(expected);
  expect(asked).toHaveLength(again ? 2 : 1);
});

test("count: sends what decides the chat template, well-formed and with the key", async () => {
  const { clock, asked, open } = setUp(() => count(1), { model: "m", apiKey: "k" });
  await clock.run(open().countTokens(MESSAGES));
  expect(asked[0]?.url).toBe("http://llama:8080/v1/chat/completions/input_tokens");
  expect(asked[0]?.init.headers).toMatchObject({ authorization: "Bearer k" });
  expect(JSON.parse(String(asked[0]?.init.body))).toEqual({
    model: "m",
    messages: [{ role: "user", content: "a\ufffdb" }],
    chat_template_kwargs: { enable_thinking: false },
  });
});

test("a server of another make is asked neither", async () => {
  const { asked, open } = setUp(() => props(1), { provider: "openai", contextTokens: 100 });
  expect(await open().contextTokens()).toBe(100);
  expect(await open().countTokens(MESSAGES)).toBeUndefined();
  expect(asked).toEqual([]);
});

test("both are short, end with the caller, and take no slot and no breath from the circuit", async () => {
  const { clock, open } = setUp(() => "hang");
  const started = clock.now();
  await clock.run(open().countTokens(MESSAGES));
  expect(clock.now() - started).toBe(2_000);
  await clock.run(open(500).countTokens(MESSAGES));
  expect(clock.now() - started).toBe(2_500);
  const caller = new AbortController();
  const counting = open(60_000, caller.signal).countTokens(MESSAGES);
  const asking = open(60_000, caller.signal).contextTokens();
  await clock.advance(10);
  caller.abort();
  expect(await Promise.all([counting, asking])).toEqual([undefined, 4096]);
  expect(clock.now() - started).toBe(2_510);
});

test("an open circuit spares both their waiting", async () => {
  const { clock, asked, open } = setUp(() => "refused");
  const session = open();
  const request = {
    messages: MESSAGES,
    parameters: { temperature: 0, top_p: 1, max_tokens: 1, stop: [] },
    schema: { name: "x", text: "{}" },
    traceparent: "",
  };
  await clock.run(session.complete(request));
  expect(await session.complete(request)).toMatchObject({ failure: "circuit_open" });
  expect(await session.contextTokens()).toBe(4096);
  expect(await session.countTokens(MESSAGES)).toBeUndefined();
  expect(asked).toHaveLength(1);
});
