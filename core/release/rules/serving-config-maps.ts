import { show } from "../../prompt/show.ts";
import type { Finding, Manifest, ManifestRule } from "../manifest.ts";
import { templateOf } from "./serving-template.ts";
import { at, fieldsOf, itemsOf, type Path, textOf, warning } from "./serving-value.ts";

/** A revision never changes, but a ConfigMap that it reads may: then traffic split over revisions compares nothing. */
export const checkConfigMaps: ManifestRule = function* (manifest, tree) {
  const template = templateOf(manifest);
  if (template === undefined) return;
  for (const { path, name } of references(template.spec, [...template.path, "spec"]))
    if (!HASHED.test(name) && !isImmutable(manifest, name, tree)) yield changing(path, name);
};

const changing = (path: Path, name: string): Finding =>
  warning(
    "serving_config_map_mutable",
    path,
    `ConfigMap ${show(name)} has no hash of its content in its name: an edit changes old revisions, too. ` +
      "Make it with configMapGenerator, or say immutable: true.",
  );

interface Reference {
  readonly path: Path;
  readonly name: string;
}

function* references(spec: Readonly<Record<string, unknown>>, path: Path): Iterable<Reference> {
  for (const list of ["containers", "initContainers"])
    for (const [index, container] of itemsOf(spec[list]).entries()) {
      const { env, envFrom } = fieldsOf(container);
      const base = [...path, list, index];
      for (const [place, item] of itemsOf(envFrom).entries())
        yield* named(item, ["configMapRef", "name"], [...base, "envFrom", place]);
      for (const [place, item] of itemsOf(env).entries())
        yield* named(item, ["valueFrom", "configMapKeyRef", "name"], [...base, "env", place]);
    }
  for (const [index, volume] of itemsOf(spec.volumes).entries()) {
    const base = [...path, "volumes", index];
    yield* named(volume, ["configMap", "name"], base);
    for (const [place, source] of itemsOf(at(volume, ["projected", "sources"])).entries())
      yield* named(source, ["configMap", "name"], [...base, "projected", "sources", place]);
  }
}

function* named(value: unknown, keys: readonly string[], base: Path): Iterable<Reference> {
  const name = textOf(at(value, keys));
  if (name !== undefined) yield { path: [...base, ...keys], name };
}

const isImmutable = ({ namespace }: Manifest, name: string, tree: readonly Manifest[]): boolean =>
  tree.some(
    (other) =>
      other.kind === "ConfigMap" &&
      other.name === name &&
      other.namespace === namespace &&
      other.value.immutable === true,
  );

/** Kustomize's: ten characters of its own alphabet, which spells no words. */
const HASHED = /-[2456789bcdfghkmt]{10}$/;
