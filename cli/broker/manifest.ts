import * as v from "valibot";
import { parseDuration } from "./duration.ts";
import type { Filter } from "./filter.ts";

// What the cluster's own checks refuse is refused here too: the CRDs let nearly everything pass.

const closed = <const Entries extends v.ObjectEntries>(entries: Entries) =>
  v.strictObject(entries, ({ expected }) =>
    expected === "never" ? "is no field here. Correct its name, or remove it." : "must be a mapping.",
  );

const NameSchema = v.pipe(v.string(), v.minLength(1, "may not be empty."));

const AttributesSchema = v.pipe(
  v.record(
    v.pipe(
      v.string(),
      v.regex(/^[a-z][a-z0-9]*$/, "is no attribute's name. Names are lower-case letters and digits, a letter first."),
    ),
    v.string(),
  ),
  v.check((values) => Object.keys(values).length > 0, "names no attribute."),
);

const ValuesSchema = v.pipe(
  AttributesSchema,
  v.check((values) => !Object.values(values).includes(""), "has an empty value, which a cluster does not look at."),
);

const DIALECTS = ["exact", "prefix", "suffix", "all", "any", "not", "cesql"] as const;

export const FilterSchema: v.GenericSchema<unknown, Filter> = v.pipe(
  v.lazy(() => DialectSchema),
  v.transform((dialects) => dialects as Filter),
);

const DialectSchema = v.pipe(
  closed({
    exact: v.optional(ValuesSchema),
    prefix: v.optional(ValuesSchema),
    suffix: v.optional(ValuesSchema),
    all: v.optional(v.lazy(() => ManySchema)),
    any: v.optional(v.lazy(() => ManySchema)),
    not: v.optional(v.lazy(() => FilterSchema)),
    cesql: v.optional(
      v.custom(
        () => false,
        "cesql is not evaluated here. Write the filter with exact, prefix, suffix, all, any and not.",
      ),
    ),
  }),
  v.check((dialects) => DIALECTS.filter((name) => name in dialects).length > 0, "matches everything. Remove it."),
  v.check(
    (dialects) => DIALECTS.filter((name) => name in dialects).length < 2,
    "has several dialects. Write one entry for each.",
  ),
);

const ManySchema: v.GenericSchema<unknown, Filter[]> = v.pipe(
  v.array(v.lazy(() => FilterSchema)),
  v.minLength(1, "holds no filter."),
);

const DurationSchema = v.pipe(
  v.string(),
  v.check(
    (text) => (parseDuration(text) ?? 0) > 0,
    "is no ISO 8601 duration above zero. Write it like PT0.2S or PT5M.",
  ),
);

/** Who gets events, before its address is known. */
export const DestinationSchema = v.pipe(
  closed({
    ref: v.optional(
      closed({
        apiVersion: NameSchema,
        kind: NameSchema,
        name: NameSchema,
        namespace: v.optional(NameSchema),
      }),
    ),
    uri: v.optional(NameSchema),
  }),
  v.check(({ ref, uri }) => ref !== undefined || uri !== undefined, "needs ref or uri."),
);
export type Destination = v.InferOutput<typeof DestinationSchema>;

const DeliverySchema = closed({
  retry: v.optional(
    v.pipe(
      v.number(),
      v.integer("must be a whole number."),
      v.minValue(0, "must be 0 or more."),
      v.maxValue(2 ** 31 - 1, "must fit into 32 bits."),
    ),
  ),
  backoffPolicy: v.optional(v.picklist(["linear", "exponential"])),
  backoffDelay: v.optional(DurationSchema),
  timeout: v.optional(DurationSchema),
  deadLetterSink: v.optional(DestinationSchema),
  format: v.optional(v.picklist(["json", "binary"])),
});
export type DeliveryManifest = v.InferOutput<typeof DeliverySchema>;

const MetadataSchema = v.looseObject({ name: NameSchema, namespace: v.optional(NameSchema, "default") });

export const TriggerManifestSchema = v.looseObject({
  metadata: MetadataSchema,
  spec: closed({
    broker: NameSchema,
    filter: v.optional(closed({ attributes: v.optional(AttributesSchema) })),
    filters: v.optional(v.array(FilterSchema)),
    subscriber: DestinationSchema,
    delivery: v.optional(DeliverySchema),
  }),
});

/** Where a Broker's class keeps its settings (`config`) is nothing to a broker of one process. */
export const BrokerManifestSchema = v.looseObject({
  metadata: MetadataSchema,
  spec: v.optional(closed({ config: v.optional(v.unknown()), delivery: v.optional(DeliverySchema) }), {}),
});
