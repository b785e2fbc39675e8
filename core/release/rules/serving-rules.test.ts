import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SERVING_RULES } from "./serving-rules.ts";
import { change, findIn, pathsOf } from "./serving-testing.ts";
import { at, type Path } from "./serving-value.ts";

const DIGEST = `sha256:${"ab".repeat(32)}`;
const RESTRICTED = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
  runAsNonRoot: true,
  seccompProfile: { type: "RuntimeDefault" },
};
const SCALING = "autoscaling.knative.dev/";

const spec = {
  containerConcurrency: 10,
  timeoutSeconds: 300,
  containers: [
    {
      name: "app",
      image: `ghcr.io/example/app@${DIGEST}`,
      ports: [{ name: "http1", containerPort: 8080 }],
      env: [{ name: "PROMPT_LABEL", value: "production" }],
      envFrom: [{ configMapRef: { name: "settings-5k8h2fg7t9" } }],
      readinessProbe: { httpGet: { path: "/health/readiness" } },
      securityContext: RESTRICTED,
      volumeMounts: [{ name: "tmp", mountPath: "/tmp" }],
    },
  ],
  volumes: [{ name: "tmp", emptyDir: {} }],
};
const template = { metadata: { name: "app-v1", annotations: { [`${SCALING}max-scale`]: "3" } }, spec };
const metadata = { name: "app", namespace: "shop" };
const traffic = [
  { revisionName: "app-v1", percent: 90, tag: "stable" },
  { revisionName: "app-v2", percent: 10, tag: "candidate" },
];
const service = { apiVersion: "serving.knative.dev/v1", kind: "Service", metadata, spec: { template, traffic } };
const configuration = { apiVersion: service.apiVersion, kind: "Configuration", metadata, spec: { template } };
const revision = { apiVersion: service.apiVersion, kind: "Revision", metadata: { ...metadata, name: "app-v1" }, spec };
const route = { apiVersion: service.apiVersion, kind: "Route", metadata, spec: { traffic } };
const mapping = {
  apiVersion: "serving.knative.dev/v1beta1",
  kind: "DomainMapping",
  metadata: { name: "app.example.org", namespace: "shop" },
  spec: { ref: { apiVersion: service.apiVersion, kind: "Service", name: "app", namespace: "shop" } },
};
const binding = {
  apiVersion: "sources.knative.dev/v1",
  kind: "SinkBinding",
  metadata: { name: "app", namespace: "shop" },
  spec: { subject: { apiVersion: service.apiVersion, kind: "Service", name: "other" } },
};

const POD: Path = ["spec", "template", "spec"];
const MAIN: Path = [...POD, "containers", 0];
const NOTES: Path = ["spec", "template", "metadata", "annotations"];
const scaling = (name: string): Path => [...NOTES, SCALING + name];
const sidecar = { name: "side", image: `ghcr.io/example/side@${DIGEST}`, securityContext: RESTRICTED };

interface Row {
  readonly code: string;
  /** Default: the Service. */
  readonly document?: unknown;
  /** What differs between the broken manifest and the valid one. */
  readonly path: Path;
  readonly broken: unknown;
  /** Default: as in the document. undefined removes it. */
  readonly valid?: unknown;
  /** Default: that of what differs. */
  readonly pointer?: string;
  readonly says: string;
  readonly severity?: "warning";
  /** Applied with it. */
  readonly beside?: readonly unknown[];
}

