import type { Finding, Manifest, ManifestRule } from "../manifest.ts";
import { fieldsOf, type Path, textOf } from "./serving-value.ts";

/** As the reader of a rendered tree makes them. */
export const toManifest = (document: unknown): Manifest => {
  const value = fieldsOf(document);
  const metadata = fieldsOf(value.metadata);
  return {
    apiVersion: textOf(value.apiVersion) ?? "",
    kind: textOf(value.kind) ?? "",
    name: textOf(metadata.name) ?? "",
    namespace: textOf(metadata.namespace) ?? null,
    value,
  };
};

/** All that the rules say of all documents. */
export const findIn = (rules: readonly ManifestRule[], documents: readonly unknown[]): readonly Finding[] => {
  const tree = documents.map(toManifest);
  return tree.flatMap((manifest) => rules.flatMap((rule) => [...rule(manifest, tree)]));
};

/** A copy with another value at the path, which is made where it is missing; undefined removes it. */
export const change = (document: unknown, path: Path, value: unknown): unknown => {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (typeof key === "number") {
    const items: unknown[] = Array.isArray(document) ? [...document] : [];
    items[key] = change(items[key], rest, value);
    return items.filter((item) => item !== undefined);
  }
  const { [key]: old, ...others } = fieldsOf(document);
  const changed = change(old, rest, value);
  return changed === undefined ? others : { ...fieldsOf(document), [key]: changed };
};

/** The paths of all values inside, the whole first. */
export const pathsOf = (value: unknown, path: Path = []): readonly Path[] => [
  path,
  ...(Array.isArray(value)
    ? value.flatMap((item, index) => pathsOf(item, [...path, index]))
    : Object.entries(fieldsOf(value)).flatMap(([key, member]) => pathsOf(member, [...path, key]))),
];
