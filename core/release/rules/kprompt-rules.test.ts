import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sha256 } from "../../../functions/adapters/sha256.ts";
import { SETTINGS } from "../../../functions/settings.ts";
import { revisionNameOf } from "../revision-name.ts";
import { createKpromptRules } from "./kprompt-rules.ts";
import { change, findIn, pathsOf, toManifest } from "./serving-testing.ts";
import { at, type Path, pointerOf } from "./serving-value.ts";

const RULES = createKpromptRules({ sha256, settings: SETTINGS });
const SERVING = "serving.knative.dev/v1";
const EVENTING = "eventing.knative.dev/v1";
const OURS = { "app.kubernetes.io/part-of": "kprompt" };
const SCALING = "autoscaling.knative.dev/";
const IMAGE = `ghcr.io/example/kprompt@sha256:${"ab".repeat(32)}`;

/** A delivery without a rollout, as it is applied. */
const service = (name: string, options: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {}) => ({
  apiVersion: SERVING,
  kind: "Service",
  metadata: {
    name,
    namespace: "kprompt",
    labels: { ...OURS, "app.kubernetes.io/component": name, "networking.knative.dev/visibility": "cluster-local" },
    ...options.metadata,
  },
  spec: {
    template: {
      metadata: { labels: { ...OURS, "app.kubernetes.io/component": name }, annotations: { ...options.annotations } },
      spec: {
        automountServiceAccountToken: false,
        ...options.spec,
        containers: [
          {
            image: IMAGE,
            env: [{ name: "AUTH_TOKENS_FILE", value: "/etc/kprompt/tokens" }],
            resources: { requests: { cpu: "50m" }, limits: { memory: "192Mi" } },
            volumeMounts: [{ name: "secrets", mountPath: "/etc/kprompt" }],
            ...options.container,
          },
        ],
      },
    },
    traffic: [{ revisionName: `${name}-1`, percent: 100, tag: "stable" }],
  },
});
const trigger = (name: string, filters: unknown, uri: string) => ({
  apiVersion: EVENTING,
  kind: "Trigger",
  metadata: { name, namespace: "kprompt", labels: OURS },
  spec: {
    broker: "default",
    filters,
    subscriber: { uri },
    delivery: {
      timeout: "PT7M",
      deadLetterSink: { ref: { apiVersion: SERVING, kind: "Service", name: "dead-letters" } },
    },
  },
});
const alerts = {
  any: [{ exact: { type: "dev.kprompt.alert.firing.v1" } }, { exact: { type: "dev.kprompt.alert.resolved.v1" } }],
};
const isCandidate = { exact: { traffictag: "candidate" } };
const hostOf = (name: string) => `http://${name}.kprompt.svc.cluster.local`;

const analyze = service("analyze", {
  metadata: {
    labels: { ...OURS, "app.kubernetes.io/component": "analyze", "networking.knative.dev/visibility": "cluster-local" },
    annotations: { "kprompt.dev/llm-slots": "2", "kprompt.dev/resend-interval": "5m" },
  },
  annotations: { [`${SCALING}max-scale`]: "1", [`${SCALING}scale-to-zero-pod-retention-period`]: "15m" },
  spec: { containerConcurrency: 64, timeoutSeconds: 400, responseStartTimeoutSeconds: 400 },
  container: {
    envFrom: [{ configMapRef: { name: "analyze-5k8h2fg7t9" } }],
    env: [
      { name: "PROMPT_LABEL", value: "production" },
      { name: "SHUTDOWN_TIMEOUT_MS", value: "365000" },
    ],
  },
});
const route = service("route");
const ingest = service("ingest", { container: { env: [{ name: "CANDIDATE_PERCENT", value: "0" }] } });
const notify = service("notify");
const deadLetters = service("dead-letters");
const settings = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "analyze-5k8h2fg7t9", namespace: "kprompt", labels: OURS },
  data: {
    LLM_BASE_URL: "http://llama.llm.svc:8080",
    LLM_CONCURRENCY: "1",
    LLM_QUEUE: "30",
    LOKI_URL: "http://loki:3100",
  },
};
const toStable = trigger("analyze", [alerts, { not: isCandidate }], hostOf("stable-analyze"));
const toCandidate = trigger("analyze-candidate", [alerts, isCandidate], hostOf("stable-analyze"));
const namespaceCalled = (name: string) => ({ matchLabels: { "kubernetes.io/metadata.name": name } });
const KNATIVE = namespaceCalled("knative-serving");
const policy = {
  apiVersion: "networking.k8s.io/v1",
  kind: "NetworkPolicy",
  metadata: { name: "egress", namespace: "kprompt", labels: OURS },
  spec: {
    podSelector: { matchLabels: OURS },
    policyTypes: ["Ingress", "Egress"],
    ingress: [{ from: [{ namespaceSelector: KNATIVE }], ports: [{ port: 8012 }] }],
    egress: [{ to: [{ namespaceSelector: {} }] }],
  },
};
const namespace = {
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name: "kprompt", labels: { ...OURS, "pod-security.kubernetes.io/enforce": "restricted" } },
};
const QUIET = [
  analyze,
  route,
  service("render"),
  ingest,
  notify,
  deadLetters,
  settings,
  toStable,
  toCandidate,
  policy,
  namespace,
];

