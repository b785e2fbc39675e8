import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { loadTree } from "../cli/tree.ts";
import { ERROR_CLASSES, type ErrorClass } from "../core/evidence/error-class.ts";
import type { Features } from "../core/evidence/evidence.ts";
import { decideRoute } from "../core/route/decide.ts";

const { bundle } = loadTree(fileURLToPath(new URL("..", import.meta.url)));
const { intents, rules } = bundle.routes;

/** Route of error lines that say nothing but what is given. */
const routeOf = (given: Partial<Features>) => {
  const error_class = given.error_class ?? "none";
  const error_classes = error_class === "none" ? [] : [error_class];
  const features = {
    level: "error",
    error_class,
    error_classes,
    log_volume: 9,
    keywords: [],
    labels: {},
    ...given,
  } as const;
  return decideRoute(bundle, features, {}, { label: "production", pins: {} });
};

describe("classes of error", () => {
  const wanted: Record<ErrorClass, string> = {
    oom_killed: "workload_triage",
    disk_pressure: "storage_triage",
    volume_mount: "storage_triage",
    image_pull: "rollout_triage",
    config_error: "rollout_triage",
    scheduling: "scheduling_triage",
    quota_limit: "scheduling_triage",
    etcd: "k8s_core_triage",
    tls_certificate: "tls_auth_triage",
    auth_forbidden: "tls_auth_triage",
    dns_failure: "network_triage",
    database: "database_triage",
    connection_refused: "network_triage",
    network_timeout: "network_triage",
    rate_limited: "network_triage",
    dependency_unavailable: "network_triage",
    resource_leak: "workload_triage",
    application_exception: "application_triage",
    upgrade_deprecated: "rollout_triage",
    probe_failure: "workload_triage",
    crash_loop: "workload_triage",
    benign: "benign_check",
  };

  test.each(ERROR_CLASSES)("%s has a specialist", (error_class) => {
    expect(routeOf({ error_class, namespace: "shop", container: "web" })).toMatchObject({
      intent: wanted[error_class],
      by: "rule",
    });
  });
});

test.each<Partial<Features> & { intent: string }>([
  { alertname: "KubePodCrashLooping", intent: "workload_triage" },
  { alertname: "KubeContainerOOMKilled", intent: "workload_triage" },
  { alertname: "KubePodNotReady", intent: "workload_triage" },
  { alertname: "KubeDeploymentRolloutStuck", intent: "rollout_triage" },
  { alertname: "KubeDeploymentReplicasMismatch", intent: "rollout_triage" },
  { alertname: "KubeContainerWaiting", intent: "rollout_triage" },
  { alertname: "KubeQuotaAlmostFull", intent: "scheduling_triage" },
  { alertname: "CPUThrottlingHigh", intent: "scheduling_triage" },
  { alertname: "KubePersistentVolumeFillingUp", intent: "storage_triage" },
  { alertname: "NodeFilesystemSpaceFillingUp", intent: "storage_triage" },
  { alertname: "KubeNodeNotReady", intent: "k8s_core_triage" },
  { alertname: "KubeletDown", intent: "k8s_core_triage" },
  { alertname: "KubeAPIErrorBudgetBurn", intent: "k8s_core_triage" },
  { alertname: "etcdHighCommitDurations", intent: "k8s_core_triage" },
  { alertname: "KubeClientCertificateExpiration", intent: "tls_auth_triage" },
  { alertname: "CertManagerCertExpirySoon", intent: "tls_auth_triage" },
  { alertname: "CoreDNSDown", intent: "network_triage" },
  { alertname: "TargetDown", intent: "network_triage" },
  { alertname: "PostgresqlTooManyConnections", intent: "database_triage" },
  { alertname: "KafkaOfflinePartitions", intent: "database_triage" },
  { alertname: "ArgoCdAppOutOfSync", intent: "gitops_triage" },
  { alertname: "FluxResourceNotReady", intent: "gitops_triage" },
  { alertname: "KubeJobFailed", intent: "application_triage" },
  { namespace: "flux-system", error_class: "network_timeout", intent: "gitops_triage" },
  { namespace: "argocd", container: "repo-server", error_class: "auth_forbidden", intent: "gitops_triage" },
  { namespace: "flux-system", error_class: "benign", level: "warning", intent: "benign_check" },
  { namespace: "flux-system", level: "info", intent: "general" },
  { namespace: "ingress-nginx", container: "controller", error_class: "connection_refused", intent: "gitops_triage" },
  { namespace: "ingress-nginx", container: "controller", error_class: "tls_certificate", intent: "tls_auth_triage" },
  { app: "postgresql", error_class: "disk_pressure", intent: "storage_triage" },
  { app: "postgres-0", error_class: "connection_refused", intent: "database_triage" },
  { container: "coredns", namespace: "kube-system", intent: "network_triage" },
  { container: "kube-controller-manager", namespace: "kube-system", intent: "k8s_core_triage" },
  { namespace: "longhorn-system", intent: "storage_triage" },
  { namespace: "cert-manager", intent: "tls_auth_triage" },
  { error_class: "benign", level: "info", intent: "benign_check" },
  { error_class: "benign", level: "info", alertname: "KubePodNotReady", intent: "workload_triage" },
  { question: "Summarise the night for me", error_class: "oom_killed", intent: "summarize" },
  { question: "What should I do next?", error_class: "oom_killed", intent: "recommend_actions" },
  { question: "How do we fix it?", error_class: "database", intent: "recommend_actions" },
  { question: "Did the fix of yesterday work?", error_class: "database", intent: "database_triage" },
  { question: "Can I ignore this?", error_class: "network_timeout", intent: "benign_check" },
  { question: "What happened to my pod?", error_class: "crash_loop", intent: "workload_triage" },
  {
    error_class: "connection_refused",
    error_classes: ["connection_refused", "oom_killed"],
    intent: "workload_triage",
  },
  { intent: "general" },
])("$alertname $namespace $app $container $error_class $question → $intent", ({ intent, ...given }) => {
  expect(routeOf(given).intent).toBe(intent);
});

