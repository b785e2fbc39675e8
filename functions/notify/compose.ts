import { createRedactor } from "../../core/evidence/redact.ts";
import { sleep } from "../adapters/llm/sleep.ts";
import type { Connector } from "../adapters/store/connector.ts";
import { createStore } from "../adapters/store/store.ts";
import type { Config } from "../config.ts";
import type { BaseDeps } from "../http/compose.ts";
import { createApp } from "./app.ts";

/** @param connector How this runtime reaches the store. */
export const createCompose =
  (connector: Connector) =>
  (base: BaseDeps, { receivers, receiverTimeoutMs, storeUrl, eventSecret, redaction }: Config) => {
    const { clock, log } = base;
    if (receivers.length === 0) log("warning", "RECEIVERS is not set: nobody is told of anything.");
    return createApp({
      ...base,
      receivers,
      timeoutMs: receiverTimeoutMs,
      store: createStore(storeUrl, { connector, log, sleep, now: clock.now }),
      sleep,
      newToken: () => crypto.randomUUID(),
      redactor: createRedactor(redaction),
      ...(eventSecret !== undefined && { eventSecret }),
    });
  };
