import * as v from "valibot";
import type { Finding, ManifestRule } from "../manifest.ts";
import { parseCesql } from "./eventing-cesql.ts";
import { isBroker, isTrigger, type Place, placesOf } from "./eventing-places.ts";
import {
  AttributeNameSchema,
  BrokerSpecSchema,
  createFilterSchema,
  createTriggerSpecSchema,
  DeliverySchema,
  DestinationSchema,
  StepSchema,
} from "./eventing-schema.ts";
import { error, type Path } from "./serving-value.ts";

/** What Knative's own webhook refuses, and what its CRDs leave open. */
export const checkShape: ManifestRule = (manifest) => {
  if (isTrigger(manifest)) return check(TriggerSpecSchema, manifest.value.spec, ["spec"], "eventing_spec");
  if (isBroker(manifest)) return check(BrokerSchema, manifest.value.spec, ["spec"], "eventing_spec");
  return placesOf(manifest).flatMap(({ what, path, value }) => check(SCHEMAS[what], value, path, CODES[what]));
};

const CesqlSchema = v.pipe(
  v.string(),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const read = parseCesql(dataset.value);
    if (read.ok) return;
    const { offset, message } = read.fault;
    addIssue({ message: `cannot be read from character ${offset + 1} on: ${message} Correct the expression.` });
  }),
);

const FilterSchema = createFilterSchema(CesqlSchema);
const TriggerSpecSchema = createTriggerSpecSchema(FilterSchema);
const BrokerSchema = v.optional(BrokerSpecSchema);

const SCHEMAS: Readonly<Record<Place["what"], v.GenericSchema>> = {
  delivery: DeliverySchema,
  destination: DestinationSchema,
  step: StepSchema,
  filter: FilterSchema,
  extensions: v.record(AttributeNameSchema, v.string()),
};

const CODES: Readonly<Record<Place["what"], string>> = {
  delivery: "eventing_delivery",
  destination: "eventing_destination",
  step: "eventing_destination",
  filter: "eventing_filter",
  extensions: "eventing_attribute_name",
};

const check = (schema: v.GenericSchema, value: unknown, path: Path, code: string): readonly Finding[] =>
  (v.safeParse(schema, value, { abortPipeEarly: true }).issues ?? []).map((issue) => {
    const inside = [...path, ...(issue.path ?? []).map(({ key }) => key as string | number)];
    const isMissing = issue.kind === "schema" && issue.input === undefined;
    return isMissing
      ? error(codeOf(inside, code), inside.slice(0, -1), `${inside.at(-1)} is missing. Add it.`)
      : error(codeOf(inside, code), inside, describe(issue));
  });

/** Of a Trigger the whole `spec` is looked at: the parts tell what is wrong. */
const codeOf = (path: Path, code: string): string => {
  if (path.includes("deadLetterSink")) return "eventing_destination";
  if (path.includes("delivery")) return "eventing_delivery";
  if (code !== "eventing_spec" && code !== "eventing_filter") return code;
  if (path.at(-1) === "cesql") return "eventing_cesql";
  return PARTS.get(path[1]) ?? code;
};

const PARTS: ReadonlyMap<unknown, string> = new Map([
  ["filter", "eventing_filter"],
  ["filters", "eventing_filter"],
  ["subscriber", "eventing_destination"],
]);

const describe = (issue: v.BaseIssue<unknown>): string => {
  const { kind, type, expected, message, input } = issue;
  if (kind !== "schema" || expected === "never") return message;
  if (type === "strict_object" || type === "record") return "must be a mapping. Correct it.";
  if (type === "picklist") return `must be ${expected?.replaceAll("|", "or").replace(/^\((.*)\)$/, "$1")}.`;
  const wanted = { string: "a text", number: "a number", Array: "a list" }[expected ?? ""] ?? expected;
  return `must be ${wanted}, not ${Array.isArray(input) ? "a list" : input === null ? "null" : `a ${typeof input}`}. ${
    expected === "string" ? "Quote it." : "Correct it."
  }`;
};
