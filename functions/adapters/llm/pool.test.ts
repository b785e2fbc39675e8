import { describe, expect, test } from "vitest";
import type { ModelReply, ModelRequest } from "../../../core/port.ts";
import type { Fetch } from "./connection.ts";
import { createModelPool, type LlmConfig, type ModelSession } from "./pool.ts";
import { createTestClock } from "./test-clock.ts";

const TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
const SECRET = "hunter2-in-a-log-line";

const request = (over: Partial<ModelRequest["parameters"]> = {}): ModelRequest => ({
  messages: [
    { role: "system", content: "You read logs." },
    { role: "user", content: SECRET },
  ],
  parameters: { temperature: 0.2, top_p: 0.9, max_tokens: 100, stop: [], ...over },
  schema: { name: "triage_1", text: '{"type":"object","properties":{"z":{"type":"string"},"a":{"type":"string"}}}' },
  traceparent: TRACEPARENT,
});

/** How a fake server answers one request: bytes or text by read, `pause` for time that passes, `reset` for a broken socket. */
type Step = string | Uint8Array | { readonly pause: number } | "reset" | "hang";
interface Served {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Before the headers. */
  readonly wait?: number | "hang";
  readonly steps?: readonly Step[];
  /** A connection that fails instead, with this code. */
  readonly fails?: string;
}

interface Sent {
  readonly url: string;
  readonly init: RequestInit;
  readonly body: Record<string, unknown>;
  readonly at: number;
  readonly signal: AbortSignal;
}

const setUp = (script: readonly Served[] | ((count: number) => Served), over: Partial<LlmConfig> = {}) => {
  const clock = createTestClock();
  const sent: Sent[] = [];
  const fetch: Fetch = async (url, init) => {
    const signal = init.signal as AbortSignal;
    const body = typeof init.body === "string" ? JSON.parse(init.body) : {};
    sent.push({ url, init, body, at: clock.now(), signal });
    const served = typeof script === "function" ? script(sent.length) : script[sent.length - 1];
    if (!served) throw new Error(`request ${sent.length} was not expected`);
    if (served.wait === "hang") await aborted(signal);
    else if (served.wait) await clock.sleep(served.wait, signal);
    signal.throwIfAborted();
    if (served.fails)
      throw new TypeError("fetch failed", { cause: Object.assign(new Error(SECRET), { code: served.fails }) });
    const headers = { "content-type": "text/event-stream", ...served.headers };
    const stream = served.status === 204 ? null : toStream(served.steps ?? [], signal, clock.sleep);
    return new Response(stream, { status: served.status ?? 200, headers });
  };
  const pool = createModelPool(
    {
      baseUrl: "http://llama:8080",
      provider: "llama_cpp",
      concurrency: 1,
      queue: 5,
      firstByteTimeoutMs: 10_000,
      idleTimeoutMs: 5_000,
      maxAttempts: 3,
      breaker: { failures: 3, openMs: 30_000 },
      ...over,
    },
    { fetch, now: clock.now, sleep: clock.sleep, random: () => 1 },
  );
  const open = (ms = 60_000, signal?: AbortSignal): ModelSession => pool.open({ signal, deadlineAt: clock.now() + ms });
  const ask = async (ms?: number, signal?: AbortSignal, asked = request()): Promise<ModelReply> => {
    const session = open(ms, signal);
    const reply = await session.complete(asked);
    session.close();
    return reply;
  };
  return { clock, sent, open, ask, pool };
};

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true }));

const toStream = (steps: readonly Step[], signal: AbortSignal, sleep: (ms: number) => Promise<void>) => {
  const rest = [...steps];
  return new ReadableStream<Uint8Array>({
    start: (controller) =>
      signal.addEventListener("abort", () => {
        try {
          controller.error(signal.reason);
        } catch {
          // It had ended already.
        }
      }),
    async pull(controller) {
      for (;;) {
        const step = rest.shift();
        if (step === undefined) return controller.close();
        if (step === "reset")
          return controller.error(
            new TypeError("terminated", { cause: Object.assign(new Error(), { code: "ECONNRESET" }) }),
          );
        if (step === "hang") return aborted(signal);
        if (typeof step === "string") return controller.enqueue(new TextEncoder().encode(step));
        if (step instanceof Uint8Array) return controller.enqueue(step);
        await sleep(step.pause);
      }
    },
  });
};

