import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { createArtefact } from "../../../cli/artefact.ts";
import { startWorker } from "../../artefacts.ts";
import { type EventCase, maxEventBytes } from "./cloud-event-cases.ts";
import { type Echo, echoEvent } from "./echo-event.ts";
import { postEvent } from "./post-event.ts";

export type Received = Pick<EventCase, "headers" | "body">;

/** A place where messages are read. */
export interface EventRuntime {
  readonly echo: (message: Received) => Promise<Echo>;
  readonly stop: () => Promise<void>;
}

const inProcess = async (): Promise<EventRuntime> => ({
  echo: ({ headers, body }) => {
    const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
    const init = { method: "POST", headers: headers.map(([name, value]) => [name, value] as [string, string]) };
    return echoEvent(new Request("http://localhost/", { ...init, body: bytes as BodyInit }), maxEventBytes);
  },
  stop: async () => undefined,
});

const onNode = async (): Promise<EventRuntime> => {
  const server = createAdaptorServer({
    fetch: async (request) => Response.json(await echoEvent(request, maxEventBytes)),
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    echo: (message) => postEvent(url, message),
    stop: async () => {
      server.close();
      await once(server, "close");
    },
  };
};

const inWorkerd = async (): Promise<EventRuntime> => {
  const entry = "functions/http/testing/echo-worker.ts";
  const { contents } = await createArtefact("echo", "worker", entry, { bundle: {}, openapi: {} });
  const worker = await startWorker(new TextDecoder().decode(contents), {});
  return { echo: (message) => postEvent(worker.url, message), stop: worker.stop };
};

/** The two entries' runtimes, over a connection, and none at all. */
export const EVENT_RUNTIMES = { "in process": inProcess, "on Node": onNode, "in workerd": inWorkerd } as const;
