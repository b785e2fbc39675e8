import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import type { CloudEvent } from "../../../core/cloud-event.ts";
import { readEvent } from "../../http/cloud-event.ts";

/** What a test wants of the broker for one event: a status, none at all (it hangs), or Knative's own answer. */
export type Answer = (
  event: CloudEvent,
  request: Request,
) => Promise<number | null | undefined> | number | null | undefined;

export interface BrokerIngress {
  /** All that came and was valid, whatever it was answered. */
  readonly events: CloudEvent[];
  /** Header of each. */
  readonly traceparents: (string | null)[];
  /** Of those that were under way. */
  readonly mostAtOnce: number;
  readonly handle: (request: Request) => Promise<Response>;
  /** The same in this process, for an adapter. */
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
}

/** Refuses what the ingress of Knative's Broker refuses: another method or path, a batch, anything but a valid event. */
export const createBrokerIngress = (answer: Answer = () => undefined): BrokerIngress => {
  const events: CloudEvent[] = [];
  const traceparents: (string | null)[] = [];
  let atOnce = 0;
  let mostAtOnce = 0;

  const take = async (request: Request): Promise<Response> => {
    if (request.method !== "POST") return reply(405);
    if (new URL(request.url).pathname.split("/").filter((part) => part !== "").length !== 2) return reply(400);
    try {
      const event = await readEvent(request, 1_048_576);
      events.push(event);
      traceparents.push(request.headers.get("traceparent"));
      const status = await answer(event, request);
      return status === null ? await new Promise<never>(() => undefined) : reply(status ?? 202);
    } catch {
      return reply(400);
    }
  };

  const ingress: BrokerIngress = {
    events,
    traceparents,
    get mostAtOnce() {
      return mostAtOnce;
    },
    handle: async (request) => {
      mostAtOnce = Math.max(mostAtOnce, ++atOnce);
      try {
        return await take(request);
      } finally {
        atOnce--;
      }
    },
    fetch: (url, init) => {
      const { signal } = init;
      const aborted = new Promise<never>((_, reject) => {
        signal?.addEventListener("abort", () => reject(signal.reason));
      });
      return Promise.race([ingress.handle(new Request(url, init)), aborted]);
    },
  };
  return ingress;
};

/** A redirect would be a silent loss if it were followed: what answers there says 200. */
const reply = (status: number): Response =>
  new Response(null, { status, headers: status >= 300 && status < 400 ? { location: "http://127.0.0.1:9/" } : {} });

export interface Listening {
  readonly url: string;
  close(): Promise<void>;
}

/** On a free port of this machine. */
export const listen = async (ingress: BrokerIngress): Promise<Listening> => {
  const server = createAdaptorServer({ fetch: ingress.handle });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/kprompt/default`,
    close: async () => {
      if ("closeAllConnections" in server) server.closeAllConnections();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
};