const event = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`;
const delta = (content: string | null): string =>
  event({ choices: [{ index: 0, finish_reason: null, delta: { content } }] });
const thought = (text: string): string =>
  event({ choices: [{ index: 0, finish_reason: null, delta: { reasoning_content: text } }] });
const finish = (reason: string): string => event({ choices: [{ index: 0, finish_reason: reason, delta: {} }] });
const usage = (input: number, output: number): string =>
  event({ choices: [], usage: { prompt_tokens: input, completion_tokens: output, total_tokens: input + output } });
const DONE = "data: [DONE]\n\n";
const error = (status: number, type: string, message: string = SECRET): Served => ({
  status,
  headers: { "content-type": "application/json" },
  steps: [JSON.stringify({ error: { code: status, message, type } })],
});
const ROLE = delta(null);
const good: Served = { steps: [ROLE, delta('{"a":1}'), finish("stop"), usage(10, 5), DONE] };
const said = (text: string): Served => ({ steps: [ROLE, delta(text), finish("stop"), usage(10, 5), DONE] });

describe("the request", () => {
  const body = async (over: Partial<LlmConfig> = {}, parameters: Partial<ModelRequest["parameters"]> = {}) => {
    const { clock, sent, ask } = setUp([good], over);
    await clock.run(ask(60_000, undefined, request(parameters)));
    return sent[0] as Sent;
  };

  test("holds the prompt's parameters and nothing beside what the page of the adapter says", async () => {
    const { url, init, body: json } = await body({ model: "qwen", apiKey: "k1" }, { stop: ["END"], temperature: 0 });
    expect(url).toBe("http://llama:8080/v1/chat/completions");
    expect(init).toMatchObject({ method: "POST", redirect: "manual" });
    expect(init.headers).toEqual({
      "content-type": "application/json",
      authorization: "Bearer k1",
      traceparent: TRACEPARENT,
    });
    expect(json).toEqual({
      model: "qwen",
      messages: request().messages,
      chat_template_kwargs: { enable_thinking: false },
      temperature: 0,
      top_p: 0.9,
      max_tokens: 100,
      stop: ["END"],
      seed: 1,
      stream: true,
      stream_options: { include_usage: true },
      response_format: {
        type: "json_schema",
        json_schema: { name: "triage_1", strict: true, schema: JSON.parse(request().schema.text) },
      },
    });
  });

  test("keeps the order of the schema's properties: the model writes in it", async () => {
    expect((await body()).init.body).toContain('"properties":{"z":{"type":"string"},"a":');
  });

  test("leaves out what is not set", async () => {
    const { body: json, init } = await body();
    expect(json).not.toHaveProperty("stop");
    expect(json).not.toHaveProperty("model");
    expect(init.headers).not.toHaveProperty("authorization");
  });

  test("prefers the prompt's model", async () => {
    expect((await body({ model: "a" }, { model: "b" })).body.model).toBe("b");
  });

  test("spares strict servers what only llama.cpp knows", async () => {
    expect((await body({ provider: "openai" })).body).not.toHaveProperty("chat_template_kwargs");
  });
});

describe("the answer", () => {
  const whole = (text: string): readonly Step[] => [text];
  const bytes = (text: string, size: number): readonly Step[] => {
    const all = new TextEncoder().encode(text);
    return Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size));
  };
  const stream = ROLE + delta('{"a":"é🚒') + delta('"}') + finish("stop") + usage(10, 5) + DONE;
  const text = '{"a":"é🚒"}';

  test.each<{ name: string; steps: readonly Step[]; text: string }>([
    { name: "in one read", steps: whole(stream), text },
    { name: "byte by byte", steps: bytes(stream, 1), text },
    { name: "seven bytes a read", steps: bytes(stream, 7), text },
    { name: "with CRLF", steps: bytes(stream.replaceAll("\n", "\r\n"), 5), text },
    { name: "with pings", steps: whole(`:\n\n${stream.replaceAll("data:", ": ping\n\ndata:")}`), text },
    { name: "without a space after data:", steps: whole(stream.replaceAll("data: ", "data:")), text },
    { name: "without a blank line after [DONE]", steps: whole(stream.trimEnd()), text },
    { name: "with more after [DONE]", steps: whole(stream + delta("more")), text },
    { name: "and then a socket that stays open", steps: [...whole(stream), "hang"], text },
    { name: "after thoughts", steps: [thought("hm, "), thought("so"), ...whole(stream)], text },
    { name: "with white space around it", steps: said(` \n${text}\n\n`).steps ?? [], text },
    { name: "in a fence", steps: said(`\`\`\`json\n${text}\n\`\`\``).steps ?? [], text },
    { name: "in a fence without a language", steps: said(`\n\`\`\`\r\n${text}\r\n\`\`\` \n`).steps ?? [], text },
    { name: "in a fence on one line", steps: said(`\`\`\`${text}\`\`\``).steps ?? [], text },
    {
      name: "in two fences: one goes",
      steps: said(`\`\`\`\n\`\`\`\n1\n\`\`\`\n\`\`\``).steps ?? [],
      text: "```\n1\n```",
    },
    {
      name: "a fence that does not close stays",
      steps: said(`\`\`\`json\n${text}`).steps ?? [],
      text: `\`\`\`json\n${text}`,
    },
    {
      name: "with half an emoji",
      steps: [ROLE, 'data: {"choices":[{"delta":{"content":"a\\ud83d"},"finish_reason":"stop"}]}\n\n', DONE],
      text: "a\ufffd",
    },
    {
      name: "with both halves of an emoji in two events",
      steps: [
        'data: {"choices":[{"delta":{"content":"\\ud83d"}}]}\n\n',
        'data: {"choices":[{"delta":{"content":"\\ude92"},"finish_reason":"stop"}]}\n\n',
        DONE,
      ],
      text: "🚒",
    },
    {
      name: "with fields nobody knows",
      steps: [event({ x: 1, choices: [{ delta: { y: 2 } }] }), ...whole(stream)],
      text,
    },
  ])("comes $name", async ({ steps, text }) => {
    const { clock, ask } = setUp([{ steps }]);
    expect(await clock.run(ask())).toMatchObject({ ok: true, text, attempts: 1 });
  });

  test("is taken as one body from a server that does not stream", async () => {
    const completion = {
      id: "x",
      model: "m",
      choices: [{ index: 0, message: { content: "{}", reasoning_content: null }, finish_reason: "stop" }],
      usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5, prompt_tokens_details: null },
    };
    const served = { headers: { "content-type": "application/json" }, steps: [JSON.stringify(completion)] };
    const { clock, ask } = setUp([served], { provider: "openai" });
    expect(await clock.run(ask())).toEqual({
      ok: true,
      text: "{}",
      model: "m",
      responseId: "x",
      usage: { inputTokens: 3, outputTokens: 2, estimated: false },
      timeToFirstTokenMs: 0,
      attempts: 1,
      queueMs: 0,
      server: { address: "llama", port: 8080 },
    });
  });

  test("is measured to its first token, a thought too", async () => {
    const { clock, ask } = setUp([{ wait: 300, steps: [ROLE, { pause: 700 }, thought("hm"), ...(good.steps ?? [])] }]);
    expect(await clock.run(ask())).toMatchObject({ ok: true, timeToFirstTokenMs: 1_000 });
  });

  test("names itself briefly or not at all", async () => {
    const named = `data: ${JSON.stringify({ id: "i".repeat(201), model: "m".repeat(201), system_fingerprint: "f" })}\n\n`;
    const { clock, ask } = setUp([{ steps: [named, ...(good.steps ?? [])] }], { model: "m" });
    const reply = await clock.run(ask());
    expect(reply).toMatchObject({ ok: true, systemFingerprint: "f" });
    expect(JSON.stringify(reply)).not.toMatch(/i{201}|m{201}/);
  });

  test("without counts is estimated, and says so", async () => {
    const { clock, ask } = setUp([{ steps: [delta("abcdefg"), finish("stop"), DONE] }], { model: "m" });
    expect(await clock.run(ask())).toMatchObject({
      model: "m",
      usage: { inputTokens: 15, outputTokens: 2, estimated: true },
    });
  });
});

