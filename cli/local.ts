import { randomUUID } from "node:crypto";
import type { Hono } from "hono";
import type { CloudEvent } from "../core/cloud-event.ts";
import type { BuiltBundle } from "../core/prompt/bundle.ts";
import { sha256 } from "../functions/adapters/sha256.ts";
import { nodeConnector } from "../functions/adapters/store/connector-node.ts";
import type { FinishedSpan } from "../functions/adapters/telemetry.ts";
import { createCompose as createComposeAnalyze } from "../functions/analyze/compose.ts";
import type { HttpEnv } from "../functions/http/app.ts";
import { type Composed, compose } from "../functions/http/compose.ts";
import { withFiles } from "../functions/http/node.ts";
import { compose as composeIngest } from "../functions/ingest/compose.ts";
import { createCompose as createComposeNotify } from "../functions/notify/compose.ts";
import { createOpenApi } from "../functions/openapi.ts";
import { compose as composeRender } from "../functions/render/compose.ts";
import { compose as composeRoute } from "../functions/route/compose.ts";
import { FUNCTION_NAMES, type FunctionName } from "../functions/settings.ts";
import { createSideBySide } from "../functions/side-by-side.ts";
import type { Note } from "./broker/note.ts";
import { createLocalBroker, LOCAL_BROKER } from "./local-broker.ts";

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

/** What the functions of this process tell whoever started them. */
export interface LocalHost {
  readonly warn: (message: string) => void;
  readonly record: (line: string) => void;
  /** Each triage event that the broker delivered. Default: nobody is told. */
  readonly onTriage?: (event: CloudEvent) => void;
  readonly onNote?: (note: Note) => void;
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
  { warn, record, onTriage = () => undefined, onNote = () => undefined }: LocalHost,
): Promise<Local> => {
  const spans: FinishedSpan[] = [];
  const settings = withFiles({
    ALLOW_OVERRIDES: "true",
    ...(hasTokens(env) ? {} : { AUTH: "none" }),
    BROKER_URL: LOCAL_BROKER,
    EVENT_SECRET: randomUUID(),
    ...env,
  });
  const toBroker = (input: string | URL | Request, init?: RequestInit): Promise<Response> =>
    String(input instanceof Request ? input.url : input) === LOCAL_BROKER
      ? broker.accept(new Request(input, init))
      : fetch(input, init);
  const composed = FUNCTION_NAMES.map((functionName): [FunctionName, Composed] => {
    const definition = { functionName, built, openapi: createOpenApi(functionName), compose: PARTS[functionName] };
    const host = {
      sha256,
      // One process reads one environment: a setting of another function is no mistake here.
      log: (level: string, message: string) => {
        const isNews = level !== "info" && functionName === "analyze" && !OF_ONE_PROCESS.test(message);
        if (isNews) warn(message);
      },
      onSpan: (span: FinishedSpan) => {
        spans.push(span);
        if (spans.length > 1000) spans.shift();
      },
      write: record,
      fetch: toBroker,
    };
    return [functionName, compose(definition, settings, host)];
  });
  const { analyze, notify } = Object.fromEntries(composed) as Record<FunctionName, Composed>;
  const apps = Object.fromEntries(composed.map(([name, { app }]) => [name, app])) as Record<
    FunctionName,
    Hono<HttpEnv>
  >;
  const broker = createLocalBroker({
    receivers: notify.config.receivers,
    send: (to, request) => apps[to].fetch(request),
    onTriage,
    onNote,
  });
  const { fetch: serve } = createSideBySide(apps);
  return {
    fetch: (request) => serve(request),
    spans,
    port: analyze.config.port,
    maxLines: analyze.config.maxLines,
    close: async () => {
      await broker.close();
      await Promise.all(composed.map(([, { deps }]) => deps.telemetry.shutdown()));
    },
  };
};

/** What is said of a function that runs by itself. */
const OF_ONE_PROCESS = /^AUTH=none|^[A-Z_]+ is set, but [a-z]+ does not use it/;

const PARTS = {
  ingest: composeIngest,
  route: composeRoute,
  render: composeRender,
  analyze: createComposeAnalyze(nodeConnector),
  notify: createComposeNotify(nodeConnector),
};

const hasTokens = (env: Readonly<Record<string, string | undefined>>): boolean =>
  Boolean(env.AUTH_TOKENS || env.AUTH_TOKENS_FILE);
