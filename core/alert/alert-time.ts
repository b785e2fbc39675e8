import { formatTime, parseTime } from "../evidence/time.ts";

/** Milliseconds since the Unix epoch, finer digits cut off; undefined for what is no time. */
export const toMilliseconds = (time: string): number | undefined => {
  const moment = parseTime(time);
  return moment === undefined ? undefined : moment.seconds * 1000 + Math.floor(moment.nanos / 1e6);
};

/** RFC 3339 in UTC, to the millisecond. */
export const toTime = (ms: number): string => {
  const seconds = Math.floor(ms / 1000);
  return formatTime({ seconds, nanos: Math.round(ms - seconds * 1000) * 1e6 });
};
