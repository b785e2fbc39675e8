import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { revisionNameOf } from "../core/release/revision-name.ts";
import { sha256 } from "../functions/adapters/sha256.ts";
import { checkRendered } from "./check-rendered.ts";
import { copyKnative, environmentOf, KNATIVE, type Manifest, type Rendered, render, type Scratch } from "./rendered.ts";

/** What the overlays give to a cluster, rendered by the real kustomize. */

let dev: Rendered;
let prod: Rendered;
beforeAll(async () => {
  [dev, prod] = [await render(`${KNATIVE}overlays/dev`), await render(`${KNATIVE}overlays/prod`)];
});

let scratch: Scratch | undefined;
afterEach(async () => {
  await scratch?.remove();
  scratch = undefined;
});

/** An overlay with components, built beside the others. */
const renderWith = async (...components: readonly string[]): Promise<Rendered> => {
  scratch = await copyKnative();
  const list = components.map((name) => `../../components/${name}`).join(", ");
  await scratch.edit("overlays/dev/kustomization.yaml", "images:", `components: [${list}]\n\nimages:`);
  return render(`${scratch.folder}/overlays/dev`);
};

const COMPONENTS = ["valkey", "kafka-broker", "public-ingest"];

describe("kprompt knative check finds nothing but that no image is published", () => {
  test.each([
    { what: "dev", get: () => dev },
    { what: "prod", get: () => prod },
    ...COMPONENTS.map((name) => ({ what: `dev with ${name}`, get: () => renderWith(name) })),
    { what: "dev with all components", get: () => renderWith(...COMPONENTS) },
  ])("$what", async ({ get }) => {
    const rendered = await get();
    const { exitCode, manifests, diagnostics } = await checkRendered(rendered.text);
    expect(diagnostics.filter(({ code }) => code !== "kprompt_image_unpublished")).toEqual([]);
    expect(diagnostics.length).toBe(rendered.text.match(/image: \S+@sha256:0{64}$/gm)?.length ?? 0);
    expect(diagnostics.filter(({ severity }) => severity !== "warning")).toEqual([]);
    expect([exitCode, manifests]).toEqual([0, rendered.manifests.length]);
  });
});

