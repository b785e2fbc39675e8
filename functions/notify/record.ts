import type { Sha256 } from "../../core/port.ts";
import type { ReceiverKind } from "../adapters/notifiers/receivers.ts";

/**
 * `ignored`: the receiver did not ask for it. `duplicate`: told before. `busy`: another delivery of it is under way.
 */
export type Outcome = "delivered" | "ignored" | "duplicate" | "busy" | "refused" | "unavailable";

/** One line a delivery. Addresses are not in it: they are secrets. */
export interface NotificationRecord {
  readonly record: "notification";
  readonly receiver: string;
  readonly kind: ReceiverKind;
  readonly outcome: Outcome;
  /** An id that is no plain word is given as its SHA-256. */
  readonly event_id: string;
  readonly event_type: string;
  /** Id of the triage's event; null: there is no triage. */
  readonly triage_id: string | null;
  /** Of the receiver; null: it gave none. */
  readonly status: number | null;
  /** Messages sent: 0 or 1. */
  readonly attempts: number;
  readonly trace_id: string;
}

/** An id is a stranger's text: only a plain word is written as it is. */
export const toRecordedId = (id: string, sha256: Sha256): string => (/^[\w.:-]{1,128}$/.test(id) ? id : sha256(id));
