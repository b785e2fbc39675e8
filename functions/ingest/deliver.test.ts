import { expect, test } from "vitest";
import type { CloudEvent } from "../../core/cloud-event.ts";
import type { Span } from "../../core/port.ts";
import { createBroker } from "../adapters/broker.ts";
import { createTestClock } from "../adapters/llm/test-clock.ts";
import { deliver } from "./deliver.ts";

/** Starts when nothing has happened yet; an answer of null never comes. */
const createDelivery = (answer: (id: number, sleep: (ms: number) => Promise<void>) => Promise<number | null>) => {
  const clock = createTestClock(0);
  const signals: AbortSignal[] = [];
  const failures: string[] = [];
  const fetch = async (_: string, { signal, headers }: RequestInit): Promise<Response> => {
    signals.push(signal!);
    const status = await answer(Number((headers as Record<string, string>)["ce-id"]), clock.sleep);
    return status === null ? new Promise(() => undefined) : new Response(null, { status });
  };
  const broker = createBroker({ url: "http://broker/a/b", timeoutMs: 3000 }, { ...clock, fetch });
  const span: Span = {
    traceId: "",
    spanId: "",
    traceparent: "",
    child: () => span,
    set: () => undefined,
    link: () => undefined,
    fail: (why) => void failures.push(why),
    end: () => undefined,
  };
  const run = (count: number) => {
    const events = Array.from({ length: count }, (_, index): CloudEvent => {
      return { id: String(index), source: "/s", type: "t", extensions: {} };
    });
    return clock.run(deliver(events, span, { broker, sleep: clock.sleep, log: () => undefined }));
  };
  return { clock, signals, failures, run };
};

test("an event that gets no answer costs the others nothing", async () => {
  const { clock, signals, run } = createDelivery(async (id) => (id === 0 ? null : 202));
  expect(await run(100)).toEqual({ accepted: 99, rejected: 0, failed: 1 });
  expect(signals).toHaveLength(100);
  expect(clock.now()).toBe(3000);
});

test("a broker that never answers: an end after 8 s, and what was under way is given up", async () => {
  const { clock, signals, failures, run } = createDelivery(async () => null);
  expect(await run(500)).toEqual({ accepted: 0, rejected: 0, failed: 500 });
  expect(clock.now()).toBe(8000);
  // Three rounds: at 0, 3 and 6 s.
  expect(signals).toHaveLength(48);
  expect(signals.every(({ aborted }) => aborted)).toBe(true);
  expect(failures).toEqual(signals.map(() => "broker_timeout"));
});

test("a broker that is slow but works may take nearly as long", async () => {
  const { clock, run } = createDelivery(async (_, sleep) => {
    await sleep(2500);
    return 202;
  });
  expect(await run(48)).toEqual({ accepted: 48, rejected: 0, failed: 0 });
  expect(clock.now()).toBe(7500);
});

test("no timer is left behind", async () => {
  const { clock, run } = createDelivery(async () => 202);
  await run(3);
  // Whoever still slept would be woken first.
  await expect(clock.run(new Promise(() => undefined))).rejects.toThrow("Nothing is asleep");
  expect(clock.now()).toBe(0);
});

test("nothing to send is delivered at once", async () => {
  const { run } = createDelivery(async () => 202);
  expect(await run(0)).toEqual({ accepted: 0, rejected: 0, failed: 0 });
});