describe("a failure", () => {
  const retried = { attempts: 3 };
  const once = { attempts: 1 };
  const retryable = (served: Served): readonly Served[] => [served, served, served];
  const runaway = Array.from({ length: 70 }, () => delta("x".repeat(8_000)));

  test.each<{ name: string; served: readonly Served[]; expected: Record<string, unknown>; over?: Partial<LlmConfig> }>([
    {
      name: "refused",
      served: retryable({ fails: "ECONNREFUSED" }),
      expected: { failure: "model_unavailable", ...retried },
    },
    {
      name: "reset before headers",
      served: retryable({ fails: "ECONNRESET" }),
      expected: { failure: "model_unavailable", ...retried },
    },
    {
      name: "other side closed",
      served: retryable({ fails: "UND_ERR_SOCKET" }),
      expected: { failure: "model_unavailable", ...retried },
    },
    {
      name: "no such host",
      served: retryable({ fails: "ENOTFOUND" }),
      expected: { failure: "model_unavailable", ...retried },
    },
    {
      name: "the client's own header timeout",
      served: [{ fails: "UND_ERR_HEADERS_TIMEOUT" }],
      expected: { failure: "model_timeout", ...once },
    },
    {
      name: "loading",
      served: retryable(error(503, "unavailable_error", "Loading model")),
      expected: { failure: "model_loading", status: 503, ...retried },
    },
    {
      name: "503 of a proxy",
      served: retryable({ status: 503, steps: ["<html>"] }),
      expected: { failure: "model_unavailable", status: 503, ...retried },
    },
    {
      name: "502",
      served: retryable({ status: 502 }),
      expected: { failure: "model_unavailable", status: 502, ...retried },
    },
    {
      name: "504",
      served: retryable({ status: 504 }),
      expected: { failure: "model_timeout", status: 504, ...retried },
    },
    {
      name: "408",
      served: retryable({ status: 408 }),
      expected: { failure: "model_timeout", status: 408, ...retried },
    },
    {
      name: "429",
      served: retryable(error(429, "rate_limit_exceeded")),
      expected: { failure: "model_busy", status: 429, retryAfterSeconds: 10, ...retried },
    },
    {
      name: "524 of a proxy",
      served: retryable({ status: 524 }),
      expected: { failure: "model_unavailable", status: 524, ...retried },
    },
    {
      name: "500 of llama.cpp is our fault",
      served: [error(500, "server_error")],
      expected: { failure: "model_rejected", status: 500, ...once },
    },
    {
      name: "500 of another server is its own",
      served: retryable(error(500, "server_error")),
      over: { provider: "openai" },
      expected: { failure: "model_unavailable", status: 500, ...retried },
    },
    {
      name: "501",
      served: [error(501, "not_supported_error")],
      expected: { failure: "model_rejected", status: 501, ...once },
    },
    {
      name: "400",
      served: [error(400, "invalid_request_error")],
      expected: { failure: "model_rejected", status: 400, ...once },
    },
    {
      name: "401",
      served: [error(401, "authentication_error")],
      expected: { failure: "model_unauthorized", status: 401, ...once },
    },
    { name: "403", served: [{ status: 403 }], expected: { failure: "model_unauthorized", status: 403, ...once } },
    {
      name: "404",
      served: [error(404, "not_found_error")],
      expected: { failure: "model_rejected", status: 404, ...once },
    },
    { name: "413", served: [{ status: 413 }], expected: { failure: "model_rejected", status: 413, ...once } },
    { name: "422", served: [{ status: 422 }], expected: { failure: "model_rejected", status: 422, ...once } },
    { name: "204", served: [{ status: 204 }], expected: { failure: "model_rejected", ...once } },
    {
      name: "a redirect",
      served: [{ status: 307, headers: { location: "http://elsewhere/" } }],
      expected: { failure: "model_rejected", status: 307, ...once },
    },
    {
      name: "context of OpenAI",
      served: [
        { status: 400, steps: [JSON.stringify({ error: { code: "context_length_exceeded", message: SECRET } })] },
      ],
      expected: { failure: "context_exceeded", status: 400, ...once },
    },
    {
      name: "context of vLLM",
      served: [error(400, "BadRequestError", `This model's maximum context length is 4096 tokens. ${SECRET}`)],
      expected: { failure: "context_exceeded", status: 400, ...once },
    },
    {
      name: "an error as bare text",
      served: [{ status: 400, steps: [JSON.stringify({ error: SECRET })] }],
      expected: { failure: "model_rejected", status: 400, ...once },
    },
    {
      name: "an error type that is no word",
      served: [error(400, `${SECRET} or so`)],
      expected: { failure: "model_rejected", ...once },
    },
    {
      name: "an error in the stream",
      served: [{ steps: [ROLE, delta("{"), event({ error: { code: 500, type: "server_error", message: SECRET } })] }],
      expected: { failure: "model_rejected", status: 500, ...once },
    },
    {
      name: "a full context in the stream",
      served: [
        { steps: [event({ error: { code: 400, type: "exceed_context_size_error", n_prompt_tokens: 9, n_ctx: 8 } })] },
      ],
      expected: {
        failure: "context_exceeded",
        status: 400,
        usage: { inputTokens: 9, outputTokens: 0, estimated: false },
        ...once,
      },
    },
    {
      name: "unavailable in the stream is not repeated",
      served: [{ steps: [ROLE, event({ error: { code: 503, type: "unavailable_error" } })] }],
      expected: { failure: "model_unavailable", status: 503, ...once },
    },
    {
      name: "a text as error in the stream",
      served: [{ steps: [ROLE, event({ error: SECRET })] }],
      expected: { failure: "model_unavailable", status: 502, ...once },
    },
    {
      name: "no [DONE]",
      served: [{ steps: [ROLE, delta("{}"), finish("stop")] }],
      expected: { failure: "model_unavailable", status: 200, ...once },
    },
    {
      name: "cut within an event",
      served: [{ steps: [ROLE, 'data: {"choices":[{"del'] }],
      expected: { failure: "model_unavailable", ...once },
    },
    {
      name: "reset in mid-answer",
      served: [{ steps: [ROLE, delta("{"), "reset"] }],
      expected: { failure: "model_unavailable", ...once },
    },
    {
      name: "length",
      served: [{ steps: [delta("{"), finish("length"), usage(10, 100), DONE] }],
      expected: {
        failure: "output_truncated",
        usage: { inputTokens: 10, outputTokens: 100, estimated: false },
        ...once,
      },
    },
    {
      name: "length before max_tokens",
      served: [{ steps: [delta("{"), finish("length"), usage(10, 40), DONE] }],
      expected: { failure: "context_exceeded", ...once },
    },
    {
      name: "thoughts to the end",
      served: [{ steps: [thought("hm"), finish("length"), usage(10, 100), DONE] }],
      expected: { failure: "output_truncated", ...once },
    },
    {
      name: "a content filter",
      served: [{ steps: [delta("{"), finish("content_filter"), DONE] }],
      expected: { failure: "model_rejected", ...once },
    },
    {
      name: "a tool call",
      served: [{ steps: [finish("tool_calls"), DONE] }],
      expected: { failure: "model_rejected", ...once },
    },
    {
      name: "a finish reason nobody knows",
      served: [{ steps: [finish(SECRET), DONE] }],
      expected: { failure: "model_rejected", ...once },
    },
    {
      name: "no finish reason",
      served: [{ steps: [delta("{}"), DONE] }],
      expected: { failure: "model_rejected", ...once },
    },
    {
      name: "nothing said, three times",
      served: retryable({ steps: [ROLE, finish("stop"), DONE] }),
      expected: { failure: "output_empty", ...retried },
    },
    {
      name: "white space, three times",
      served: retryable(said(" \n\t ")),
      expected: { failure: "output_empty", usage: { inputTokens: 10, outputTokens: 5, estimated: false }, ...retried },
    },
    {
      name: "an empty fence, three times",
      served: retryable(said("```json\n```")),
      expected: { failure: "output_empty", ...retried },
    },
    {
      name: "HTML with 200",
      served: [{ headers: { "content-type": "text/html" }, steps: ["<!doctype html>"] }],
      expected: { failure: "model_rejected", ...once },
    },
    {
      name: "JSON of another kind with 200",
      served: [{ headers: { "content-type": "application/json" }, steps: ['{"ok":true}'] }],
      expected: { failure: "model_rejected", ...once },
    },
    {
      name: "no JSON, said to be",
      served: [{ headers: { "content-type": "application/json" }, steps: [SECRET] }],
      expected: { failure: "model_rejected", ...once },
    },
    {
      name: "an event that is no JSON",
      served: [{ steps: [`data: ${SECRET}\n\n`] }],
      expected: { failure: "model_rejected", ...once },
    },
    { name: "an answer without end", served: [{ steps: runaway }], expected: { failure: "output_truncated", ...once } },
    {
      name: "a line without end",
      served: [{ steps: Array(20).fill("x".repeat(8_000)) }],
      expected: { failure: "model_rejected", ...once },
    },
    {
      name: "a body without end",
      served: [{ headers: { "content-type": "application/json" }, steps: Array(40).fill("x".repeat(8_000)) }],
      expected: { failure: "output_truncated", ...once },
    },
    { name: "silence before the headers", served: [{ wait: "hang" }], expected: { failure: "model_timeout", ...once } },
    {
      name: "silence after the headers",
      served: [{ steps: ["hang"] }],
      expected: { failure: "model_timeout", ...once },
    },
    {
      name: "only pings",
      served: [{ steps: [":\n\n", { pause: 6_000 }, ":\n\n", "hang"] }],
      expected: { failure: "model_timeout", ...once },
    },
    {
      name: "silence in mid-answer",
      served: [{ steps: [ROLE, delta("{"), "hang"] }],
      expected: { failure: "model_timeout", ...once },
    },
    {
      name: "a slow error body",
      served: [{ status: 400, steps: ["{", "hang"] }],
      expected: { failure: "model_rejected", status: 400, ...once },
    },
    {
      name: "without end before the deadline",
      served: [
        {
          steps: [
            ROLE,
            ...Array(40)
              .fill([delta("a"), { pause: 4_000 }])
              .flat(),
          ],
        },
      ],
      expected: { failure: "model_timeout", ...once },
    },
  ])("$name", async ({ served, expected, over }) => {
    const { clock, sent, open } = setUp(served, over);
    const session = open();
    const reply = await clock.run(session.complete(request()));
    expect(reply).toMatchObject({ ok: false, ...expected });
    expect(sent).toHaveLength(expected.attempts as number);
    expect(JSON.stringify(reply), "neither prompt nor answer nor the server's own words").not.toContain(SECRET);
    expect(
      sent.every(({ signal }) => signal.aborted),
      "no socket stays open",
    ).toBe(true);
    session.close();
  });

  test("has its seed changed when nothing was said, and only then", async () => {
    const { clock, sent, ask } = setUp([said(""), { fails: "ECONNRESET" }, good]);
    expect(await clock.run(ask())).toMatchObject({ ok: true, attempts: 3 });
    expect(sent.map(({ body }) => body.seed)).toEqual([1, 2, 2]);
  });
});

