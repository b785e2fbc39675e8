import { expect, test } from "vitest";
import { PromptError } from "../../../core/error.ts";
import { toEndpoint } from "./endpoint.ts";
import { createModelPool } from "./pool.ts";

test.each([
  {
    baseUrl: "http://llama:8080",
    chat: "http://llama:8080/v1/chat/completions",
    props: "http://llama:8080/props",
    port: 8080,
  },
  {
    baseUrl: "http://llama:8080/",
    chat: "http://llama:8080/v1/chat/completions",
    props: "http://llama:8080/props",
    port: 8080,
  },
  {
    baseUrl: "http://llama:8080/v1",
    chat: "http://llama:8080/v1/chat/completions",
    props: "http://llama:8080/props",
    port: 8080,
  },
  {
    baseUrl: "http://llama:8080/v1/",
    chat: "http://llama:8080/v1/chat/completions",
    props: "http://llama:8080/props",
    port: 8080,
  },
  {
    baseUrl: "http://llama/api",
    chat: "http://llama/api/v1/chat/completions",
    props: "http://llama/api/props",
    port: 80,
  },
  { baseUrl: "https://llama", chat: "https://llama/v1/chat/completions", props: "https://llama/props", port: 443 },
  {
    baseUrl: "http://[::1]:9",
    chat: "http://[::1]:9/v1/chat/completions",
    props: "http://[::1]:9/props",
    port: 9,
    address: "::1",
  },
  { baseUrl: "https://llama", provider: "openai", chat: "https://llama/v1/chat/completions", port: 443 },
  {
    baseUrl: "https://llama/openai/v2",
    provider: "openai",
    chat: "https://llama/openai/v2/chat/completions",
    port: 443,
  },
  {
    baseUrl: "http://llama",
    model: "a/b c",
    chat: "http://llama/v1/chat/completions",
    props: "http://llama/props?model=a%2Fb%20c",
    port: 80,
  },
])("$baseUrl $provider", ({ baseUrl, provider = "llama_cpp", model, chat, props, port, address = "llama" }) => {
  const endpoint = toEndpoint({ baseUrl, provider, model });
  expect(endpoint).toMatchObject({ chatUrl: chat, countUrl: `${chat}/input_tokens`, address, port });
  if (props) expect(endpoint.propsUrl).toBe(props);
});

test.each([
  { name: "no URL", over: { baseUrl: "llama:8080" }, message: /"llama:8080" is not a URL/ },
  { name: "empty", over: { baseUrl: "" }, message: /not a URL/ },
  { name: "another scheme", over: { baseUrl: "file:///etc/passwd" }, message: /not a URL of a model server/ },
  { name: "a password", over: { baseUrl: "http://me:secret-word@llama" }, message: /no user, password/ },
  { name: "a query", over: { baseUrl: "http://llama?key=secret-word" }, message: /no user, password, query/ },
  { name: "a key with a line break", over: { apiKey: "secret-word\n" }, message: /Remove line breaks/ },
  { name: "a key outside ASCII", over: { apiKey: "secret-word-ü" }, message: /no header can carry/ },
  { name: "no slots", over: { concurrency: 0 }, message: /concurrency is 0; it must be an integer of at least 1/ },
  { name: "half an attempt", over: { maxAttempts: 0.5 }, message: /maxAttempts is 0.5/ },
  {
    name: "several at once",
    over: { queue: -1, idleTimeoutMs: Number.NaN },
    message: /queue is -1.*idleTimeoutMs is NaN/,
  },
])("stops the start: $name", ({ over, message }) => {
  const config = {
    ...{ baseUrl: "http://llama", provider: "llama_cpp", concurrency: 1, queue: 0, maxAttempts: 1 },
    ...{ firstByteTimeoutMs: 1, idleTimeoutMs: 1, breaker: { failures: 1, openMs: 1 } },
    ...over,
  };
  const deps = { fetch, now: () => 0, random: () => 0, sleep: async () => {} };
  const start = () => createModelPool(config, deps);
  expect(start).toThrow(PromptError);
  expect(start).toThrow(message);
  expect(start).not.toThrow(/secret-word/);
  expect(start).toThrow(expect.objectContaining({ code: "configuration_invalid" }));
});
