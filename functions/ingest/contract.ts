import * as v from "valibot";

const Texts = v.record(v.string(), v.string());
const Time = v.pipe(v.string(), v.isoTimestamp());

/**
 * For the API description: what a body needs at least. Senders add keys with each version, so nothing here is closed, and
 * `core/alert/parse-alerts.ts` is what reads it.
 */
export const NotificationSchema = v.looseObject({
  receiver: v.optional(v.string()),
  truncatedAlerts: v.optional(v.number()),
  alerts: v.array(
    v.looseObject({
      status: v.picklist(["firing", "resolved"]),
      labels: Texts,
      annotations: v.optional(Texts),
      startsAt: Time,
      endsAt: v.optional(Time),
      generatorURL: v.optional(v.string()),
      fingerprint: v.optional(v.string()),
    }),
  ),
});

export const PushSchema = v.array(
  v.looseObject({
    labels: Texts,
    annotations: v.optional(Texts),
    startsAt: v.optional(Time),
    endsAt: v.optional(Time),
    generatorURL: v.optional(v.string()),
  }),
);
