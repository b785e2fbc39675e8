import * as v from "valibot";
import { parseDuration } from "./eventing-duration.ts";

// What the cluster's own checks refuse is refused here too: the CRDs let nearly everything pass.

/**
 * One entry of `spec.filters`. Of several attributes in one dialect, all must match.
 *
 * @typeParam More What there is beside the plain dialects.
 */
export type Filter<More = { readonly cesql: string }> =
  | { readonly exact: Values }
  | { readonly prefix: Values }
  | { readonly suffix: Values }
  | { readonly all: readonly Filter<More>[] }
  | { readonly any: readonly Filter<More>[] }
  | { readonly not: Filter<More> }
  | More;

type Values = Readonly<Record<string, string>>;

const closed = <const Entries extends v.ObjectEntries>(entries: Entries) =>
  v.strictObject(entries, ({ expected }) =>
    expected === "never" ? "is no field here. Correct its name, or remove it." : "must be a mapping.",
  );

const NameSchema = v.pipe(v.string(), v.minLength(1, "may not be empty."));

export const AttributeNameSchema = v.pipe(
  v.string(),
  v.regex(/^[a-z][a-z0-9]*$/, "is no attribute's name. Names are lower-case letters and digits, a letter first."),
);

const AttributesSchema = v.pipe(
  v.record(AttributeNameSchema, v.string()),
  v.check((values) => Object.keys(values).length > 0, "names no attribute."),
);

const ValuesSchema = v.pipe(
  AttributesSchema,
  v.check((values) => !Object.values(values).includes(""), "has an empty value, which a cluster does not look at."),
);

const DIALECTS = ["exact", "prefix", "suffix", "all", "any", "not", "cesql"] as const;

/** @param cesql What an expression of CESQL must be. */
export const createFilterSchema = (cesql: v.GenericSchema): v.GenericSchema<unknown, Filter> => {
  const FilterSchema: v.GenericSchema<unknown, Filter> = v.pipe(
    v.lazy(() => DialectSchema),
    v.transform((dialects) => dialects as Filter),
  );
  const ManySchema: v.GenericSchema<unknown, Filter[]> = v.pipe(
    v.array(FilterSchema),
    v.minLength(1, "holds no filter."),
  );
  const DialectSchema = v.pipe(
    closed({
      exact: v.optional(ValuesSchema),
      prefix: v.optional(ValuesSchema),
      suffix: v.optional(ValuesSchema),
      all: v.optional(ManySchema),
      any: v.optional(ManySchema),
      not: v.optional(FilterSchema),
      cesql: v.optional(cesql),
    }),
    v.check((dialects) => DIALECTS.some((name) => name in dialects), "matches everything. Remove it."),
    v.check(
      (dialects) => DIALECTS.filter((name) => name in dialects).length < 2,
      "has several dialects. Write one entry for each.",
    ),
  );
  return FilterSchema;
};

const DurationSchema = v.pipe(
  v.string(),
  v.check(
    (text) => (parseDuration(text) ?? 0) > 0,
    "is no ISO 8601 duration above zero. Write it like PT0.2S or PT5M.",
  ),
);

const DESTINATION = {
  ref: v.optional(
    closed({
      apiVersion: NameSchema,
      kind: NameSchema,
      name: NameSchema,
      namespace: v.optional(NameSchema),
    }),
  ),
  uri: v.optional(NameSchema),
  CACerts: v.optional(v.string()),
  audience: v.optional(v.string()),
};

/** Who gets events, before its address is known. */
export const DestinationSchema = v.pipe(
  closed(DESTINATION),
  v.check(({ ref, uri }) => ref !== undefined || uri !== undefined, "needs ref or uri."),
);
export type Destination = v.InferOutput<typeof DestinationSchema>;

export const DeliverySchema = closed({
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

/** A step of a Sequence. */
export const StepSchema = v.pipe(
  closed({ ...DESTINATION, delivery: v.optional(DeliverySchema) }),
  v.check(({ ref, uri }) => ref !== undefined || uri !== undefined, "needs ref or uri."),
);

export const createTriggerSpecSchema = <Schema extends v.GenericSchema>(filter: Schema) =>
  closed({
    broker: NameSchema,
    filter: v.optional(closed({ attributes: v.optional(AttributesSchema) })),
    filters: v.optional(v.array(filter)),
    subscriber: DestinationSchema,
    delivery: v.optional(DeliverySchema),
  });

/** Where a Broker's class keeps its settings (`config`) is that class's own. */
export const BrokerSpecSchema = closed({
  config: v.optional(v.unknown()),
  delivery: v.optional(DeliverySchema),
});
