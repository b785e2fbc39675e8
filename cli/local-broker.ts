import { EVENT_TYPE } from "../core/alert/event-type.ts";
import type { CloudEvent } from "../core/cloud-event.ts";
import type { Receiver } from "../functions/adapters/notifiers/receivers.ts";
import { readEvent } from "../functions/http/cloud-event.ts";
import { type Broker, createBroker, type Trigger } from "./broker/broker.ts";
import type { Note } from "./broker/note.ts";

/** Where ingest's events go when no other broker is named; nothing listens there, the process answers by itself. */
export const LOCAL_BROKER = "http://broker.localhost/default/default";

export interface LocalBrokerOptions {
  readonly receivers: readonly Pick<Receiver, "name">[];
  /** Hands a request to a function of this process. */
  readonly send: (to: "analyze" | "notify", request: Request) => Response | Promise<Response>;
  readonly onTriage: (event: CloudEvent) => void;
  readonly onNote: (note: Note) => void;
}

/** The stand-in between the functions, with the Triggers that a cluster has: one for analyze, one a receiver. */
export const createLocalBroker = ({ receivers, send, onTriage, onNote }: LocalBrokerOptions): Broker =>
  createBroker({
    triggers: [toAnalyze(receivers), TERMINAL, ...receivers.map(toTrigger)],
    onEvent: onNote,
    deliver: async (url, request) => {
      const { hostname } = new URL(url);
      if (hostname === "analyze.localhost") return send("analyze", request);
      if (hostname === "notify.localhost") return send("notify", request);
      onTriage(await readEvent(request, MAX_BYTES));
      return new Response(null, { status: 204 });
    },
  });

const MAX_BYTES = 1_048_576;

/** What analyze could not take, notify tells as it is, where there is anybody to tell. */
const toAnalyze = ({ length }: LocalBrokerOptions["receivers"]): Trigger => ({
  name: "analyze",
  subscriber: "http://analyze.localhost/",
  filters: [{ any: [{ exact: { type: EVENT_TYPE.alertFiring } }, { exact: { type: EVENT_TYPE.alertResolved } }] }],
  delivery: {
    retry: 5,
    backoffPolicy: "exponential",
    backoffDelay: "PT1S",
    timeout: "PT7M",
    ...(length > 0 && { deadLetterSink: "http://notify.localhost/" }),
  },
});

const TERMINAL: Trigger = {
  name: "terminal",
  subscriber: "http://terminal.localhost/",
  filters: [{ prefix: { type: "dev.kprompt.triage." } }],
};

const toTrigger = ({ name }: Pick<Receiver, "name">): Trigger => ({
  name: `notify-${name}`,
  subscriber: `http://notify.localhost/receivers/${name}`,
  filters: [{ prefix: { type: "dev.kprompt.triage." } }],
  delivery: { retry: 10, backoffPolicy: "exponential", backoffDelay: "PT1S", timeout: "PT30S" },
});
