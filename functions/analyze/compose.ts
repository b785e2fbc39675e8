import { deadlinesOf } from "../../core/alert/deadlines.ts";
import { createRedactor } from "../../core/evidence/redact.ts";
import { createModelPool } from "../adapters/llm/pool.ts";
import { sleep } from "../adapters/llm/sleep.ts";
import { createLoki } from "../adapters/loki/source.ts";
import type { Connector } from "../adapters/store/connector.ts";
import { createStore } from "../adapters/store/store.ts";
import type { Config } from "../config.ts";
import type { BaseDeps } from "../http/compose.ts";
import { createApp } from "./app.ts";

/** @param connector How this runtime reaches the store. */
export const createCompose = (connector: Connector) => (base: BaseDeps, config: Config) => {
  const { policy, llm, loki, maxLines, maxLineBytes, previewChars, allowOverrides, capture, redaction } = config;
  const { alerts, storeUrl, eventSecret } = config;
  const { clock, log } = base;
  const deps = { fetch: base.fetch, now: clock.now, random: Math.random, sleep };
  const modelTimeoutMs = llm?.timeoutMs ?? 0;
  const { leaseMs, waitMs } = deadlinesOf({ modelTimeoutMs, logsTimeoutMs: loki?.timeoutMs ?? 0 });
  return createApp({
    ...base,
    policy,
    lineLimits: { maxLines, maxLineBytes },
    models: llm && createModelPool(llm, deps),
    logSource: loki && createLoki(loki, deps),
    modelTimeoutMs,
    allowOverrides,
    previewChars,
    redactor: createRedactor(redaction),
    ...(capture && { capture: base.record }),
    store: createStore(storeUrl, { connector, log, sleep, now: clock.now }),
    alertPolicy: {
      ...alerts,
      windowMinutes: Math.min(alerts.windowMinutes, (loki?.maxRangeHours ?? DAY_HOURS) * 60 - AFTER_MINUTES),
      maxLines,
      leaseMs,
      waitMs,
    },
    sleep,
    nonce: () => crypto.randomUUID(),
    ...(eventSecret !== undefined && { eventSecret }),
  });
};

const DAY_HOURS = 24;
/** Of a window, what is looked at from the start of the alert on. */
const AFTER_MINUTES = 6;
