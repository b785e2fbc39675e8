import * as v from "valibot";
import { ERROR_CLASSES } from "../../core/evidence/error-class.ts";
import { LEVELS } from "../../core/evidence/evidence.ts";
import { LabelsSchema, LogsSchema, PlaceSchema } from "../http/logs.ts";
import { dictionary, strict, text } from "../http/schema.ts";

const FeaturesSchema = strict({
  ...PlaceSchema,
  app: v.optional(text(253)),
  level: v.optional(v.picklist(LEVELS)),
  error_class: v.optional(v.picklist([...ERROR_CLASSES, "none"])),
  error_classes: v.optional(v.pipe(v.array(v.picklist(ERROR_CLASSES)), v.maxLength(ERROR_CLASSES.length))),
  log_volume: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
  keywords: v.optional(v.pipe(v.array(text(64)), v.maxLength(64, "must have at most 64 items."))),
  alertname: v.optional(text(253)),
  question: v.optional(text(2000)),
  labels: v.optional(LabelsSchema),
});

const AlertSchema = strict({
  labels: LabelsSchema,
  annotations: v.optional(dictionary(v.pipe(v.string(), v.maxLength(4096, "must have at most 4096 characters.")))),
});

/** Exactly one of `logs`, `features` and `alert`. */
export const RouteRequestSchema = v.pipe(
  strict({
    logs: v.optional(LogsSchema),
    features: v.optional(FeaturesSchema),
    alert: v.optional(AlertSchema),
    /** Where the logs come from. */
    filters: v.optional(strict(PlaceSchema)),
    labels: v.optional(LabelsSchema),
    question: v.optional(text(2000)),
  }),
  v.check(
    ({ logs, features, alert }) => [logs, features, alert].filter((source) => source !== undefined).length === 1,
    "must have exactly one of logs, features and alert.",
  ),
  v.check(
    ({ logs, filters, labels, question }) =>
      logs !== undefined || [filters, labels, question].every((field) => field === undefined),
    "may have filters, labels and question only beside logs.",
  ),
);
export type RouteRequest = v.InferOutput<typeof RouteRequestSchema>;
