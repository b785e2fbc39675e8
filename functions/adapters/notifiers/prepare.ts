import { type Prepare, toJsonDelivery } from "./delivery.ts";
import { toDiscord } from "./discord.ts";
import { toMattermost } from "./mattermost.ts";
import { toNtfy } from "./ntfy.ts";
import { ntfyPlace, type ReceiverKind } from "./receivers.ts";
import { toSlack } from "./slack.ts";
import { toWebhook } from "./webhook.ts";

/** How each kind of receiver is told. */
export const PREPARE: Readonly<Record<ReceiverKind, Prepare>> = {
  webhook: toWebhook,
  slack: ({ message }, { url }) => toJsonDelivery(url, toSlack(message)),
  mattermost: ({ message }, { url }) => toJsonDelivery(url, toMattermost(message)),
  discord: ({ message }, { url }) => toJsonDelivery(url, toDiscord(message)),
  ntfy: ({ message }, { url, token }) => {
    const place = ntfyPlace(url) ?? { url, topic: "" };
    const delivery = toJsonDelivery(place.url, toNtfy(message, place.topic));
    if (token === undefined) return delivery;
    return { ...delivery, headers: { ...delivery.headers, authorization: `Bearer ${token}` } };
  },
};
