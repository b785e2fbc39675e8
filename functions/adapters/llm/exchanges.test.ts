import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ModelReply, ModelRequest } from "../../../core/port.ts";
import data from "./exchanges.json" with { type: "json" };
import { createModelPool, type ModelSession } from "./pool.ts";
import { sleep } from "./sleep.ts";

interface Exchange {
  readonly name: string;
  readonly path: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly max_tokens?: number;
  readonly body?: string;
  /** One a socket read. */
  readonly chunks?: readonly string[];
  /** The server was ended in mid-answer. */
  readonly cut?: boolean;
}
const exchanges: readonly Exchange[] = data.exchanges;

/** A server that repeats a captured exchange; its name is the first part of the path. */
const createReplay = (): Server =>
  createServer((request, response) => {
    const [, name, how] = /^\/([^/]+?)(~\w+)?\//.exec(request.url ?? "") ?? [];
    const exchange = exchanges.find((one) => one.name === name);
    request.resume().on("end", async () => {
      if (!exchange) return response.writeHead(500).end();
      response.writeHead(exchange.status, exchange.headers);
      for (const chunk of exchange.chunks ?? [exchange.body ?? ""]) {
        response.write(chunk);
        await new Promise((resolve) => setImmediate(resolve));
      }
      if (exchange.cut && how === "~reset") response.destroy();
      else response.end();
    });
  });

let replay: Server;
beforeAll(async () => {
  replay = createReplay();
  await new Promise<void>((resolve) => replay.listen(0, "127.0.0.1", resolve));
});
afterAll(() => new Promise((resolve) => replay.close(resolve)));

const open = (path: string): ModelSession =>
  createModelPool(
    {
      baseUrl: `http://127.0.0.1:${(replay.address() as AddressInfo).port}/${path}`,
      provider: "llama_cpp",
      concurrency: 1,
      queue: 0,
      firstByteTimeoutMs: 10_000,
      idleTimeoutMs: 10_000,
      maxAttempts: 3,
      breaker: { failures: 5, openMs: 1_000 },
    },
    // Nobody waits between attempts; the other sleeps are timeouts, which no row here runs into.
    { fetch, now: () => 0, random: () => 0.5, sleep: (ms, signal) => sleep(ms < 2_000 ? 0 : ms, signal) },
  ).open({ deadlineAt: 60_000 });

const ask = async (path: string, maxTokens = 5_000): Promise<ModelReply> => {
  const session = open(path);
  const request: ModelRequest = {
    messages: [{ role: "user", content: "14 completed orders" }],
    parameters: { temperature: 0, top_p: 1, max_tokens: maxTokens, stop: [] },
    schema: { name: "triage", text: '{"type":"object"}' },
    traceparent: "",
  };
  const reply = await session.complete(request);
  session.close();
  return reply;
};

const maxTokensOf = (name: string): number | undefined => exchanges.find((one) => one.name === name)?.max_tokens;

