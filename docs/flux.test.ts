import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { kpromptHere, PROJECT } from "../cli/testing.ts";

const folder = join(PROJECT, "knative/flux");
const read = (path: string): string => readFileSync(join(PROJECT, path), "utf8");

interface Flux {
  readonly file: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string; readonly labels?: Record<string, string> };
  // biome-ignore lint/suspicious/noExplicitAny: the schemas are checked by kprompt knative check, below.
  readonly spec: any;
}
const objects: readonly Flux[] = readdirSync(folder)
  .filter((file) => file !== "kustomization.yaml")
  .flatMap((file) => parseAllDocuments(read(`knative/flux/${file}`)).map((document) => ({ file, ...document.toJS() })));
const find = (kind: string, name = "kprompt"): Flux => {
  const found = objects.find((object) => object.kind === kind && object.metadata.name === name);
  if (!found) throw new Error(`There is no ${kind} ${name}.`);
  return found;
};

test("they are what kprompt knative check takes, for their schemas and beyond", async () => {
  const { exit, stdout } = await kpromptHere(PROJECT, ["knative", "check", "knative/flux"]);
  expect(stdout).not.toContain(" error ");
  expect(exit).toBe(0);
});

test("all are applied but the source that takes the place of another", () => {
  const { resources } = parse(read("knative/flux/kustomization.yaml")) as { readonly resources: readonly string[] };
  const files = [...new Set(objects.map(({ file }) => file))].filter((file) => file !== "oci-source.yaml");
  expect(resources.toSorted()).toEqual(files.toSorted());
});

test("each object that one names is there, in the one namespace", () => {
  const named = objects.flatMap(({ kind, spec }) => [
    ...(spec.sourceRef ? [spec.sourceRef] : []),
    ...(spec.imageRepositoryRef ? [{ kind: "ImageRepository", ...spec.imageRepositoryRef }] : []),
    ...(spec.providerRef ? [{ kind: "Provider", ...spec.providerRef }] : []),
    ...(kind === "Alert" ? spec.eventSources : []),
    ...(kind === "Receiver" ? spec.resources : []),
  ]);
  expect(named).toHaveLength(11);
  for (const { kind, name } of named) expect(find(kind, name).metadata.namespace).toBe("flux-system");
});

describe.each([
  { name: "kprompt-dev", environment: "dev", namespace: "kprompt-dev" },
  { name: "kprompt-prod", environment: "prod", namespace: "kprompt" },
])("$name", ({ name, environment, namespace }) => {
  const { spec } = find("Kustomization", name);

  test("keeps the overlay, and environments.md says so", () => {
    const path = `knative/overlays/${environment}`;
    expect(spec.path).toBe(`./${path}`);
    expect(parse(read(`${path}/kustomization.yaml`))).toMatchObject({ namespace });
    expect(read("docs/environments.md")).toContain(`[\`${name}\`](../knative/flux/${environment}.yaml)`);
  });

  test("removes what is gone, and waits longer than Knative tries", () => {
    expect(spec).toMatchObject({ prune: true, wait: true });
    const minutes = Number(/^(\d+)m$/.exec(spec.timeout)?.[1]);
    expect(minutes).toBeGreaterThan(10);
    expect(read("docs/operations.md")).toContain(`\`timeout\` of its object (${minutes} minutes)`);
    // One would keep its Service from being ready for as long.
    const base = readdirSync(join(PROJECT, "knative/base")).filter((file) => file.endsWith(".yaml"));
    expect(base.filter((file) => read(`knative/base/${file}`).includes("rollout-duration"))).toEqual([]);
  });

  test("depends on no other environment", () => {
    expect(spec.dependsOn).toBeUndefined();
  });

  /** CEL, as far as it is used here, is JavaScript but for the name of `some`. */
  const evaluate = (expression: string, conditions: readonly object[]): boolean =>
    new Function("status", `return ${expression.replace(/\.exists\((\w+), (.*)\)$/, ".some(($1) => $2)")}`)({
      conditions,
    });
  const ready = (status: string, reason?: string) => [
    { type: "ConfigurationsReady", status: "True" },
    { type: "Ready", status, reason },
  ];

  test.each([
    { what: "a Service that is ready", kind: "Service", conditions: ready("True"), is: "current" },
    { what: "one that starts", kind: "Service", conditions: ready("Unknown", "Deploying"), is: "in progress" },
    { what: "one that has no condition yet", kind: "Service", conditions: [], is: "in progress" },
    { what: "one whose image fails", kind: "Service", conditions: ready("False", "RevisionFailed"), is: "failed" },
    {
      what: "one whose traffic names a revision of this commit",
      kind: "Service",
      conditions: ready("False", "RevisionMissing"),
      is: "in progress",
    },
    { what: "a Broker that is ready", kind: "Broker", conditions: ready("True"), is: "current" },
    { what: "a Trigger that is ready", kind: "Trigger", conditions: ready("True"), is: "current" },
    {
      what: "a Trigger whose subscriber has no address yet",
      kind: "Trigger",
      conditions: ready("False", "Unable to get the Subscriber's URI"),
      is: "in progress",
    },
  ])("takes $what for $is", ({ kind, conditions, is }) => {
    const { current, failed } = spec.healthCheckExprs.find((check: { readonly kind: string }) => check.kind === kind);
    const isFailed = failed !== undefined && evaluate(failed, conditions);
    expect(isFailed ? "failed" : evaluate(current, conditions) ? "current" : "in progress").toBe(is);
  });
});

