import type { CloudEvent } from "../../core/cloud-event.ts";
import { createTestClock, type TestClock } from "../../functions/adapters/llm/test-clock.ts";
import { readEvent, toEventMessage } from "../../functions/http/cloud-event.ts";
import { type Broker, type BrokerOptions, createBroker } from "./broker.ts";
import type { Note } from "./note.ts";

export const testEvent: CloudEvent = {
  id: "f1.1767323045000.firing",
  source: "/alertmanager/home/kprompt",
  type: "dev.kprompt.alert.firing.v1",
  subject: "shop/api",
  datacontenttype: "application/json",
  extensions: { severity: "critical", bucket: "42" },
  data: { alertname: "ApiDown" },
};

export const toRequest = (
  event: CloudEvent,
  { mode = "binary", headers = {} }: { mode?: "binary" | "structured"; headers?: Record<string, string> } = {},
): Request => {
  const message = toEventMessage(event, mode);
  const body = (message.body ?? null) as BodyInit | null;
  return new Request("http://broker/", { method: "POST", headers: { ...message.headers, ...headers }, body });
};

export interface Delivered {
  readonly url: string;
  readonly headers: Headers;
  readonly event: CloudEvent;
  /** On the test's clock. */
  readonly at: number;
}

export interface TestBroker {
  readonly broker: Broker;
  readonly clock: TestClock;
  readonly delivered: Delivered[];
  readonly notes: Note[];
  /** Accepts, and jumps from wait to wait until nothing is under way. */
  send(event?: CloudEvent, more?: Parameters<typeof toRequest>[1]): Promise<Response>;
}

export const SUBSCRIBER = "http://analyze/";
export const SINK = "http://sink/";

/** A broker whose subscribers are a function; by default one trigger that wants everything, and a sink that takes it. */
export const createTestBroker = (
  answer: (delivered: Delivered, request: Request) => Response | Promise<Response>,
  more: Partial<BrokerOptions> = {},
): TestBroker => {
  const clock = createTestClock(Date.parse("2026-01-02T03:04:05Z"));
  const delivered: Delivered[] = [];
  const notes: Note[] = [];
  const broker = createBroker({
    triggers: [{ name: "analyze", subscriber: SUBSCRIBER }],
    delivery: { retry: 2, backoffPolicy: "exponential", backoffDelay: "PT1S", deadLetterSink: SINK },
    deliver: async (url, request) => {
      const one = { url, headers: request.headers, event: await readEvent(request.clone(), 1e6), at: clock.now() };
      delivered.push(one);
      return url === SINK ? new Response(null, { status: 202 }) : answer(one, request);
    },
    now: clock.now,
    sleep: clock.sleep,
    onEvent: (note) => void notes.push(note),
    ...more,
  });
  return {
    broker,
    clock,
    delivered,
    notes,
    async send(event = testEvent, more) {
      const response = await broker.accept(toRequest(event, more));
      await clock.run(broker.idle());
      return response;
    },
  };
};
