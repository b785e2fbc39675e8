import type { Inputs, ListInput } from "./bundle.ts";
import type { Entry, Node } from "./node.ts";
import { all, readFields, readList, readMap, readName, readNumber, readText } from "./read.ts";
import { type Place, report } from "./source.ts";

/** Inputs with the place of each name: `logs`, and `examples.answer` for a field. */
export interface DeclaredInputs {
  readonly inputs: Inputs;
  readonly places: ReadonlyMap<string, Place>;
}

/** Built in, so no input can have its name. */
export const FENCE = "fence";

const DEFAULT_MAX_ITEMS = 8;

/** Reads `inputs` of a prompt. */
export const readInputs = (node: Node): DeclaredInputs | undefined => {
  const fields = readFields(node, "inputs", [], ["required", "optional", "lists"]);
  if (fields === undefined) return undefined;
  const places = new Map<string, Place>();
  const declare = (entry: Pick<Entry, "key" | "keyPlace">, what: string, path = entry.key): string | undefined => {
    const name = readName(entry, what);
    if (name === FENCE) return report(entry.keyPlace, "name_invalid", `"${FENCE}" is built in. Choose another name.`);
    if (name !== undefined && places.has(path))
      return report(entry.keyPlace, "name_duplicate", `"${name}" is declared twice. Remove one.`);
    if (name !== undefined) places.set(path, entry.keyPlace);
    return name;
  };

  const required =
    fields.required === undefined
      ? []
      : readNames(fields.required, "inputs.required", (entry) => declare(entry, "an input"));
  const optional = readEntries(fields.optional, "inputs.optional", (entry) => {
    const name = declare(entry, "an input");
    return name === undefined ? undefined : readDefault(entry.value, `the default of ${name}`);
  });
  const lists = readEntries(fields.lists, "inputs.lists", (entry) => {
    const name = declare(entry, "a list");
    return name === undefined
      ? undefined
      : readListInput(entry.value, (field) => declare(field, `a field of ${name}`, `${name}.${field.key}`));
  });
  return required && optional && lists && { inputs: { required, optional, lists }, places };
};

type Declare = (entry: Pick<Entry, "key" | "keyPlace">) => string | undefined;

const readNames = (node: Node, what: string, declare: Declare): readonly string[] | undefined => {
  const items = readList(node, what, 64);
  return (
    items &&
    all(
      items.map((item) => {
        const key = readText(item, `each item of ${what}`);
        return key && declare({ key, keyPlace: item });
      }),
    )
  );
};

const readEntries = <Value>(
  node: Node | undefined,
  what: string,
  read: (entry: Entry) => Value | undefined,
): Readonly<Record<string, Value>> | undefined => {
  const entries = node === undefined ? [] : readMap(node, what)?.entries;
  const values = entries && all(entries.map(read));
  return entries && values && Object.fromEntries(entries.map(({ key }, index) => [key, values[index] as Value]));
};

/** Text of any length: empty means that the tag leaves nothing. */
const readDefault = (node: Node, what: string): string | undefined =>
  node.kind === "scalar" && node.value === "" ? "" : readText(node, what);

const readListInput = (node: Node, declare: Declare): ListInput | undefined => {
  if (node.kind === "list") {
    const fields = readFieldNames(node, declare);
    return fields && { fields, max: DEFAULT_MAX_ITEMS, default: [] };
  }
  const list = readFields(node, "a list", ["fields"], ["max", "default"]);
  if (list?.fields === undefined) return undefined;
  const fields = readFieldNames(list.fields, declare);
  const max =
    list.max === undefined ? DEFAULT_MAX_ITEMS : readNumber(list.max, "max", { min: 1, max: 64, integer: true });
  if (fields === undefined || max === undefined) return undefined;
  const items = list.default === undefined ? [] : readList(list.default, "default", max);
  const byDefault = items && all(items.map((item) => readItem(item, fields)));
  return byDefault && { fields, max, default: byDefault };
};

const readFieldNames = (node: Node, declare: Declare): readonly string[] | undefined => {
  const names = readNames(node, "fields", declare);
  return names?.length === 0 ? report(node, "value_invalid", '"[]": a list needs at least one field. Name it.') : names;
};

const readItem = (node: Node, fields: readonly string[]): Readonly<Record<string, string>> | undefined => {
  const nodes = readFields(node, "an item of default", fields);
  const values = all(fields.map((field) => nodes?.[field] && readDefault(nodes[field], field)));
  return values && Object.fromEntries(fields.map((field, index) => [field, values[index] ?? ""]));
};
