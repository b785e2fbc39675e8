import { show } from "../../prompt/show.ts";
import type { ManifestRule } from "../manifest.ts";
import { COMPONENT, COMPONENTS, isOurs } from "./kprompt-function.ts";
import { isServing, templateOf } from "./serving-template.ts";
import { at, error, nearestPath } from "./serving-value.ts";

/** By this label rules know a function, and network policies its pods: without it neither holds. */
export const checkComponent: ManifestRule = function* (manifest) {
  if (!isOurs(manifest) || !isServing(manifest, "Service")) return;
  const path = ["metadata", "labels", COMPONENT];
  const component = at(manifest.value, path);
  if (!COMPONENTS.some((one) => one === component)) {
    const said = component === undefined ? `The label ${COMPONENT} is missing` : `${show(component)} is no function`;
    yield error(
      "kprompt_component",
      nearestPath(manifest.value, path),
      `${said}. Use one of ${COMPONENTS.join(", ")}.`,
    );
    return;
  }
  const template = templateOf(manifest);
  if (template?.labels[COMPONENT] !== component)
    yield error(
      "kprompt_component",
      nearestPath(manifest.value, ["spec", "template", "metadata", "labels", COMPONENT]),
      `The template has not the Service's label ${COMPONENT}: ${component}. Repeat it there, for the pods.`,
    );
};
