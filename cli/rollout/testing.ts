import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse, stringify } from "yaml";
import { applyComponent, MANIFESTS, type Manifest } from "../../core/release/testing.ts";
import { createRollbackCommand } from "../rollback.ts";
import { createRolloutCommand } from "../rollout.ts";
import { createProject, kpromptHere, type Run, writeFile } from "../testing.ts";
import type { BuildKustomization } from "./kustomize.ts";

export const OVERLAY = "knative/overlays/prod";
export const STATE = `${OVERLAY}/release/rollout.yaml`;
export const COMPONENT = `${OVERLAY}/release/kustomization.yaml`;
export const image = (digit: string): string => `sha256:${digit.repeat(64)}`;

/** A project with an overlay that has no release yet. `knative/memory` stands for all that its manifests say. */
export const createOverlay = (changes: Readonly<Record<string, string | null>> = {}): string =>
  createProject({
    "knative/memory": "128Mi",
    [`${OVERLAY}/kustomization.yaml`]: "namespace: shop\nresources: [../../base]\ncomponents: [release]\n",
    "knative/overlays/dev/kustomization.yaml": `namespace: shop-dev\nimages:\n  - {name: kprompt, digest: "${image("d")}"}\n`,
    ...changes,
  });

/** With the first release in it. */
export const createReleased = async (): Promise<string> => {
  const root = createOverlay();
  const { exit, stderr } = await run(root, `rollout init --image ghcr.io/example/kprompt@${image("a")}`);
  if (exit !== 0) throw new Error(stderr);
  return root;
};

/** A command line of rollout or rollback for the overlay, with a stand-in for kustomize. */
export const run = (root: string, line: string, build?: BuildKustomization): Promise<Run> =>
  runIn(root, [...line.split(" "), "--overlay", OVERLAY], build);

export const runIn = (root: string, argv: readonly string[], build = fakeBuild): Promise<Run> =>
  kpromptHere(
    root,
    argv,
    {},
    {
      rollout: { summary: "", load: async () => createRolloutCommand(build) },
      rollback: { summary: "", load: async () => createRollbackCommand(build) },
    },
  );

export const writeVerdict = (root: string, more: Readonly<Record<string, unknown>>): void =>
  writeFile(root, "verdict.json", JSON.stringify({ version: 1, verdict: "go", reasons: ["all is well"], ...more }));

const fakeBuild: BuildKustomization = (folder) => {
  const component = parse(readFileSync(join(folder, "release/kustomization.yaml"), "utf8"));
  const memory = readFileSync(join(dirname(folder), "../memory"), "utf8");
  return applyComponent(
    component,
    MANIFESTS.map((manifest) => withMemory(manifest, memory)),
  )
    .map((manifest) => `---\n${stringify(manifest)}`)
    .join("");
};

const withMemory = (manifest: Manifest, memory: string): Manifest => {
  const { template } = manifest.spec;
  const containers = template?.spec.containers.map((one) => ({ ...one, resources: { limits: { memory } } })) ?? [];
  return template
    ? { ...manifest, spec: { ...manifest.spec, template: { ...template, spec: { containers } } } }
    : manifest;
};
