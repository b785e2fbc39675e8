import { expect, test } from "vitest";
import { FUNCTION_NAMES, SETTINGS } from "../../functions/settings.ts";
import { bindingsOf, createWorkerConfig } from "./worker-config.ts";

test.each([
  { name: "analyze", has: ["LLM_BASE_URL", "STORE_URL", "EVENT_SECRET", "K_REVISION", "OTEL_EXPORTER_OTLP_ENDPOINT"] },
  { name: "ingest", has: ["BROKER_URL", "AUTH_BASIC", "AUTH_HMAC_SECRET", "K_SERVICE", "K_CONFIGURATION"] },
  { name: "notify", has: ["RECEIVERS", "STORE_URL"] },
  { name: "render", has: ["PROMPT_LABEL", "PROMPT_PINS"] },
] as const)("$name reads $has from the environment", ({ name, has }) => {
  expect(bindingsOf(name)).toEqual(expect.arrayContaining([...has]));
});

test.each([
  { name: "render", hasNot: ["LLM_BASE_URL", "STORE_URL", "RECEIVERS"], why: "they are for other functions" },
  { name: "analyze", hasNot: ["AUTH_TOKENS_FILE", "STORE_URL_FILE", "LLM_API_KEY_FILE"], why: "there are no files" },
  { name: "route", hasNot: ["PORT"], why: "the socket has its own" },
] as const)("$name does not get $hasNot: $why", ({ name, hasNot }) => {
  for (const variable of hasNot) expect(bindingsOf(name)).not.toContain(variable);
});

test.each(FUNCTION_NAMES)("%s: each secret that can be a file there can be a variable here", (name) => {
  const files = SETTINGS.filter(({ functions, type }) => type.kind === "file" && functions.some((one) => one === name));
  const values = files.map(({ type }) => (type.kind === "file" ? type.of : ""));
  expect(bindingsOf(name)).toEqual(expect.arrayContaining(values));
});

test.each(FUNCTION_NAMES)("%s: the file binds each variable once, under its own name", (name) => {
  const bound = [...createWorkerConfig(name).matchAll(/\(name = "(\w+)", fromEnvironment = "(\w+)"\)/g)];
  expect(bound.map(([, as]) => as)).toEqual(bindingsOf(name));
  expect(bound.map(([, , from]) => from)).toEqual(bindingsOf(name));
});
