import { stringify } from "yaml";
import {
  candidatePercentOf,
  type Release,
  ROLLOUT_SERVICES,
  type RolloutService,
  type RolloutState,
} from "./rollout-state.ts";

/** One entry of a Route's traffic. */
export interface TrafficTarget {
  readonly revisionName: string;
  readonly percent: number;
  readonly tag: "stable" | "candidate";
}

/** A kustomize Component, as `release/kustomization.yaml` holds it. */
export interface ReleaseComponent {
  readonly apiVersion: "kustomize.config.k8s.io/v1alpha1";
  readonly kind: "Component";
  readonly images: readonly { readonly name: string; readonly newName: string; readonly digest: string }[];
  readonly patches: readonly {
    readonly target: { readonly group: string; readonly kind: string; readonly name: string };
    /** JSON Patch (RFC 6902), as YAML. */
    readonly patch: string;
  }[];
}

/** Of a JSON Patch (RFC 6902). */
export interface Operation {
  readonly op: "add" | "replace" | "test";
  readonly path: string;
  readonly value: unknown;
}

/**
 * All that the cluster is told of the state. Environment variables are patched by their position, and the names there
 * are tested: `env` of route, render and analyze begins with PROMPT_LABEL and PROMPT_PINS, that of ingest with
 * CANDIDATE_PERCENT. kustomize's replacements would find them by name, and write 10 where a Service needs "10".
 *
 * @param namespace Of the overlay: the component is built before the overlay's namespace is set.
 */
export const toReleaseComponent = (state: RolloutState, namespace: string): ReleaseComponent => ({
  apiVersion: "kustomize.config.k8s.io/v1alpha1",
  kind: "Component",
  // ingest, notify and dead-letters have one revision each: they stay with the stable image until the end.
  images: [{ name: "kprompt", newName: state.image, digest: state.stable.digest }],
  patches: [
    ...ROLLOUT_SERVICES.map((service) =>
      patch("serving.knative.dev", "Service", service, patchService(state, service)),
    ),
    patch("serving.knative.dev", "Service", "ingest", [
      ...setEnvironment(0, "CANDIDATE_PERCENT", String(candidatePercentOf(state))),
    ]),
    patch("eventing.knative.dev", "Trigger", "analyze", [setSubscriber("stable", namespace)]),
    patch("eventing.knative.dev", "Trigger", "analyze-candidate", [
      setSubscriber(state.rollout === null ? "stable" : "candidate", namespace),
    ]),
  ],
});

/** The text of `release/kustomization.yaml`. */
export const formatReleaseComponent = (state: RolloutState, namespace: string): string =>
  HEADER + stringify(toReleaseComponent(state, namespace), { lineWidth: 0, aliasDuplicateObjects: false });

export const trafficOf = ({ stable, rollout }: RolloutState, service: RolloutService): readonly TrafficTarget[] => {
  const revisionName = stable.revisions[service];
  if (rollout === null) return [{ revisionName, percent: 100, tag: "stable" }];
  const percent = rollout.plan[rollout.step]?.percent ?? 0;
  return [
    { revisionName, percent: 100 - percent, tag: "stable" },
    { revisionName: rollout.candidate.revisions[service], percent, tag: "candidate" },
  ];
};

const HEADER = `# Written by kprompt rollout and kprompt rollback, out of rollout.yaml beside it. Do not edit: the next of them overwrites it.
`;

const patchService = (state: RolloutState, service: RolloutService): readonly Operation[] => {
  const { label, pins }: Release = state.rollout?.candidate ?? state.stable;
  return [
    { op: "add", path: "/spec/template/metadata/name", value: state.templates[service] },
    ...(state.rollout === null
      ? []
      : [
          {
            op: "replace",
            path: `${CONTAINER}/image`,
            value: `${state.image}@${state.rollout.candidate.digest}`,
          } as const,
        ]),
    ...setEnvironment(0, "PROMPT_LABEL", label),
    ...setEnvironment(1, "PROMPT_PINS", pins.join(",")),
    { op: "add", path: "/spec/traffic", value: trafficOf(state, service) },
  ];
};

const CONTAINER = "/spec/template/spec/containers/0";

const setEnvironment = (index: number, name: string, value: string): readonly Operation[] => [
  { op: "test", path: `${CONTAINER}/env/${index}/name`, value: name },
  { op: "replace", path: `${CONTAINER}/env/${index}/value`, value },
];

const setSubscriber = (tag: TrafficTarget["tag"], namespace: string): Operation => ({
  op: "add",
  path: "/spec/subscriber",
  value: { uri: `http://${tag}-analyze.${namespace}.svc.cluster.local` },
});

const patch = (group: string, kind: string, name: string, operations: readonly Operation[]) => ({
  target: { group, kind, name },
  patch: stringify(operations, { lineWidth: 0, aliasDuplicateObjects: false }),
});
