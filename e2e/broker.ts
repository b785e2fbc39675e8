import { fileURLToPath } from "node:url";
import type { Addressed } from "./built-function.ts";
import { findFreePort } from "./free-port.ts";
import { answersOk, startService } from "./service.ts";

export interface BrokerOptions {
  /** Manifests with its Triggers. */
  readonly triggers: string;
  /** Addresses by the names that the Triggers' refs have. */
  readonly services?: Readonly<Record<string, string>>;
  /** Folder in which accepted events outlive it. Default: they do not. */
  readonly journal?: string;
  /** Default: a free one. */
  readonly port?: number;
}

/** Starts `kprompt broker`, the stand-in for Knative's. */
export const startBroker = async ({
  triggers,
  services = {},
  journal,
  port: given,
}: BrokerOptions): Promise<Addressed> => {
  const port = given ?? (await findFreePort());
  const url = `http://127.0.0.1:${port}`;
  const service = await startService({
    name: "broker",
    command: process.execPath,
    arguments: [
      ...[MAIN, "broker", "--triggers", triggers, "--port", String(port)],
      ...Object.entries(services).flatMap(([name, address]) => ["--service", `${name}=${address}`]),
      ...(journal === undefined ? [] : ["--journal", journal]),
    ],
    environment: { PATH: process.env.PATH },
    isReady: () => answersOk(`${url}/stats`),
  });
  return { ...service, url };
};

const MAIN = fileURLToPath(new URL("../cli/main.ts", import.meta.url));
