import { hmacSha256 } from "../../http/hmac.ts";
import { type Delivery, type Notification, toJsonDelivery } from "./delivery.ts";
import type { Receiver } from "./receivers.ts";

/** Of the payload; it changes when a member goes or means something else. */
export const PAYLOAD_VERSION = "1";

/**
 * The notice as JSON. With a secret, `X-Kprompt-Signature` is `sha256=` and the HMAC of the time in `X-Kprompt-Timestamp`, a
 * point and the body: who checks both knows who sent it, and when.
 *
 * @param now Milliseconds since the Unix epoch.
 */
export const toWebhook = async (
  { event, notice }: Pick<Notification, "event" | "notice">,
  { url, secret }: Pick<Receiver, "url" | "secret">,
  now: number,
): Promise<Delivery> => {
  const delivery = toJsonDelivery(url, { version: PAYLOAD_VERSION, event, ...notice.data });
  const timestamp = String(Math.floor(now / 1000));
  return {
    ...delivery,
    headers: {
      ...delivery.headers,
      "idempotency-key": toHeader(event.id),
      ...(secret !== undefined && {
        "x-kprompt-timestamp": timestamp,
        "x-kprompt-signature": `sha256=${await hmacSha256(secret, `${timestamp}.${delivery.body}`)}`,
      }),
    },
  };
};

/** An id may be any text; kprompt's own stay as they are. */
const toHeader = (id: string): string => (/^[\w.:~-]+$/.test(id) ? id : encodeURIComponent(id.toWellFormed()));