/** The same in a rollout at ten percent. */
const split = (name: string) => [
  { revisionName: `${name}-1`, percent: 90, tag: "stable" },
  { revisionName: `${name}-2`, percent: 10, tag: "candidate" },
];
const rolling = (document: unknown): unknown => {
  const { kind, name } = toManifest(document);
  if (name === "analyze-candidate") return change(document, ["spec", "subscriber", "uri"], hostOf("candidate-analyze"));
  if (name === "ingest")
    return change(document, ["spec", "template", "spec", "containers", 0, "env", 0, "value"], "10");
  if (kind !== "Service" || !["route", "render", "analyze"].includes(name)) return document;
  return change(document, ["spec", "traffic"], split(name));
};
/** The latest revision is the candidate. */
const named = (document: unknown): unknown => {
  const { name } = toManifest(document);
  const revision = revisionNameOf(name, at(document, ["spec", "template"]), sha256);
  const changed = change(document, ["spec", "template", "metadata", "name"], revision);
  return change(changed, ["spec", "traffic"], [{ revisionName: revision, percent: 100, tag: "stable" }]);
};
const NAMED = QUIET.map((document) =>
  ["route", "render", "analyze"].includes(toManifest(document).name) && toManifest(document).kind === "Service"
    ? named(document)
    : document,
);
const ROLLING = NAMED.map((document) => {
  const latest = at(document, ["spec", "template", "metadata", "name"]);
  const changed = rolling(document);
  return latest === undefined ? changed : change(changed, ["spec", "traffic", 1, "revisionName"], latest);
});

const TEMPLATE: Path = ["spec", "template"];
const POD: Path = [...TEMPLATE, "spec"];
const MAIN: Path = [...POD, "containers", 0];
const NOTES: Path = [...TEMPLATE, "metadata", "annotations"];

interface Row {
  readonly code: string;
  readonly name: string;
  /** Kind and name of the document that differs. */
  readonly of: string;
  readonly path: Path;
  readonly broken: unknown;
  /** Default: as it was. */
  readonly valid?: unknown;
  /** Default: of what differs. */
  readonly pointer?: string;
  /** Of what it is said, where that is another one. */
  readonly at?: string;
  readonly says: string;
  readonly severity?: "warning";
  /** Default: without a rollout. */
  readonly tree?: readonly unknown[];
}

