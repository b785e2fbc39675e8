import { show } from "../../prompt/show.ts";
import type { ManifestRule } from "../manifest.ts";
import { isServing } from "./serving-template.ts";
import { at, error, textOf } from "./serving-value.ts";

/** A DomainMapping's name is the host that it maps. */
export const checkDomainMapping: ManifestRule = function* (manifest) {
  if (!isServing(manifest, "DomainMapping")) return;
  const name = textOf(at(manifest.value, ["metadata", "name"]));
  if (name !== undefined && !/^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)+$/.test(name))
    yield error(
      "serving_domain_name",
      ["metadata", "name"],
      `${show(name)} is no full host name. Name the DomainMapping after its host, such as alerts.example.org.`,
    );
  const namespace = textOf(at(manifest.value, ["spec", "ref", "namespace"]));
  if (namespace !== undefined && manifest.namespace !== null && namespace !== manifest.namespace)
    yield error(
      "serving_domain_namespace",
      ["spec", "ref", "namespace"],
      `${show(namespace)} is not the DomainMapping's own namespace, ${show(manifest.namespace)}. Put both in one.`,
    );
};
