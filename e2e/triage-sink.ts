import type { IncomingHttpHeaders } from "node:http";
import type { Notice } from "./notice.ts";
import { type Received, startReceiver } from "./receiver.ts";

export interface TriageEvent {
  readonly id: string;
  /** `completed`, `skipped` or `failed`. */
  readonly kind: string;
  /** `source` and `id` of the alert event that it answers. */
  readonly cause: string;
  readonly notice: Notice;
  /** Of a skipped or failed one. */
  readonly reason: string | undefined;
  /** Of a completed one: `model` or `rules`. */
  readonly engine: string | undefined;
}

export interface TriageSink {
  readonly url: string;
  /** In the order of arrival, repeats too. */
  readonly events: readonly TriageEvent[];
  stop(): Promise<void>;
}

/** Whoever subscribes to triages. It reads the events by itself, so that a mistake of ours is not read by the same mistake. */
export const startTriageSink = async (): Promise<TriageSink> => {
  const events: TriageEvent[] = [];
  const receiver = await startReceiver((request) => {
    events.push(readTriage(request));
    return { status: 202 };
  });
  return { url: receiver.url, events, stop: receiver.stop };
};

const readTriage = ({ headers, body }: Received): TriageEvent => {
  const structured = headers["content-type"]?.startsWith("application/cloudevents+json") === true;
  const event = structured ? JSON.parse(body) : { ...readHeaders(headers), data: JSON.parse(body) };
  const { alert, cause, reason, engine } = event.data;
  return {
    id: event.id,
    kind: /^dev\.kprompt\.triage\.(\w+)\.v1$/.exec(event.type)?.[1] ?? event.type,
    cause: `${cause.source} ${cause.id}`,
    notice: { alertname: alert.alertname, startsAt: alert.starts_at, status: alert.status },
    reason,
    engine,
  };
};

const readHeaders = (headers: IncomingHttpHeaders): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      name.startsWith("ce-") ? [[name.slice(3), decodeURIComponent(String(value))]] : [],
    ),
  );
