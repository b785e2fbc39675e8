import type { FunctionRule } from "./kprompt-function.ts";
import { warning } from "./serving-value.ts";

/** A pod that goes lets a model call end that has begun. */
export const checkShutdown: FunctionRule = function* (one) {
  const [shutdown, model] = [one.number("SHUTDOWN_TIMEOUT_MS"), one.number("LLM_TIMEOUT_MS")];
  if (!one.isSet("LLM_BASE_URL") || shutdown === undefined || model === undefined || shutdown > model) return;
  yield warning(
    "kprompt_shutdown",
    one.placeOf(one.isSet("SHUTDOWN_TIMEOUT_MS") ? "SHUTDOWN_TIMEOUT_MS" : "LLM_TIMEOUT_MS"),
    `SHUTDOWN_TIMEOUT_MS ${shutdown} does not exceed LLM_TIMEOUT_MS ${model}: a pod that goes would cut its model call, and ` +
      "the event would come again. Raise SHUTDOWN_TIMEOUT_MS.",
  );
};
