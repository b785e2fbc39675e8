import type { Hono } from "hono";
import type { AlertFormat } from "../../core/alert/alert.ts";
import { type ParsedAlerts, parseAlerts } from "../../core/alert/parse-alerts.ts";
import { toAlertEvent } from "../../core/alert/to-event.ts";
import { ATTRIBUTE } from "../../core/attributes.ts";
import type { CloudEvent } from "../../core/cloud-event.ts";
import { PromptError } from "../../core/error.ts";
import type { Clock, Sha256 } from "../../core/port.ts";
import { requireAlertNamespaces } from "../http/alert-namespaces.ts";
import { createHttpApp, type Handler, type HttpContext, type HttpDeps, type HttpEnv } from "../http/app.ts";
import { readJson } from "../http/body.ts";
import { type DeliverDeps, type Delivery, deliver } from "./deliver.ts";

export interface IngestDeps extends HttpDeps, DeliverDeps {
  readonly sha256: Sha256;
  readonly clock: Clock;
  /** In the source of each event. */
  readonly clusterName: string | undefined;
  /** Labels that are no part of an alert's identity, beside those that never are. */
  readonly identityDropLabels: readonly string[];
  /** Share of the identities, 0 to 100, whose events the candidate revisions get. */
  readonly candidatePercent: number;
}

type Acknowledge = (c: HttpContext, counts: Pick<Delivery, "accepted" | "rejected">) => Response;

export const createApp = (deps: IngestDeps): Hono<HttpEnv> =>
  createHttpApp(deps, {
    "/v1/alerts/alertmanager": { POST: postAlerts("alertmanager", tellCounts, deps) },
    "/v1/alerts/grafana": { POST: postAlerts("grafana", tellCounts, deps) },
    // The path of Alertmanager's own API, which a Loki ruler pushes to.
    "/api/v2/alerts": { POST: postAlerts("ruler", (c) => c.body(null, 200), deps) },
  });

const tellCounts: Acknowledge = (c, counts) => c.json(counts, 202);

/** `Accept` is not looked at: no sender reads the answer, and an alert is worth more than its form. */
const postAlerts =
  (format: AlertFormat, acknowledge: Acknowledge, deps: IngestDeps): Handler =>
  async (c) => {
    const { value: body } = await readJson(c.req.raw, deps.maxBodyBytes);
    const parsed = parseAlerts(body, format, deps.clock.now());
    const { caller, span } = c.var;
    requireAlertNamespaces(caller, parsed.alerts, toPointers(parsed, format));

    const { sha256, clusterName: cluster, identityDropLabels: dropLabels, candidatePercent } = deps;
    const events = parsed.alerts.map((alert) => toAlertEvent(alert, { sha256, cluster, dropLabels, candidatePercent }));
    const traced = withoutRepeats(events).map((event) => withTrace(event, span.traceparent));
    span.set({ [ATTRIBUTE.eventsReceived]: traced.length });
    const delivery = await deliver(traced, span, deps);
    span.set({ [ATTRIBUTE.eventsAccepted]: delivery.accepted, [ATTRIBUTE.eventsRejected]: delivery.rejected });
    requireDelivered(delivery, deps, span.traceId);
    const faulty = tellOfFaulty(parsed, body, deps, span.traceId);
    return acknowledge(c, { accepted: delivery.accepted, rejected: delivery.rejected + faulty });
  };

/** Where each alert's labels are. Behind one that was left out the places in the body are not known: then, their list. */
const toPointers = ({ rejected }: ParsedAlerts, format: AlertFormat): ((index: number) => string) => {
  const list = format === "ruler" ? "" : "/alerts";
  return rejected.length === 0 ? (index) => `${list}/${index}/labels` : () => list;
};

/** How many were left out. The pointers end before the labels: their names are the sender's text. */
const tellOfFaulty = (
  { alerts, rejected }: ParsedAlerts,
  body: unknown,
  { log }: IngestDeps,
  traceId: string,
): number => {
  if (rejected.length === 0) return 0;
  const count = ((Array.isArray(body) ? body : (body as { alerts: unknown[] }).alerts) ?? []).length - alerts.length;
  const places = rejected.map(({ pointer }) => /^(\/alerts)?\/\d+/.exec(pointer)?.[0] ?? "");
  log("error", "Alerts were left out because they are malformed; those beside them were delivered.", {
    count,
    first: [...new Set(places)],
    trace_id: traceId,
  });
  return count;
};

/** Groups may hold an alert twice. */
const withoutRepeats = (events: readonly CloudEvent[]): readonly CloudEvent[] => [
  ...new Map(events.map((event) => [event.id, event])).values(),
];

/** The trace that the event began with, which it keeps whatever hops it takes (CloudEvents' tracing extension). */
const withTrace = (event: CloudEvent, traceparent: string): CloudEvent => ({
  ...event,
  extensions: { traceparent, ...event.extensions },
});

/**
 * An event that the broker refuses is let go, so that the others of its group are not sent for ever. Where it takes none
 * at all, it is rather BROKER_URL that is wrong, and nothing may be lost by that.
 *
 * @throws {PromptError} `broker_unavailable`
 */
const requireDelivered = ({ accepted, rejected, failed }: Delivery, { log }: IngestDeps, traceId: string): void => {
  if (failed === 0 && (accepted > 0 || rejected === 0)) return;
  log("error", "The broker did not take every event; the sender is asked to come again. Check BROKER_URL.", {
    accepted,
    rejected,
    failed,
    trace_id: traceId,
  });
  const total = accepted + rejected + failed;
  throw new PromptError(
    "broker_unavailable",
    `The broker took ${accepted} of ${total} events. Send all of them again.`,
    {
      details: { retryAfterSeconds: 10, accepted, rejected },
    },
  );
};
