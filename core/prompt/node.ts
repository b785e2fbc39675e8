import type { Place } from "./source.ts";

/** A YAML value that knows its place. Only the plain part of YAML gets this far: no anchors, aliases, tags or odd keys. */
export type Node = ScalarNode | ListNode | MapNode;

interface ScalarNode extends Place {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
  /** As written in the file, without quotes. */
  readonly raw: string;
  readonly style: "literal" | "folded" | "flow";
}
interface ListNode extends Place {
  readonly kind: "list";
  readonly items: readonly Node[];
}
export interface MapNode extends Place {
  readonly kind: "map";
  readonly entries: readonly Entry[];
}
export interface Entry {
  readonly key: string;
  readonly keyPlace: Place;
  readonly value: Node;
}

/** The plain value of a node. Keys keep their order. */
export const toValue = (node: Node): unknown => {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(toValue);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, toValue(value)]));
};

/** The node at a JSON pointer, or its key; the nearest one above where there is none. */
export const placeAt = (root: Node, pointer: string, about: "key" | "value"): Place => {
  let place: Place = root;
  let node: Node | undefined = root;
  for (const segment of pointer.split("/").slice(1)) {
    const key = segment.replaceAll("~1", "/").replaceAll("~0", "~");
    const entry: Entry | undefined = node?.kind === "map" ? node.entries.find((one) => one.key === key) : undefined;
    node = node?.kind === "list" ? node.items[Number(key)] : entry?.value;
    if (node === undefined) break;
    place = about === "key" && entry !== undefined ? entry.keyPlace : node;
  }
  return place;
};
