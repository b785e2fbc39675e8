import built from "kprompt:bundle";
import { Hono } from "hono";
import { systemClock } from "../functions/adapters/clock.ts";
import { createTelemetry, type Telemetry } from "../functions/adapters/telemetry.ts";
import { readTelemetryConfig } from "../functions/adapters/telemetry-config.ts";
import { createLog } from "../functions/http/log.ts";

/** The least that a traced function is: one path, one server span. What kprompt adds is measured against it. */
export const createFloor = (env: Readonly<Record<string, unknown>>): { app: Hono; telemetry: Telemetry } => {
  const log = createLog("floor");
  const { config } = readTelemetryConfig(env, "floor");
  const telemetry = createTelemetry(config, { built, clock: systemClock, log });
  const app = new Hono().get("/health/liveness", (c) => {
    telemetry.serverSpan("GET /health/liveness", c.req.header("traceparent") ?? null, {}).end();
    return c.json({ status: "ok" });
  });
  return { app, telemetry };
};
