import type { CloudEvent } from "../../core/cloud-event.ts";
import { PromptError } from "../../core/error.ts";
import { type Sleep, sleep as sleepReally } from "../../functions/adapters/llm/sleep.ts";
import { readEvent } from "../../functions/http/cloud-event.ts";
import { type Answer, type Failure, readAnswer, readReceipt, toFailure } from "./answer.ts";
import { toDeadLetter } from "./dead-letter.ts";
import { DEFAULT_DELIVERY, type Delivery, type DeliverySpec, resolveDelivery } from "./delivery.ts";
import { type Filters, isWanted } from "./filter.ts";
import { type HeaderValues, passThrough, traceOf } from "./headers.ts";
import { asReplyTo, countHop, withoutHops } from "./hops.ts";
import type { Journal } from "./journal.ts";
import { type Note, named } from "./note.ts";
import { attemptOnce, type Deliver, withRetries } from "./send.ts";
import { createSlots, type Slots } from "./slots.ts";
import { createCounts, type Stats } from "./stats.ts";

export interface Trigger extends Filters {
  readonly name: string;
  /** URL that events are sent to. */
  readonly subscriber: string;
  readonly delivery?: DeliverySpec | undefined;
}

export interface BrokerOptions {
  readonly triggers: readonly Trigger[];
  /** Default: `default`, for both. */
  readonly namespace?: string;
  readonly name?: string;
  /** For triggers that set none. */
  readonly delivery?: DeliverySpec | undefined;
  /** Sends one request; default: `fetch`. */
  readonly deliver?: Deliver;
  readonly now?: () => number;
  readonly sleep?: Sleep;
  /** Without one, what is under way is lost with the process. */
  readonly journal?: Journal | undefined;
  readonly onEvent?: (note: Note) => void;
  /** Of an event. Default: 1 MiB. */
  readonly maxBytes?: number;
  /** Requests to one trigger's subscriber at a time. Default: 32. */
  readonly parallel?: number;
}

export interface Broker {
  /** One event by POST, as Knative's ingress takes it: 202 means that it is safe, and delivered later. */
  accept(request: Request): Promise<Response>;
  snapshot(): Stats;
  /** Resolves when nothing is under way, replies included. */
  idle(): Promise<void>;
  /** Ends what is under way; a journal keeps it for the next start. */
  close(): Promise<void>;
}

/**
 * A Broker and its Triggers in one process, by the rules of Knative's data plane (knative/specs
 * eventing/data-plane.md, knative/eventing): at least once, no order.
 *
 * @throws {PromptError} `configuration_invalid` where a delivery's duration is none.
 */
