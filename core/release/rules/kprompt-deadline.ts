import { deadlinesOf } from "../../alert/deadlines.ts";
import type { Manifest } from "../manifest.ts";
import { parseDuration } from "./eventing-duration.ts";
import { isTrigger } from "./eventing-places.ts";
import type { FunctionRule, KpromptFunction } from "./kprompt-function.ts";
import { calledBy, deliveryOf } from "./kprompt-trigger.ts";
import { DEFAULT_RESPONSE_START_SECONDS, DEFAULT_TIMEOUT_SECONDS } from "./serving-limits.ts";
import { error, integerOf, nearestPath, textOf } from "./serving-value.ts";

/** Whoever waits for an alert's triage waits longer than it takes: else the work is thrown away and done again. */
export const checkDeadline: FunctionRule = function* (one, tree) {
  const { template, manifest } = one;
  const eventMs = eventMsOf(one);
  if (eventMs === undefined) return;
  const path = [...template.path, "spec"];
  // 0 means the default.
  const timeout = integerOf(template.spec.timeoutSeconds) || DEFAULT_TIMEOUT_SECONDS;
  const start = integerOf(template.spec.responseStartTimeoutSeconds) || DEFAULT_RESPONSE_START_SECONDS;
  const placeOf = (name: string) => nearestPath(manifest.value, [...path, name]);
  if (start * 1000 <= eventMs)
    yield error(
      "kprompt_deadline",
      placeOf("responseStartTimeoutSeconds"),
      `An event may take ${seconds(eventMs)} by LLM_TIMEOUT_MS and LOKI_TIMEOUT_MS, and responseStartTimeoutSeconds cuts it ` +
        `after ${start} s (${DEFAULT_RESPONSE_START_SECONDS} where it is absent). Raise it, or lower those.`,
    );
  if (start > timeout)
    yield error(
      "kprompt_deadline",
      placeOf("timeoutSeconds"),
      `timeoutSeconds ${timeout} is less than responseStartTimeoutSeconds ${start}, and cuts first. Make them equal.`,
    );
  for (const trigger of triggersOf(manifest, tree)) {
    const said = textOf(deliveryOf(trigger, tree).value.timeout);
    const deliveryMs = said === undefined ? undefined : parseDuration(said);
    if (deliveryMs !== undefined && deliveryMs <= timeout * 1000)
      yield error(
        "kprompt_deadline",
        placeOf("timeoutSeconds"),
        `Trigger ${trigger.name} waits ${said} (${seconds(deliveryMs)}), not longer than timeoutSeconds ${timeout}: it would ` +
          "deliver again while the first is under way. Raise its delivery.timeout.",
      );
  }
};

/** Undefined where a value is none, which another rule says. */
const eventMsOf = (one: KpromptFunction): number | undefined => {
  const modelTimeoutMs = one.isSet("LLM_BASE_URL") ? one.number("LLM_TIMEOUT_MS") : 0;
  const logsTimeoutMs = one.isSet("LOKI_URL") ? one.number("LOKI_TIMEOUT_MS") : 0;
  if (modelTimeoutMs === undefined || logsTimeoutMs === undefined) return undefined;
  return deadlinesOf({ modelTimeoutMs, logsTimeoutMs }).eventMs;
};

const triggersOf = (service: Manifest, tree: readonly Manifest[]): readonly Manifest[] =>
  tree.filter((one) => isTrigger(one) && calledBy(one, tree)?.service === service);

const seconds = (ms: number): string => `${ms / 1000} s`;
