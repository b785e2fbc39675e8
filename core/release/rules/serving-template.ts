import type { Manifest } from "../manifest.ts";
import { at, fieldsOf, itemsOf, type Path } from "./serving-value.ts";

/** Where a manifest describes a revision. */
export interface Template {
  /** What holds `metadata` and `spec`. */
  readonly path: Path;
  readonly value: Readonly<Record<string, unknown>>;
  readonly annotations: Readonly<Record<string, unknown>>;
  readonly labels: Readonly<Record<string, unknown>>;
  readonly spec: Readonly<Record<string, unknown>>;
  readonly containers: readonly Container[];
}

export interface Container {
  readonly path: Path;
  readonly value: Readonly<Record<string, unknown>>;
  /** It has no port beside one that has: requests do not reach it. */
  readonly sidecar: boolean;
}

/** The template of a Service or a Configuration; a Revision is one itself. Undefined where there is none. */
export const templateOf = (manifest: Manifest): Template | undefined => {
  if (!isServing(manifest, ...WITH_TEMPLATE)) return undefined;
  const path = manifest.kind === "Revision" ? [] : ["spec", "template"];
  const value = fieldsOf(at(manifest.value, path));
  const spec = fieldsOf(value.spec);
  return {
    path,
    value,
    annotations: fieldsOf(at(value, ["metadata", "annotations"])),
    labels: fieldsOf(at(value, ["metadata", "labels"])),
    spec,
    containers: containersOf(spec, [...path, "spec"]),
  };
};

/** The container that gets the requests. */
export const servingContainerOf = (template: Template): Container | undefined =>
  template.containers.find(({ sidecar }) => !sidecar);

export const isServing = ({ apiVersion, kind }: Manifest, ...kinds: readonly string[]): boolean =>
  apiVersion.startsWith("serving.knative.dev/") && kinds.includes(kind);

export const WITH_TEMPLATE = ["Service", "Configuration", "Revision"] as const;

const containersOf = (spec: Readonly<Record<string, unknown>>, path: Path): readonly Container[] => {
  const values = itemsOf(spec.containers).map(fieldsOf);
  const hasPorts = ({ ports }: Readonly<Record<string, unknown>>): boolean => itemsOf(ports).length > 0;
  const first = Math.max(0, values.findIndex(hasPorts));
  return values.map((value, index) => ({
    path: [...path, "containers", index],
    value,
    sidecar: index !== first && !hasPorts(value),
  }));
};
