import { type Context, Hono, type MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import { ATTRIBUTE } from "../../core/attributes.ts";
import { PromptError } from "../../core/error.ts";
import type { Span } from "../../core/port.ts";
import type { BuiltBundle } from "../../core/prompt/bundle.ts";
import type { Telemetry } from "../adapters/telemetry.ts";
import type { FunctionName } from "../settings.ts";
import { VERSION } from "../version.ts";
import type { Authenticate, Caller } from "./auth.ts";
import type { Log } from "./log.ts";
import { toProblem, toProblemResponse } from "./problem.ts";

/** What every function needs, whatever it does. */
export interface HttpDeps {
  readonly functionName: FunctionName;
  readonly built: BuiltBundle;
  /** Answer of `GET /openapi.json`. */
  readonly openapi: object;
  readonly authenticate: Authenticate;
  readonly telemetry: Telemetry;
  readonly log: Log;
  readonly maxBodyBytes: number;
  /** What signs the events that come in; without it they bring a token like everybody. */
  readonly eventSecret?: string | undefined;
  /** Whether SIGTERM came: readiness says so. */
  readonly stopping?: () => boolean;
}

export interface HttpEnv {
  Variables: {
    readonly span: Span;
    readonly caller: Caller;
    /** Set by a handler whose answer goes on after it returned: the server span ends with it. */
    until?: Promise<unknown>;
    failure?: string;
  };
}

export type HttpContext = Context<HttpEnv>;
export type Handler = (c: HttpContext) => Response | Promise<Response>;
/** Handlers by path, then method. */
export type Paths = Readonly<Record<string, Readonly<Partial<Record<"GET" | "POST", Handler>>>>>;

/**
 * A function's app: its paths, and around them server spans, authentication, health and problems.
 *
 * @param events Made by `toEventPaths`. With an event secret they ask for no token: a Trigger cannot send one.
 */
export const createHttpApp = (deps: HttpDeps, paths: Paths, events: Paths = {}): Hono<HttpEnv> => {
  const app = new Hono<HttpEnv>();
  app.onError((error, c) => {
    const problem = toProblem(error);
    c.set("failure", problem.code);
    if (!(error instanceof PromptError)) logFailure(deps.log, error, c.get("span")?.traceId);
    return toProblemResponse(error, c.get("span")?.traceId);
  });
  app.notFound(() => {
    const known = Object.keys({ ...open, ...events, ...paths }).join(", ");
    throw new PromptError("route_unknown", `There is nothing here. ${deps.functionName} answers at ${known}.`);
  });

  const open: Paths = {
    "/health/liveness": { GET: (c) => c.json({ status: "ok" }) },
    "/health/readiness": { GET: (c) => c.json(readiness(deps)) },
    "/openapi.json": { GET: (c) => c.json(deps.openapi) },
  };
  // Before any middleware: probes come every 50 ms, bring no token and leave no trace.
  addPaths(app, open);
  app.use(traceRequests(deps.telemetry, deps.log));
  if (deps.eventSecret !== undefined) addPaths(app, events);
  app.use(async (c, next) => {
    c.set("caller", await deps.authenticate(c.req.raw));
    await next();
  });
  addPaths(app, deps.eventSecret === undefined ? { ...events, ...paths } : paths);
  return app;
};

const addPaths = (app: Hono<HttpEnv>, paths: Paths): void => {
  for (const [path, handlers] of Object.entries(paths)) {
    const allow = [...Object.keys(handlers), ...(handlers.GET ? ["HEAD"] : []), "OPTIONS"];
    for (const [method, handler] of Object.entries(handlers)) app.on(method, path, handler);
    app.options(path, (c) => c.body(null, 204, { allow: allow.join(", ") }));
    app.all(path, () => {
      throw new PromptError("method_not_allowed", `Use ${allow.join(", ")} here.`, { details: { allow } });
    });
  }
};

const readiness = ({ functionName, built, telemetry, stopping }: HttpDeps) => {
  if (stopping?.())
    throw new PromptError("shutting_down", "This instance is going away.", { details: { retryAfterSeconds: 1 } });
  return {
    status: "ok",
    function: functionName,
    version: VERSION,
    bundle_sha256: built.bundle_sha256,
    git_sha: built.provenance.git_sha,
    tracing: telemetry.exporting ? "on" : "off",
  };
};

/** One server span a request, named after the path's pattern. Neither header, query nor path text is in it. */
const traceRequests =
  (telemetry: Telemetry, log: Log): MiddlewareHandler<HttpEnv> =>
  async (c, next) => {
    const method = methods.has(c.req.method) ? c.req.method : "_OTHER";
    const route = matchedRoutes(c).find(({ path }) => !path.endsWith("*"))?.path;
    const span = telemetry.serverSpan(route ? `${method} ${route}` : method, c.req.header("traceparent") ?? null, {
      [ATTRIBUTE.httpMethod]: method,
      ...(route && { [ATTRIBUTE.httpRoute]: route }),
    });
    c.set("span", span);
    const ended = Promise.withResolvers<void>();
    keepAlive(c, ended.promise.then(telemetry.flush));

    try {
      await next();
    } catch (thrown) {
      // Hono hands only instances of Error to onError.
      c.set("failure", toProblem(thrown).code);
      logFailure(log, thrown, span.traceId);
      c.res = toProblemResponse(thrown, span.traceId);
    }
    span.set({ [ATTRIBUTE.httpStatus]: c.res.status });
    if (c.res.status >= 500) span.fail(c.get("failure") ?? String(c.res.status));
    const end = (): void => {
      span.end();
      ended.resolve();
    };
    const until = c.get("until");
    if (until) until.then(end, end);
    else end();
  };

const methods: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"]);

/** workerd ends a request with its answer, unless told what else to wait for. Node needs no telling. */
const keepAlive = (c: HttpContext, task: Promise<unknown>): void => {
  let waitUntil: ((task: Promise<unknown>) => void) | undefined;
  try {
    const context = c.executionCtx;
    waitUntil = (promise) => context.waitUntil(promise);
  } catch {
    // Hono throws where there is no execution context.
  }
  waitUntil?.(task);
};

/** Names and places only: an error's message may quote what the caller sent. */
export const logFailure = (log: Log, error: unknown, traceId: string | undefined): void =>
  log("error", "A request failed in a way that has no code.", {
    trace_id: traceId,
    error: error instanceof Error ? error.name : typeof error,
    at: error instanceof Error ? framesOf(error) : [],
  });

const framesOf = (error: Error): readonly string[] =>
  (error.stack ?? "")
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .map((line) => line.trim());
