import { PromptError } from "../../core/error.ts";
import { sha256 } from "../adapters/sha256-portable.ts";
import { type Composed, compose, type Definition } from "./compose.ts";
import { createLog } from "./log.ts";
import { toProblemResponse } from "./problem.ts";

interface ExecutionContext {
  waitUntil(promise: Promise<unknown>): void;
  passThroughOnException(): void;
  readonly props: unknown;
}

/** The entry of workerd: settings come with the first request, as `env`, and the function is built then, once. */
export const createWorker = (definition: Definition) => {
  const log = createLog(definition.functionName);
  const built = new WeakMap<object, Composed>();
  const composedFor = (env: object): Composed => {
    const known = built.get(env);
    if (known) return known;
    const composed = compose(definition, env as Readonly<Record<string, unknown>>, { log, sha256 });
    built.set(env, composed);
    return composed;
  };

  return {
    async fetch(request: Request, env: object, context: ExecutionContext): Promise<Response> {
      try {
        return await composedFor(env).app.fetch(request, env, context);
      } catch (error) {
        if (!(error instanceof PromptError)) throw error;
        log("error", error.message, { code: error.code });
        return toProblemResponse(error);
      }
    },
  };
};
