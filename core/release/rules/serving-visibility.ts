import { show } from "../../prompt/show.ts";
import type { ManifestRule } from "../manifest.ts";
import { isServing, templateOf } from "./serving-template.ts";
import { at, error } from "./serving-value.ts";

export const VISIBILITY = "networking.knative.dev/visibility";
export const CLUSTER_LOCAL = "cluster-local";

/** A Service is public until the label on it says otherwise; anything that looks like the label leaves it public. */
export const checkVisibility: ManifestRule = function* (manifest) {
  const template = templateOf(manifest);
  if (template?.labels[VISIBILITY] !== undefined && manifest.kind !== "Revision")
    yield error(
      "serving_visibility",
      [...template.path, "metadata", "labels", VISIBILITY],
      "On a template the label does nothing, and the Service stays public. Move it to the Service's own metadata.",
    );
  for (const place of ["labels", "annotations"]) {
    const value = at(manifest.value, ["metadata", place, VISIBILITY]);
    if (value === undefined || !isServing(manifest, "Service", "Route", "DomainMapping")) continue;
    const path = ["metadata", place, VISIBILITY];
    if (place === "annotations")
      yield error(
        "serving_visibility",
        path,
        "As an annotation it does nothing: the Service stays public. Make it a label.",
      );
    else if (value !== CLUSTER_LOCAL)
      yield error(
        "serving_visibility",
        path,
        `${show(value)} leaves the Service public. Write ${CLUSTER_LOCAL}, or remove it.`,
      );
  }
};
