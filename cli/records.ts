import { createReadStream } from "node:fs";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import type { AlertRecord } from "../core/alert/alert-record.ts";
import type { CaptureRecord, GenerationRecord } from "../core/triage/reply.ts";
import { UsageError } from "./usage-error.ts";

type Timed<Kind> = Kind & { readonly timestamp: string };

/** What the functions wrote, in the order in which they did. */
export interface Records {
  readonly alerts: readonly Timed<AlertRecord>[];
  readonly generations: readonly Timed<GenerationRecord>[];
  readonly captures: readonly Timed<CaptureRecord>[];
  /** Lines that are no record: a function's log, or one that was cut off. */
  readonly skipped: number;
}

/**
 * Reads records, one JSON a line, from a file or, for `-`, standard input. What stands between them is skipped: the
 * output of a cluster's log collector may be piped in as it is.
 *
 * @throws {UsageError} where the file cannot be read.
 */
export const readRecords = async (file: string, cwd: string): Promise<Records> => {
  const alerts: Timed<AlertRecord>[] = [];
  const generations: Timed<GenerationRecord>[] = [];
  const captures: Timed<CaptureRecord>[] = [];
  let skipped = 0;
  const path = resolve(cwd, file);
  try {
    const input = file === "-" ? process.stdin : createReadStream(path, "utf8");
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      const record = parse(line);
      if (record?.record === "alert") alerts.push(record as Timed<AlertRecord>);
      else if (record?.record === "generation") generations.push(record as Timed<GenerationRecord>);
      else if (record?.record === "capture") captures.push(record as Timed<CaptureRecord>);
      else if (line.trim() !== "" && record === undefined) skipped += 1;
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new UsageError(
      `"${path}" cannot be read (${code}). npm start writes dist/records.jsonl; give another file, or - for standard input, by --records.`,
    );
  }
  return { alerts, generations, captures, skipped };
};

/** Undefined where the line holds no record; a time or a pod's name may stand before it. */
const parse = (line: string): { readonly record: string } | undefined => {
  const start = line.indexOf("{");
  if (start < 0) return undefined;
  try {
    const value: unknown = JSON.parse(line.slice(start));
    const isRecord = typeof value === "object" && value !== null && "record" in value && "timestamp" in value;
    return isRecord ? (value as { record: string }) : undefined;
  } catch {
    return undefined;
  }
};
