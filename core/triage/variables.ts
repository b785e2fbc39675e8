/**
 * What analyze can fill in. A prompt that an intent names may require only these; anything else it declares must be
 * optional.
 */
export const ANALYZE_VARIABLES = [
  /** Evidence lines, one each: `E3 12:00:01 error ×4 text`. */
  "logs",
  /** What the lines are a part of: `14 of 5,000 lines, 12:00 to 12:15 UTC`. */
  "coverage",
  "namespace",
  /** Workload, container or application, whichever is known. */
  "component",
  "time_range",
  /** The caller's own words. */
  "question",
  /** Name, labels and annotations of the alert, as data. */
  "alert",
] as const;
