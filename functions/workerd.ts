/** What the functions ask of workerd, wherever it runs. */
export const WORKERD = {
  compatibilityDate: "2026-07-01",
  // Tells the function that its caller is gone. Nothing else of it needs a flag.
  compatibilityFlags: ["enable_request_signal"],
} as const;
