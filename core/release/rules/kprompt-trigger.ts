import type { Manifest } from "../manifest.ts";
import { isServing } from "./serving-template.ts";
import { at, fieldsOf, type Path, textOf } from "./serving-value.ts";

/** A Service of the tree that a Trigger calls. */
export interface Called {
  readonly service: Manifest;
  /** undefined: by the Service's own address, where percents decide. */
  readonly tag: string | undefined;
}

/** Undefined where it calls something that is not among the manifests. */
export const calledBy = (trigger: Manifest, tree: readonly Manifest[]): Called | undefined => {
  const { ref, uri } = fieldsOf(at(trigger.value, ["spec", "subscriber"]));
  if (ref !== undefined) {
    const { kind, name, namespace } = fieldsOf(ref);
    const service = tree.find(
      (one) =>
        isServing(one, "Service") &&
        one.kind === kind &&
        one.name === name &&
        one.namespace === (textOf(namespace) ?? trigger.namespace),
    );
    return service && { service, tag: undefined };
  }
  const [, label = "", namespace] = HOST.exec(textOf(uri) ?? "") ?? [];
  // The longest name first: dead-letters is no tag "dead" of letters.
  const [service] = tree
    .filter((one) => isServing(one, "Service") && one.namespace === namespace)
    .filter(({ name }) => name !== "" && (label === name || label.endsWith(`-${name}`)))
    .toSorted((a, b) => b.name.length - a.name.length);
  return service && { service, tag: label === service.name ? undefined : label.slice(0, -service.name.length - 1) };
};

const HOST = /^https?:\/\/([^./:?#]+)\.([^./:?#]+)(?:\.svc(?:\.[^/:?#]+)?)?(?:[/:?#]|$)/;

/** The delivery that counts, and where it stands: a Trigger's own replaces its Broker's as a whole. */
export const deliveryOf = (
  trigger: Manifest,
  tree: readonly Manifest[],
): { readonly value: Readonly<Record<string, unknown>>; readonly path: Path } => {
  const own = at(trigger.value, ["spec", "delivery"]);
  if (own !== undefined && own !== null) return { value: fieldsOf(own), path: ["spec", "delivery"] };
  const broker = tree.find(
    ({ kind, name, namespace }) =>
      kind === "Broker" && name === at(trigger.value, ["spec", "broker"]) && namespace === trigger.namespace,
  );
  return { value: fieldsOf(at(broker?.value, ["spec", "delivery"])), path: ["spec"] };
};