const ROWS: readonly Row[] = [
  // Names
  {
    code: "serving_name",
    path: ["metadata", "name"],
    document: route,
    broken: "a.b",
    says: '"a.b" cannot be the name',
  },
  {
    code: "serving_name",
    path: ["metadata", "name"],
    document: route,
    broken: "a".repeat(64),
    valid: "a".repeat(53),
    says: "at most 63",
  },
  { code: "serving_name", document: revision, path: ["metadata", "name"], broken: "1a", says: '"1a"' },
  {
    code: "serving_name",
    document: configuration,
    path: ["spec", "template", "metadata", "name"],
    broken: "app-V1",
    says: '"app-V1" cannot be the name of a revision',
  },
  {
    code: "serving_revision_prefix",
    path: ["spec", "template", "metadata", "name"],
    broken: "ap-v1",
    says: 'does not begin with "app-"',
  },
  // Traffic
  {
    code: "serving_traffic_sum",
    path: ["spec", "traffic", 0, "percent"],
    broken: 80,
    pointer: "/spec/traffic",
    says: "add up to 90",
  },
  {
    code: "serving_traffic_sum",
    document: route,
    path: ["spec", "traffic", 1, "percent"],
    broken: undefined,
    pointer: "/spec/traffic",
    says: "add up to 90",
  },
  { code: "serving_traffic_sum", document: route, path: ["spec", "traffic"], broken: [], says: "add up to 0" },
  {
    code: "serving_traffic_percent",
    path: ["spec", "traffic"],
    broken: [
      { revisionName: "app-v1", percent: 110 },
      { revisionName: "app-v2", percent: -10 },
    ],
    pointer: "/spec/traffic/0/percent",
    says: "110 is no percent",
  },
  {
    code: "serving_traffic_tag",
    path: ["spec", "traffic", 0, "tag"],
    broken: "Stable",
    says: '"Stable" cannot be a tag',
  },
  { code: "serving_traffic_tag", path: ["spec", "traffic", 1, "tag"], broken: "stable", says: "is a tag twice" },
  {
    code: "serving_traffic_latest",
    path: ["spec", "traffic", 0, "latestRevision"],
    broken: true,
    valid: false,
    says: 'revisionName is "app-v1"',
  },
  {
    code: "serving_traffic_latest",
    path: ["spec", "traffic", 0],
    broken: { latestRevision: false, percent: 90 },
    valid: { latestRevision: true, percent: 90 },
    pointer: "/spec/traffic/0/latestRevision",
    says: "Add the name of the revision",
  },
  {
    code: "serving_traffic_field",
    path: ["spec", "traffic", 0, "url"],
    broken: "http://a",
    says: "for Knative to write",
  },
  {
    code: "serving_traffic_field",
    path: ["spec", "traffic", 0, "configurationName"],
    broken: "app",
    says: "Remove configurationName",
  },
  {
    code: "serving_traffic_target",
    path: ["spec", "traffic", 0, "revisionName"],
    broken: undefined,
    pointer: "/spec/traffic/0",
    says: "means the latest one",
    severity: "warning",
  },
  {
    code: "serving_traffic_target",
    document: route,
    path: ["spec", "traffic", 0, "configurationName"],
    broken: "app",
    pointer: "/spec/traffic/0",
    says: "a revisionName or a configurationName",
  },
  {
    code: "serving_traffic_target",
    document: route,
    path: ["spec", "traffic", 0],
    broken: { percent: 90 },
    valid: { configurationName: "app", percent: 90 },
    says: "Write one of the two",
  },
  {
    code: "serving_tag_host",
    path: ["spec", "traffic", 0, "tag"],
    broken: "t".repeat(60),
    valid: "t".repeat(59),
    says: "has 64 characters",
  },
  // Containers, variables, ports
  {
    code: "serving_containers",
    path: [...POD, "containers"],
    broken: [],
    pointer: "/spec/template/spec",
    says: "has no container",
  },
  { code: "serving_container_name", path: [...MAIN, "name"], broken: "queue-proxy", says: "that Knative adds" },
  {
    code: "serving_container_name",
    path: [...POD, "containers", 1],
    broken: { ...sidecar, name: "app" },
    valid: sidecar,
    pointer: "/spec/template/spec/containers/1/name",
    says: '"app" is there twice',
  },
  ...["PORT", "K_SERVICE", "K_CONFIGURATION", "K_REVISION"].map((name) => ({
    code: "serving_env_reserved",
    path: [...MAIN, "env", 0, "name"],
    broken: name,
    valid: "K_SINK",
    says: `Knative sets ${name}`,
  })),
  {
    code: "serving_env_reserved",
    path: [...POD, "containers", 1],
    broken: { ...sidecar, env: [{ name: "K_SERVICE", value: "a" }] },
    valid: { ...sidecar, env: [{ name: "PORT", value: "1" }] },
    pointer: "/spec/template/spec/containers/1/env/0/name",
    says: "K_SERVICE",
  },
  { code: "serving_ports", path: [...MAIN, "ports", 1], broken: { containerPort: 8081 }, says: "a second port" },
  {
    code: "serving_ports",
    path: [...POD, "containers", 1],
    broken: { ...sidecar, ports: [{ containerPort: 8081 }] },
    valid: sidecar,
    pointer: "/spec/template/spec/containers/1/ports/0",
    says: "a second port",
  },
  {
    code: "serving_ports",
    document: change(service, [...POD, "containers", 1], sidecar),
    path: [...MAIN, "ports"],
    broken: undefined,
    pointer: "/spec/template/spec/containers",
    says: "None of 2 containers",
  },
  ...[8008, 8012, 8013, 8022, 8112, 9090, 9091].map((port) => ({
    code: "serving_port_reserved",
    path: [...MAIN, "ports", 0, "containerPort"],
    broken: port,
    valid: 8081,
    says: `${port} is a port of queue-proxy`,
  })),
  { code: "serving_port_name", path: [...MAIN, "ports", 0, "name"], broken: "web", valid: "h2c", says: '"web"' },
  { code: "serving_port_name", path: [...MAIN, "ports", 0, "protocol"], broken: "UDP", valid: "TCP", says: '"UDP"' },
  // Volumes
  {
    code: "serving_volume",
    path: [...POD, "volumes", 1],
    broken: { name: "x", emptyDir: {} },
    pointer: "/spec/template/spec/volumes/1/name",
    says: "mounted nowhere",
  },
  {
    code: "serving_volume",
    path: [...POD, "volumes", 1],
    broken: { name: "tmp", emptyDir: {} },
    pointer: "/spec/template/spec/volumes/1/name",
    says: "a volume twice",
  },
  {
    code: "serving_mount",
    path: [...MAIN, "volumeMounts", 1],
    broken: { name: "x", mountPath: "/x" },
    valid: { name: "tmp", mountPath: "/x" },
    pointer: "/spec/template/spec/containers/0/volumeMounts/1/name",
    says: '"x" is no volume',
  },
  ...["/", "/dev", "/dev/log", "/dev/", "/dev/../"].map((place) => ({
    code: "serving_mount",
    path: [...MAIN, "volumeMounts", 0, "mountPath"],
    broken: place,
    valid: "/dev/shm",
    says: `"${place}" is a path that Knative keeps`,
  })),
  { code: "serving_mount", path: [...MAIN, "volumeMounts", 0, "mountPath"], broken: "tmp", says: "not absolute" },
  {
    code: "serving_mount",
    path: [...MAIN, "volumeMounts", 1],
    broken: { name: "tmp", mountPath: "/tmp/." },
    valid: { name: "tmp", mountPath: "/tmp2" },
    pointer: "/spec/template/spec/containers/0/volumeMounts/1/mountPath",
    says: "already",
  },
  // Probes
  {
    code: "serving_probe",
    path: [...MAIN, "livenessProbe"],
    broken: { httpGet: {}, exec: {} },
    valid: { httpGet: {} },
    says: "httpGet and exec",
  },
  {
    code: "serving_readiness",
    path: [...MAIN, "readinessProbe", "failureThreshold"],
    broken: 3,
    says: "failureThreshold is refused",
  },
  {
    code: "serving_readiness",
    path: [...MAIN, "readinessProbe", "timeoutSeconds"],
    broken: 1,
    valid: 0,
    says: "timeoutSeconds is refused",
  },
  {
    code: "serving_readiness",
    path: [...MAIN, "readinessProbe", "periodSeconds"],
    broken: -1,
    valid: 0,
    says: "-1 is no period",
  },
  {
    code: "serving_readiness_period",
    path: [...MAIN, "readinessProbe", "periodSeconds"],
    broken: 5,
    valid: 0,
    says: "period of 5 s",
    severity: "warning",
  },
  // Images
  {
    code: "serving_image",
    path: [...MAIN, "image"],
    broken: `x@${DIGEST}`,
    valid: `xy@${DIGEST}`,
    says: "no image reference",
  },
  {
    code: "serving_image",
    path: [...MAIN, "image"],
    broken: undefined,
    pointer: "/spec/template/spec/containers/0",
    says: "has no image",
  },
  {
    code: "serving_image_tag",
    path: [...MAIN, "image"],
    broken: "app:1",
    says: '"app:1" has no digest',
    severity: "warning",
  },
  // Security
  {
    code: "serving_forbidden",
    path: [...POD, "automountServiceAccountToken"],
    broken: true,
    valid: false,
    says: "only as false",
  },
  {
    code: "serving_forbidden",
    path: [...MAIN, "securityContext", "privileged"],
    broken: false,
    says: "refuses privileged",
  },
  {
    code: "serving_forbidden",
    path: [...MAIN, "securityContext", "capabilities", "add"],
    broken: ["NET_ADMIN"],
    says: "added capabilities",
  },
  {
    code: "serving_forbidden",
    path: [...MAIN, "securityContext", "capabilities", "add"],
    broken: [],
    says: "an empty list of them",
  },
  ...[
    { keys: ["allowPrivilegeEscalation"], broken: true, says: "allowPrivilegeEscalation: false" },
    { keys: ["capabilities", "drop"], broken: ["NET_RAW"], says: "capabilities: { drop: [ALL] }" },
    { keys: ["runAsNonRoot"], broken: false, says: "runAsNonRoot: true" },
    { keys: ["seccompProfile", "type"], broken: "Unconfined", says: "seccompProfile: { type: RuntimeDefault }" },
  ].map(({ keys, broken, says }) => ({
    code: "serving_security_context",
    path: [...MAIN, "securityContext", ...keys],
    broken,
    says,
    severity: "warning" as const,
  })),
  {
    code: "serving_security_context",
    path: [...MAIN, "securityContext", "runAsNonRoot"],
    broken: undefined,
    pointer: "/spec/template/spec/containers/0/securityContext",
    says: 'enforces Pod Security "restricted"',
    beside: [
      {
        apiVersion: "v1",
        kind: "Namespace",
        metadata: { name: "shop", labels: { "pod-security.kubernetes.io/enforce": "restricted" } },
      },
    ],
  },
  // Feature flags
  ...Object.entries({
    affinity: { nodeAffinity: {} },
    dnsConfig: { options: [] },
    dnsPolicy: "Default",
    hostAliases: [{ ip: "10.0.0.1" }],
    hostIPC: true,
    hostNetwork: true,
    hostPID: true,
    initContainers: [{ name: "init", image: "init" }],
    nodeSelector: { disk: "ssd" },
    priorityClassName: "high",
    runtimeClassName: "gvisor",
    schedulerName: "other",
    securityContext: { runAsNonRoot: true },
    shareProcessNamespace: true,
    tolerations: [{ operator: "Exists" }],
    topologySpreadConstraints: [{ maxSkew: 1 }],
  }).map(([field, value]) => ({
    code: "serving_feature_off",
    path: [...POD, field],
    broken: value,
    says: `refuses ${field} unless kubernetes.podspec-`,
  })),
  // An empty value is there, to Knative, where Go can tell it from none.
  ...["hostAliases", "initContainers", "tolerations", "topologySpreadConstraints"].map((field) => ({
    code: "serving_feature_off",
    path: [...POD, field],
    broken: [],
    valid: undefined,
    says: `refuses ${field}`,
  })),
  ...[
    { field: "nodeSelector", broken: {}, valid: undefined },
    { field: "shareProcessNamespace", broken: false, valid: undefined },
    { field: "runtimeClassName", broken: "", valid: undefined },
    { field: "hostNetwork", broken: true, valid: false },
    { field: "dnsPolicy", broken: "None", valid: "" },
    { field: "priorityClassName", broken: "high", valid: "" },
  ].map(({ field, ...values }) => ({
    code: "serving_feature_off",
    path: [...POD, field],
    ...values,
    says: `refuses ${field}`,
  })),
  ...["csi", "ephemeral", "hostPath", "image", "persistentVolumeClaim"].map((field) => ({
    code: "serving_feature_off",
    path: [...POD, "volumes", 0, field],
    broken: { name: "x" },
    says: `a volume ${field}`,
  })),
  ...["fieldRef", "resourceFieldRef"].map((field) => ({
    code: "serving_feature_off",
    path: [...MAIN, "env", 0, "valueFrom"],
    broken: { [field]: { fieldPath: "metadata.name" } },
    valid: { secretKeyRef: { name: "a", key: "b" } },
    pointer: `/spec/template/spec/containers/0/env/0/valueFrom/${field}`,
    says: "kubernetes.podspec-fieldref",
  })),
  // Limits
  { code: "serving_limit", path: [...POD, "containerConcurrency"], broken: 1001, valid: 1000, says: "0 to 1000" },
  { code: "serving_limit", path: [...POD, "containerConcurrency"], broken: -1, valid: 0, says: "-1 is out of range" },
  { code: "serving_limit", path: [...POD, "timeoutSeconds"], broken: 601, valid: 600, says: "0 to 600" },
  { code: "serving_limit", document: revision, path: ["spec", "timeoutSeconds"], broken: 900, says: "0 to 600" },
  {
    code: "serving_timeout_order",
    document: change(service, [...POD, "timeoutSeconds"], 400),
    path: [...POD, "responseStartTimeoutSeconds"],
    broken: 401,
    valid: 400,
    says: "after 400 s",
    severity: "warning",
  },
  ...["responseStartTimeoutSeconds", "idleTimeoutSeconds"].map((name) => ({
    code: "serving_timeout_order",
    path: [...POD, name],
    broken: 301,
    valid: 300,
    says: "after 300 s",
    severity: "warning" as const,
  })),
  // Autoscaling
  ...[service, configuration, route].map((document) => ({
    code: "serving_autoscaling_place",
    document,
    path: ["metadata", "annotations", `${SCALING}max-scale`],
    broken: "1",
    says: "is refused here",
  })),
  {
    code: "serving_autoscaling_unknown",
    path: scaling("max-scal"),
    broken: "1",
    says: "Write autoscaling.knative.dev/max-scale",
  },
  {
    code: "serving_autoscaling_unknown",
    path: scaling("minScales"),
    broken: "1",
    says: "Write autoscaling.knative.dev/min-scale",
  },
  { code: "serving_autoscaling_unknown", path: scaling("colour"), broken: "1", says: "knows no", severity: "warning" },
  ...(
    [
      ["class", "vpa.autoscaling.knative.dev", "mine"],
      ["metric-aggregation-algorithm", "cubic", "linear"],
      ["target", "0.009", "0.01"],
      ["target", "many", "9.5"],
      ["target-utilization-percentage", "0", "1"],
      ["target-utilization-percentage", "100.1", "100"],
      ["target-burst-capacity", "-2", "-1"],
      ["target-burst-capacity", "-0.5", "0"],
      ["min-scale", "-1", "0"],
      ["min-scale", "1.5", "1"],
      ["max-scale", "x", "0"],
      ["max-scale", "2147483648", "2147483647"],
      ["maxScale", "x", "1"],
      ["initial-scale", "0", "1"],
      ["activation-scale", "1", "2"],
      ["window", "5s", "6s"],
      ["window", "1h1s", "1h"],
      ["window", "6500ms", "7000ms"],
      ["window", "60", "60s"],
      ["scale-down-delay", "61m", "60m"],
      ["scale-down-delay", "-1s", "0s"],
      ["scale-down-delay", "1.5s", "2s"],
      ["scale-to-zero-pod-retention-period", "2h", "1h"],
      ["scale-to-zero-pod-retention-period", "PT5M", "1.5s"],
      ["panic-window-percentage", "0.5", "1"],
      ["panic-threshold-percentage", "109", "110"],
    ] as const
  ).map(([name, broken, valid]) => ({
    code: "serving_autoscaling_value",
    document: change(service, NOTES, {}),
    path: scaling(name),
    broken,
    valid,
    says: `"${broken}"`,
  })),
  {
    code: "serving_autoscaling_metric",
    path: scaling("metric"),
    broken: "cpu",
    valid: "rps",
    says: "by concurrency or rps",
  },
  {
    code: "serving_autoscaling_metric",
    document: change(service, scaling("class"), "hpa.autoscaling.knative.dev"),
    path: scaling("metric"),
    broken: "concurrency",
    valid: "memory",
    says: "by cpu or memory",
  },
  {
    code: "serving_autoscaling_scale",
    path: scaling("min-scale"),
    broken: "4",
    valid: "3",
    pointer: "/spec/template/metadata/annotations/autoscaling.knative.dev~1max-scale",
    says: "max-scale 3 is less than min-scale 4",
  },
  {
    code: "serving_autoscaling_scale",
    path: scaling("activation-scale"),
    broken: "4",
    valid: "3",
    says: "more than max-scale 3",
  },
  {
    code: "serving_autoscaling_scale",
    document: change(service, scaling("min-scale"), "3"),
    path: scaling("activation-scale"),
    broken: "2",
    valid: "3",
    says: "less than min-scale 3",
  },
  {
    code: "serving_autoscaling_target",
    path: scaling("target"),
    broken: "11",
    valid: "10",
    says: "the smaller one counts",
    severity: "warning",
  },
  // Annotations and labels in the wrong place
  ...["120", "1.5s", "-10s"].map((text) => ({
    code: "serving_rollout_duration",
    document: change(service, ["spec", "traffic"], [{ latestRevision: true, percent: 100 }]),
    path: ["metadata", "annotations", "serving.knative.dev/rollout-duration"],
    broken: text,
    valid: "120s",
    says: `"${text}"`,
  })),
  {
    code: "serving_rollout_pinned",
    document: change(service, ["metadata", "annotations", "serving.knative.dev/rollout-duration"], "120s"),
    path: ["spec", "traffic", 1],
    broken: { revisionName: "app-v2", percent: 10 },
    valid: { latestRevision: true, percent: 10 },
    pointer: "/metadata/annotations/serving.knative.dev~1rollout-duration",
    says: "every target here names one",
    severity: "warning",
  },
  {
    code: "serving_rollout_place",
    path: [...NOTES, "serving.knative.dev/rollout-duration"],
    broken: "120s",
    says: "Move it to the Service",
  },
  {
    code: "serving_visibility",
    path: ["spec", "template", "metadata", "labels", "networking.knative.dev/visibility"],
    broken: "cluster-local",
    says: "stays public",
  },
  {
    code: "serving_visibility",
    path: ["metadata", "annotations", "networking.knative.dev/visibility"],
    broken: "cluster-local",
    says: "Make it a label",
  },
  {
    code: "serving_visibility",
    path: ["metadata", "labels", "networking.knative.dev/visibility"],
    broken: "private",
    valid: "cluster-local",
    says: '"private" leaves the Service public',
  },
  // What a revision reads
  {
    code: "serving_config_map_mutable",
    path: [...MAIN, "envFrom", 0, "configMapRef", "name"],
    broken: "settings",
    says: '"settings" has no hash',
    severity: "warning",
  },
  {
    code: "serving_config_map_mutable",
    path: [...MAIN, "env", 1],
    broken: { name: "A", valueFrom: { configMapKeyRef: { name: "settings", key: "a" } } },
    pointer: "/spec/template/spec/containers/0/env/1/valueFrom/configMapKeyRef/name",
    says: "configMapGenerator",
    severity: "warning",
  },
  {
    code: "serving_config_map_mutable",
    path: [...POD, "volumes", 0],
    broken: { name: "tmp", configMap: { name: "settings" } },
    pointer: "/spec/template/spec/volumes/0/configMap/name",
    says: "configMapGenerator",
    severity: "warning",
  },
  {
    code: "serving_config_map_mutable",
    path: [...POD, "volumes", 0],
    broken: { name: "tmp", projected: { sources: [{ configMap: { name: "settings" } }] } },
    valid: { name: "tmp", projected: { sources: [{ secret: { name: "settings" } }] } },
    pointer: "/spec/template/spec/volumes/0/projected/sources/0/configMap/name",
    says: "configMapGenerator",
    severity: "warning",
  },
  // Beside Services
  {
    code: "serving_domain_name",
    document: mapping,
    path: ["metadata", "name"],
    broken: "app",
    says: "no full host name",
  },
  {
    code: "serving_domain_namespace",
    document: mapping,
    path: ["spec", "ref", "namespace"],
    broken: "other",
    says: '"other"',
  },
  {
    code: "serving_sink_binding",
    document: binding,
    path: ["spec", "subject", "name"],
    broken: "app",
    pointer: "/spec/subject",
    says: '"app-v1"',
    beside: [service],
  },
  {
    code: "serving_sink_binding",
    document: change(binding, ["spec", "subject"], { apiVersion: service.apiVersion, kind: "Service" }),
    path: ["spec", "subject", "selector", "matchLabels", "app"],
    broken: "kprompt",
    valid: "other",
    pointer: "/spec/subject",
    says: '"app-v1"',
    beside: [change(service, ["metadata", "labels"], { app: "kprompt" })],
  },
];

