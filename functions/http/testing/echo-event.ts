import type { CloudEvent } from "../../../core/cloud-event.ts";
import { PromptError } from "../../../core/error.ts";
import { readEvent, toEventMessage, toEventResponse } from "../cloud-event.ts";
import type { EventMessage } from "../event-message.ts";
import { requireSigned, signEvent } from "../event-signature.ts";

export const echoSecret = "a secret for tests";

/** What a runtime made of a request. */
export type Echo =
  | {
      /** As read, and as read again after it was sent in each mode and as an answer. */
      readonly read: unknown;
      readonly binary: unknown;
      readonly structured: unknown;
      readonly answer: unknown;
      /** Which held after both modes. */
      readonly signature: unknown;
    }
  | { readonly code: string; readonly message: string };

/** Reads an event, sends it in every way, and tells in JSON what comes of it. */
export const echoEvent = async (request: Request, maxBytes: number): Promise<Echo> => {
  let event: CloudEvent;
  try {
    event = await readEvent(request, maxBytes);
  } catch (error) {
    if (error instanceof PromptError) return { code: error.code, message: error.message };
    throw error;
  }
  const readAgain = (message: EventMessage) => readEvent(toRequest(message), 10 * maxBytes);
  const again = async (message: EventMessage) => toPlain(await readAgain(message));
  const answer = toEventResponse(event);
  const signed = await signEvent(event, echoSecret);
  for (const mode of ["binary", "structured"] as const) {
    await requireSigned(await readAgain(toEventMessage(signed, mode)), echoSecret);
  }
  return {
    read: toPlain(event),
    binary: await again(toEventMessage(event)),
    structured: await again(toEventMessage(event, "structured")),
    answer: await again({
      headers: Object.fromEntries(answer.headers),
      body: new Uint8Array(await answer.arrayBuffer()),
    }),
    signature: signed.extensions.kpsignature,
  };
};

/** Bytes have no JSON. */
export const toPlain = (event: CloudEvent): unknown =>
  event.data instanceof Uint8Array ? { ...event, data: undefined, bytes: [...event.data] } : event;

export const toRequest = ({ headers, body }: EventMessage): Request =>
  // As bytes, because a text would get a type of its own where it has none.
  new Request("http://localhost/", {
    method: "POST",
    headers,
    body: (typeof body === "string" ? new TextEncoder().encode(body) : (body ?? null)) as BodyInit | null,
  });
