import { parse } from "yaml";
import type { Operation, ReleaseComponent } from "./release-component.ts";
import {
  type Release,
  type Revisions,
  ROLLOUT_SERVICES,
  type RolloutService,
  type RolloutState,
} from "./rollout-state.ts";

/** Names that look as if a template had them, one for each letter. */
export const revisionsOf = (letter: string): Revisions => {
  const nameOf = (service: RolloutService): string => `${service}-${letter.repeat(12)}`;
  return { route: nameOf("route"), render: nameOf("render"), analyze: nameOf("analyze") };
};

export const releaseOf = (letter: string, more: Partial<Release> = {}): Release => ({
  digest: `sha256:${letter.repeat(64)}`,
  label: "production",
  pins: [],
  revisions: revisionsOf(letter),
  ...more,
});

/** All traffic to `a`; nothing was before it. */
export const quietState: RolloutState = {
  version: 1,
  image: "ghcr.io/example/kprompt",
  stable: releaseOf("a"),
  previous: null,
  templates: revisionsOf("a"),
  rollout: null,
};

/** Applies the operations of a component to manifests as kustomize does: those that have no target change nothing. */
export const applyComponent = (component: ReleaseComponent, manifests: readonly Manifest[]): readonly Manifest[] =>
  manifests.map((manifest) => {
    const copy = structuredClone(manifest);
    for (const { target, patch } of component.patches) {
      if (target.kind !== copy.kind || target.name !== copy.metadata.name) continue;
      for (const operation of parse(patch) as Operation[]) apply(copy, operation);
    }
    for (const { name, newName, digest } of component.images)
      for (const container of copy.spec.template?.spec.containers ?? [])
        if (container.image === name) container.image = `${newName}@${digest}`;
    return copy;
  });

export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    template?: {
      metadata: { name?: string; labels: Readonly<Record<string, string>> };
      spec: { containers: { image: string; env: { name: string; value: string }[] }[] };
    };
    traffic?: { revisionName: string; percent: number; tag: string }[];
    subscriber?: { uri?: string };
  };
}

/** Like knative/base, as small as can be. */
export const MANIFESTS: readonly Manifest[] = [
  ...[...ROLLOUT_SERVICES, "ingest", "notify"].map(
    (name): Manifest => ({
      apiVersion: "serving.knative.dev/v1",
      kind: "Service",
      metadata: { name },
      spec: {
        template: {
          metadata: { labels: { component: name } },
          spec: {
            containers: [
              {
                image: "kprompt",
                env: (name === "ingest" ? ["CANDIDATE_PERCENT"] : ["PROMPT_LABEL", "PROMPT_PINS"]).map((one) => ({
                  name: one,
                  value: "",
                })),
              },
            ],
          },
        },
      },
    }),
  ),
  ...["analyze", "analyze-candidate", "notify-ops"].map(
    (name): Manifest => ({
      apiVersion: "eventing.knative.dev/v1",
      kind: "Trigger",
      metadata: { name },
      spec: { subscriber: {} },
    }),
  ),
];

const apply = (root: object, { op, path, value }: Operation): void => {
  const keys = path.split("/").slice(1);
  const last = keys.pop() ?? "";
  const parent = keys.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], root) as Record<
    string,
    unknown
  >;
  if (op === "test" ? parent[last] !== value : op === "replace" && !(last in parent))
    throw new Error(`${op} ${path}: there is ${JSON.stringify(parent[last])}`);
  if (op !== "test") parent[last] = value;
};
