import type { Mark } from "./redact-mark.ts";

const V4 = /(?<![\w.]|version[ :=]|[vV])(?:\d{1,3}\.){3}\d{1,3}(?![\w]|\.\w)/g;
/** At least two colons; a port or a prefix length may follow. */
const V6 =
  /(?<![\w:.])(?=[0-9a-fA-F]{0,4}:)(?:[0-9a-fA-F]{0,4}:){2,7}(?:(?:\d{1,3}\.){3}\d{1,3}|[0-9a-fA-F]{1,4}|)(?![\w:])/g;

/** Addresses of the internet protocol. Not versions of four numbers behind a `v`, not times, not addresses of hardware. */
export const redactIps = (text: string, mark: Mark): string => {
  let safe = text;
  if (text.includes(":")) safe = safe.replace(V6, (found) => (isV6(found) ? mark("ip") : found));
  return safe.replace(V4, (found) => (found.split(".").every((part) => Number(part) < 256) ? mark("ip") : found));
};

const isV6 = (text: string): boolean => {
  const groups = text.split(":");
  const whole = text.includes(".") ? groups.length + 1 : groups.length;
  if (!text.includes("::")) return whole === 8 && !text.startsWith(":") && !text.endsWith(":");
  return whole <= 8 && /\d/.test(text) && text.indexOf("::") === text.lastIndexOf("::") && !/^:[^:]|[^:]:$/.test(text);
};
