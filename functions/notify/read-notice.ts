import { type AlertData, AlertDataSchema } from "../../core/alert/alert-data.ts";
import { EVENT_TYPE } from "../../core/alert/event-type.ts";
import { makeNoticeSafe, type Notice, toAlertNotice } from "../../core/alert/notice.ts";
import { TriageCompletedSchema, TriageFailedSchema, TriageSkippedSchema } from "../../core/alert/triage-data.ts";
import type { CloudEvent } from "../../core/cloud-event.ts";
import { PromptError } from "../../core/error.ts";
import type { Redactor } from "../../core/evidence/redact.ts";
import { checkData } from "../http/events.ts";

/**
 * What an event tells. An alert arrives as such when its triage could not be delivered, or by a Trigger that takes too much:
 * either way it is told plainly.
 *
 * @param traceId Where the event has none of its own.
 * @throws {PromptError} `event_unsupported`, `request_invalid` or `field_unknown`.
 */
export const readNotice = (event: CloudEvent, traceId: string, redactor?: Redactor): Notice => {
  switch (event.type) {
    case EVENT_TYPE.triageCompleted:
      return makeNoticeSafe({ kind: "completed", data: checkData(TriageCompletedSchema, event) }, redactor);
    case EVENT_TYPE.triageFailed:
      return makeNoticeSafe({ kind: "failed", data: checkData(TriageFailedSchema, event) }, redactor);
    case EVENT_TYPE.triageSkipped:
      return makeNoticeSafe({ kind: "skipped", data: checkData(TriageSkippedSchema, event) }, redactor);
    case EVENT_TYPE.alertFiring:
    case EVENT_TYPE.alertResolved: {
      const alert: AlertData = checkData(AlertDataSchema, event);
      const cause = { source: event.source, id: event.id };
      return toAlertNotice(alert, { cause, trace_id: traceId, why: whyPlain(event) }, redactor);
    }
    default:
      throw new PromptError(
        "event_unsupported",
        `notify takes events of the types ${Object.values(EVENT_TYPE).join(", ")}. Filter the Trigger by type.`,
      );
  }
};

/** `knativeerrordata` is what the subscriber answered, whatever that was, and stays out. */
const whyPlain = ({ extensions }: CloudEvent): { readonly reason: string; readonly detail: string } => {
  if (extensions.knativeerrordest === undefined && extensions.knativeerrorcode === undefined) {
    return { reason: "not_triaged", detail: "The alert came here directly." };
  }
  const code = Number(extensions.knativeerrorcode);
  const known = Number.isInteger(code) && code >= 100 && code <= 599;
  return {
    reason: "dead_letter",
    detail: known
      ? `The alert could not be delivered for triage (HTTP ${code}).`
      : "The alert could not be delivered for triage.",
  };
};
