import { createModelPool } from "../adapters/llm/pool.ts";
import { sleep } from "../adapters/llm/sleep.ts";
import type { Config } from "../config.ts";
import type { BaseDeps } from "../http/compose.ts";
import { createApp } from "./app.ts";

export const compose = (base: BaseDeps, config: Config) => {
  const { policy, llm, maxLines, maxLineBytes, previewChars, allowOverrides, capture } = config;
  const deps = { fetch: globalThis.fetch.bind(globalThis), now: base.clock.now, random: Math.random, sleep };
  return createApp({
    ...base,
    policy,
    lineLimits: { maxLines, maxLineBytes },
    models: llm && createModelPool(llm, deps),
    modelTimeoutMs: llm?.timeoutMs ?? 0,
    allowOverrides,
    previewChars,
    ...(capture && { capture: base.record }),
  });
};
