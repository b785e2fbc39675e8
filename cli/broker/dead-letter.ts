import type { CloudEvent } from "../../core/cloud-event.ts";
import type { Failure } from "./answer.ts";

/** The event for the dead-letter sink: where it could not go, the last status, and what was answered, in base64. */
export const toDeadLetter = (event: CloudEvent, destination: string, { status, body }: Failure): CloudEvent => ({
  ...event,
  extensions: {
    ...event.extensions,
    knativeerrordest: destination,
    knativeerrorcode: status,
    // CloudEvents know no empty attribute.
    ...(body.byteLength > 0 && { knativeerrordata: Buffer.from(body).toString("base64").slice(0, MAX_DATA) }),
  },
});

/** Characters of base64, as in knative/eventing pkg/kncloudevents/attributes. */
const MAX_DATA = 1024;
