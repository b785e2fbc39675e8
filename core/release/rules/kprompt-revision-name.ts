import type { Sha256 } from "../../port.ts";
import { show } from "../../prompt/show.ts";
import type { ManifestRule } from "../manifest.ts";
import { revisionNameOf } from "../revision-name.ts";
import { isOurs } from "./kprompt-function.ts";
import { isServing, templateOf } from "./serving-template.ts";
import { at, error, textOf } from "./serving-value.ts";

/** A name that does not follow from the content is one that Knative refuses at the next change. */
export const createCheckRevisionName = (sha256: Sha256): ManifestRule =>
  function* (manifest) {
    const template = templateOf(manifest);
    const name = textOf(at(template?.value, ["metadata", "name"]));
    if (!isOurs(manifest) || !isServing(manifest, "Service") || !template || name === undefined) return;
    const expected = nameOf(manifest.name, template.value, sha256);
    if (expected === name || expected === undefined) return;
    yield error(
      "kprompt_revision_name",
      [...template.path, "metadata", "name"],
      `${show(name)} is not the name of this template, which is ${show(expected)}: a changed template needs another name. ` +
        "Let kprompt rollout write it.",
    );
  };

/** Undefined where the Service's own name or the template is not valid, which others say. */
const nameOf = (service: string, template: unknown, sha256: Sha256): string | undefined => {
  try {
    return revisionNameOf(service, template, sha256);
  } catch {
    return undefined;
  }
};
