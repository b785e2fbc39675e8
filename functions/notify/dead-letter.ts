import type { CloudEvent } from "../../core/cloud-event.ts";
import type { Sha256, Span } from "../../core/port.ts";
import { toRecordedId } from "./record.ts";

/** One line for each event that nobody could be told of. What it held stays out; the broker's sender has it. */
export interface DeadLetterRecord {
  readonly record: "dead_letter";
  /** An id that is no plain word is given as its SHA-256. */
  readonly event_id: string;
  /** null: no plain word. */
  readonly event_type: string | null;
  /** Path of the subscriber that did not take it, such as `/receivers/ops`; null: the broker did not say. */
  readonly subscriber_path: string | null;
  /** What the subscriber answered last; null: nothing, or the broker did not say. */
  readonly status: number | null;
  readonly trace_id: string;
}

export const toDeadLetterRecord = (
  { id, type, extensions }: CloudEvent,
  { traceId }: Span,
  sha256: Sha256,
): DeadLetterRecord => {
  const code = Number(extensions.knativeerrorcode);
  return {
    record: "dead_letter",
    event_id: toRecordedId(id, sha256),
    event_type: /^[\w.:-]{1,128}$/.test(type) ? type : null,
    subscriber_path: pathOf(extensions.knativeerrordest),
    status: Number.isInteger(code) && code >= 100 && code <= 599 ? code : null,
    trace_id: traceId,
  };
};

/** Only the path: a host may hold a password. */
const pathOf = (destination: unknown): string | null => {
  const path = typeof destination === "string" ? (URL.parse(destination)?.pathname ?? "") : "";
  return /^\/[\w./-]{0,127}$/.test(path) ? path : null;
};
