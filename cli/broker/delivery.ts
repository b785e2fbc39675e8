import { PromptError } from "../../core/error.ts";
import { parseDuration } from "../../core/release/rules/eventing-duration.ts";

/** `spec.delivery` of a Broker or Trigger, with its sink as a URL. Durations are ISO 8601. */
export interface DeliverySpec {
  readonly retry?: number;
  readonly backoffPolicy?: "linear" | "exponential";
  readonly backoffDelay?: string;
  /** Of one attempt; absent means none. */
  readonly timeout?: string;
  readonly deadLetterSink?: string;
  readonly format?: "binary" | "json";
}

/** How one trigger's events are delivered. */
export interface Delivery {
  /** Attempts after the first. */
  readonly retry: number;
  readonly backoffPolicy: "linear" | "exponential" | undefined;
  readonly backoffDelayMs: number;
  readonly timeoutMs: number | undefined;
  readonly deadLetterSink: string | undefined;
  readonly mode: "binary" | "structured";
}

/** What a cluster gives a Broker that says nothing (`config-br-defaults`). */
export const DEFAULT_DELIVERY: DeliverySpec = { retry: 10, backoffPolicy: "exponential", backoffDelay: "PT0.2S" };

/**
 * A Trigger's delivery stands instead of the Broker's as a whole: one that sets no more than a timeout is never
 * retried. Only the dead-letter sink falls back.
 *
 * @throws {PromptError} `configuration_invalid` where a duration is none.
 */
export const resolveDelivery = (trigger: DeliverySpec | undefined, broker: DeliverySpec): Delivery => {
  const { retry, backoffPolicy, backoffDelay, timeout, format } = trigger ?? broker;
  return {
    retry: retry ?? 0,
    backoffPolicy,
    backoffDelayMs: backoffDelay === undefined ? 0 : readDuration("backoffDelay", backoffDelay),
    timeoutMs: timeout === undefined ? undefined : readDuration("timeout", timeout),
    deadLetterSink: trigger?.deadLetterSink ?? broker.deadLetterSink,
    mode: format === "json" ? "structured" : "binary",
  };
};

/**
 * Wait before a retry, in milliseconds. The documentation counts retries from 1; the dispatcher counts them from 0, so
 * a linear policy begins at once and the ten retries of the default take 204.6 s
 * (knative/eventing pkg/kncloudevents/retries.go).
 *
 * @param retries How many retries there were before this one.
 */
export const backoffMs = ({ backoffPolicy, backoffDelayMs }: Delivery, retries: number): number => {
  if (backoffPolicy === undefined) return 0;
  return backoffDelayMs * (backoffPolicy === "exponential" ? 2 ** retries : retries);
};

const readDuration = (name: string, text: string): number => {
  const duration = parseDuration(text);
  if (duration !== undefined && duration > 0) return duration;
  throw new PromptError(
    "configuration_invalid",
    `delivery.${name} "${text}" is no ISO 8601 duration above zero. Write it like PT0.2S or PT5M.`,
  );
};
