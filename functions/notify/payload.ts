import * as v from "valibot";
import { TriageCompletedSchema, TriageFailedSchema, TriageSkippedSchema } from "../../core/alert/triage-data.ts";
import { PAYLOAD_VERSION } from "../adapters/notifiers/webhook.ts";

const head = {
  version: v.literal(PAYLOAD_VERSION),
  /** The event that it tells of; `source`, `type` and `id` together are the same whenever it is sent again. */
  event: v.strictObject({
    id: v.string(),
    source: v.string(),
    type: v.string(),
    time: v.nullable(v.string()),
  }),
};

/** The body of a generic webhook: a triage; or why there is none; or why it was skipped. */
export const NotificationSchema = v.union([
  v.strictObject({ ...head, ...TriageCompletedSchema.entries }),
  v.strictObject({ ...head, ...TriageSkippedSchema.entries }),
  v.strictObject({ ...head, ...TriageFailedSchema.entries }),
]);
