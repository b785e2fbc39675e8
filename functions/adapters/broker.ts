import type { CloudEvent } from "../../core/cloud-event.ts";
import { PromptError } from "../../core/error.ts";
import { toEventMessage } from "../http/cloud-event.ts";
import { type Fetch, openConnection, readShortText, type Timing, type Waited } from "./llm/connection.ts";

export interface BrokerConfig {
  /** The Broker's ingress, with its path. */
  readonly url: string;
  /** For one event. */
  readonly timeoutMs: number;
}

/** Why the broker has not got an event. `broker_refused`: it never will take this one. */
export type BrokerFailure = "broker_refused" | "broker_unavailable" | "broker_timeout";

export type BrokerReply =
  | { readonly ok: true; readonly status: number }
  | { readonly ok: false; readonly failure: BrokerFailure; readonly status?: number };

export interface Broker {
  readonly server: { readonly address: string; readonly port: number };
  /**
   * Sends one event, once. What the broker does is data.
   *
   * @param options.traceparent W3C `traceparent` of the span that stands for the sending.
   * @throws {PromptError} `event_malformed` or `text_not_unicode`: it is no legal event, and nothing was sent.
   */
  send(
    event: CloudEvent,
    options: { readonly signal: AbortSignal; readonly traceparent: string },
  ): Promise<BrokerReply>;
}

/**
 * Knative's Broker, or whatever else takes one CloudEvent by POST. Nothing is contacted yet.
 *
 * @throws {PromptError} `configuration_invalid`
 */
export const createBroker = (
  { url: text, timeoutMs }: BrokerConfig,
  deps: Timing & { readonly fetch: Fetch },
): Broker => {
  const url = parseUrl(text);
  return {
    server: {
      address: url.hostname.replace(/^\[|\]$/g, ""),
      port: url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port),
    },
    send: async (event, { signal, traceparent }) => {
      const { headers, body = null } = toEventMessage(event);
      const until = deps.now() + timeoutMs;
      const connection = openConnection(deps.fetch, signal, deps);
      try {
        const init = { method: "POST", headers: { ...headers, traceparent }, body: body as BodyInit | null };
        const sent = await connection.send(url.href, init, until);
        if (sent.end !== "value") return { ok: false, failure: FAILURE[sent.end] };
        // Read to its end, which is near, so that the next event finds the connection open.
        await readShortText(connection, sent.value.body, until, MAX_ANSWER_CHARS);
        return toReply(sent.value.status);
      } finally {
        connection.close();
      }
    },
  };
};

const MAX_ANSWER_CHARS = 4096;

const FAILURE: Readonly<Record<Exclude<Waited<unknown>["end"], "value">, BrokerFailure>> = {
  time: "broker_timeout",
  abort: "broker_timeout",
  error: "broker_unavailable",
};

const toReply = (status: number): BrokerReply => {
  if (status >= 200 && status < 300) return { ok: true, status };
  // 0 is how the Fetch standard shows a redirect that was not followed.
  if (status === 0) return { ok: false, failure: "broker_unavailable", status: 302 };
  return { ok: false, failure: REFUSALS.has(status) ? "broker_refused" : "broker_unavailable", status };
};

/**
 * Only what says that this very event is no good. 401, 403, 404 and 405 are faults of the address or the access, 408, 409
 * and 429 pass: such an event will do once they are mended.
 */
const REFUSALS: ReadonlySet<number> = new Set([400, 413, 415, 422]);

const parseUrl = (text: string): URL => {
  const url = URL.parse(text);
  if (url && (url.protocol === "http:" || url.protocol === "https:")) {
    if (url.username === "" && url.password === "" && url.hash === "") return url;
    throw invalid("BROKER_URL must hold no user, password or fragment. Remove them.");
  }
  throw invalid(
    `"${text}" is not a URL of a broker. Give one like http://broker-ingress.knative-eventing.svc.cluster.local/kprompt/default.`,
  );
};

const invalid = (message: string): PromptError => new PromptError("configuration_invalid", message);