const ROWS: readonly Row[] = [
  // Slots
  {
    code: "kprompt_slots",
    name: "no slots",
    of: "Service analyze",
    path: ["metadata", "annotations", "kprompt.dev/llm-slots"],
    broken: undefined,
    pointer: "/metadata/annotations",
    says: "llm-slots is missing",
  },
  {
    code: "kprompt_slots",
    name: "bad slots",
    of: "Service analyze",
    path: ["metadata", "annotations", "kprompt.dev/llm-slots"],
    broken: "two",
    says: '"two" is no number of slots',
  },
  {
    code: "kprompt_slots",
    name: "no limit of pods",
    of: "Service analyze",
    path: [...NOTES, `${SCALING}max-scale`],
    broken: undefined,
    pointer: "/spec/template/metadata/annotations",
    says: "max-scale is missing, which is no limit",
  },
  {
    code: "kprompt_slots",
    name: "a limit of 0, which is none",
    of: "Service analyze",
    path: [...NOTES, `${SCALING}max-scale`],
    broken: "0",
    says: "max-scale is 0",
  },
  {
    code: "kprompt_slots",
    name: "more calls than slots",
    of: "ConfigMap analyze-5k8h2fg7t9",
    path: ["data", "LLM_CONCURRENCY"],
    broken: "2",
    valid: "1",
    at: "Service analyze",
    pointer: "/metadata/annotations/kprompt.dev~1llm-slots",
    says: "Up to 4 calls at once for 2 slots of http://llama.llm.svc:8080: kprompt/analyze has 2 revisions × max-scale 1 × LLM_CONCURRENCY 2",
  },
  {
    code: "kprompt_slots",
    name: "a rollout on one slot",
    of: "Service analyze",
    tree: ROLLING,
    path: ["metadata", "annotations", "kprompt.dev/llm-slots"],
    broken: "1",
    says: "2 revisions",
  },
  {
    code: "kprompt_slots",
    name: "a model that nobody can tell",
    of: "Service analyze",
    path: [...MAIN, "env", 2],
    broken: { name: "LLM_BASE_URL", valueFrom: { secretKeyRef: { name: "llm", key: "url" } } },
    valid: { name: "LLM_BASE_URL", value: "http://llama.llm.svc:8080/" },
    says: "cannot be counted",
  },
  // Visibility
  {
    code: "kprompt_public",
    name: "a public function",
    of: "Service notify",
    path: ["metadata", "labels", "networking.knative.dev/visibility"],
    broken: undefined,
    pointer: "/metadata/labels",
    says: "notify is public",
  },
  // Deadlines
  {
    code: "kprompt_deadline",
    name: "no time for the first byte",
    of: "Service analyze",
    path: [...POD, "responseStartTimeoutSeconds"],
    broken: 380,
    valid: 381,
    says: "An event may take 380 s",
  },
  {
    code: "kprompt_deadline",
    name: "the default time for the first byte",
    of: "Service analyze",
    path: [...POD, "responseStartTimeoutSeconds"],
    broken: undefined,
    pointer: "/spec/template/spec",
    says: "after 300 s",
  },
  {
    code: "kprompt_deadline",
    name: "a slower model",
    of: "ConfigMap analyze-5k8h2fg7t9",
    path: ["data", "LLM_TIMEOUT_MS"],
    broken: "130000",
    valid: "129000",
    at: "Service analyze",
    pointer: "/spec/template/spec/responseStartTimeoutSeconds",
    says: "An event may take 400 s",
  },
  {
    code: "kprompt_deadline",
    name: "less in all than for the first byte",
    of: "Service analyze",
    path: [...POD, "timeoutSeconds"],
    broken: 399,
    valid: 400,
    says: "timeoutSeconds 399 is less",
  },
  {
    code: "kprompt_deadline",
    name: "a Trigger that does not wait",
    of: "Trigger analyze",
    path: ["spec", "delivery", "timeout"],
    broken: "PT400S",
    valid: "PT401S",
    at: "Service analyze",
    pointer: "/spec/template/spec/timeoutSeconds",
    says: "Trigger analyze waits PT400S (400 s)",
  },
  {
    code: "kprompt_deadline",
    name: "a Trigger to the candidate",
    tree: ROLLING,
    of: "Trigger analyze-candidate",
    path: ["spec", "delivery", "timeout"],
    broken: "PT30S",
    at: "Service analyze",
    pointer: "/spec/template/spec/timeoutSeconds",
    says: "Trigger analyze-candidate waits PT30S",
  },
  // What one pod knows
  {
    code: "kprompt_retention",
    name: "two pods without a store",
    of: "Service analyze",
    path: [...NOTES, `${SCALING}max-scale`],
    broken: "2",
    says: "pods do not know of each other",
  },
  {
    code: "kprompt_retention",
    name: "any number of pods without a store",
    of: "Service analyze",
    path: [...NOTES, `${SCALING}max-scale`],
    broken: undefined,
    pointer: "/spec/template/metadata/annotations",
    says: "max-scale is missing without a store",
  },
  {
    code: "kprompt_retention",
    name: "no retention",
    of: "Service analyze",
    path: [...NOTES, `${SCALING}scale-to-zero-pod-retention-period`],
    broken: undefined,
    pointer: "/spec/template/metadata/annotations",
    says: "kept 0s",
  },
  {
    code: "kprompt_retention",
    name: "a retention that is too short",
    of: "Service analyze",
    path: [...NOTES, `${SCALING}scale-to-zero-pod-retention-period`],
    broken: "5m",
    valid: "301s",
    says: "senders repeat every 5m",
  },
  {
    code: "kprompt_retention",
    name: "senders of which nothing is known",
    of: "Service analyze",
    path: ["metadata", "annotations", "kprompt.dev/resend-interval"],
    broken: undefined,
    pointer: "/metadata/annotations",
    says: "resend-interval is missing",
  },
  {
    code: "kprompt_retention",
    name: "an interval that is none",
    of: "Service analyze",
    path: ["metadata", "annotations", "kprompt.dev/resend-interval"],
    broken: "300",
    says: '"300" is no duration',
  },
  // Room for repeats
  {
    code: "kprompt_concurrency",
    name: "no room for repeats",
    of: "Service analyze",
    path: [...POD, "containerConcurrency"],
    broken: 31,
    valid: 32,
    says: "Use at least 32",
  },
  {
    code: "kprompt_concurrency",
    name: "a longer queue",
    of: "ConfigMap analyze-5k8h2fg7t9",
    path: ["data", "LLM_QUEUE"],
    broken: "63",
    valid: "62",
    at: "Service analyze",
    pointer: "/spec/template/spec/containerConcurrency",
    says: "LLM_QUEUE 63",
  },
  {
    code: "kprompt_concurrency",
    name: "some limit",
    of: "Service analyze",
    path: [...POD, "containerConcurrency"],
    broken: 1,
    valid: 0,
    says: "containerConcurrency 1",
  },
  // Names and images
  {
    code: "kprompt_revision_name",
    name: "a changed template",
    tree: NAMED,
    of: "Service route",
    path: [...MAIN, "resources", "limits", "memory"],
    broken: "193Mi",
    pointer: "/spec/template/metadata/name",
    says: "is not the name of this template",
  },
  {
    code: "kprompt_revision_name",
    name: "an invented name",
    of: "Service route",
    path: [...TEMPLATE, "metadata", "name"],
    broken: "route-v2",
    valid: undefined,
    says: '"route-v2"',
  },
  {
    code: "kprompt_image_tag",
    name: "a tag",
    of: "Service notify",
    path: [...MAIN, "image"],
    broken: "ghcr.io/example/kprompt:1",
    says: "has no digest",
  },
  {
    code: "kprompt_image_unpublished",
    name: "an image that is not there yet",
    of: "Service notify",
    path: [...MAIN, "image"],
    broken: `kprompt@sha256:${"0".repeat(64)}`,
    says: "digest of zeros",
    severity: "warning",
  },
  // Settings
  {
    code: "kprompt_auth",
    name: "no authentication",
    of: "Service notify",
    path: [...MAIN, "env", 1],
    broken: { name: "AUTH", value: "none" },
    valid: { name: "AUTH", value: "tokens" },
    says: "AUTH=none",
  },
  {
    code: "kprompt_setting_unknown",
    name: "a typing error",
    of: "Service notify",
    path: [...MAIN, "env", 1],
    broken: { name: "MAX_BODY_BYTE", value: "4096" },
    valid: { name: "MAX_BODY_BYTES", value: "4096" },
    says: "Write MAX_BODY_BYTES",
  },
  {
    code: "kprompt_setting_unknown",
    name: "a variable of nobody",
    of: "Service notify",
    path: [...MAIN, "env", 1],
    broken: { name: "COLOUR", value: "x" },
    valid: { name: "NODE_OPTIONS", value: "x" },
    says: "Remove it",
  },
  {
    code: "kprompt_setting_unknown",
    name: "a setting of another function",
    of: "Service route",
    path: [...MAIN, "env", 1],
    broken: { name: "LLM_MODEL", value: "x" },
    valid: { name: "MAX_LINES", value: "9" },
    says: "route does not use LLM_MODEL, but analyze",
  },
  {
    code: "kprompt_setting_unknown",
    name: "a key of a ConfigMap",
    of: "ConfigMap analyze-5k8h2fg7t9",
    path: ["data", "LLM_QUEU"],
    broken: "9",
    at: "Service analyze",
    pointer: "/spec/template/spec/containers/0/envFrom/0/configMapRef",
    says: "Write LLM_QUEUE",
  },
  {
    code: "kprompt_setting_unknown",
    name: "dead letters run notify",
    of: "Service dead-letters",
    path: [...MAIN, "env", 1],
    broken: { name: "LLM_MODEL", value: "x" },
    valid: { name: "RECEIVER_TIMEOUT_MS", value: "9" },
    says: "dead-letters does not use LLM_MODEL",
  },
  {
    code: "kprompt_setting_value",
    name: "a number out of range",
    of: "ConfigMap analyze-5k8h2fg7t9",
    path: ["data", "LLM_MAX_ATTEMPTS"],
    broken: "4",
    valid: "3",
    at: "Service analyze",
    pointer: "/spec/template/spec/containers/0/envFrom/0/configMapRef",
    says: "a whole number from 1 to 3",
  },
  {
    code: "kprompt_setting_value",
    name: "no number",
    of: "Service ingest",
    path: [...MAIN, "env", 0, "value"],
    broken: "ten",
    pointer: "/spec/template/spec/containers/0/env/0",
    says: "a whole number from 0 to 100",
  },
  {
    code: "kprompt_setting_value",
    name: "no boolean",
    of: "Service route",
    path: [...MAIN, "env", 1],
    broken: { name: "REDACT_IPS", value: "yes" },
    valid: { name: "REDACT_IPS", value: "true" },
    pointer: "/spec/template/spec/containers/0/env/1",
    says: "true or false",
  },
  {
    code: "kprompt_setting_value",
    name: "no choice",
    of: "ConfigMap analyze-5k8h2fg7t9",
    path: ["data", "CAPTURE"],
    broken: "all",
    valid: "redacted",
    at: "Service analyze",
    pointer: "/spec/template/spec/containers/0/envFrom/0/configMapRef",
    says: "one of off, redacted",
  },
  {
    code: "kprompt_secret_in_env",
    name: "a secret as text",
    of: "Service notify",
    path: [...MAIN, "env", 1],
    broken: { name: "AUTH_TOKENS", value: "abc" },
    valid: { name: "AUTH_TOKENS", valueFrom: { secretKeyRef: { name: "kprompt-tokens", key: "tokens" } } },
    says: "set AUTH_TOKENS_FILE",
  },
  {
    code: "kprompt_secret_in_env",
    name: "a secret in a ConfigMap",
    of: "ConfigMap analyze-5k8h2fg7t9",
    path: ["data", "LLM_API_KEY"],
    broken: "abc",
    valid: "",
    at: "Service analyze",
    pointer: "/spec/template/spec/containers/0/envFrom/0/configMapRef",
    says: "LLM_API_KEY is a secret",
  },
  {
    code: "kprompt_secret_in_env",
    name: "a secret in a header",
    of: "Service notify",
    path: [...MAIN, "env", 1],
    broken: { name: "OTEL_EXPORTER_OTLP_HEADERS", value: "Authorization=Basic%20abc" },
    valid: { name: "OTEL_EXPORTER_OTLP_HEADERS", value: "x-scope-orgid=home" },
    says: "secretKeyRef",
  },
  {
    code: "kprompt_file_unmounted",
    name: "a file that is not there",
    of: "Service notify",
    path: [...MAIN, "env", 0, "value"],
    broken: "/etc/kprompt2/tokens",
    pointer: "/spec/template/spec/containers/0/env/0",
    says: "no volume is mounted",
  },
  {
    code: "kprompt_config_map_missing",
    name: "a ConfigMap that is not there",
    of: "Service notify",
    path: [...MAIN, "envFrom"],
    broken: [{ configMapRef: { name: "notify" } }],
    valid: [{ configMapRef: { name: "notify", optional: true } }],
    pointer: "/spec/template/spec/containers/0/envFrom/0/configMapRef/name",
    says: '"notify" is not among',
  },
  ...["ingest", "analyze", "notify", "dead-letters"].map((name) => ({
    code: "kprompt_event_secret",
    name: `${name} without the secret of the others`,
    tree: QUIET.map((document) =>
      toManifest(document).kind === "Service" && !["route", "render"].includes(toManifest(document).name)
        ? change(document, [...MAIN, "env", 2], { name: "EVENT_SECRET_FILE", value: "/etc/kprompt/event-secret" })
        : document,
    ),
    of: `Service ${name}`,
    path: [...MAIN, "env", name === "analyze" ? 2 : 1],
    broken: undefined,
    pointer: "/spec/template/spec/containers/0",
    says: `and not for ${name}`,
  })),
  // Pods
  {
    code: "kprompt_component",
    name: "a function that is none",
    of: "Service route",
    path: ["metadata", "labels", "app.kubernetes.io/component"],
    broken: "router",
    says: '"router" is no function',
  },
  {
    code: "kprompt_component",
    name: "pods without the label",
    of: "Service route",
    path: [...TEMPLATE, "metadata", "labels", "app.kubernetes.io/component"],
    broken: undefined,
    pointer: "/spec/template/metadata/labels",
    says: "Repeat it there",
  },
  {
    code: "kprompt_service_account",
    name: "a token that nobody needs",
    of: "Service route",
    path: [...POD, "automountServiceAccountToken"],
    broken: undefined,
    pointer: "/spec/template/spec",
    says: '"default"',
  },
  {
    code: "kprompt_resources",
    name: "no limit of memory",
    of: "Service route",
    path: [...MAIN, "resources", "limits"],
    broken: undefined,
    pointer: "/spec/template/spec/containers/0/resources",
    says: "limits.memory is missing",
  },
  {
    code: "kprompt_resources",
    name: "no cpu",
    of: "Service route",
    path: [...MAIN, "resources", "requests", "cpu"],
    broken: undefined,
    pointer: "/spec/template/spec/containers/0/resources/requests",
    says: "requests.cpu is missing",
  },
  {
    code: "kprompt_resources",
    name: "thousandths of a byte",
    of: "Service route",
    path: [...MAIN, "resources", "limits", "memory"],
    broken: "192m",
    valid: "192M",
    says: '"192m"',
  },
  {
    code: "kprompt_shutdown",
    name: "a shutdown that cuts the model",
    of: "Service analyze",
    path: [...MAIN, "env", 1, "value"],
    broken: "120000",
    valid: "120001",
    pointer: "/spec/template/spec/containers/0/env/1",
    says: "does not exceed LLM_TIMEOUT_MS 120000",
    severity: "warning",
  },
  // Beside the functions
  {
    code: "kprompt_network_policy",
    name: "a policy for others",
    of: "NetworkPolicy egress",
    path: ["spec", "podSelector"],
    broken: { matchLabels: { app: "other" } },
    valid: {},
    at: "Service route",
    pointer: "",
    says: "pods of route",
  },
  {
    code: "kprompt_network_policy",
    name: "a policy of another namespace",
    of: "NetworkPolicy egress",
    path: ["metadata", "namespace"],
    broken: "other",
    at: "Service route",
    pointer: "",
    says: "pods of route",
  },
  {
    code: "kprompt_network_policy",
    name: "a policy for what comes in",
    of: "NetworkPolicy egress",
    path: ["spec"],
    broken: { podSelector: {}, policyTypes: ["Ingress"], ingress: [{}] },
    valid: { podSelector: {}, policyTypes: ["Egress"], egress: [{}] },
    at: "Service route",
    pointer: "",
    says: "egress rules",
  },
  {
    code: "kprompt_network_policy",
    name: "an expression that leaves one out",
    of: "NetworkPolicy egress",
    path: ["spec", "podSelector"],
    broken: { matchExpressions: [{ key: "serving.knative.dev/service", operator: "NotIn", values: ["route"] }] },
    valid: { matchExpressions: [{ key: "serving.knative.dev/service", operator: "Exists" }] },
    at: "Service route",
    pointer: "",
    says: "pods of route",
  },
  ...[
    {
      name: "nobody may come in",
      path: ["spec", "ingress"],
      broken: [],
      says: "pods of route lets Knative in",
    },
    {
      name: "only the ingress may come in, not the activator",
      path: ["spec", "ingress", 0, "from", 0, "namespaceSelector"],
      broken: namespaceCalled("kourier-system"),
      says: "ingress from knative-serving to 8012",
    },
    {
      name: "Knative may come in at another port",
      path: ["spec", "ingress", 0, "ports", 0],
      broken: { port: 8013 },
      valid: { port: 8000, endPort: 8100 },
      says: "lets Knative in",
    },
    {
      name: "names cannot be looked up",
      path: ["spec", "egress"],
      broken: [{ to: [{ namespaceSelector: {} }], ports: [{ port: 8080 }] }],
      valid: [{ to: [{ namespaceSelector: {} }], ports: [{ port: 8080 }, { port: 53, protocol: "UDP" }] }],
      says: "lets it look names up",
    },
  ].map((row) => ({
    code: "kprompt_network_path",
    of: "NetworkPolicy egress",
    at: "Service route",
    pointer: "",
    ...row,
  })),
  ...[
    { name: "another namespace", broken: [{ namespaceSelector: namespaceCalled("monitoring") }] },
    { name: "the internet alone", broken: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["10.0.0.0/8"] } }] },
    { name: "pods of its own namespace", broken: [{ podSelector: {} }] },
  ].map(({ name, broken }) => ({
    code: "kprompt_network_path",
    name: `the model's namespace is closed: ${name}`,
    of: "NetworkPolicy egress",
    path: ["spec", "egress", 0, "to"],
    broken,
    valid: [{ namespaceSelector: namespaceCalled("llm") }],
    at: "Service analyze",
    pointer: "/spec/template/spec/containers/0/envFrom/0/configMapRef",
    says: "lets it reach LLM_BASE_URL. Add egress to the namespace llm",
  })),
  {
    code: "kprompt_pod_security",
    name: "a namespace for all pods",
    of: "Namespace kprompt",
    path: ["metadata", "labels", "pod-security.kubernetes.io/enforce"],
    broken: undefined,
    pointer: "/metadata/labels",
    says: "is missing",
  },
  {
    code: "kprompt_pod_security",
    name: "a namespace for nearly all pods",
    of: "Namespace kprompt",
    path: ["metadata", "labels", "pod-security.kubernetes.io/enforce"],
    broken: "baseline",
    says: '"baseline"',
  },
  {
    code: "kprompt_dead_letter",
    name: "a dead end",
    of: "Trigger analyze",
    path: ["spec", "delivery", "deadLetterSink"],
    broken: undefined,
    pointer: "/spec/delivery",
    says: "would be lost",
  },
  {
    code: "kprompt_dead_letter",
    name: "a circle",
    of: "Trigger analyze",
    path: ["spec", "delivery", "deadLetterSink", "ref"],
    broken: { apiVersion: EVENTING, kind: "Broker", name: "default" },
    valid: { apiVersion: EVENTING, kind: "Broker", name: "dead" },
    pointer: "/spec/delivery/deadLetterSink",
    says: "go round",
  },
  {
    code: "kprompt_dead_letter",
    name: "a circle by URL",
    of: "Trigger analyze",
    path: ["spec", "delivery", "deadLetterSink"],
    broken: { uri: "http://broker-ingress.knative-eventing.svc.cluster.local/kprompt/default" },
    valid: { uri: "http://broker-ingress.knative-eventing.svc.cluster.local/kprompt/dead" },
    says: "go round",
  },
  // Two Triggers, one stamp
  {
    code: "kprompt_trigger_tags",
    name: "all alerts to the stable one",
    of: "Trigger analyze",
    path: ["spec", "filters"],
    broken: [alerts],
    says: "wants an event of type dev.kprompt.alert.firing.v1 with traffictag candidate",
  },
  {
    code: "kprompt_trigger_tags",
    name: "what has no stamp is left",
    of: "Trigger analyze",
    path: ["spec", "filters", 1],
    broken: { exact: { traffictag: "stable" } },
    pointer: "/spec/filters",
    says: "leaves an event of type dev.kprompt.alert.firing.v1 without traffictag",
  },
  {
    code: "kprompt_trigger_tags",
    name: "its own answers",
    of: "Trigger analyze-candidate",
    path: ["spec", "filters"],
    broken: [isCandidate],
    says: "triage.completed.v1 with traffictag candidate. It is to want alert events whose traffictag is candidate",
  },
  {
    code: "kprompt_trigger_tags",
    name: "ends are left",
    of: "Trigger analyze",
    path: ["spec", "filters", 0],
    broken: { exact: { type: "dev.kprompt.alert.firing.v1" } },
    valid: { prefix: { type: "dev.kprompt.alert." } },
    pointer: "/spec/filters",
    says: "leaves an event of type dev.kprompt.alert.resolved.v1",
  },
  {
    code: "kprompt_trigger_tags",
    name: "an expression",
    of: "Trigger analyze",
    path: ["spec", "filters", 1],
    broken: { cesql: "traffictag <> 'candidate'" },
    pointer: "/spec/filters",
    says: "cannot be told",
  },
  {
    code: "kprompt_trigger_tags",
    name: "one Trigger alone",
    of: "Trigger analyze-candidate",
    path: [],
    broken: undefined,
    at: "Trigger analyze",
    pointer: "",
    says: "no Trigger analyze-candidate",
  },
  {
    code: "kprompt_trigger_tags",
    name: "a candidate that is not there",
    of: "Trigger analyze-candidate",
    path: ["spec", "subscriber", "uri"],
    broken: hostOf("candidate-analyze"),
    pointer: "/spec/subscriber",
    says: "calls the tag candidate, and analyze has no candidate and no tag candidate",
  },
  {
    code: "kprompt_trigger_tags",
    name: "a rollout without a candidate's Trigger",
    tree: ROLLING,
    of: "Trigger analyze-candidate",
    path: ["spec", "subscriber", "uri"],
    broken: hostOf("stable-analyze"),
    pointer: "/spec/subscriber",
    says: "Write uri: http://candidate-analyze.kprompt.svc.cluster.local",
  },
  {
    code: "kprompt_trigger_tags",
    name: "a rollout by chance",
    tree: ROLLING,
    of: "Trigger analyze",
    path: ["spec", "subscriber"],
    broken: { ref: { apiVersion: SERVING, kind: "Service", name: "analyze" } },
    says: "each try may meet another revision",
  },
  {
    code: "kprompt_trigger_tags",
    name: "another Service",
    of: "Trigger analyze",
    path: ["spec", "subscriber", "uri"],
    broken: hostOf("route"),
    valid: hostOf("analyze"),
    pointer: "/spec/subscriber",
    says: "does not call analyze",
  },
  {
    code: "kprompt_trigger_tags",
    name: "an analyze without the tag",
    of: "Service analyze",
    path: ["spec", "traffic", 0, "tag"],
    broken: "current",
    at: "Trigger analyze",
    pointer: "/spec/subscriber",
    says: "no tag stable",
  },
  {
    code: "kprompt_trigger_tags",
    name: "a percent of its own",
    tree: ROLLING,
    of: "Service route",
    path: ["spec", "traffic"],
    broken: [
      { percent: 80, tag: "stable" },
      { percent: 20, tag: "candidate" },
    ],
    valid: [
      { percent: 90, tag: "stable" },
      { percent: 10, tag: "candidate" },
    ],
    says: "route has a candidate at 20 %, and analyze a candidate at 10 %",
  },
  {
    code: "kprompt_trigger_tags",
    name: "no candidate of its own",
    tree: ROLLING,
    of: "Service render",
    path: ["spec", "traffic", 1, "tag"],
    broken: "next",
    pointer: "/spec/traffic",
    says: "render has no candidate",
  },
  {
    code: "kprompt_trigger_tags",
    name: "another stamp",
    tree: ROLLING,
    of: "Service ingest",
    path: [...MAIN, "env", 0, "value"],
    broken: "20",
    pointer: "/spec/template/spec/containers/0/env/0",
    says: "CANDIDATE_PERCENT is 20, and analyze has a candidate at 10 %",
  },
  {
    code: "kprompt_trigger_tags",
    name: "no stamp",
    tree: ROLLING,
    of: "Service ingest",
    path: [...MAIN, "env"],
    broken: [],
    pointer: "/spec/template/spec/containers/0",
    says: "CANDIDATE_PERCENT is 0",
  },
  {
    code: "kprompt_trigger_tags",
    name: "a stamp without a candidate",
    of: "Service ingest",
    path: [...MAIN, "env", 0, "value"],
    broken: "10",
    valid: "",
    pointer: "/spec/template/spec/containers/0/env/0",
    says: "analyze has no candidate",
  },
  // Others that count pods
  {
    code: "kprompt_pdb",
    name: "a budget for pods",
    of: "PodDisruptionBudget pdb",
    path: ["spec", "selector", "matchLabels"],
    broken: OURS,
    valid: { app: "valkey" },
    pointer: "/spec/selector",
    says: "drain of a node",
    severity: "warning",
    tree: [
      ...QUIET,
      {
        apiVersion: "policy/v1",
        kind: "PodDisruptionBudget",
        metadata: { name: "pdb", namespace: "kprompt" },
        spec: {},
      },
    ],
  },
  {
    code: "kprompt_pdb",
    name: "a second autoscaler",
    of: "HorizontalPodAutoscaler hpa",
    path: ["spec", "scaleTargetRef", "name"],
    broken: "analyze-1-deployment",
    valid: "analyzer",
    pointer: "/spec/scaleTargetRef",
    says: "against Knative",
    tree: [
      ...QUIET,
      {
        apiVersion: "autoscaling/v2",
        kind: "HorizontalPodAutoscaler",
        metadata: { name: "hpa", namespace: "kprompt" },
        spec: {},
      },
    ],
  },
];

