import type { Message } from "../../../core/alert/message.ts";
import type { Notice } from "../../../core/alert/notice.ts";
import type { Receiver } from "./receivers.ts";

/** The event of which a receiver is told. */
export interface EventFacts {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly time: string | null;
}

export interface Notification {
  readonly event: EventFacts;
  readonly notice: Notice;
  readonly message: Message;
}

/** One POST to a receiver. The address is a secret. */
export interface Delivery {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** @param now Milliseconds since the Unix epoch. */
export type Prepare = (notification: Notification, receiver: Receiver, now: number) => Delivery | Promise<Delivery>;

export const toJsonDelivery = (url: string, body: object): Delivery => ({
  url,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});
