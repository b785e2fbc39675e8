import type { FunctionRule } from "./kprompt-function.ts";
import { error, integerOf } from "./serving-value.ts";

/** The function's own queue answers 429 and a reason; queue-proxy's, if it fills first, a bare 503. */
export const checkConcurrency: FunctionRule = function* (one) {
  // 0 and absent are no limit.
  const limit = integerOf(one.template.spec.containerConcurrency) ?? 0;
  const [running, waiting] = [one.number("LLM_CONCURRENCY"), one.number("LLM_QUEUE")];
  if (limit === 0 || running === undefined || waiting === undefined || limit > running + waiting) return;
  yield error(
    "kprompt_concurrency",
    [...one.template.path, "spec", "containerConcurrency"],
    `containerConcurrency ${limit} does not exceed LLM_CONCURRENCY ${running} + LLM_QUEUE ${waiting}: repeats, which wait ` +
      `for a triage under way, would find no place. Use at least ${running + waiting + 1}.`,
  );
};