const nameOf = (document: unknown): string => `${toManifest(document).kind} ${toManifest(document).name}`;

/** What differs may change a named template: it gets the name that fits, unless the row is about names. */
const edit = ({ of, path, code, tree = QUIET }: Row, value: unknown): readonly unknown[] =>
  tree.flatMap((document) => {
    if (nameOf(document) !== of) return [document];
    const changed = change(document, path, value);
    if (changed === undefined) return [];
    const isNamed = at(document, [...TEMPLATE, "metadata", "name"]) !== undefined && code !== "kprompt_revision_name";
    if (!isNamed) return [changed];
    const name = revisionNameOf(toManifest(document).name, at(changed, TEMPLATE), sha256);
    return [change(changed, [...TEMPLATE, "metadata", "name"], name)];
  });

const findingsOf = (documents: readonly unknown[]) => {
  const tree = documents.map(toManifest);
  return tree.flatMap((manifest) =>
    RULES.flatMap((rule) =>
      [...rule(manifest, tree)].map((finding) => ({ ...finding, of: `${manifest.kind} ${manifest.name}` })),
    ),
  );
};

describe("what is broken is said, and the nearest that is not is passed", () => {
  test.each(ROWS.map((row) => ({ ...row, title: `${row.code}: ${row.name}` })))("$title", ({ title: _, ...row }) => {
    const { code, of, path, broken, pointer = pointerOf(path), says, severity = "error", tree = QUIET } = row;
    expect(tree.some((document) => nameOf(document) === of)).toBe(true);
    const valid =
      "valid" in row
        ? row.valid
        : at(
            tree.find((document) => nameOf(document) === of),
            path,
          );
    expect(findingsOf(edit(row, valid))).toEqual([]);
    expect(findingsOf(edit(row, broken))).toContainEqual({
      of: row.at ?? of,
      code,
      severity,
      pointer,
      message: expect.stringContaining(says),
    });
  });
});

