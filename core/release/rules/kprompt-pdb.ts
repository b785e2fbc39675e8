import type { ManifestRule } from "../manifest.ts";
import { functionsOf, type KnownSetting } from "./kprompt-function.ts";
import { podLabels, selects } from "./kprompt-network-policy.ts";
import { at, error, fieldsOf, warning } from "./serving-value.ts";

/** Knative scales our functions, to zero as well: others that count their pods only get in the way. */
export const createCheckPdb = (settings: readonly KnownSetting[]): ManifestRule =>
  function* (manifest, tree) {
    const functions = () => functionsOf(tree, settings, manifest.namespace);
    if (manifest.kind === "PodDisruptionBudget") {
      const selector = at(manifest.value, ["spec", "selector"]);
      const hit = functions().find((one) => selects(selector, podLabels(one)));
      if (selector !== undefined && hit)
        yield warning(
          "kprompt_pdb",
          ["spec", "selector"],
          `It selects the pods of ${hit.manifest.name}: with one pod it blocks the drain of a node, with none it does nothing. Remove it.`,
        );
    }
    if (manifest.kind === "HorizontalPodAutoscaler") {
      const { name } = fieldsOf(at(manifest.value, ["spec", "scaleTargetRef"]));
      const hit = functions().find((one) => typeof name === "string" && `${name}-`.startsWith(`${one.manifest.name}-`));
      if (hit)
        yield error(
          "kprompt_pdb",
          ["spec", "scaleTargetRef"],
          `It would scale ${hit.manifest.name} against Knative's own autoscaler. Remove it, and use the autoscaling annotations.`,
        );
    }
  };
