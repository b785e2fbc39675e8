import { createHmac } from "node:crypto";
import type { CloudEvent } from "../../core/cloud-event.ts";
import { canonicalJson } from "../../core/prompt/canonical.ts";
import { toEventMessage } from "../http/cloud-event.ts";

/** Signs as the senders do, but at once, so that tables can hold what comes of it. */
export const signNow = (event: CloudEvent, secret: string): CloudEvent => {
  const { id, source, type, data } = event;
  const kpsignature = createHmac("sha256", secret).update(canonicalJson({ id, source, type, data })).digest("hex");
  return { ...event, extensions: { ...event.extensions, kpsignature } };
};

/** The request that a Trigger would send, structured. */
export const toStructuredInit = (event: CloudEvent): { headers: Record<string, string>; body: string } => {
  const { headers, body } = toEventMessage(event, "structured");
  return { headers, body: typeof body === "string" ? body : new TextDecoder().decode(body) };
};