test("nothing is said of a delivery, named or not, in a rollout or not", () => {
  for (const tree of [QUIET, NAMED, ROLLING]) expect(findIn(RULES, tree)).toEqual([]);
});

test.each([
  { name: "with", label: "app.kubernetes.io/component" },
  { name: "without", label: "component" },
])("nothing is said of other people's objects, $name our label", ({ label }) => {
  const foreign: readonly unknown[] = JSON.parse(
    JSON.stringify(QUIET)
      .replaceAll('"app.kubernetes.io/part-of":"kprompt"', '"part-of":"kprompt"')
      .replaceAll("app.kubernetes.io/component", label),
  );
  // Without what our rules ask for.
  const bare = foreign.map((document) => change(change(document, [...MAIN, "image"], "x:1"), ["spec", "delivery"], {}));
  expect(findIn(RULES, bare)).toEqual([]);
});

describe("a store lifts what one pod's memory needs", () => {
  const alone = change(change(analyze, [...NOTES], { [`${SCALING}max-scale`]: "2" }), ["metadata", "annotations"], {
    "kprompt.dev/llm-slots": "4",
  });
  test.each([
    { name: "none", env: { name: "MAX_LINES", value: "9" }, codes: ["kprompt_retention", "kprompt_retention"] },
    { name: "an empty one", env: { name: "STORE_URL", value: "" }, codes: ["kprompt_retention", "kprompt_retention"] },
    { name: "a file", env: { name: "STORE_URL_FILE", value: "/etc/kprompt/store" }, codes: [] },
    {
      name: "a Secret",
      env: { name: "STORE_URL", valueFrom: { secretKeyRef: { name: "kprompt-store", key: "url" } } },
      codes: [],
    },
  ])("$name", ({ env, codes }) => {
    const tree = [change(alone, [...MAIN, "env", 2], env), ...QUIET.slice(1)];
    expect(findIn(RULES, tree).map(({ code }) => code)).toEqual(codes);
  });

  test("a pod that never goes needs no retention", () => {
    const always = change(change(analyze, [...NOTES, `${SCALING}min-scale`], "1"), ["metadata", "annotations"], {
      "kprompt.dev/llm-slots": "2",
    });
    expect(findIn(RULES, [always, ...QUIET.slice(1)])).toEqual([]);
  });
});

