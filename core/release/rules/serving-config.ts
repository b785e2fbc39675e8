import type { Manifest } from "../manifest.ts";
import { at, textOf } from "./serving-value.ts";

/**
 * What Knative Serving's own configuration says of a key: that of its ConfigMap, such as `config-features`, or of a
 * KnativeServing of the operator. Empty: neither is among the manifests, or says anything of it.
 *
 * @param name Without `config-`.
 */
export const configOf = (
  tree: readonly Manifest[],
  name: "features" | "defaults" | "autoscaler",
  key: string,
): readonly string[] =>
  tree.flatMap(({ apiVersion, kind, name: called, value }): readonly string[] => {
    const values =
      kind === "ConfigMap" && called === `config-${name}`
        ? [at(value, ["data", key])]
        : kind === "KnativeServing" && apiVersion.startsWith("operator.knative.dev/")
          ? [name, `config-${name}`].map((section) => at(value, ["spec", "config", section, key]))
          : [];
    return values.flatMap((one) => textOf(one) ?? []);
  });

/** Whether a feature is switched on. */
export const hasFeature = (tree: readonly Manifest[], flag: string): boolean =>
  configOf(tree, "features", flag).some((one) => /^(?:enabled|allowed)$/i.test(one));
