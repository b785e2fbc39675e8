import { show } from "../../prompt/show.ts";
import type { Manifest, ManifestRule } from "../manifest.ts";
import { isServing, templateOf } from "./serving-template.ts";
import { at, error, fieldsOf, textOf } from "./serving-value.ts";

/** A SinkBinding writes variables into its subject's template, which Knative refuses where the template has a name. */
export const checkSinkBinding: ManifestRule = function* (manifest, tree) {
  if (manifest.kind !== "SinkBinding" || !manifest.apiVersion.startsWith("sources.knative.dev/")) return;
  for (const subject of tree.filter((other) => isSubject(other, manifest))) {
    const name = textOf(at(templateOf(subject)?.value, ["metadata", "name"]));
    if (name === undefined) continue;
    yield error(
      "serving_sink_binding",
      ["spec", "subject"],
      `It would change the template of ${subject.kind} ${show(subject.name)}, whose revision is named ${show(name)}: ` +
        "Knative refuses that. Write the sink's URL as a variable of the template instead.",
    );
  }
};

const isSubject = (other: Manifest, binding: Manifest): boolean => {
  const subject = fieldsOf(at(binding.value, ["spec", "subject"]));
  const namespace = textOf(subject.namespace) ?? binding.namespace;
  if (!isServing(other, "Service", "Configuration") || other.kind !== subject.kind || other.namespace !== namespace)
    return false;
  if (subject.name !== undefined) return other.name === subject.name;
  const labels = fieldsOf(at(other.value, ["metadata", "labels"]));
  const wanted = Object.entries(fieldsOf(at(subject, ["selector", "matchLabels"])));
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
};
