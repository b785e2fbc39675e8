import type { Manifest } from "../manifest.ts";
import type { Container } from "./serving-template.ts";
import { at, fieldsOf, itemsOf, type Path, textOf } from "./serving-value.ts";

/** A variable as the container will see it. */
export interface Variable {
  readonly name: string;
  /** undefined: it comes from a Secret, or from a ConfigMap that is not among the manifests. */
  readonly value: string | undefined;
  readonly from: "literal" | "config_map" | "elsewhere";
  /** Where the container says so. */
  readonly path: Path;
}

export interface Environment {
  /** By name; what comes later has replaced what came before, as in the cluster. */
  readonly variables: ReadonlyMap<string, Variable>;
  /** ConfigMaps that it needs and that are not among the manifests. */
  readonly missing: readonly { readonly name: string; readonly path: Path }[];
}

/** What `envFrom` and `env` of a container give, with the ConfigMaps of the tree. */
export const environmentOf = (
  { path, value }: Container,
  namespace: string | null,
  tree: readonly Manifest[],
): Environment => {
  const missing: { readonly name: string; readonly path: Path }[] = [];
  const readMap = (reference: unknown, at: Path): Readonly<Record<string, unknown>> | undefined => {
    const { name, optional } = fieldsOf(reference);
    const found = tree.find((one) => one.kind === "ConfigMap" && one.name === name && one.namespace === namespace);
    if (!found && optional !== true && typeof name === "string") missing.push({ name, path: [...at, "name"] });
    return found && fieldsOf(found.value.data);
  };

  const imported = itemsOf(value.envFrom).flatMap((item, index): readonly Variable[] => {
    const { configMapRef, prefix } = fieldsOf(item);
    if (configMapRef === undefined) return [];
    const place = [...path, "envFrom", index, "configMapRef"];
    const data = readMap(configMapRef, place) ?? {};
    return Object.entries(data).map(([key, text]) => ({
      name: (textOf(prefix) ?? "") + key,
      value: textOf(text),
      from: "config_map",
      path: place,
    }));
  });

  const own = itemsOf(value.env).flatMap((item, index): readonly Variable[] => {
    const { name, value: text, valueFrom } = fieldsOf(item);
    const place = [...path, "env", index];
    if (typeof name !== "string") return [];
    const key = at(valueFrom, ["configMapKeyRef"]);
    if (key !== undefined) {
      const data = readMap(key, [...place, "valueFrom", "configMapKeyRef"]);
      const found = at(data, [textOf(fieldsOf(key).key) ?? ""]);
      return [{ name, value: textOf(found), from: "config_map", path: place }];
    }
    return valueFrom === undefined
      ? [{ name, value: textOf(text) ?? "", from: "literal", path: place }]
      : [{ name, value: undefined, from: "elsewhere", path: place }];
  });
  return { variables: new Map([...imported, ...own].map((variable) => [variable.name, variable])), missing };
};
