import { formatTime, type Moment, parseTime } from "./time.ts";

/** From `start`, included, to `end`, excluded; RFC 3339. */
export interface Window {
  readonly start: string;
  readonly end: string;
}

/**
 * Nanoseconds since the epoch: exact, which a number would not be.
 *
 * @throws {RangeError} for what is no RFC 3339.
 */
export const toNanoseconds = (time: string): bigint => {
  const moment = parseTime(time.toUpperCase());
  if (moment === undefined) throw new RangeError(`${JSON.stringify(time)} is no time as in 2026-11-21T03:00:00Z.`);
  return nanosecondsOf(moment);
};

/** A part of a second counts. */
export const secondsOf = ({ start, end }: Window): number =>
  Number(toNanoseconds(end) - toNanoseconds(start)) / Number(SECOND);

/** The window of the same length that ends where this one starts; its own start is exact to the millisecond. */
export const windowBefore = ({ start, end }: Window): Window => {
  const before = 2n * toNanoseconds(start) - toNanoseconds(end);
  // Rounded down, which division towards zero is not before 1970.
  const nanos = ((before % SECOND) + SECOND) % SECOND;
  return { start: formatTime({ seconds: Number((before - nanos) / SECOND), nanos: Number(nanos) }), end: start };
};

const SECOND = 1_000_000_000n;

const nanosecondsOf = ({ seconds, nanos }: Moment): bigint => BigInt(seconds) * SECOND + BigInt(nanos);
