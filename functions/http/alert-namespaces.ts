import { placeOfAlert } from "../../core/alert/alert-place.ts";
import { PromptError } from "../../core/error.ts";
import { NAMESPACE_LABELS } from "../../core/evidence/namespace-labels.ts";
import { neutralise } from "../../core/evidence/neutralise.ts";
import type { Caller } from "./auth.ts";
import { toPointer } from "./issues.ts";

/**
 * A token that is bound to namespaces brings alerts of those alone, whichever label says so. One that is about no
 * namespace could lead to the logs of any.
 *
 * @param placeOf Pointer to the labels of an alert in the body.
 * @throws {PromptError} `namespace_forbidden`, one issue per alert or label.
 */
export const requireAlertNamespaces = (
  { namespaces }: Caller,
  alerts: readonly { readonly labels: Readonly<Record<string, string>> }[],
  placeOf: (index: number) => string,
): void => {
  if (namespaces === null) return;
  const issues = alerts.flatMap(({ labels }, index) => {
    const at = placeOf(index);
    const about = { pointer: at, namespace: placeOfAlert(labels).namespace };
    const named = Object.entries(labels)
      .filter(([name]) => isNamespace(name))
      .map(([name, namespace]) => ({ pointer: at + toPointer([name]), namespace }));
    return [about, ...named]
      .filter(({ namespace }) => namespace === undefined || !namespaces.includes(namespace))
      .map((name) => ({ pointer: name.pointer, detail: "is about nothing in the namespaces of this token." }));
  });
  if (issues.length === 0) return;
  throw new PromptError("namespace_forbidden", `This token is for alerts of ${namespaces.join(", ")} only.`, {
    issues: issues.slice(0, maxIssues),
  });
};

const maxIssues = 20;

/** As the digest will read the name. What it hides is marked, so nothing that is hidden makes a label of these. */
const isNamespace = (name: string): boolean => (NAMESPACE_LABELS as readonly string[]).includes(neutralise(name));
