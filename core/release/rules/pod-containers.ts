import { show } from "../../prompt/show.ts";
import type { Finding, ManifestRule } from "../manifest.ts";
import { type Container, templateOf } from "./serving-template.ts";
import { error, fieldsOf, itemsOf, textOf } from "./serving-value.ts";

/** That there are containers, and that they use no name which Knative keeps for itself. */
export const checkContainers: ManifestRule = function* (manifest) {
  const template = templateOf(manifest);
  if (template === undefined) return;
  if (template.containers.length === 0)
    yield error("serving_containers", [...template.path, "spec"], "The pod has no container. Add one with its image.");
  const names = new Set<string>();
  for (const container of template.containers) {
    const name = textOf(container.value.name) || undefined;
    if (name === "queue-proxy")
      yield error(
        "serving_container_name",
        [...container.path, "name"],
        '"queue-proxy" is the name of the container that Knative adds. Use another one.',
      );
    else if (name !== undefined && names.has(name))
      yield error("serving_container_name", [...container.path, "name"], `${show(name)} is there twice. Rename one.`);
    if (name !== undefined) names.add(name);
    yield* checkVariables(container);
  }
};

function* checkVariables({ path, value, sidecar }: Container): Iterable<Finding> {
  for (const [index, item] of itemsOf(value.env).entries()) {
    const name = textOf(fieldsOf(item).name) ?? "";
    // A sidecar gets no requests, so its PORT is its own affair.
    if (RESERVED.includes(name) && !(sidecar && name === "PORT"))
      yield error(
        "serving_env_reserved",
        [...path, "env", index, "name"],
        `Knative sets ${name} itself and refuses it here. Remove it${name === "PORT" ? "; the port is ports[0].containerPort" : ""}.`,
      );
  }
}

const RESERVED: readonly string[] = ["PORT", "K_SERVICE", "K_CONFIGURATION", "K_REVISION"];