describe("the intents", () => {
  const examples = Object.entries(intents).flatMap(([intent, { examples: texts }]) =>
    texts.map((text) => ({ intent, text: text.toLowerCase() })),
  );

  test.each(Object.entries(intents))(
    "%s has 12 to 20 examples, questions as well as lines or alerts",
    (name, intent) => {
      expect(intent.examples.length).toBeGreaterThanOrEqual(12);
      expect(intent.examples.length).toBeLessThanOrEqual(20);
      // These two are wishes of a reader: no alert and no line has one.
      if (name === "summarize" || name === "recommend_actions") return;
      expect(intent.examples.filter((text) => text.endsWith("?")).length).toBeGreaterThanOrEqual(2);
      expect(intent.examples.filter((text) => /^[A-Za-z]*[a-z][A-Z]\w+/.test(text)).length).toBeGreaterThanOrEqual(2);
    },
  );

  test("no text stands under two intents", () => {
    const texts = examples.map(({ text }) => text);
    expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([]);
  });

  test("no text is a case, which would let the classifier learn its own examination", () => {
    const cases = Object.keys(bundle.prompts)
      .map((id) => readFileSync(new URL(`../prompts/${id}/cases.yaml`, import.meta.url), "utf8").toLowerCase())
      .join("\n");
    const learnt = examples.filter(({ text }) => text.split(" ").length > 6 && cases.includes(text));
    expect(learnt).toEqual([]);
  });

  test("every intent but the default has a rule, and every error class is in one", () => {
    expect(
      Object.keys(intents).filter(
        (name) => name !== bundle.routes.default && !rules.some(({ intent }) => intent === name),
      ),
    ).toEqual([]);
    const text = JSON.stringify(rules.map(({ when }) => when));
    expect(ERROR_CLASSES.filter((name) => !text.includes(`"${name}"`))).toEqual([]);
  });
});

describe("texts that the examples were not written for", () => {
  /** Written after the examples, and no example changed for them. One word: an alert. */
  const unseen: Record<string, readonly string[]> = {
    general: [
      "Can somebody check the vacuum robot, it acts up",
      "odd behaviour of the alarm panel, unknown state",
      "What is going on with the scanner service?",
    ],
    k8s_core_triage: [
      "two control plane machines dropped out",
      "kubectl times out against the API server",
      "etcdDatabaseQuotaLowSpace",
    ],
    workload_triage: [
      "The pod keeps crashing after a few minutes",
      "PodOOMKilled",
      "process ran out of memory and was killed",
    ],
    rollout_triage: [
      "We deployed version 9 and it never becomes available, image problem?",
      "a configmap key went missing with the last chart upgrade",
      "HelmChartImageMissing",
    ],
    scheduling_triage: [
      "The batch pods wait, there is no capacity on the nodes",
      "PodsPendingTooLong",
      "our team has used up its cpu quota",
    ],
    network_triage: [
      "The app cannot connect to the broker host, it times out",
      "DNSResolutionFailing",
      "lots of 504 gateway timeouts towards the payment provider",
    ],
    tls_auth_triage: [
      "Browsers warn about an untrusted certificate",
      "CertExpiresIn7Days",
      "the operator has no permission to list pods, rbac?",
    ],
    storage_triage: [
      "df shows the data disk at 99 percent",
      "VolumeAlmostFull",
      "the pvc cannot be mounted on the new node",
    ],
    database_triage: [
      "Queries wait for locks in MySQL since noon",
      "MongoReplicaSetLagging",
      "consumers of the Kafka topic fall behind",
    ],
    gitops_triage: [
      "My merge is not deployed by Argo CD",
      "FluxKustomizationFailing",
      "nginx ingress returns 404 for the new host",
    ],
    application_triage: [
      "There is a stack trace in the orders log, what does it mean?",
      "UncaughtExceptionInWorker",
      "IndexError in the report generator",
    ],
    benign_check: [
      "Is it harmless that the client closed the connection?",
      "Do we need to care about this deprecation warning?",
      "probably noise, can it be ignored?",
    ],
    summarize: [
      "Give me a short account of yesterday's events",
      "Sum up the night in five sentences",
      "what happened during the maintenance, in order",
    ],
    recommend_actions: [
      "Propose the steps to repair the cluster",
      "How would you resolve this, and in which order?",
      "Which action has priority to recover?",
    ],
  };
  const routed = Object.entries(unseen).flatMap(([wanted, texts]) =>
    texts.map((text) => {
      const { intent, by } = routeOf(text.includes(" ") ? { question: text } : { alertname: text });
      return { text, wanted, intent, by };
    }),
  );
  const share = (rows: typeof routed): number =>
    rows.filter(({ intent, wanted }) => intent === wanted).length / rows.length;

  test("four of five find their intent", () => {
    expect(share(routed)).toBeGreaterThanOrEqual(0.8);
  });

  test("of those that are not left to the default, nine of ten", () => {
    expect(share(routed.filter(({ by }) => by !== "default"))).toBeGreaterThanOrEqual(0.9);
  });
});