export const createBroker = ({
  triggers,
  namespace = "default",
  name = "default",
  delivery = DEFAULT_DELIVERY,
  deliver = (_, request) => fetch(request),
  now = Date.now,
  sleep = sleepReally,
  journal,
  onEvent: tell = () => undefined,
  maxBytes = 1_048_576,
  parallel = 32,
}: BrokerOptions): Broker => {
  const address = `http://broker-ingress.knative-eventing.svc.cluster.local/${namespace}/${name}`;
  const lines = triggers.map(
    (trigger): Line => ({
      trigger,
      delivery: resolveDelivery(trigger.delivery, delivery),
      slots: createSlots(parallel),
    }),
  );
  const counts = createCounts();
  const running = new Set<Promise<void>>();
  const stopping = new AbortController();
  const { signal } = stopping;

  /** @returns The status of Knative's ingress. */
  const take = async (event: CloudEvent, headers: HeaderValues): Promise<number> => {
    const knativearrivaltime = new Date(now()).toISOString();
    const arrived = countHop({ ...event, extensions: { ...event.extensions, knativearrivaltime } });
    if (arrived === undefined) {
      counts.refused += 1;
      tell({ what: "refused", event: named(event), status: 400, reason: "it has come round too often" });
      return 400;
    }
    const wanting = lines.filter(({ trigger }) => isWanted(trigger, arrived));
    const names = wanting.map(({ trigger }) => trigger.name);
    let sequence = 0;
    try {
      if (journal && wanting.length > 0) sequence = await journal.accept(arrived, headers, names);
    } catch (error) {
      counts.refused += 1;
      const { code = "unknown" } = error as NodeJS.ErrnoException;
      tell({ what: "refused", event: named(event), status: 500, reason: `the journal cannot be written: ${code}` });
      return 500;
    }
    counts.accepted += 1;
    if (wanting.length === 0) counts.unmatched += 1;
    tell({ what: "accepted", event: named(event), ...(wanting.length === 0 && { reason: "no trigger wants it" }) });
    for (const line of wanting) start(line, arrived, headers, sequence);
    return 202;
  };

  const start = (line: Line, event: CloudEvent, headers: HeaderValues, sequence: number): void => {
    counts.inFlight += 1;
    const run = async (): Promise<void> => {
      const outcome = await carry(line, event, headers);
      if (outcome === "stopped") return;
      counts.inFlight -= 1;
      counts[outcome] += 1;
      journal?.complete(sequence, line.trigger.name);
    };
    const under = run().finally(() => running.delete(under));
    running.add(under);
  };

  /** One event for one trigger, to its end. */
  const carry = async (line: Line, event: CloudEvent, headers: HeaderValues): Promise<Outcome> => {
    const { trigger } = line;
    const note = { trigger: trigger.name, event: named(event) };
    const sent = { ...headers, "kn-namespace": namespace };
    const answer = await send(line, trigger.subscriber, withoutHops(event), { ...sent, prefer: "reply" }, (response) =>
      readAnswer(response, maxBytes),
    );
    if (answer === undefined) return "stopped";
    if (answer.kind === "failed") return bury(line, event, sent, trigger.subscriber, answer);
    tell({ what: "delivered", ...note, status: answer.status });
    if (answer.kind === "done") return "delivered";

    const reply = asReplyTo(event, answer.event);
    const taken = await persist(line, reply, async () => {
      const status = await take(reply, { ...traceOf(headers), ...answer.headers });
      return status === 202 ? { kind: "done", status } : toFailure(status);
    });
    if (taken === undefined) return "stopped";
    // The subscriber has done its work, and yet it is the event it answered that Knative buries.
    if (taken.kind === "failed") return bury(line, event, sent, address, taken);
    counts.replied += 1;
    tell({ what: "replied", trigger: trigger.name, event: named(reply) });
    return "delivered";
  };

  /** The dead-letter sink, with the same retries; without one the event ends here. */
  const bury = async (
    line: Line,
    event: CloudEvent,
    headers: HeaderValues,
    destination: string,
    failure: Failure,
  ): Promise<Outcome> => {
    const note = { trigger: line.trigger.name, event: named(event), status: failure.status };
    const sink = line.delivery.deadLetterSink;
    if (sink === undefined) {
      tell({ what: "dropped", ...note, reason: "there is no dead-letter sink" });
      return "dropped";
    }
    const receipt = await send(line, sink, toDeadLetter(event, destination, failure), headers, readReceipt);
    if (receipt === undefined) return "stopped";
    if (receipt.kind === "failed") {
      tell({ what: "dropped", ...note, reason: `the dead-letter sink answered ${receipt.status}` });
      return "dropped";
    }
    tell({ what: "dead_lettered", ...note, destination: sink });
    return "deadLettered";
  };

  const send = (
    line: Line,
    url: string,
    event: CloudEvent,
    headers: HeaderValues,
    read: (response: Response) => Promise<Answer>,
  ): Promise<Answer | undefined> => {
    const { delivery, slots } = line;
    const attempt = { url, event, headers, delivery, deliver, read, sleep, signal };
    // A place is held for the attempt alone: what waits for its next one keeps nobody else waiting.
    return persist(line, event, () => slots(() => attemptOnce(attempt)));
  };

  const persist = (
    { trigger, delivery }: Line,
    event: CloudEvent,
    attempt: () => Promise<Answer>,
  ): Promise<Answer | undefined> =>
    withRetries(attempt, delivery, {
      sleep,
      signal,
      onRetry: ({ status }, waitMs) => {
        counts.retried += 1;
        tell({ what: "retried", trigger: trigger.name, event: named(event), status, waitMs });
      },
    });

  for (const { sequence, event, headers, triggers: names } of journal?.pending ?? []) {
    for (const trigger of names) {
      const line = lines.find((one) => one.trigger.name === trigger);
      counts.resumed += 1;
      if (line) {
        tell({ what: "resumed", trigger, event: named(event) });
        start(line, event, headers, sequence);
      } else {
        counts.dropped += 1;
        tell({ what: "dropped", trigger, event: named(event), reason: "the trigger is gone" });
        journal?.complete(sequence, trigger);
      }
    }
  }

  return {
    async accept(request) {
      if (request.method === "OPTIONS") return new Response(null, { headers: WEBHOOK });
      if (request.method !== "POST") return new Response(null, { status: 405, headers: { allow: METHODS } });
      if (signal.aborted) return new Response("The broker is stopping. Send it again later.\n", { status: 503 });
      try {
        const event = await readEvent(request, maxBytes);
        return new Response(null, { status: await take(event, passThrough(request.headers)) });
      } catch (error) {
        if (!(error instanceof PromptError)) throw error;
        counts.refused += 1;
        tell({ what: "refused", status: 400, reason: error.code });
        // The ingress knows one status for whatever is no single CloudEvent, batches included.
        return new Response(`${error.message}\n`, { status: 400 });
      }
    },
    snapshot: () => ({ ...counts }),
    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
    async close() {
      stopping.abort();
      await Promise.all(running);
      await journal?.close();
    },
  };
};

/** A trigger at work. */
interface Line {
  readonly trigger: Trigger;
  readonly delivery: Delivery;
  readonly slots: Slots;
}

type Outcome = "delivered" | "deadLettered" | "dropped" | "stopped";

const METHODS = "POST, OPTIONS";

/** What the ingress grants to whoever asks by the webhook rules of CloudEvents. */
const WEBHOOK = { allow: METHODS, "webhook-allowed-origin": "*", "webhook-allowed-rate": "*" };