const pointerTo = (path: Path): string =>
  path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

describe("what is broken is said, and the nearest that is not is passed", () => {
  test.each(ROWS.map((row) => ({ ...row, name: `${row.code} ${pointerTo(row.path)} ${JSON.stringify(row.broken)}` })))(
    "$name",
    (row) => {
      const {
        code,
        document = service,
        path,
        broken,
        pointer = pointerTo(path),
        says,
        severity = "error",
        beside = [],
      } = row;
      expect(findIn(SERVING_RULES, [change(document, path, broken), ...beside])).toContainEqual({
        code,
        severity,
        pointer,
        message: expect.stringContaining(says),
      });
      const valid = "valid" in row ? row.valid : at(document, path);
      expect(findIn(SERVING_RULES, [change(document, path, valid), ...beside])).toEqual([]);
    },
  );
});

test.each([service, configuration, revision, route, mapping, binding])(
  "nothing is said of a good $kind",
  (document) => {
    expect(findIn(SERVING_RULES, [document])).toEqual([]);
  },
);

test("nothing is said of kinds of the same names in other groups", () => {
  const foreign = (document: unknown): unknown =>
    JSON.parse(JSON.stringify(document).replaceAll(".knative.dev/v1", ".example.org/v1"));
  for (const { document = service, path, broken, beside = [] } of ROWS)
    expect(findIn(SERVING_RULES, [foreign(change(document, path, broken)), ...beside.map(foreign)])).toEqual([]);
  // What a SinkBinding would do to a Service of Knative's, no other kind does.
  const other = { ...(change(binding, ["spec", "subject", "name"], "app") as object), kind: "Other" };
  expect(findIn(SERVING_RULES, [other, service])).toEqual([]);
});