test("all that ask one model server share its slots, wherever they run", () => {
  const inDev = (document: unknown): unknown =>
    JSON.parse(
      JSON.stringify(document)
        .replaceAll('"namespace":"kprompt"', '"namespace":"kprompt-dev"')
        .replaceAll(".kprompt.svc", ".kprompt-dev.svc"),
    );
  const dev = NAMED.map(inDev);
  expect(findIn(RULES, [...NAMED, ...dev])).toEqual([]);
  const oneSlot = (document: unknown): unknown =>
    nameOf(document) === "Service analyze"
      ? change(document, ["metadata", "annotations", "kprompt.dev/llm-slots"], "1")
      : document;
  expect(findIn(RULES, NAMED.map(oneSlot))).toEqual([]);
  const both = findIn(RULES, [...NAMED, ...dev].map(oneSlot));
  expect(both.map(({ code }) => code)).toEqual(["kprompt_slots", "kprompt_slots"]);
  expect(both[0]?.message).toContain("kprompt-dev/analyze has 1 revision ×");
  const other = (document: unknown): unknown =>
    JSON.parse(JSON.stringify(inDev(document)).replaceAll("http://llama.llm.svc:8080", "http://llama-dev.llm:8080"));
  expect(findIn(RULES, [...NAMED, ...NAMED.map(other)].map(oneSlot))).toEqual([]);
});

