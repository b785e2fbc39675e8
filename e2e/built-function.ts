import { join } from "node:path";
import type { FunctionName } from "../functions/settings.ts";
import { findFreePort } from "./free-port.ts";
import { answersOk, type Service, startService } from "./service.ts";

/** A service with an address on loopback. */
export interface Addressed extends Service {
  readonly url: string;
}

/** Starts a built function that anybody may call, on a free port. */
export const startBuiltFunction = async (
  dist: string,
  name: FunctionName,
  environment: Readonly<Record<string, string>>,
): Promise<Addressed> => {
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const service = await startService({
    name,
    command: process.execPath,
    arguments: [join(dist, `${name}.node.mjs`)],
    environment: { PORT: String(port), AUTH: "none", ...environment },
    isReady: () => answersOk(`${url}/health/readiness`),
  });
  return { ...service, url };
};