test("a message ends with what to do, as a sentence", () => {
  for (const { document = service, path, broken, beside = [] } of ROWS)
    for (const { message } of findIn(SERVING_RULES, [change(document, path, broken), ...beside]))
      expect(message).toMatch(/\.$/);
});

describe("what the cluster's own configuration allows is not refused", () => {
  const mapOf = (name: string, data: Readonly<Record<string, string>>) => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: `config-${name}`, namespace: "knative-serving" },
    data,
  });
  const operatorOf = (name: string, data: Readonly<Record<string, string>>) => ({
    apiVersion: "operator.knative.dev/v1beta1",
    kind: "KnativeServing",
    metadata: { name: "knative-serving" },
    spec: { config: { [name]: data } },
  });
  test.each([
    {
      code: "serving_forbidden",
      path: [...MAIN, "securityContext", "capabilities", "add"],
      value: ["NET_BIND_SERVICE"],
      config: "features",
      allows: { "kubernetes.containerspec-addcapabilities": "enabled" },
      not: { "kubernetes.containerspec-addcapabilities": "disabled" },
    },
    {
      code: "serving_autoscaling_value",
      path: scaling("initial-scale"),
      value: "0",
      config: "autoscaler",
      allows: { "allow-zero-initial-scale": "true" },
      not: { "allow-zero-initial-scale": "false" },
    },
    {
      code: "serving_limit",
      path: [...POD, "timeoutSeconds"],
      value: 900,
      config: "defaults",
      allows: { "max-revision-timeout-seconds": "900" },
      not: { "max-revision-timeout-seconds": "899" },
    },
    {
      code: "serving_limit",
      path: [...POD, "containerConcurrency"],
      value: 500,
      config: "defaults",
      allows: { "container-concurrency-max-limit": "500" },
      not: { "container-concurrency-max-limit": "100" },
    },
  ])("$code: $allows", ({ code, path, value, config, allows, not }) => {
    const document = change(service, path, value);
    for (const beside of [mapOf, operatorOf]) {
      expect(findIn(SERVING_RULES, [document, beside(config, allows)])).toEqual([]);
      expect(findIn(SERVING_RULES, [document, beside(config, not)])).toMatchObject([{ code }]);
    }
  });
});

