import type { Hono } from "hono";
import { ATTRIBUTE } from "../../core/attributes.ts";
import { PromptError } from "../../core/error.ts";
import type { Clock, Sha256 } from "../../core/port.ts";
import type { BuiltBundle } from "../../core/prompt/bundle.ts";
import { checkPolicy } from "../../core/route/policy.ts";
import { systemClock } from "../adapters/clock.ts";
import { createRecordSink } from "../adapters/record.ts";
import { createTelemetry, type FinishedSpan } from "../adapters/telemetry.ts";
import { type Config, type Environment, readConfig } from "../config.ts";
import type { FunctionName } from "../settings.ts";
import type { HttpDeps, HttpEnv } from "./app.ts";
import { createAuthenticate } from "./auth.ts";
import type { Log } from "./log.ts";

/** What a function's `compose.ts` makes its app from. */
export interface BaseDeps extends HttpDeps {
  readonly sha256: Sha256;
  readonly clock: Clock;
  readonly record: (record: object) => void;
  readonly fetch: typeof fetch;
}

/** What the process around the function decides. */
export interface Host {
  readonly sha256: Sha256;
  readonly log: Log;
  readonly stopping?: () => boolean;
  /** Where records go, line by line. Default: stdout. */
  readonly write?: (line: string) => void;
  readonly onSpan?: (span: FinishedSpan) => void;
  /** How requests leave the process. Default: the runtime's own. */
  readonly fetch?: typeof fetch;
}

/** All that differs between the functions when one is put together. */
export interface Definition {
  readonly functionName: FunctionName;
  readonly built: BuiltBundle;
  readonly openapi: object;
  readonly compose: (base: BaseDeps, config: Config) => Hono<HttpEnv>;
}

export interface Composed {
  readonly app: Hono<HttpEnv>;
  readonly config: Config;
  readonly deps: BaseDeps;
}

/**
 * Reads the environment and builds the function, the same on Node and in workerd. Nothing is contacted.
 *
 * @throws {PromptError} `configuration_invalid`
 */
export const compose = (definition: Definition, env: Environment, host: Host): Composed => {
  const { functionName, built, openapi } = definition;
  const { sha256, log, stopping, write, onSpan } = host;
  const fetch = host.fetch ?? globalThis.fetch.bind(globalThis);
  const config = readConfig(env, functionName);
  const faults = checkPolicy(built.bundle, config.policy);
  if (faults.length > 0) throw new PromptError("configuration_invalid", faults.join("\n"));

  const revision = config.telemetry.resource[ATTRIBUTE.revision];
  const deps: BaseDeps = {
    functionName,
    built,
    openapi,
    sha256,
    clock: systemClock,
    authenticate: createAuthenticate(config.auth, sha256),
    telemetry: createTelemetry(config.telemetry, { built, clock: systemClock, log, ...(onSpan && { onSpan }) }),
    log,
    record: createRecordSink(systemClock, write, revision === undefined ? {} : { revision }),
    maxBodyBytes: config.maxBodyBytes,
    fetch,
    ...(stopping && { stopping }),
  };
  const app = definition.compose(deps, config);
  for (const warning of config.warnings) log("warning", warning);
  if (config.auth.mode === "none") log("warning", "AUTH=none: anybody who reaches the port may call.");
  log("info", "Ready.", {
    bundle_sha256: built.bundle_sha256,
    git_sha: built.provenance.git_sha,
    tracing: deps.telemetry.exporting ? "on" : "off",
  });
  return { app, config, deps };
};