test("a ServiceAccount of its own that mounts no token will do", () => {
  const own = change(
    change(route, [...POD, "automountServiceAccountToken"], undefined),
    [...POD, "serviceAccountName"],
    "route",
  );
  const account = { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "route", namespace: "kprompt" } };
  const rest = QUIET.filter((document) => document !== route);
  const silent = change(account, ["automountServiceAccountToken"], false);
  expect(findIn(RULES, [own, silent, ...rest])).toEqual([]);
  expect(findIn(RULES, [own, account, ...rest])).toMatchObject([
    { code: "kprompt_service_account", pointer: "/spec/template/spec/serviceAccountName" },
  ]);
});

test("a Trigger without a delivery of its own has its Broker's", () => {
  const bare = change(toStable, ["spec", "delivery"], undefined);
  const broker = { apiVersion: EVENTING, kind: "Broker", metadata: { name: "default", namespace: "kprompt" } };
  const rest = QUIET.filter((document) => document !== toStable);
  const codes = (delivery: unknown) =>
    findIn(RULES, [...rest, bare, change(broker, ["spec", "delivery"], delivery)]).map(({ code }) => code);
  const { delivery } = toStable.spec;
  expect(codes(delivery)).toEqual([]);
  expect(codes({ ...delivery, timeout: "PT1M" })).toEqual(["kprompt_deadline"]);
  expect(codes({ timeout: "PT7M" })).toEqual(["kprompt_dead_letter"]);
});

