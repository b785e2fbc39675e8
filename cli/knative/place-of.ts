import { type Document, isMap, isScalar, isSeq, type LineCounter, type Node, type Pair } from "yaml";

/** 1-based. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * Where the value at a JSON pointer begins; the nearest one above where there is none.
 *
 * @param about `key`: where its name begins, which is what is wrong where a field is unknown.
 */
export const placeOf = (
  document: Document.Parsed,
  lines: LineCounter,
  pointer: string,
  about: "key" | "value",
): Place => {
  let node: unknown = document.contents;
  let place = document.contents as Node | null;
  for (const segment of pointer.split("/").slice(1)) {
    const name = segment.replaceAll("~1", "/").replaceAll("~0", "~");
    const resolved = document.contents && isAlias(node) ? node.resolve(document) : node;
    const pair = isMap(resolved) ? resolved.items.find((one) => nameOf(one) === name) : undefined;
    node = isSeq(resolved) ? resolved.items[Number(name)] : pair?.value;
    if (pair !== undefined) place = about === "key" || isBelow(pair) ? (pair.key as Node) : (node as Node);
    else if (node !== undefined) place = node as Node;
    else break;
  }
  const { line, col } = lines.linePos(place?.range?.[0] ?? 0);
  return { line, column: col };
};

const isAlias = (node: unknown): node is { resolve(document: Document): unknown } =>
  typeof node === "object" && node !== null && "resolve" in node && "source" in node;

const nameOf = ({ key }: Pair): string => String(isScalar(key) ? key.value : key);

/** A mapping or a list that begins on a line of its own is found by its name. */
const isBelow = ({ key, value }: Pair): boolean => {
  if (!isMap(value) && !isSeq(value)) return value === null || (value as Node).range === undefined || isEmpty(value);
  return isScalar(key) && !value.flow;
};

const isEmpty = (value: unknown): boolean => isScalar(value) && value.source === "";
