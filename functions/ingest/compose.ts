import { createBroker } from "../adapters/broker.ts";
import { sleep } from "../adapters/llm/sleep.ts";
import type { Config } from "../config.ts";
import type { BaseDeps } from "../http/compose.ts";
import { createWebhookAuthenticate } from "../http/webhook-auth.ts";
import { createApp } from "./app.ts";

/** @throws {PromptError} `configuration_invalid` */
export const compose = (base: BaseDeps, config: Config) => {
  const { auth, webhookSecrets, brokerUrl, eventSecret, clusterName, identityDropLabels, candidatePercent } = config;
  const { clock } = base;
  const deps = { fetch: base.fetch, now: clock.now, sleep };
  return createApp({
    ...base,
    authenticate: createWebhookAuthenticate(auth, webhookSecrets, base),
    broker: createBroker({ url: brokerUrl, timeoutMs: brokerTimeoutMs }, deps),
    sleep,
    ...(eventSecret !== undefined && { eventSecret }),
    clusterName,
    identityDropLabels,
    candidatePercent,
  });
};

/** For one event. Shorter than the time for all of them, so that one that hangs leaves some for the others. */
const brokerTimeoutMs = 3000;
