import { show } from "../../prompt/show.ts";
import type { ManifestRule } from "../manifest.ts";
import { parseGoDuration, SECOND } from "./go-duration.ts";
import { isServing, templateOf } from "./serving-template.ts";
import { trafficOf } from "./serving-traffic.ts";
import { at, error, fieldsOf, textOf, warning } from "./serving-value.ts";

const NAMES = ["serving.knative.dev/rollout-duration", "serving.knative.dev/rolloutDuration"] as const;

/** A rollout by time is asked for on the Service, and moves only targets that follow the latest revision. */
export const checkRolloutDuration: ManifestRule = function* (manifest) {
  const template = templateOf(manifest);
  for (const name of NAMES) {
    if (template?.annotations[name] !== undefined && manifest.kind !== "Revision")
      yield error(
        "serving_rollout_place",
        [...template.path, "metadata", "annotations", name],
        "On a template it does nothing: traffic would move at once. Move it to the Service's own metadata.",
      );
    if (!isServing(manifest, "Service", "Route")) continue;
    const text = textOf(fieldsOf(at(manifest.value, ["metadata", "annotations"]))[name]);
    if (text === undefined || text === "") continue;
    const path = ["metadata", "annotations", name];
    const duration = parseGoDuration(text);
    const targets = trafficOf(manifest);
    if (duration === undefined || duration < 0 || duration % SECOND !== 0)
      yield error("serving_rollout_duration", path, `${show(text)}: write a duration in whole seconds, such as 120s.`);
    else if (targets.length > 0 && targets.every(({ revision }) => revision !== undefined))
      yield warning(
        "serving_rollout_pinned",
        path,
        "It moves traffic to the latest revision only, and every target here names one. Remove it, or use latestRevision.",
      );
  }
};