describe("image automation", () => {
  const policy = find("ImagePolicy");
  const pattern = new RegExp(policy.spec.filterTags.pattern.replaceAll("(?P<", "(?<"));

  test.each([
    { tag: "main-7-0123abc", run: "7" },
    { tag: "main-812-0123456789abcdef0123456789abcdef01234567", run: "812" },
    { tag: "main", run: undefined },
    { tag: "v1.2.0", run: undefined },
    { tag: "feature-12-0123abc", run: undefined },
    { tag: "main-12-0123abc-arm64", run: undefined },
  ])("of the tag $tag the run is $run", ({ tag, run }) => {
    expect(pattern.exec(tag)?.groups?.run).toBe(run);
  });

  test("the newest is the highest run, and its digest is known", () => {
    expect(policy.spec.filterTags.extract).toBe("$run");
    // By letters, 9 would come after 10.
    expect(policy.spec.policy).toEqual({ numerical: { order: "asc" } });
    expect(policy.spec.digestReflectionPolicy).toBe("IfNotPresent");
  });

  test("writes the digest of dev, and reaches no other folder", () => {
    const { spec } = find("ImageUpdateAutomation", "kprompt-dev");
    expect(policy.metadata.labels).toMatchObject(spec.policySelector.matchLabels);
    expect(spec.update.path).toBe("./knative/overlays/dev");
    const mark = `# {"$imagepolicy": "${policy.metadata.namespace}:${policy.metadata.name}:digest"}`;
    const overlay = read("knative/overlays/dev/kustomization.yaml");
    const marked = overlay.split("\n").filter((line) => line.includes("$imagepolicy"));
    expect(marked).toEqual([expect.stringMatching(/^ +digest: sha256:[0-9a-f]{64} # /)]);
    expect(marked[0]?.endsWith(mark)).toBe(true);
    expect(read("docs/environments.md")).toContain(mark);
  });

  test("scans the image that dev takes", () => {
    const { images } = parse(read("knative/overlays/dev/kustomization.yaml")) as {
      readonly images: readonly { readonly newName: string }[];
    };
    expect(images.map(({ newName }) => newName)).toEqual([find("ImageRepository").spec.image]);
  });
});

test("ConfigMaps that an older revision starts with are not pruned", () => {
  const { generatorOptions } = parse(read("knative/base/kustomization.yaml")) as {
    readonly generatorOptions: { readonly annotations: Readonly<Record<string, string>> };
  };
  expect(generatorOptions.annotations["kustomize.toolkit.fluxcd.io/prune"]).toBe("disabled");
  expect(existsSync(join(folder, "prod.yaml"))).toBe(true);
});
