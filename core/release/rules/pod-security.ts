import type { Finding, Manifest, ManifestRule } from "../manifest.ts";
import { hasFeature } from "./serving-config.ts";
import { type Container, templateOf } from "./serving-template.ts";
import { at, error, itemsOf, nearestPath, warning } from "./serving-value.ts";

/** What Knative never lets through, and what the Pod Security level "restricted" asks of each container. */
export const checkSecurity: ManifestRule = function* (manifest, tree) {
  const template = templateOf(manifest);
  if (template === undefined) return;
  if (template.spec.automountServiceAccountToken === true)
    yield error(
      "serving_forbidden",
      [...template.path, "spec", "automountServiceAccountToken"],
      "Knative takes automountServiceAccountToken only as false. Write false, or remove it.",
    );
  const refused = isRestricted(manifest.namespace, tree);
  for (const container of template.containers) {
    yield* checkForbidden(container, hasFeature(tree, ADD_CAPABILITIES));
    yield* checkRestricted(manifest, container, template.spec.securityContext, refused);
  }
};

/** Whether the namespace, where it is among the manifests, refuses pods that are not of the level "restricted". */
export const isRestricted = (namespace: string | null, tree: readonly Manifest[]): boolean =>
  tree.some(
    ({ kind, name, value }) =>
      kind === "Namespace" &&
      name === namespace &&
      at(value, ["metadata", "labels", "pod-security.kubernetes.io/enforce"]) === "restricted",
  );

const ADD_CAPABILITIES = "kubernetes.containerspec-addcapabilities";

function* checkForbidden({ path, value }: Container, mayAdd: boolean): Iterable<Finding> {
  if (at(value, ["securityContext", "privileged"]) !== undefined)
    yield error(
      "serving_forbidden",
      [...path, "securityContext", "privileged"],
      "Knative refuses privileged, whatever its value. Remove it.",
    );
  if (!mayAdd && at(value, ["securityContext", "capabilities", "add"]) != null)
    yield error(
      "serving_forbidden",
      [...path, "securityContext", "capabilities", "add"],
      `Knative refuses added capabilities, and an empty list of them, unless ${ADD_CAPABILITIES} is enabled in ConfigMap ` +
        "config-features. Remove add; a port above 1024 needs none.",
    );
}

function* checkRestricted(
  manifest: Manifest,
  { path, value }: Container,
  ofPod: unknown,
  refused: boolean,
): Iterable<Finding> {
  for (const { keys, inherited, holds, write } of RESTRICTED) {
    const own = at(value, ["securityContext", ...keys]);
    if (holds(own ?? (inherited ? at(ofPod, keys) : undefined))) continue;
    const place = nearestPath(manifest.value, [...path, "securityContext", ...keys]);
    const message = refused
      ? `The namespace enforces Pod Security "restricted" and would refuse the pods. Write ${write} in securityContext.`
      : `Pod Security "restricted" is not met. Write ${write} in securityContext.`;
    yield (refused ? error : warning)("serving_security_context", place, message);
  }
}

const RESTRICTED: readonly {
  readonly keys: readonly string[];
  /** The pod's own securityContext counts where the container's does not say. */
  readonly inherited?: true;
  readonly holds: (value: unknown) => boolean;
  readonly write: string;
}[] = [
  {
    keys: ["allowPrivilegeEscalation"],
    holds: (value) => value === false,
    write: "allowPrivilegeEscalation: false",
  },
  {
    keys: ["capabilities", "drop"],
    holds: (value) => itemsOf(value).includes("ALL"),
    write: "capabilities: { drop: [ALL] }",
  },
  { keys: ["runAsNonRoot"], inherited: true, holds: (value) => value === true, write: "runAsNonRoot: true" },
  {
    keys: ["seccompProfile", "type"],
    inherited: true,
    holds: (value) => value === "RuntimeDefault" || value === "Localhost",
    write: "seccompProfile: { type: RuntimeDefault }",
  },
];
