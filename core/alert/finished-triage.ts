import * as v from "valibot";
import type { CloudEvent } from "../cloud-event.ts";
import type { Sha256, Store } from "../port.ts";
import { canonicalJson } from "../prompt/canonical.ts";
import { EVENT_TYPE } from "./event-type.ts";
import {
  type TriageCompleted,
  TriageCompletedSchema,
  type TriageFailed,
  TriageFailedSchema,
  type TriageSkipped,
  TriageSkippedSchema,
} from "./triage-data.ts";

export type TriageEvent = CloudEvent<TriageCompleted | TriageSkipped | TriageFailed>;

/** `id` of the triage event that answers an alert event: the same on every delivery, instance and revision. */
export const triageIdOf = ({ source, id }: Pick<CloudEvent, "source" | "id">, sha256: Sha256): string =>
  sha256(canonicalJson([source, id]));

/** The event that answered the alert before; nonsense is as nothing. */
export const readFinished = async (id: string, store: Store): Promise<TriageEvent | undefined> => {
  const text = await store.get(keyOf(id));
  if (text === undefined) return undefined;
  try {
    const event: unknown = JSON.parse(text);
    // Not what the schema makes of it: another order of members would be other bytes.
    return v.is(TriageEventSchema, event) && event.id === id ? (event as TriageEvent) : undefined;
  } catch {
    return undefined;
  }
};

/** Keeps the event, and gives back the one that counts: the first one, where another instance was quicker. */
export const keepFinished = async (event: TriageEvent, store: Store): Promise<TriageEvent> => {
  const text = JSON.stringify(event);
  if (await store.add(keyOf(event.id), text, KEPT_MS)) return event;
  const first = await readFinished(event.id, store);
  if (first) return first;
  await store.set(keyOf(event.id), text, KEPT_MS);
  return event;
};

const keyOf = (id: string): string => `done:${id}`;

/**
 * Longer than any broker tries again. An alert that a ruler sends again each minute for longer than this is triaged
 * again, under the same id.
 */
const KEPT_MS = 24 * 3_600_000;

const shared = {
  id: v.string(),
  source: v.string(),
  extensions: v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])),
  time: v.string(),
  subject: v.optional(v.string()),
  datacontenttype: v.string(),
};
const TriageEventSchema = v.variant("type", [
  v.strictObject({ ...shared, type: v.literal(EVENT_TYPE.triageCompleted), data: TriageCompletedSchema }),
  v.strictObject({ ...shared, type: v.literal(EVENT_TYPE.triageSkipped), data: TriageSkippedSchema }),
  v.strictObject({ ...shared, type: v.literal(EVENT_TYPE.triageFailed), data: TriageFailedSchema }),
]);
