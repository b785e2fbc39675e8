import type { CloudEvent } from "../../core/cloud-event.ts";

/** How often an event and the replies to it may enter the broker. */
export const MAX_HOPS = 255;

/** Knative's own name; subscribers never see it. */
const EXTENSION = "knativebrokerttl";

/** The event as it enters the broker; undefined where it has come round too often. */
export const countHop = (event: CloudEvent): CloudEvent | undefined => {
  const before = hopsLeft(event);
  const left = before === undefined ? MAX_HOPS : before - 1;
  return left > 0 ? withHops(event, left) : undefined;
};

export const withoutHops = (event: CloudEvent): CloudEvent => {
  const { [EXTENSION]: _, ...extensions } = event.extensions;
  return { ...event, extensions };
};

/** A reply goes on with the hops of the event that it answers: no subscriber can begin the count anew. */
export const asReplyTo = (cause: CloudEvent, reply: CloudEvent): CloudEvent =>
  withHops(reply, hopsLeft(cause) ?? MAX_HOPS);

const withHops = (event: CloudEvent, left: number): CloudEvent => ({
  ...event,
  extensions: { ...event.extensions, [EXTENSION]: left },
});

const hopsLeft = ({ extensions }: CloudEvent): number | undefined => {
  // In binary mode it arrives as text.
  const text = String(extensions[EXTENSION] ?? "");
  return /^-?\d{1,10}$/.test(text) ? Number(text) : undefined;
};