describe("attempts", () => {
  const loading = error(503, "unavailable_error", "Loading model");
  const starts = (sent: readonly Sent[]): readonly number[] => sent.map(({ at }) => at - (sent[0]?.at ?? 0));

  test.each<{
    name: string;
    script: readonly Served[];
    starts: readonly number[];
    over?: Partial<LlmConfig>;
    ms?: number;
  }>([
    { name: "wait longer each time", script: [loading, { fails: "ECONNREFUSED" }, good], starts: [0, 1_000, 3_000] },
    { name: "a stale socket is replaced at once", script: [{ fails: "ECONNRESET" }, good], starts: [0, 0] },
    {
      name: "a second reset is no stale socket",
      script: [{ fails: "ECONNRESET" }, { fails: "ECONNRESET" }, good],
      starts: [0, 0, 2_000],
    },
    {
      name: "Retry-After in seconds",
      script: [{ status: 503, headers: { "retry-after": "7" } }, good],
      starts: [0, 7_000],
    },
    {
      name: "Retry-After as a date",
      script: [{ status: 429, headers: { "retry-after": new Date(1_005_000).toUTCString() } }, good],
      starts: [0, 5_000],
    },
    {
      name: "Retry-After that is nothing",
      script: [{ status: 503, headers: { "retry-after": "soon" } }, good],
      starts: [0, 1_000],
    },
    {
      name: "no more than ten seconds apart",
      script: [...Array(6).fill(loading), good],
      starts: [0, 1_000, 3_000, 7_000, 15_000, 25_000, 35_000],
      over: { maxAttempts: 7 },
    },
    { name: "one is all there is", script: [loading], starts: [0], over: { maxAttempts: 1 } },
    { name: "none that would begin after the deadline", script: [loading, loading], starts: [0, 1_000], ms: 3_000 },
    {
      name: "no waiting for a Retry-After beyond it",
      script: [{ status: 503, headers: { "retry-after": "60" } }],
      starts: [0],
    },
  ])("$name", async ({ script, starts: expected, over, ms }) => {
    const { clock, sent, ask } = setUp(script, over);
    const reply = await clock.run(ask(ms));
    expect(starts(sent)).toEqual(expected);
    expect(reply).toMatchObject({ ok: script.at(-1) === good, attempts: expected.length });
  });

  test.each([
    { retryAfter: "120", seconds: 120 },
    { retryAfter: "999999999", seconds: 3_600 },
    { retryAfter: "Fri, 31 Dec 9999 23:59:59 GMT", seconds: 3_600 },
  ])("a 429 passes its Retry-After on, up to an hour: $retryAfter", async ({ retryAfter, seconds }) => {
    const { clock, ask } = setUp([{ status: 429, headers: { "retry-after": retryAfter } }]);
    expect(await clock.run(ask())).toMatchObject({ failure: "model_busy", retryAfterSeconds: seconds, attempts: 1 });
  });

  test("share one deadline", async () => {
    const { clock, ask } = setUp([loading, { wait: "hang" }]);
    const started = clock.now();
    expect(await clock.run(ask(5_000))).toMatchObject({ failure: "model_timeout", attempts: 2 });
    expect(clock.now() - started).toBe(5_000);
  });
});

