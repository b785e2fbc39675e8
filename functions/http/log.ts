/** What the operator reads. Messages are our own words; nothing that a caller sent goes into one. */
export type Log = (
  level: "info" | "warning" | "error",
  message: string,
  fields?: Readonly<Record<string, unknown>>,
) => void;

/** One JSON line a message, on stderr: stdout belongs to the records. */
export const createLog =
  (functionName: string, write: (line: string) => void = console.error): Log =>
  (level, message, fields = {}) =>
    write(JSON.stringify({ log: "kprompt", level, function: functionName, message, ...fields }));
