import type { Finding, Manifest, ManifestRule } from "../manifest.ts";
import { parseGoDuration } from "./go-duration.ts";
import { at, error, fieldsOf, itemsOf, type Path, textOf, warning } from "./serving-value.ts";

export const isKustomization = ({ apiVersion, kind }: Manifest): boolean =>
  apiVersion.startsWith("kustomize.toolkit.fluxcd.io/") && kind === "Kustomization";

export const checkKustomization: ManifestRule = (manifest, tree) =>
  isKustomization(manifest)
    ? [...checkKubeConfig(manifest), ...checkDependencies(manifest, tree), ...checkTimeout(manifest, tree)]
    : [];

const checkKubeConfig = ({ value }: Manifest): readonly Finding[] => {
  const path: Path = ["spec", "kubeConfig"];
  const kubeConfig = at(value, path);
  if (kubeConfig === undefined) return [];
  const { configMapRef, secretRef } = fieldsOf(kubeConfig);
  if ((configMapRef === undefined) !== (secretRef === undefined)) return [];
  return [error("flux_kube_config", path, "needs either configMapRef or secretRef. Write exactly one of them.")];
};

const checkDependencies = (manifest: Manifest, tree: readonly Manifest[]): readonly Finding[] =>
  dependenciesOf(manifest).flatMap(({ key, path }): readonly Finding[] => {
    const chain = findChain(key, keyOf(manifest), tree);
    if (chain !== undefined) {
      // One of a circle reports it.
      if (chain.some((one) => one < keyOf(manifest))) return [];
      const circle = [keyOf(manifest), ...chain].join(" > ");
      return [error("flux_dependency_cycle", path, `waits for itself: ${circle}. Remove one of these dependencies.`)];
    }
    if (tree.some((one) => isKustomization(one) && keyOf(one) === key)) return [];
    return [
      warning(
        "flux_dependency_unknown",
        path,
        `${key} is no Kustomization of these manifests. Correct its name, or check both together.`,
      ),
    ];
  });

interface Dependency {
  readonly key: string;
  readonly path: Path;
}

const keyOf = ({ namespace, name }: Manifest): string => `${namespace ?? "default"}/${name}`;

const dependenciesOf = ({ value, namespace }: Manifest): readonly Dependency[] =>
  itemsOf(at(value, ["spec", "dependsOn"])).flatMap((one, index): readonly Dependency[] => {
    const name = textOf(at(one, ["name"]));
    if (name === undefined) return [];
    const place = textOf(at(one, ["namespace"])) ?? namespace ?? "default";
    return [{ key: `${place}/${name}`, path: ["spec", "dependsOn", index] }];
  });

/** The way from one to another along the dependencies, both included. */
const findChain = (
  from: string,
  to: string,
  tree: readonly Manifest[],
  seen: Set<string> = new Set(),
): readonly string[] | undefined => {
  if (from === to) return [from];
  if (seen.has(from)) return undefined;
  seen.add(from);
  for (const { key } of tree.filter((one) => isKustomization(one) && keyOf(one) === from).flatMap(dependenciesOf)) {
    const chain = findChain(key, to, tree, seen);
    if (chain !== undefined) return [from, ...chain];
  }
  return undefined;
};

/** Ready comes after a Service's gradual rollout: a wait that is shorter fails each time. */
const checkTimeout = ({ value }: Manifest, tree: readonly Manifest[]): readonly Finding[] => {
  const { wait, timeout, interval } = fieldsOf(value.spec);
  if (wait !== true) return [];
  const waits = parseGoDuration(textOf(timeout ?? interval) ?? "");
  if (waits === undefined) return [];
  return tree.flatMap((one): readonly Finding[] => {
    const rollout = textOf(at(one.value, ["metadata", "annotations", ROLLOUT_DURATION])) ?? "";
    if ((parseGoDuration(rollout) ?? 0) < waits) return [];
    const path: Path = timeout === undefined ? ["spec"] : ["spec", "timeout"];
    return [
      warning(
        "flux_timeout",
        path,
        `waits for ${textOf(timeout ?? interval)}, and ${one.name} takes ${rollout} to roll out. Make timeout longer than that.`,
      ),
    ];
  });
};

const ROLLOUT_DURATION = "serving.knative.dev/rollout-duration";
