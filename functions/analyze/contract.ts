import * as v from "valibot";
import { LabelsSchema, LogsSchema, PlaceSchema } from "../http/logs.ts";
import { strict, Timestamp, text } from "../http/schema.ts";

const FiltersSchema = strict({
  ...PlaceSchema,
  /** Least level of the lines to fetch. */
  severity: v.optional(v.picklist(["debug", "info", "warning", "error", "critical"])),
  /** Text that the lines to fetch hold. */
  log_filter: v.optional(text(500)),
});

/** `logs` given, or, where a source of logs is configured, a `time_range` to fetch them from. */
export const AnalyzeRequestSchema = strict({
  logs: v.optional(LogsSchema),
  time_range: v.optional(
    v.pipe(
      strict({ start: Timestamp, end: Timestamp }),
      v.check(({ start, end }) => Date.parse(start) < Date.parse(end), "must start before it ends."),
    ),
  ),
  filters: v.optional(FiltersSchema),
  /** Most lines to fetch. */
  limit: v.optional(
    v.pipe(
      v.number(),
      v.safeInteger("must be a whole number."),
      v.minValue(1, "must be at least 1."),
      v.maxValue(5000, "must be at most 5000."),
    ),
  ),
  labels: v.optional(LabelsSchema),
  question: v.optional(text(2000)),
  /** Who or what the request is about. */
  subject: v.optional(text(256)),
  /** Override; only where `ALLOW_OVERRIDES=true`. Several are answered each by its own prompt, and merged. */
  intents: v.optional(
    v.pipe(
      v.array(text(64)),
      v.minLength(1, "must name 1 to 3 intents."),
      v.maxLength(3, "must name 1 to 3 intents."),
      v.check((names) => new Set(names).size === names.length, "must name each intent once."),
    ),
  ),
  /** Override; only where `ALLOW_OVERRIDES=true`, and beside one intent at most. */
  prompt: v.optional(text(200)),
});
export type AnalyzeRequest = v.InferOutput<typeof AnalyzeRequestSchema>;
