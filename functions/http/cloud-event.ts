import type { CloudEvent } from "../../core/cloud-event.ts";
import { PromptError } from "../../core/error.ts";
import { readBytes } from "./body.ts";
import { readBinary, toBinary } from "./event-binary.ts";
import { charsetOf, essenceOf, isEventType } from "./event-data.ts";
import type { EventMessage } from "./event-message.ts";
import { readStructured, toStructured } from "./event-structured.ts";

/**
 * Reads one CloudEvent 1.0.2 in binary or structured mode. Both come to the same event, but that in binary mode all
 * extensions are strings.
 *
 * @throws {PromptError} `event_malformed` with the header or the pointer; `content_type_unsupported`, also for a batch;
 * `body_too_large`, `body_malformed`, `body_too_deep`, `text_not_unicode`, `cancelled`.
 */
export const readEvent = async (request: Request, maxBytes: number): Promise<CloudEvent> => {
  const { headers } = request;
  if ((headers.get("content-encoding")?.toLowerCase() ?? "identity") !== "identity") {
    throw unsupported("Send the event not compressed.");
  }
  const contentType = headers.get("content-type") ?? "";
  if (isEventType(contentType)) {
    requireOneJsonEvent(contentType);
    return readStructured(await readBytes(request, maxBytes));
  }
  if (headers.has("ce-specversion")) return readBinary(headers, () => readBytes(request, maxBytes));
  throw new PromptError(
    "event_malformed",
    "The request is no CloudEvent. Send ce-specversion, ce-id, ce-source and ce-type, or Content-Type: application/cloudevents+json.",
  );
};

/**
 * @param mode Knative filters by the attributes of either. Binary by default.
 * @throws {PromptError} `event_malformed` or `text_not_unicode`: what is no legal event does not leave.
 */
export const toEventMessage = (event: CloudEvent, mode: "binary" | "structured" = "binary"): EventMessage =>
  mode === "binary" ? toBinary(event) : toStructured(event);

/** 200 with the event in binary mode, as a broker takes it from a subscriber. */
export const toEventResponse = (event: CloudEvent, headers: Readonly<Record<string, string>> = {}): Response => {
  const message = toBinary(event);
  return new Response((message.body ?? null) as BodyInit | null, { headers: { ...headers, ...message.headers } });
};

const requireOneJsonEvent = (contentType: string): void => {
  const type = essenceOf(contentType);
  if (type.startsWith("application/cloudevents-batch")) {
    throw unsupported("Batches are not taken here. Send one event a request.");
  }
  if (type !== "application/cloudevents+json" || (charsetOf(contentType) ?? "utf-8") !== "utf-8") {
    throw unsupported("Send the event as application/cloudevents+json in UTF-8, or in binary mode.");
  }
};

const unsupported = (message: string): PromptError => new PromptError("content_type_unsupported", message);