describe("dev and prod differ in", () => {
  const ALLOWED = [
    { what: "the namespace", at: /^(Namespace default \/metadata\/name|.* \/metadata\/namespace)$/ },
    {
      what: "what hashed ConfigMaps are called",
      at: /^(ConfigMap .* \/metadata\/name|Service .*\/configMapRef\/name)$/,
    },
    { what: "the model server", at: /^ConfigMap analyze \/data\/LLM_BASE_URL$/ },
    { what: "the cluster's name", at: /^ConfigMap ingest \/data\/CLUSTER_NAME$/ },
    { what: "what traces say of themselves", at: /^ConfigMap telemetry \/data\/OTEL_RESOURCE_ATTRIBUTES$/ },
    { what: "the Broker's address", at: /^Service ingest .*\/env\/1\/value$/ },
    { what: "names of revisions", at: /^Service (route|render|analyze) \/spec\/template\/metadata\/name$/ },
    { what: "traffic", at: /^Service (route|render|analyze) \/spec\/traffic\/0\// },
    { what: "who gets alerts", at: /^Trigger analyze(-candidate)? \/spec\/subscriber\// },
  ];
  /** Only while a rollout or a publish is under way. */
  const RELEASED = [
    /^Service \S+ .*\/containers\/0\/image$/,
    /^Service (route|render|analyze) .*\/env\/[01]\/value$/,
    /^Service ingest .*\/env\/0\/value$/,
    /^Service (route|render|analyze) \/spec\/traffic\/1\//,
  ];

  test.each(ALLOWED)("$what", ({ at }) => expect(differences(dev, prod).filter((one) => at.test(one))).not.toEqual([]));

  test("nothing else", () => {
    const known = [...ALLOWED.map(({ at }) => at), ...RELEASED];
    expect(differences(dev, prod).filter((one) => !known.some((at) => at.test(one)))).toEqual([]);
  });
});

describe.each([
  { overlay: "dev", get: () => dev, namespace: "kprompt-dev" },
  { overlay: "prod", get: () => prod, namespace: "kprompt" },
])("in $overlay", ({ get, namespace }) => {
  test("each object is where it belongs, and says whose it is", () => {
    for (const { kind, metadata } of get().manifests) {
      expect(metadata.labels["app.kubernetes.io/part-of"], metadata.name).toBe("kprompt");
      if (kind === "Namespace") expect(metadata.name).toBe(namespace);
      else expect(metadata.namespace, metadata.name).toBe(namespace);
    }
  });

  test("no name has a prefix or a suffix but the hash of a ConfigMap", () => {
    expect(
      get()
        .services()
        .map(({ metadata }) => metadata.name),
    ).toEqual(SERVICES);
    const maps = get().manifests.filter(({ kind }) => kind === "ConfigMap");
    expect(maps.map(({ metadata }) => metadata.name)).toEqual(
      ["analyze", "ingest", "notify", "telemetry"].map((name) => expect.stringMatching(`^${name}-[a-z0-9]{10}$`)),
    );
  });

  test("what a pod is made of is there, under the name that it has", () => {
    for (const service of get().services()) {
      const { serviceAccountName, volumes } = service.spec.template.spec;
      expect(get().find("ServiceAccount", serviceAccountName).automountServiceAccountToken).toBe(false);
      expect(Object.keys(environmentOf(service, get()))).toContain("OTEL_EXPORTER_OTLP_ENDPOINT");
      for (const { secret } of volumes[0].projected.sources)
        expect(secret.name).toMatch(/^kprompt-(tokens|events|receivers)$/);
    }
  });

  test("no old ConfigMap changes or goes, because an old revision starts with it", () => {
    for (const { immutable, metadata } of get().manifests.filter(({ kind }) => kind === "ConfigMap")) {
      expect(immutable).toBe(true);
      expect(metadata.annotations["kustomize.toolkit.fluxcd.io/prune"]).toBe("disabled");
    }
  });

  test("the Broker is addressed in its own namespace", () => {
    expect(environmentOf(get().find("Service", "ingest"), get()).BROKER_URL).toBe(
      `http://broker-ingress.knative-eventing.svc.cluster.local/${namespace}/default`,
    );
  });
});

test("event types are written as Knative stores them, so that the cluster has what Git says", () => {
  const types = prod.manifests.filter(({ kind }) => kind === "EventType");
  expect(types).toHaveLength(5);
  for (const { apiVersion, metadata, spec } of types) {
    expect(apiVersion).toBe("eventing.knative.dev/v1beta2");
    expect(spec.type).toBe(metadata.name);
    // It is read as a URL, and a brace in one is stored as %7B.
    expect(spec.source ?? "").not.toMatch(/[{}]/);
  }
});

test.each(["dev", "prod"])("no release of %s waits for the catalogue of event types", async (environment) => {
  const { spec } = parse(await readFile(join(KNATIVE, "flux", `${environment}.yaml`), "utf8"));
  const { apiVersion, kind } = prod.find("EventType", "dev.kprompt.alert.firing.v1");
  expect(spec.healthCheckExprs).toContainEqual({ apiVersion, kind, current: "true" });
});

test("commands in the pages name containers that the pods have", async () => {
  const docs = join(KNATIVE, "../docs");
  const pages = (await readdir(docs)).filter((file) => file.endsWith(".md"));
  const texts = await Promise.all(pages.map((file) => readFile(join(docs, file), "utf8")));
  const named = texts.flatMap((text) => [...text.matchAll(/serving\.knative\.dev\/service=(\S+) -c (\S+)/g)]);
  expect(named.length).toBeGreaterThan(1);
  for (const [command, service = "", container] of named)
    expect(
      prod.find("Service", service).spec.template.spec.containers.map(({ name }: Manifest) => name),
      command,
    ).toContain(container);
});

describe("by func a function has no less room than by the manifests", () => {
  test.each(["ingest", "route", "render", "analyze", "notify"])("%s", async (name) => {
    const file = join(KNATIVE, "../functions", name, "func.yaml");
    const { scale, resources } = parse(await readFile(file, "utf8")).deploy.options;
    const { metadata, spec } = prod.find("Service", name).spec.template;
    expect(resources.limits).toEqual({
      memory: spec.containers[0].resources.limits.memory,
      concurrency: spec.containerConcurrency,
    });
    expect(resources.requests).toEqual(spec.containers[0].resources.requests);
    expect(String(scale.max)).toBe(metadata.annotations["autoscaling.knative.dev/max-scale"]);
  });
});

const SERVICES = ["analyze", "dead-letters", "ingest", "notify", "render", "route"];

describe("a component", () => {
  test("valkey: those who share a store have its address, and need not be kept alive", async () => {
    const rendered = await renderWith("valkey");
    for (const name of ["analyze", "notify"]) {
      const service = rendered.find("Service", name);
      expect(environmentOf(service, rendered).STORE_URL_FILE).toBe("/etc/kprompt/store-url");
      expect(Object.keys(service.spec.template.metadata.annotations).join()).not.toContain("retention");
    }
    expect(JSON.stringify(rendered.find("Service", "ingest"))).not.toContain("store");
  });

  test("kafka-broker: another door, the same namespace", async () => {
    const rendered = await renderWith("kafka-broker");
    expect(rendered.find("Broker", "default").metadata.annotations).toEqual({
      "eventing.knative.dev/broker.class": "Kafka",
    });
    expect(environmentOf(rendered.find("Service", "ingest"), rendered).BROKER_URL).toBe(
      "http://kafka-broker-ingress.knative-eventing.svc.cluster.local/kprompt-dev/default",
    );
  });

  test("public-ingest: ingest alone", async () => {
    const rendered = await renderWith("public-ingest");
    const open = rendered.services().filter(({ metadata }) => !(VISIBILITY in metadata.labels));
    expect(open.map(({ metadata }) => metadata.name)).toEqual(["ingest"]);
    expect(rendered.find("DomainMapping", "alerts.example.org").spec.ref.name).toBe("ingest");
  });
});

const VISIBILITY = "networking.knative.dev/visibility";

describe("the name of a revision follows", () => {
  const DEV = "overlays/dev/kustomization.yaml";
  const ANALYZE = "base/analyze.yaml";
  test.each([
    { what: "the image", file: DEV, from: "digest: sha256:", to: "digest: sha256:1" },
    { what: "a literal of the environment", file: ANALYZE, from: "value: production", to: "value: candidate" },
    { what: "a setting in a ConfigMap", file: "base/settings/analyze.env", from: "LLM_QUEUE=30", to: "LLM_QUEUE=31" },
    { what: "resources", file: ANALYZE, from: "memory: 768Mi", to: "memory: 769Mi" },
    { what: "an annotation", file: ANALYZE, from: "retention-period: 15m", to: "retention-period: 16m" },
    {
      what: "a label",
      file: ANALYZE,
      from: "component: analyze\n      annotations:",
      to: 'component: analyze\n        team: "a"\n      annotations:',
    },
    {
      what: "what all functions share",
      file: "base/every-function.yaml",
      from: "periodSeconds: 10",
      to: "periodSeconds: 11",
    },
  ])("$what", async ({ file, from, to }) => {
    scratch = await copyKnative();
    await scratch.edit(file, from, to);
    expect(nameOf(await render(`${scratch.folder}/overlays/dev`))).not.toBe(nameOf(dev));
  });

  test.each([
    { what: "traffic", file: "base/every-function.yaml", from: "percent: 100 }]", to: "percent: 100, tag: latest }]" },
    { what: "what the Service says of itself", file: ANALYZE, from: 'llm-slots: "2"', to: 'llm-slots: "4"' },
    { what: "other functions", file: "base/notify.yaml", from: "memory: 256Mi", to: "memory: 257Mi" },
  ])("not $what", async ({ file, from, to }) => {
    scratch = await copyKnative();
    await scratch.edit(file, from, to);
    const changed = await render(`${scratch.folder}/overlays/dev`);
    expect(changed.text).not.toBe(dev.text);
    expect(nameOf(changed)).toBe(nameOf(dev));
  });

  test("and prod names its revisions so", () => {
    for (const name of ["route", "render", "analyze"]) {
      const { template, traffic } = prod.find("Service", name).spec;
      expect(template.metadata.name).toBe(revisionNameOf(name, template, sha256));
      expect(traffic[0].tag).toBe("stable");
    }
  });
});

const nameOf = (rendered: Rendered): string =>
  revisionNameOf("analyze", rendered.find("Service", "analyze").spec.template, sha256);

/** Where two trees differ: kind, name and pointer, in either of them. */
const differences = (one: Rendered, other: Rendered): readonly string[] => {
  const [first, second] = [flatten(one), flatten(other)];
  return [...new Set([...first.keys(), ...second.keys()])].filter((at) => first.get(at) !== second.get(at));
};

const flatten = ({ manifests }: Rendered): ReadonlyMap<string, unknown> => {
  const values = new Map<string, unknown>();
  const add = (at: string, value: unknown): void => {
    if (typeof value !== "object" || value === null) values.set(at, value);
    else for (const [key, inner] of Object.entries(value)) add(`${at}/${key.replaceAll("/", "~1")}`, inner);
  };
  for (const manifest of manifests) add(`${manifest.kind} ${plainNameOf(manifest)} `, manifest);
  return values;
};

/** The same in both overlays. */
const plainNameOf = ({ kind, metadata }: Manifest): string => {
  if (kind === "Namespace") return "default";
  return kind === "ConfigMap" ? metadata.name.replace(/-[a-z0-9]{10}$/, "") : metadata.name;
};
