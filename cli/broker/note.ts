import type { CloudEvent } from "../../core/cloud-event.ts";

/** Something that happened to an event, for whoever watches. Holds no data of it. */
export interface Note {
  readonly what: "accepted" | "refused" | "resumed" | "delivered" | "replied" | "retried" | "dead_lettered" | "dropped";
  readonly trigger?: string;
  readonly event?: Pick<CloudEvent, "id" | "source" | "type">;
  /** Of the last answer; 500 also where there was none. */
  readonly status?: number;
  readonly waitMs?: number;
  readonly destination?: string;
  readonly reason?: string;
}

export const named = ({ id, source, type }: CloudEvent): NonNullable<Note["event"]> => ({ id, source, type });

/** One line for people. */
export const formatNote = ({ what, trigger, event, status, waitMs, destination, reason }: Note): string =>
  [
    what.replace("_", "-").padEnd(13),
    event && `${event.type} ${event.id}`,
    trigger && `by ${trigger}`,
    status !== undefined && `answered ${status}`,
    waitMs !== undefined && `again in ${waitMs} ms`,
    destination && `to ${destination}`,
    reason && `(${reason})`,
  ]
    .filter(Boolean)
    .join(" ");