describe("a feature that the cluster has is not refused", () => {
  const tolerant = change(service, [...POD, "tolerations"], [{ operator: "Exists" }]);
  const FLAG = "kubernetes.podspec-tolerations";
  test.each([
    {
      name: "config-features",
      beside: {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "config-features" },
        data: { [FLAG]: "enabled" },
      },
    },
    {
      name: "the operator's KnativeServing",
      beside: {
        apiVersion: "operator.knative.dev/v1beta1",
        kind: "KnativeServing",
        metadata: { name: "knative-serving" },
        spec: { config: { features: { [FLAG]: "Enabled" } } },
      },
    },
  ])("$name", ({ beside }) => {
    expect(findIn(SERVING_RULES, [tolerant, beside])).toEqual([]);
    const off = JSON.parse(JSON.stringify(beside).replace(/[eE]nabled/, "disabled"));
    expect(findIn(SERVING_RULES, [tolerant, off])).toMatchObject([{ code: "serving_feature_off" }]);
  });
});

test("an immutable ConfigMap of its own namespace needs no hash", () => {
  const reader = change(service, [...MAIN, "envFrom", 0, "configMapRef", "name"], "settings");
  const map = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "settings", namespace: "shop" },
    immutable: true,
  };
  expect(findIn(SERVING_RULES, [reader, map])).toEqual([]);
  expect(findIn(SERVING_RULES, [reader, change(map, ["metadata", "namespace"], "other")])).toHaveLength(1);
});

