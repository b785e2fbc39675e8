import { ATTRIBUTE, SPAN } from "../../core/attributes.ts";
import type { CloudEvent } from "../../core/cloud-event.ts";
import { PromptError } from "../../core/error.ts";
import type { Span } from "../../core/port.ts";
import type { Broker, BrokerReply } from "../adapters/broker.ts";
import type { Sleep } from "../adapters/llm/sleep.ts";
import { signEvent } from "../http/event-signature.ts";
import type { Log } from "../http/log.ts";

/** How many events the broker took, will never take, and has not got yet. */
export interface Delivery {
  readonly accepted: number;
  readonly rejected: number;
  readonly failed: number;
}

export interface DeliverDeps {
  readonly broker: Broker;
  /** Signs every event; absent: none is signed. */
  readonly eventSecret?: string | undefined;
  readonly sleep: Sleep;
  readonly log: Log;
}

/** The broker's ingress is one small pod for everybody. */
const atOnce = 16;

/** A Loki ruler waits 10 s for the answer, and Alertmanager at least as long. */
const deadlineMs = 8000;

/**
 * Sends the events to the broker, within 8 s whatever it does: then what is under way is given up. One that the broker
 * refuses, or does not answer, keeps no other one back.
 */
export const deliver = async (events: readonly CloudEvent[], parent: Span, deps: DeliverDeps): Promise<Delivery> => {
  const stop = new AbortController();
  const done = new AbortController();
  deps.sleep(deadlineMs, done.signal).then(() => stop.abort());

  const replies: BrokerReply[] = [];
  const waiting = events.values();
  const work = async (): Promise<void> => {
    for (const event of waiting) {
      if (stop.signal.aborted) return;
      replies.push(await send(event, parent, stop.signal, deps));
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, events.length) }, work));
  done.abort();

  const accepted = replies.filter(({ ok }) => ok).length;
  const rejected = replies.filter((reply) => !reply.ok && reply.failure === "broker_refused").length;
  return { accepted, rejected, failed: events.length - accepted - rejected };
};

const send = async (
  event: CloudEvent,
  parent: Span,
  signal: AbortSignal,
  { broker, eventSecret, log }: DeliverDeps,
): Promise<BrokerReply> => {
  const span = parent.child(SPAN.brokerSend, "client", {
    [ATTRIBUTE.cloudEventId]: event.id,
    [ATTRIBUTE.cloudEventType]: event.type,
    [ATTRIBUTE.serverAddress]: broker.server.address,
    [ATTRIBUTE.serverPort]: broker.server.port,
  });
  try {
    const signed = eventSecret === undefined ? event : await signEvent(event, eventSecret);
    const reply = await broker.send(signed, { signal, traceparent: span.traceparent });
    if (reply.status !== undefined) span.set({ [ATTRIBUTE.httpStatus]: reply.status });
    if (!reply.ok) span.fail(reply.failure);
    if (!reply.ok && reply.failure === "broker_refused") {
      log("error", "The broker refuses an event, so it was not delivered. See the broker's own log.", {
        event_id: event.id,
        status: reply.status,
        trace_id: span.traceId,
      });
    }
    return reply;
  } catch (error) {
    // It would fail again each time, and keep the others of its group from ever being acknowledged.
    log("error", "No message can be made of an event, so it was not delivered.", {
      event_id: event.id,
      error: error instanceof PromptError ? error.code : nameOf(error),
      trace_id: span.traceId,
    });
    span.fail("broker_refused");
    return { ok: false, failure: "broker_refused" };
  } finally {
    span.end();
  }
};

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error);
