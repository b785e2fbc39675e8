import { show } from "../../prompt/show.ts";
import type { Finding, ManifestRule } from "../manifest.ts";
import { isServing, templateOf } from "./serving-template.ts";
import { at, error, textOf } from "./serving-value.ts";

export const MAX_LABEL = 63;

/** A label of a host name that begins with a letter, as names of Services, revisions and tags must be (RFC 1035). */
export const isDnsLabel = (text: string): boolean =>
  text.length <= MAX_LABEL && /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/.test(text);

export const DNS_LABEL = `at most ${MAX_LABEL} lower-case letters, digits and -, a letter first and no - at the end`;

/** Names of the object and of its template. A DomainMapping's is a host and has its own rule. */
export const checkNames: ManifestRule = function* (manifest) {
  if (!isServing(manifest, "Service", "Configuration", "Revision", "Route")) return;
  const name = textOf(at(manifest.value, ["metadata", "name"]));
  if (name !== undefined && !isDnsLabel(name)) {
    const message = `${show(name)} cannot be the name of a ${manifest.kind}. Use ${DNS_LABEL}.`;
    yield error("serving_name", ["metadata", "name"], message);
  }
  if (manifest.kind !== "Revision") yield* checkTemplateName(manifest);
};

function* checkTemplateName(manifest: Parameters<ManifestRule>[0]): Iterable<Finding> {
  const template = templateOf(manifest);
  const name = textOf(at(template?.value, ["metadata", "name"]));
  if (template === undefined || name === undefined) return;
  const path = [...template.path, "metadata", "name"];
  if (!isDnsLabel(name))
    yield error("serving_name", path, `${show(name)} cannot be the name of a revision. Use ${DNS_LABEL}.`);
  const prefix = `${manifest.name}-`;
  if (!name.startsWith(prefix))
    yield error(
      "serving_revision_prefix",
      path,
      `${show(name)} does not begin with ${show(prefix)}. Put that before it.`,
    );
}