test("what the pod's securityContext says, a container need not repeat", () => {
  const flag = { "kubernetes.podspec-securitycontext": "enabled" };
  const features = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "config-features" }, data: flag };
  const inPod = change(service, [...POD, "securityContext"], RESTRICTED);
  const silent = change(inPod, [...MAIN, "securityContext"], {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"] },
  });
  expect(findIn(SERVING_RULES, [silent, features])).toEqual([]);
  const empty = change(inPod, [...MAIN, "securityContext"], {});
  expect(findIn(SERVING_RULES, [empty, features])).toHaveLength(2);
  const against = change(silent, [...MAIN, "securityContext", "runAsNonRoot"], false);
  expect(findIn(SERVING_RULES, [against, features])).toHaveLength(1);
});

test("every code has its rows", () => {
  const folder = import.meta.dirname;
  const files = readdirSync(folder).filter((name) => /^(?:serving|pod)-.*(?<!\.test)\.ts$/.test(name));
  const codes = files.flatMap(
    (name) => readFileSync(join(folder, name), "utf8").match(/(?<=")serving_[a-z_]+(?=")/g) ?? [],
  );
  expect(new Set(codes)).toEqual(new Set(ROWS.map(({ code }) => code)));
});

test("no rule throws, whatever stands in a manifest", () => {
  const documents = [service, configuration, revision, route, mapping, binding];
  fc.assert(
    fc.property(
      fc.constantFrom(...documents).chain((document) =>
        fc.record({
          document: fc.constant(document),
          path: fc.constantFrom(...pathsOf(document)),
          value: fc.oneof(fc.jsonValue(), fc.constantFrom(...documents), fc.constant({ toString: 1, length: -1 })),
        }),
      ),
      ({ document, path, value }) => {
        const findings = findIn(SERVING_RULES, [change(document, path, value), ...documents]);
        for (const { pointer } of findings) expect(pointer).toMatch(/^(?:\/.*)?$/);
      },
    ),
    { numRuns: 1000 },
  );
});
