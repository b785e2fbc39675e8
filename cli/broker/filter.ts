import type { CloudEvent } from "../../core/cloud-event.ts";
import type { Filter as AnyFilter } from "../../core/release/rules/eventing-schema.ts";

type Values = Readonly<Record<string, string>>;

/** CESQL is not evaluated here. */
export type Filter = AnyFilter<never>;

export interface Filters {
  /** `spec.filters`: all of them must pass. */
  readonly filters?: readonly Filter[] | undefined;
  /** `spec.filter`, the older form, which counts only where `filters` is empty; an empty value means any. */
  readonly filter?: { readonly attributes?: Values | undefined } | undefined;
}

/** Whether a trigger wants an event. Only attributes and extensions are looked at, never the data. */
export const isWanted = ({ filters = [], filter }: Filters, event: CloudEvent): boolean =>
  filters.length > 0
    ? filters.every((one) => passes(one, event))
    : every(filter?.attributes ?? {}, event, (value, wanted) => wanted === "" || value === wanted);

const passes = (filter: Filter, event: CloudEvent): boolean => {
  if ("exact" in filter) return every(filter.exact, event, (value, wanted) => value === wanted);
  if ("prefix" in filter) return every(filter.prefix, event, (value, wanted) => value.startsWith(wanted));
  if ("suffix" in filter) return every(filter.suffix, event, (value, wanted) => value.endsWith(wanted));
  if ("all" in filter) return filter.all.every((one) => passes(one, event));
  if ("any" in filter) return filter.any.some((one) => passes(one, event));
  return !passes(filter.not, event);
};

const every = (wanted: Values, event: CloudEvent, test: (value: string, wanted: string) => boolean): boolean =>
  Object.entries(wanted).every(([name, text]) => {
    const value = attributeOf(event, name);
    return value !== undefined && test(value, text);
  });

/** An optional attribute that is absent is the empty text; an extension that is absent is nothing. */
const attributeOf = (event: CloudEvent, name: string): string | undefined => {
  if (name === "specversion") return "1.0";
  if (isAttribute(name)) return event[name] ?? "";
  return Object.hasOwn(event.extensions, name) ? String(event.extensions[name]) : undefined;
};

const ATTRIBUTES = ["id", "source", "type", "subject", "time", "datacontenttype", "dataschema"] as const;

const isAttribute = (name: string): name is (typeof ATTRIBUTES)[number] =>
  (ATTRIBUTES as readonly string[]).includes(name);