describe("the end of waiting", () => {
  test.each([
    { name: "first byte", steps: ["hang"] as const, after: 10_000 },
    {
      name: "the prompt is read under pings, and then it goes on",
      steps: [":\n\n", { pause: 9_000 }, ROLE, "hang"] as const,
      after: 14_000,
    },
    {
      name: "idle",
      steps: [ROLE, { pause: 4_000 }, delta("{"), { pause: 4_000 }, delta("}"), "hang"] as const,
      after: 13_000,
    },
    {
      name: "pings keep a begun answer alive",
      steps: [ROLE, { pause: 4_000 }, ":\n\n", { pause: 4_000 }, ":\n\n", "hang"] as const,
      after: 13_000,
    },
  ])("$name", async ({ steps, after }) => {
    const { clock, ask, sent } = setUp([{ steps }]);
    const started = clock.now();
    expect(await clock.run(ask())).toMatchObject({ failure: "model_timeout" });
    expect(clock.now() - started).toBe(after);
    expect(sent[0]?.signal.aborted).toBe(true);
  });

  test.each<{ name: string; served: Served }>([
    { name: "before the headers", served: { wait: "hang" } },
    { name: "before the first event", served: { steps: ["hang"] } },
    { name: "in mid-answer", served: { steps: [ROLE, delta("{"), "hang"] } },
    { name: "while an error is read", served: { status: 503, steps: ["{", "hang"] } },
    { name: "between two attempts", served: { fails: "ECONNREFUSED" } },
  ])("the caller hangs up $name: cancelled, and the socket is closed at once", async ({ served }) => {
    const caller = new AbortController();
    const { clock, ask, sent } = setUp([served]);
    const asked = ask(60_000, caller.signal);
    await clock.advance(100);
    const at = clock.now();
    caller.abort();
    expect(sent[0]?.signal.aborted || served.fails !== undefined).toBe(true);
    expect(await asked).toMatchObject({ ok: false, failure: "cancelled", attempts: 1 });
    expect(clock.now()).toBe(at);
  });

  test("close() ends what is under way", async () => {
    const { clock, open, sent } = setUp([{ wait: "hang" }]);
    const session = open();
    const asked = session.complete(request());
    await clock.advance(100);
    session.close();
    expect(await asked).toMatchObject({ failure: "cancelled" });
    expect(sent[0]?.signal.aborted).toBe(true);
    expect(await session.complete(request())).toMatchObject({ failure: "cancelled", attempts: 0 });
  });

  test("who comes too late sends nothing", async () => {
    const { ask, sent } = setUp([]);
    expect(await ask(0)).toMatchObject({ failure: "model_busy", attempts: 0 });
    expect(await ask(1_000, AbortSignal.abort())).toMatchObject({ failure: "cancelled", attempts: 0 });
    expect(sent).toEqual([]);
  });
});

