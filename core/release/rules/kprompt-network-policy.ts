import type { Manifest } from "../manifest.ts";
import type { FunctionRule, KpromptFunction } from "./kprompt-function.ts";
import { PART_OF } from "./kprompt-function.ts";
import { at, error, fieldsOf, itemsOf, textOf } from "./serving-value.ts";

/** Log lines are strangers' text: what reads them may reach only what it needs. */
export const checkNetworkPolicy: FunctionRule = function* (one, tree) {
  const { manifest } = one;
  const policies = tree.filter(({ kind, namespace }) => kind === "NetworkPolicy" && namespace === manifest.namespace);
  if (
    policies.some(
      (policy) => limitsEgress(policy) && selects(at(policy.value, ["spec", "podSelector"]), podLabels(one)),
    )
  )
    return;
  yield error(
    "kprompt_network_policy",
    [],
    `No NetworkPolicy among the manifests limits where the pods of ${manifest.name} may connect to. Add one with egress rules ` +
      `that selects their labels, such as ${PART_OF}: kprompt.`,
  );
};

/** Without `policyTypes` one with egress rules is about what goes out. */
export const limitsEgress = ({ value }: Manifest): boolean => {
  const types = at(value, ["spec", "policyTypes"]);
  return types === undefined ? at(value, ["spec", "egress"]) !== undefined : itemsOf(types).includes("Egress");
};

/** Without `policyTypes` every policy is about what comes in. */
export const limitsIngress = ({ value }: Manifest): boolean => {
  const types = at(value, ["spec", "policyTypes"]);
  return types === undefined || itemsOf(types).includes("Ingress");
};

/** Those of the template, and those that Knative adds. */
export const podLabels = ({ manifest, template }: KpromptFunction): Readonly<Record<string, unknown>> => ({
  ...template.labels,
  "serving.knative.dev/service": manifest.name,
  "serving.knative.dev/configuration": manifest.name,
});

/** A selector without any condition selects all. */
export const selects = (selector: unknown, labels: Readonly<Record<string, unknown>>): boolean =>
  Object.entries(fieldsOf(fieldsOf(selector).matchLabels)).every(([key, value]) => labels[key] === value) &&
  itemsOf(fieldsOf(selector).matchExpressions).every((item) => {
    const { key, operator, values } = fieldsOf(item);
    const value = labels[textOf(key) ?? ""];
    const listed = itemsOf(values).includes(value);
    if (operator === "In") return value !== undefined && listed;
    if (operator === "NotIn") return value === undefined || !listed;
    return operator === "Exists" ? value !== undefined : operator === "DoesNotExist" && value === undefined;
  });
