import type { Hono } from "hono";
import type { BuiltBundle } from "../core/prompt/bundle.ts";
import { sha256 } from "../functions/adapters/sha256.ts";
import type { FinishedSpan } from "../functions/adapters/telemetry.ts";
import { compose as composeAnalyze } from "../functions/analyze/compose.ts";
import type { HttpEnv } from "../functions/http/app.ts";
import { type Composed, compose } from "../functions/http/compose.ts";
import { withFiles } from "../functions/http/node.ts";
import { createOpenApi } from "../functions/openapi.ts";
import { compose as composeRender } from "../functions/render/compose.ts";
import { compose as composeRoute } from "../functions/route/compose.ts";
import { FUNCTION_NAMES, type FunctionName } from "../functions/settings.ts";
import { createSideBySide } from "../functions/side-by-side.ts";

/** All functions in this process, with the prompts as they are now. */
export interface Local {
  readonly fetch: (request: Request) => Response | Promise<Response>;
  /** Spans that have ended, of all functions; the last thousand. */
  readonly spans: readonly FinishedSpan[];
  readonly port: number;
  readonly maxLines: number;
  /** Sends what is left to the collector, if there is one. */
  close(): Promise<void>;
}

/**
 * Composes the functions as their Node entries do, with two defaults of a workplace: anybody on this machine may call,
 * and requests may name intent and prompt.
 *
 * @throws {PromptError} `configuration_invalid`.
 */
export const createLocal = async (
  built: BuiltBundle,
  env: Readonly<Record<string, string | undefined>>,
  { warn, record }: { readonly warn: (message: string) => void; readonly record: (line: string) => void },
): Promise<Local> => {
  const spans: FinishedSpan[] = [];
  const settings = withFiles({ ALLOW_OVERRIDES: "true", ...(hasTokens(env) ? {} : { AUTH: "none" }), ...env });
  const parts = { route: composeRoute, render: composeRender, analyze: composeAnalyze };
  const composed = await Promise.all(
    FUNCTION_NAMES.map(async (functionName): Promise<[FunctionName, Composed]> => {
      const definition = { functionName, built, openapi: createOpenApi(functionName), compose: parts[functionName] };
      const host = {
        sha256,
        // One process reads one environment: a setting of another function is no mistake here.
        log: (level: string, message: string) => {
          const isNews = level !== "info" && functionName === "analyze" && !message.startsWith("AUTH=none");
          if (isNews) warn(message);
        },
        onSpan: (span: FinishedSpan) => {
          spans.push(span);
          if (spans.length > 1000) spans.shift();
        },
        write: record,
      };
      return [functionName, compose(definition, settings, host)];
    }),
  );
  const { route, render, analyze } = Object.fromEntries(composed) as Record<FunctionName, Composed>;
  const apps: Record<FunctionName, Hono<HttpEnv>> = { route: route.app, render: render.app, analyze: analyze.app };
  const { fetch } = createSideBySide(apps);
  return {
    fetch: (request) => fetch(request),
    spans,
    port: analyze.config.port,
    maxLines: analyze.config.maxLines,
    close: async () => {
      await Promise.all([route, render, analyze].map(({ deps }) => deps.telemetry.shutdown()));
    },
  };
};

const hasTokens = (env: Readonly<Record<string, string | undefined>>): boolean =>
  Boolean(env.AUTH_TOKENS || env.AUTH_TOKENS_FILE);
