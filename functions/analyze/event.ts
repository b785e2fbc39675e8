import { AlertDataSchema } from "../../core/alert/alert-data.ts";
import type { AlertDeps } from "../../core/alert/alert-deps.ts";
import { EVENT_TYPE } from "../../core/alert/event-type.ts";
import { triageIdOf } from "../../core/alert/finished-triage.ts";
import { triageAlert } from "../../core/alert/triage-alert.ts";
import type { AlertEvent } from "../../core/alert/triage-event.ts";
import type { CloudEvent } from "../../core/cloud-event.ts";
import { PromptError } from "../../core/error.ts";
import { requireAlertNamespaces } from "../http/alert-namespaces.ts";
import { toEventResponse } from "../http/cloud-event.ts";
import { signEvent } from "../http/event-signature.ts";
import { checkData, type EventHandler } from "../http/events.ts";
import type { AnalyzeAppDeps } from "./app.ts";
import { runTriage } from "./run.ts";

/**
 * Answers an alert event with a triage event. A sender that did not say `Prefer: reply` gets it as well: older brokers
 * take replies without saying so, and who wants none drops it.
 */
export const answerEvent =
  (deps: AnalyzeAppDeps): EventHandler =>
  async (event, c) => {
    const cause = requireAlert(event);
    const { caller, span } = c.var;
    requireAlertNamespaces(caller, [cause.data], () => "/labels");
    const { signal } = c.req.raw;
    // The broker's own trace goes on in the header; where it began is in the event.
    if (typeof cause.extensions.traceparent === "string") span.link(cause.extensions.traceparent);
    const triageId = triageIdOf(cause, deps.sha256);
    const { redactor } = deps;
    const answer = await triageAlert(cause, {
      store: deps.store,
      clock: deps.clock,
      sha256: deps.sha256,
      sleep: sleepUntil(deps, signal),
      nonce: deps.nonce,
      run: (request, engine, because, wanted) =>
        runTriage(request, deps, { span, signal, engine, wanted, triageId, ...(because && { because }) }),
      hasModel: deps.models !== null,
      policy: { ...deps.alertPolicy, ...(deps.built.bundle.mutes && { mutes: deps.built.bundle.mutes }) },
      span,
      record: deps.record,
      ...(redactor && { redactor }),
    });
    const { eventSecret } = deps;
    return toEventResponse(eventSecret === undefined ? answer.event : await signEvent(answer.event, eventSecret));
  };

/** 422: whatever was sent will be the same the next time. */
const requireAlert = (event: CloudEvent): AlertEvent => {
  const { type } = event;
  if (type !== EVENT_TYPE.alertFiring && type !== EVENT_TYPE.alertResolved) {
    throw new PromptError(
      "event_unsupported",
      `Events of this type are not taken here. Filter the Trigger by type: ${EVENT_TYPE.alertFiring} or ${EVENT_TYPE.alertResolved}.`,
    );
  }
  return { ...event, data: checkData(AlertDataSchema, event) };
};

/** A delivery that was given up needs no answer; the alert comes again. */
const sleepUntil =
  ({ sleep }: Pick<AnalyzeAppDeps, "sleep">, signal: AbortSignal): AlertDeps["sleep"] =>
  async (ms) => {
    await sleep(ms, signal);
    if (signal.aborted) throw new PromptError("cancelled", "The sender no longer waits.");
  };
