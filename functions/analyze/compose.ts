import { createRedactor } from "../../core/evidence/redact.ts";
import { createModelPool } from "../adapters/llm/pool.ts";
import { sleep } from "../adapters/llm/sleep.ts";
import { createLoki } from "../adapters/loki/source.ts";
import type { Config } from "../config.ts";
import type { BaseDeps } from "../http/compose.ts";
import { createApp } from "./app.ts";

export const compose = (base: BaseDeps, config: Config) => {
  const { policy, llm, loki, maxLines, maxLineBytes, previewChars, allowOverrides, capture, redaction } = config;
  const deps = { fetch: globalThis.fetch.bind(globalThis), now: base.clock.now, random: Math.random, sleep };
  return createApp({
    ...base,
    policy,
    lineLimits: { maxLines, maxLineBytes },
    models: llm && createModelPool(llm, deps),
    logSource: loki && createLoki(loki, deps),
    modelTimeoutMs: llm?.timeoutMs ?? 0,
    allowOverrides,
    previewChars,
    redactor: createRedactor(redaction),
    ...(capture && { capture: base.record }),
  });
};
