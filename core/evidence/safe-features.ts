import { neutralise } from "./neutralise.ts";
import { createRedactor, type Redactor } from "./redact.ts";

const DEFAULT = createRedactor();

/** Makes every text of features safe that a caller sent as they are: they come back in a reply and meet routing's patterns. */
export const safeFeatures = <T>(features: T, { redact }: Redactor = DEFAULT): T => {
  const safe = (value: unknown): unknown => {
    if (typeof value === "string") return neutralise(redact(value).text);
    if (Array.isArray(value)) return value.map(safe);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [neutralise(redact(name).text), safe(inner)]),
    );
  };
  return safe(features) as T;
};
