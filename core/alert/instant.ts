import { formatTime, parseTime } from "../evidence/time.ts";

/**
 * Milliseconds since the epoch of an RFC 3339 time with a zone, finer digits cut off; null for Go's zero time, which senders
 * write for "none"; undefined for what is no time or does not exist.
 */
export const parseInstant = (text: unknown): number | null | undefined => {
  if (typeof text !== "string" || !RFC_3339.test(text)) return undefined;
  // A day or second that does not exist would be read as a later one.
  const local = parseTime(`${text.slice(0, SECONDS)}Z`);
  if (local === undefined || !formatTime(local).startsWith(text.slice(0, SECONDS))) return undefined;
  const { seconds, nanos } = parseTime(text)!;
  if (seconds === FIRST) return null;
  return seconds < FIRST || seconds > LAST ? undefined : seconds * 1000 + Math.floor(nanos / 1e6);
};

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
const SECONDS = "2026-11-21T00:00:00".length;
/** 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z: what four digits can say in UTC. */
const FIRST = -62_135_596_800;
const LAST = 253_402_300_799;
