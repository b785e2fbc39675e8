import { blockEndHint } from "./block-end.ts";
import type { Entry, MapNode, Node } from "./node.ts";
import { show } from "./show.ts";
import { report } from "./source.ts";

/**
 * Readers of nodes. Each gives the value, or undefined after one finding, so that whoever reads on adds no second finding
 * for the same cause.
 */

/** Reads a mapping with a closed set of keys. */
export const readFields = <Required extends string, Optional extends string = never>(
  node: Node,
  what: string,
  required: readonly Required[],
  optional: readonly Optional[] = [],
): { readonly [Key in Required | Optional]?: Node } | undefined => {
  const map = readMap(node, what);
  if (map === undefined) return undefined;
  const known: readonly string[] = [...required, ...optional];
  for (const { key, keyPlace } of map.entries)
    if (!known.includes(key))
      report(
        keyPlace,
        "key_unknown",
        `${show(key)} is not a key of ${what}.${blockEndHint(keyPlace) || ` Remove it; known are ${known.join(", ")}.`}`,
      );
  const missing = required.filter((key) => !map.entries.some((entry) => entry.key === key));
  for (const key of missing) report(map, "field_missing", `${what} needs "${key}". Add it.`);
  return Object.fromEntries(map.entries.map(({ key, value }) => [key, value])) as {
    [Key in Required | Optional]?: Node;
  };
};

export const readMap = (node: Node, what: string): MapNode | undefined =>
  node.kind === "map" ? node : mismatch(node, `${what} is a mapping of names to values`);

export const readList = (node: Node, what: string, max = 1000): readonly Node[] | undefined => {
  if (node.kind !== "list") return mismatch(node, `${what} is a list`);
  const extra = node.items[max];
  if (extra !== undefined)
    return report(extra, "value_invalid", `${describe(extra)}: ${what} has at most ${max} items.`);
  return node.items;
};

/** Reads text of 1 to `max` characters. */
export const readText = (node: Node, what: string, max = 10_000): string | undefined => {
  if (node.kind !== "scalar" || typeof node.value !== "string")
    return mismatch(node, `${what} is text`, node.kind === "scalar" && node.value !== null ? ": put it in quotes" : "");
  if (node.value.trim() === "")
    return report(node, "value_invalid", `${show(node.value)}: ${what} is empty. Write it.`);
  if (node.value.length > max)
    return report(
      node,
      "value_invalid",
      `${describe(node)}: ${what} has ${node.value.length} characters; at most ${max}.`,
    );
  return node.value;
};

/** Reads the text of a version. YAML makes a number of 1.0, and quotes alone would not make a version of it. */
export const readVersionText = (node: Node, what: string): string | undefined => {
  if (node.kind !== "scalar" || typeof node.value !== "number") return readText(node, what);
  const [, major, minor = "0"] = /^(\d+)(?:\.(\d+))?$/.exec(node.raw) ?? [];
  return mismatch(node, `${what} is major.minor.patch: write ${major ? `${major}.${minor}.0` : "one such as 1.2.0"}`);
};

/** Reads a list of texts; undefined where any of them is not one. */
export const readTexts = (
  node: Node,
  what: string,
  { max = 100, maxLength = 1000 }: { max?: number; maxLength?: number } = {},
): readonly string[] | undefined => {
  const items = readList(node, what, max);
  return items && all(items.map((item) => readText(item, `each item of ${what}`, maxLength)));
};

/** Reads one value of a closed list. */
export const readOneOf = <Value extends string>(
  node: Node,
  what: string,
  values: readonly Value[],
): Value | undefined => {
  const text = readText(node, what);
  if (text === undefined) return undefined;
  const found = values.find((value) => value === text);
  return found ?? report(node, "value_invalid", `${show(text)} is no ${what}. Use one of ${values.join(", ")}.`);
};

export const readNumber = (
  node: Node,
  what: string,
  { min, max, integer = false }: { min: number; max: number; integer?: boolean },
): number | undefined => {
  const kind = integer ? "an integer" : "a number";
  if (node.kind !== "scalar" || typeof node.value !== "number") return mismatch(node, `${what} is ${kind}`);
  const { value } = node;
  if (value >= min && value <= max && (!integer || Number.isInteger(value))) return value;
  return report(node, "value_invalid", `${show(node.raw)}: ${what} is ${kind} from ${min} to ${max}.`);
};

/** Checks a key that is a name of the author's choice, for templates and rules to use. */
export const readName = ({ key, keyPlace }: Pick<Entry, "key" | "keyPlace">, what: string): string | undefined =>
  /^[a-z][a-z0-9_]{0,63}$/.test(key)
    ? key
    : report(
        keyPlace,
        "name_invalid",
        `${show(key)} is no name for ${what}: a lower-case letter, then letters, digits, _.`,
      );

/** The list without gaps, or undefined where a reader failed. */
export const all = <Value>(values: readonly (Value | undefined)[]): readonly Value[] | undefined =>
  values.every((value) => value !== undefined) ? (values as readonly Value[]) : undefined;

/** A node in a message. */
export const describe = (node: Node): string =>
  node.kind === "scalar" ? (node.raw === "" ? '""' : show(node.raw)) : node.kind === "list" ? "A list" : "A mapping";

const mismatch = (node: Node, wanted: string, remedy = ""): undefined =>
  report(node, "type_mismatch", `${describe(node)} does not fit: ${wanted}${remedy}.`);
