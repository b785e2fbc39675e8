import { at, fieldsOf, itemsOf, textOf } from "./serving-value.ts";

/** Attributes of an event, extensions among them. */
export type Attributes = Readonly<Record<string, string>>;

/** Whether a Trigger wants an event; undefined where that takes a CESQL expression, which is not worked out here. */
export const wants = (triggerSpec: unknown, event: Attributes): boolean | undefined => {
  const filters = itemsOf(at(triggerSpec, ["filters"]));
  if (filters.length > 0) return every(filters.map((filter) => passes(filter, event)));
  const attributes = Object.entries(fieldsOf(at(triggerSpec, ["filter", "attributes"])));
  return attributes.every(([name, value]) => value === "" || event[name] === value);
};

/** Of several dialects in one entry, which a cluster refuses, all count. */
const passes = (filter: unknown, event: Attributes, depth = 0): boolean | undefined => {
  if (depth > MAX_DEPTH) return undefined;
  const inside = (one: unknown): boolean | undefined => passes(one, event, depth + 1);
  return every(
    Object.entries(fieldsOf(filter)).map(([dialect, value]) => {
      switch (dialect) {
        case "exact":
          return hold(value, event, (text, wanted) => text === wanted);
        case "prefix":
          return hold(value, event, (text, wanted) => text.startsWith(wanted));
        case "suffix":
          return hold(value, event, (text, wanted) => text.endsWith(wanted));
        case "all":
          return every(itemsOf(value).map(inside));
        case "any":
          return not(every(itemsOf(value).map((one) => not(inside(one)))));
        case "not":
          return not(inside(value));
        default:
          return undefined;
      }
    }),
  );
};

const MAX_DEPTH = 50;

const hold = (value: unknown, event: Attributes, test: (text: string, wanted: string) => boolean): boolean =>
  Object.entries(fieldsOf(value)).every(([name, wanted]) => {
    const text = event[name];
    return text !== undefined && test(text, textOf(wanted) ?? "");
  });

const not = (value: boolean | undefined): boolean | undefined => (value === undefined ? undefined : !value);

/** One that does not hold decides, whatever the others are. */
const every = (values: readonly (boolean | undefined)[]): boolean | undefined =>
  values.includes(false) ? false : values.includes(undefined) ? undefined : true;