test("a message ends with what to do, as a sentence", () => {
  for (const row of ROWS)
    for (const { message } of findIn(RULES, edit(row, row.broken))) expect(message).toMatch(/\.$/);
});

test("every code has its rows", () => {
  const folder = import.meta.dirname;
  const files = readdirSync(folder).filter((name) => /^kprompt-.*(?<!\.test)\.ts$/.test(name));
  const codes = files.flatMap(
    (name) => readFileSync(join(folder, name), "utf8").match(/(?<=")kprompt_[a-z_]+(?=")/g) ?? [],
  );
  expect(new Set(codes)).toEqual(new Set(ROWS.map(({ code }) => code)));
});

test("no rule throws, whatever stands in a manifest", () => {
  const documents = NAMED;
  fc.assert(
    fc.property(
      fc.constantFrom(...documents).chain((document) =>
        fc.record({
          document: fc.constant(document),
          path: fc.constantFrom(...pathsOf(document)),
          value: fc.oneof(
            fc.jsonValue(),
            fc.constantFrom(...documents),
            fc.constantFrom({ toString: 1 }, "\ud800", Number.NaN),
          ),
        }),
      ),
      ({ document, path, value }) => {
        const others = documents.filter((one) => one !== document);
        for (const { pointer } of findIn(RULES, [change(document, path, value), ...others]))
          expect(pointer).toMatch(/^(?:\/.*)?$/);
      },
    ),
    { numRuns: 500 },
  );
});