/** Answers: the whole text, or how it begins; prompt, answer and cached tokens. */
const answered = [
  ["chat_grammar_field", '{"severity":"critical"}', 114, 15, 113],
  ["chat_grammar_gbnf_no_fence", /^\{"severity": "error", "root_cause": "`{100}/, 114, 425, 0],
  ["chat_json_object_no_schema", '{"8 ":2988888888888844.4488888888844844}', 114, 35, 113],
  ["chat_json_object_with_schema", /^\{"severity": "error", .* "confidence": "medium"\}$/, 114, 80, 113],
  ["chat_json_schema_bounded", /^\{"severity": "error", .* "confidence": "medium"\}$/, 114, 80, 113],
  ["chat_json_schema_bounded_temp1", /^\{"severity": "error","root_cause":"09 ", /, 114, 68, 113],
  ["chat_json_schema_fenced", /^\{"severity": "error", "root_cause": "`{100}/, 114, 434, 0],
  ["chat_json_schema_flat_form_not_enforced", '{"8 ":2988888888888844.4488888888844844}', 114, 35, 113],
  ["chat_json_schema_strict_full", /^\{"severity": "error", [\s\S]*e7\d+\n\}$/, 114, 120, 113],
  ["chat_schema_const_null_union", '{"k": "v1", "o": "5814The at", "n":{"z":false}}', 114, 33, 113],
  ["chat_schema_integer_bounded", '{"confidence":44}', 114, 13, 113],
  ["chat_schema_number_infinity", /^\{"confidence":4488888888888888\.\d+e\d+\n\}$/, 114, 57, 113],
  ["chat_schema_optional_and_order", '{"b": "x", "a": "y"}', 114, 18, 113],
  ["chat_schema_pattern_ok", '{"a": "ZZZ-14"}', 114, 14, 113],
  ["chat_stop_hit", "14 compl", 114, 2, 113],
  ["chat_stream_json_schema", /^\{"severity": "error", .* "confidence": "medium"\}$/, 114, 80, 113],
  ["err_assistant_prefill", '{"a": "y"}', 39, 5, 37],
  ["err_schema_array_times_maxlength", '{"a": ["14 completedorders8 completed8cause"]}', 114, 17, 113],
  ["err_schema_maxlength_2000", '{"a": "5814 completedorders "}', 114, 13, 113],
  ["err_schema_pattern_bad_regex", '{"a": "5814 completedorders "}', 114, 13, 113],
  ["err_schema_pattern_unanchored", '{"a": "5814 completedorders "}', 114, 13, 113],
  ["err_schema_unsupported_keywords", /^\{"a": \["x", "y", "y", "y"\], "n":1488888888888888\.\d+\}$/, 114, 54, 113],
  ["think_forced_budget", '{"a": "y"}', 29, 20, 28],
  ["think_forced_budget0", '{"a": "y"}', 29, 12, 28],
  ["think_forced_enable_false", '{"a": "y"}', 35, 10, 30],
  ["think_forced_reasoning_format_none", '{"a": "y"}', 29, 10, 28],
  ["think_qwen3_default", '{"a": "y"}', 29, 10, 0],
  ["think_qwen3_enable_false", '{"a": "y"}', 35, 10, 0],
  // Without a usage event the counts come from the timings.
  ["think_stream", '{"a": "y"}', 29, 18, 28],
] as const;

/** Answers that are none: `length`. Prompt and answer tokens. */
const unfinished = [
  ["auth_chat_ok_bearer", "output_truncated", 114, 2],
  ["chat_all_params", "output_truncated", 114, 12],
  ["chat_json_schema_fenced_truncated", "output_truncated", 114, 20],
  ["chat_json_schema_truncated_length", "output_truncated", 114, 25],
  ["chat_logprobs", "output_truncated", 114, 4],
  ["chat_max_tokens_zero", "output_truncated", 114, 1],
  ["chat_plain", "output_truncated", 114, 40],
  ["chat_stream", "output_truncated", 114, 12],
  ["chat_stream_return_progress", "output_truncated", 973, 3],
  ["chat_stream_timings_per_token", "output_truncated", 114, 4],
  ["chat_stream_usage", "output_truncated", 114, 12],
  ["chat_verbose", "output_truncated", 114, 5],
  ["ctx_filled_while_generating", "context_exceeded", 114, 3982],
  ["empty_content", "output_truncated", 15, 2],
  ["err_schema_not_object", "output_truncated", 114, 5],
  ["nul_char", "output_truncated", 18, 2],
  ["resumable_stream_post", "output_truncated", 114, 6],
  ["sse_ping", "output_truncated", 2689, 2],
  ["think_forced_length", "output_truncated", 29, 40],
] as const;

/** Errors: failure, status, requests sent, and what the sentence for people must say. */
const refused = [
  ["auth_chat_missing", "model_unauthorized", 401, 1, /key.*401 authentication_error/],
  ["auth_chat_wrong", "model_unauthorized", 401, 1, /key.*401 authentication_error/],
  ["auth_metrics_disabled_withkey", "model_rejected", 501, 1, /501 not_supported_error/],
  ["big_body_12MB", "context_exceeded", 400, 1, /6000014 tokens.*holds 4096/],
  ["chat_loading_503", "model_loading", 503, 3, /loading its model/],
  ["err_context_exceeded", "context_exceeded", 400, 1, /7969 tokens.*holds 2048/],
  ["err_context_exceeded_stream", "context_exceeded", 400, 1, /7969 tokens.*holds 2048/],
  ["err_empty_body", "model_rejected", 500, 1, /could not read the request/],
  ["err_enable_thinking_string", "model_rejected", 400, 1, /400 invalid_request_error/],
  ["err_grammar_bad", "model_rejected", 400, 1, /schema into a grammar/],
  ["err_invalid_json", "model_rejected", 500, 1, /could not read the request/],
  ["err_max_tokens_negative", "model_rejected", 400, 1, /refused the request/],
  ["err_max_tokens_type", "model_rejected", 400, 1, /refused the request/],
  ["err_messages_type", "model_rejected", 400, 1, /refused the request/],
  ["err_no_messages", "model_rejected", 400, 1, /refused the request/],
  ["err_response_format_type", "model_rejected", 400, 1, /refused the request/],
  ["err_schema_and_grammar", "model_rejected", 500, 1, /could not read the request/],
  ["err_schema_bad_type", "model_rejected", 400, 1, /schema into a grammar/],
  ["err_schema_remote_ref", "model_rejected", 400, 1, /schema into a grammar/],
  ["err_tools_image", "model_rejected", 500, 1, /could not read the request/],
  ["err_unknown_route", "model_rejected", 404, 1, /Correct its URL/],
  ["err_wrong_method", "model_rejected", 404, 1, /Correct its URL/],
  ["invalid_utf8_bytes", "model_rejected", 500, 1, /could not read the request/],
  ["lone_surrogate_escaped", "model_rejected", 500, 1, /could not read the request/],
  ["queue_slots_fail_on_no_slot", "model_unavailable", 503, 3, /503 unavailable_error/],
  ["router_chat_no_model", "model_rejected", 400, 1, /does not serve this model/],
  ["router_chat_unknown_model", "model_rejected", 400, 1, /does not serve this model/],
  ["cancel_stream", "model_unavailable", 200, 1, /without \[DONE\]/],
  ["sigterm_in_flight", "model_unavailable", 200, 1, /without \[DONE\]/],
  ["chat_input_tokens", "model_rejected", 200, 1, /no known reason/],
  ["props", "model_rejected", 200, 1, /no known reason/],
] as const;

describe("what llama-server was seen to answer", () => {
  test("each captured exchange has its row", () => {
    const rows = [...answered, ...unfinished, ...refused].map(([name]) => name);
    expect([...rows].sort()).toEqual(exchanges.map(({ name }) => name).sort());
  });

  test.each(answered)("%s is an answer", async (name, text, inputTokens, outputTokens, cachedTokens) => {
    const reply = await ask(name, maxTokensOf(name));
    expect(reply).toMatchObject({
      ok: true,
      attempts: 1,
      text: typeof text === "string" ? text : expect.stringMatching(text),
      model: "/models/tiny-random-llama-f16.gguf",
      systemFingerprint: "b1-de3ff81",
      responseId: expect.stringMatching(/^chatcmpl-\w{32}$/),
      usage: { inputTokens, outputTokens, cachedTokens, estimated: false },
      timings: { cache_n: cachedTokens, predicted_n: outputTokens },
      timeToFirstTokenMs: 0,
    });
  });

  test.each(unfinished)("%s: %s", async (name, failure, inputTokens, outputTokens) => {
    const reply = await ask(name, maxTokensOf(name));
    expect(reply).toMatchObject({
      ok: false,
      failure,
      attempts: 1,
      status: 200,
      usage: { inputTokens, outputTokens, estimated: false },
    });
  });

  test("think_forced_length says where the tokens went", async () => {
    expect(await ask("think_forced_length", 40)).toMatchObject({ detail: expect.stringContaining("on thinking") });
  });

  test.each(refused)("%s: %s", async (name, failure, status, attempts, detail) => {
    const reply = await ask(name);
    expect(reply).toMatchObject({ ok: false, failure, status, attempts, detail: expect.stringMatching(detail) });
    const said = exchanges.find((one) => one.name === name)?.body ?? "";
    const message = /"message":"((?:[^"\\]|\\.)*)"/.exec(said)?.[1];
    if (message) expect(reply.ok || reply.detail, "the server's own words may hold the prompt").not.toContain(message);
  });

  test.each(["cancel_stream", "sigterm_in_flight"])("%s, the socket reset", async (name) => {
    expect(await ask(`${name}~reset`)).toMatchObject({ failure: "model_unavailable", attempts: 1 });
  });

  test("chat_input_tokens and props: the size of prompt and slot", async () => {
    expect(await open("chat_input_tokens").countTokens([{ role: "user", content: "x" }])).toBe(114);
    expect(await open("props").contextTokens()).toBe(2048);
  });
});