describe("the queue", () => {
  const slow: Served = { steps: [ROLE, { pause: 1_000 }, delta("{}"), finish("stop"), DONE] };

  test("one after another, each told how long it waited", async () => {
    const { clock, ask, sent } = setUp([slow, slow, slow]);
    const replies = await clock.run(Promise.all([ask(), ask(), ask()]));
    expect(replies.map(({ queueMs }) => queueMs)).toEqual([0, 1_000, 2_000]);
    expect(sent.map(({ at }) => at - (sent[0]?.at ?? 0))).toEqual([0, 1_000, 2_000]);
  });

  test("a session keeps its slot: a repair does not queue again", async () => {
    const { clock, open, ask, sent } = setUp([slow, slow, slow]);
    const session = open();
    const first = session.complete(request());
    const other = ask();
    expect(await clock.run(first)).toMatchObject({ ok: true, queueMs: 0 });
    expect(await clock.run(session.complete(request()))).toMatchObject({ ok: true, queueMs: 0 });
    expect(sent).toHaveLength(2);
    session.close();
    expect(await clock.run(other)).toMatchObject({ ok: true, queueMs: 2_000 });
  });

  test("two calls of one session at once share its one slot", async () => {
    const { clock, open, sent } = setUp([slow, slow]);
    const session = open();
    await clock.run(Promise.all([session.complete(request()), session.complete(request())]));
    session.close();
    expect(sent.map(({ at }) => at - (sent[0]?.at ?? 0))).toEqual([0, 1_000]);
  });

  test("a full queue answers at once", async () => {
    const { clock, ask } = setUp(() => slow, { queue: 1 });
    await clock.run(ask());
    const both = Promise.all([ask(), ask()]);
    await clock.advance(0);
    expect(await ask()).toMatchObject({ failure: "model_busy", attempts: 0, queueMs: 0, retryAfterSeconds: 2 });
    await clock.run(both);
  });

  test("and so does one that would take too long", async () => {
    const { clock, ask } = setUp(() => slow);
    await clock.run(ask());
    const running = ask();
    await clock.advance(0);
    expect(await ask(1_000)).toMatchObject({ failure: "model_busy", attempts: 0, queueMs: 0, retryAfterSeconds: 1 });
    await clock.run(running);
  });

  test("who hangs up while waiting frees the place", async () => {
    const caller = new AbortController();
    const { clock, ask, sent } = setUp(() => slow, { queue: 1 });
    const running = ask();
    const leaving = ask(60_000, caller.signal);
    await clock.advance(400);
    caller.abort();
    expect(await leaving).toMatchObject({ failure: "cancelled", attempts: 0, queueMs: 400 });
    const staying = ask();
    await clock.run(running);
    expect(await clock.run(staying)).toMatchObject({ ok: true });
    expect(sent).toHaveLength(2);
  });

  test("an answer that nobody wants any more is not asked for once its turn comes", async () => {
    const { clock, ask, pool, sent } = setUp(() => slow);
    const asked: string[] = [];
    const askWanted = async (name: string, wanted: () => Promise<boolean>): Promise<ModelReply> => {
      const session = pool.open({
        deadlineAt: clock.now() + 60_000,
        wanted: () => {
          asked.push(name);
          return wanted();
        },
      });
      const reply = await session.complete(request());
      session.close();
      return reply;
    };
    const first = askWanted("at once", async () => false);
    const over = askWanted("over", async () => false);
    const unsure = askWanted("unsure", async () => {
      throw new TypeError("nobody knows");
    });
    const last = ask();
    expect(await clock.run(first)).toMatchObject({ ok: true, queueMs: 0 });
    expect(await clock.run(over)).toMatchObject({ failure: "cancelled", attempts: 0, queueMs: 1_000 });
    expect(await clock.run(unsure)).toMatchObject({ ok: true, queueMs: 1_000 });
    expect(await clock.run(last)).toMatchObject({ ok: true, queueMs: 2_000 });
    expect(asked).toEqual(["over", "unsure"]);
    expect(sent).toHaveLength(3);
  });

  test("close() while waiting frees the place", async () => {
    const { clock, ask, open } = setUp(() => slow, { queue: 1 });
    const running = ask();
    const session = open();
    const waiting = session.complete(request());
    await clock.advance(0);
    session.close();
    expect(await waiting).toMatchObject({ failure: "cancelled", attempts: 0 });
    const staying = ask();
    await clock.run(running);
    expect(await clock.run(staying)).toMatchObject({ ok: true });
  });

  test.each([0, 1, 2, 3, 4, 5])("close() %i steps after its turn came gives the slot back", async (steps) => {
    const { clock, ask, open } = setUp(() => slow);
    const [first, second] = [open(), open()];
    await clock.run(first.complete(request()));
    const waiting = second.complete(request());
    await clock.advance(0);
    first.close();
    for (let step = 0; step < steps; step++) await Promise.resolve();
    second.close();
    expect(await waiting).toMatchObject({ failure: "cancelled" });
    expect(await clock.run(ask(5_000))).toMatchObject({ ok: true, queueMs: 0 });
  });

  test("a request that cannot be built leaves slot and circuit as they were", async () => {
    const { clock, open, ask } = setUp([good]);
    const session = open();
    await expect(session.complete({ ...request(), schema: { name: "x", text: "{" } })).rejects.toThrow(SyntaxError);
    session.close();
    expect(await clock.run(ask())).toMatchObject({ ok: true });
  });
});

