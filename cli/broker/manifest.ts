import * as v from "valibot";
import {
  BrokerSpecSchema,
  createFilterSchema,
  createTriggerSpecSchema,
} from "../../core/release/rules/eventing-schema.ts";
import type { Filter } from "./filter.ts";

export type { DeliveryManifest, Destination } from "../../core/release/rules/eventing-schema.ts";

const FilterSchema = createFilterSchema(
  v.custom(() => false, "cesql is not evaluated here. Write the filter with exact, prefix, suffix, all, any and not."),
) as v.GenericSchema<unknown, Filter>;

const MetadataSchema = v.looseObject({
  name: v.pipe(v.string(), v.minLength(1, "may not be empty.")),
  namespace: v.optional(v.pipe(v.string(), v.minLength(1, "may not be empty.")), "default"),
});

export const TriggerManifestSchema = v.looseObject({
  metadata: MetadataSchema,
  spec: createTriggerSpecSchema(FilterSchema),
});

export const BrokerManifestSchema = v.looseObject({
  metadata: MetadataSchema,
  spec: v.optional(BrokerSpecSchema, {}),
});
