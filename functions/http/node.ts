import { readFileSync } from "node:fs";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { PromptError } from "../../core/error.ts";
import { sha256 } from "../adapters/sha256.ts";
import { SETTINGS } from "../settings.ts";
import { type Composed, compose, type Definition } from "./compose.ts";
import { createDrain } from "./drain.ts";
import { createLog } from "./log.ts";

/** The entry on Node: composes, listens, and on SIGTERM finishes what runs, sends its spans and exits with 0. */
export const runOnNode = (definition: Definition): void => {
  const log = createLog(definition.functionName);
  let stopping = false;
  let composed: Composed;
  try {
    composed = compose(definition, withFiles(process.env), { sha256, log, stopping: () => stopping });
  } catch (error) {
    if (!(error instanceof PromptError)) throw error;
    log("error", error.message, { code: error.code });
    process.exitCode = 1;
    return;
  }

  const { app, config, deps } = composed;
  const server = createAdaptorServer({
    fetch: async (request, bindings) => {
      const response = await app.fetch(request, bindings);
      // A caller with an open connection would otherwise go on using it.
      if (stopping) response.headers.set("connection", "close");
      return response;
    },
    // HTTP/1.0 may leave out the Host; nothing depends on what it says.
    hostname: "localhost",
    serverOptions: {
      // Longer than the 90 s that Go's HTTP client, and so queue-proxy, keeps a connection: the side that sends closes it.
      keepAliveTimeout: 120_000,
      // A slow upload is bounded by Node's own 300 s; a long answer is not.
    },
  });
  const drain = createDrain(server as Server);
  server.on("error", (error: NodeJS.ErrnoException) => {
    log("error", `Cannot listen on port ${config.port}: ${error.code ?? error.name}. Change PORT.`);
    process.exitCode = 1;
  });
  server.listen(config.port, () => {
    log("info", "Listening.", { port: (server.address() as AddressInfo).port });
  });

  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    if (stopping) return;
    stopping = true;
    log("info", `${signal}: finishing what runs.`);
    const closed = drain().then(() => "closed" as const);
    const late = new Promise<"late">((resolve) => setTimeout(() => resolve("late"), config.shutdownTimeoutMs));
    if ((await Promise.race([closed, late])) === "late") {
      log("warning", `Requests still ran after ${config.shutdownTimeoutMs} ms (SHUTDOWN_TIMEOUT_MS); they were cut.`);
    }
    await deps.telemetry.shutdown();
    process.exit(0);
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
};

/**
 * Puts the content of each `…_FILE` setting in the place of the setting that it stands for.
 *
 * @throws {PromptError} `configuration_invalid`
 */
export const withFiles = (
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> => {
  const result: Record<string, string | undefined> = { ...env };
  for (const { name, type } of SETTINGS) {
    const path = env[name];
    if (type.kind !== "file" || !path) continue;
    if (env[type.of]) {
      throw new PromptError("configuration_invalid", `${name} and ${type.of} are both set. Remove one.`);
    }
    try {
      result[type.of] = readFileSync(path, "utf8").trim();
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new PromptError("configuration_invalid", `${name}: "${path}" cannot be read (${code}). Mount the file.`);
    }
  }
  return result;
};