describe("the circuit", () => {
  const refused: Served = { fails: "ECONNREFUSED" };

  test("opens after calls that found no server, answers without asking, and closes when a probe finds it", async () => {
    let server: Served = refused;
    const { clock, ask, sent } = setUp(() => server, { maxAttempts: 2 });
    for (let call = 0; call < 3; call++)
      expect(await clock.run(ask())).toMatchObject({ failure: "model_unavailable", attempts: 2 });
    const started = clock.now();
    expect(await ask()).toMatchObject({ failure: "circuit_open", attempts: 0, queueMs: 0, retryAfterSeconds: 30 });
    expect([clock.now() - started, sent.length]).toEqual([0, 6]);

    await clock.advance(30_000);
    expect(await clock.run(ask()), "a probe asks once").toMatchObject({ failure: "model_unavailable", attempts: 1 });
    expect(await ask()).toMatchObject({ failure: "circuit_open", retryAfterSeconds: 30 });

    server = good;
    await clock.advance(30_000);
    expect(await clock.run(ask())).toMatchObject({ ok: true });
    expect(await clock.run(ask())).toMatchObject({ ok: true });
  });

  test.each<{ name: string; served: Served; opens: boolean }>([
    { name: "refused", served: refused, opens: true },
    { name: "loading", served: error(503, "unavailable_error", "Loading model"), opens: true },
    { name: "502", served: { status: 502 }, opens: true },
    { name: "silence", served: { wait: "hang" }, opens: true },
    { name: "cut in mid-answer", served: { steps: [ROLE, "reset"] }, opens: true },
    { name: "429: it is alive", served: { status: 429 }, opens: false },
    { name: "401", served: error(401, "authentication_error"), opens: false },
    { name: "400", served: error(400, "invalid_request_error"), opens: false },
    { name: "a cut-off answer", served: { steps: [finish("length"), usage(1, 100), DONE] }, opens: false },
  ])("is opened by the server's absence alone: $name", async ({ served, opens }) => {
    const { clock, ask } = setUp(() => served, { maxAttempts: 1 });
    for (let call = 0; call < 3; call++) await clock.run(ask());
    const reply = await clock.run(ask());
    expect(reply.ok === false && reply.failure === "circuit_open").toBe(opens);
  });

  test("our own deadline does not open it", async () => {
    const { clock, ask } = setUp(() => ({ wait: "hang" }), { maxAttempts: 1 });
    for (let call = 0; call < 4; call++)
      expect(await clock.run(ask(2_000))).toMatchObject({ failure: "model_timeout", attempts: 1 });
  });

  test("nor do callers who hang up, and one who hangs up as the probe leaves it to the next", async () => {
    let server: Served = refused;
    const { clock, ask } = setUp(() => server, { maxAttempts: 1 });
    for (let call = 0; call < 3; call++) await clock.run(ask());
    await clock.advance(30_000);
    server = { wait: "hang" };
    const caller = new AbortController();
    const probe = ask(60_000, caller.signal);
    await clock.advance(10);
    expect(await ask(), "beside a probe").toMatchObject({ failure: "circuit_open" });
    caller.abort();
    expect(await probe).toMatchObject({ failure: "cancelled" });
    server = good;
    expect(await clock.run(ask())).toMatchObject({ ok: true });
  });

  test("those who already wait hear of it when their turn comes", async () => {
    const { clock, ask, sent } = setUp(() => refused, { maxAttempts: 1, breaker: { failures: 1, openMs: 30_000 } });
    const replies = await clock.run(Promise.all([ask(), ask(), ask()]));
    expect(replies.map((reply) => !reply.ok && reply.failure)).toEqual([
      "model_unavailable",
      "circuit_open",
      "circuit_open",
    ]);
    expect(sent).toHaveLength(1);
  });
});
