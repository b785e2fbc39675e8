import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sha256 } from "../../functions/adapters/sha256.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { bucketOf, identityOf } from "./identity.ts";

type Labels = Readonly<Record<string, string>>;
const identify = (labels: Labels, dropLabels: readonly string[] = []): string =>
  identityOf(labels, fingerprintOf(labels), dropLabels, sha256);

const app = { alertname: "HighErrorRate", namespace: "media", app: "jellyfin", severity: "warning" };
const podOnly = { alertname: "PodNotReady", namespace: "media", severity: "warning" };
const scrape = { endpoint: "http", prometheus: "monitoring/k8s", instance: "10.42.0.7:8080" };
const state = { job: "kube-state-metrics", container: "kube-state-metrics", service: "kube-state-metrics" };
const node = { alertname: "DiskFull", job: "node-exporter", container: "node-exporter", namespace: "monitoring" };
const probe = { alertname: "ProbeFailed", job: "blackbox", namespace: "monitoring" };
const unit = { alertname: "UnitFailed", name: "nginx.service", job: "node" };
const plain = { alertname: "X", severity: "info", team: "home", cluster: "lab", env: "prod", job: "x" };

describe("one incident", () => {
  test.each<[what: string, Labels, Labels]>([
    [
      "another pod of the app",
      { ...app, pod: "jellyfin-6d9f7c9b8-x2k4q" },
      { ...app, pod: "jellyfin-6d9f7c9b8-abcde" },
    ],
    ["with and without a pod", { ...app, pod: "jellyfin-0" }, app],
    ["on another node", { ...app, node: "nas" }, { ...app, node: "cp1" }],
    ["scraped at another address", { ...app, ...scrape }, { ...app, ...scrape, instance: "10.42.3.9:8080" }],
    ["told by the other Prometheus", { ...app, prometheus_replica: "p-0" }, { ...app, prometheus_replica: "p-1" }],
    [
      "OpenTelemetry's names",
      { ...app, "k8s.pod.name": "a-0", k8s_node_name: "n1" },
      { ...app, "k8s.pod.name": "a-1", k8s_node_name: "n2" },
    ],
    ["another log file", { ...app, filename: "/var/log/pods/a/0.log" }, { ...app, filename: "/var/log/pods/b/0.log" }],
    ["another image", { ...app, image: "jellyfin:1", image_id: "1" }, { ...app, image: "jellyfin:2", image_id: "2" }],
    [
      "another template hash",
      { ...app, pod_template_hash: "6d9f7c9b8" },
      { ...app, label_pod_template_hash: "5c4f9dbd7d" },
    ],
    [
      "another container id",
      { ...app, container_id: "a", id: "/x", uid: "1" },
      { ...app, container_id: "b", id: "/y", uid: "2" },
    ],
    [
      "two pods of a Deployment, named by nothing else",
      { ...podOnly, pod: "jellyfin-6d9f7c9b8-x2k4q" },
      { ...podOnly, pod: "jellyfin-7d9f6c5b8-2xkqp" },
    ],
    ["two pods of a StatefulSet, named by nothing else", { ...podOnly, pod: "loki-0" }, { ...podOnly, pod: "loki-1" }],
    [
      "kube-state-metrics after its own restart",
      { ...podOnly, ...state, pod: "jellyfin-0", instance: "10.42.0.7:8080" },
      { ...podOnly, ...state, pod: "jellyfin-0", instance: "10.42.0.8:8080" },
    ],
    [
      "a pod that was renamed as exported",
      { ...podOnly, ...state, pod: "ksm-6d9f7c9b8-x2k4q", exported_pod: "jellyfin-0" },
      { ...podOnly, ...state, pod: "ksm-6d9f7c9b8-zzzzz", exported_pod: "jellyfin-1" },
    ],
    [
      "the next run of a CronJob",
      { ...podOnly, job_name: "backup-28391020" },
      { ...podOnly, job_name: "backup-28392460" },
    ],
    [
      "the next ReplicaSet",
      { ...podOnly, replicaset: "jellyfin-6d9f7c9b8" },
      { ...podOnly, replicaset: "jellyfin-7d9f6c5b8" },
    ],
    [
      "a node's exporter after its restart",
      { ...node, instance: "nas:9100", pod: "node-exporter-x2k4q" },
      { ...node, instance: "nas:9100", pod: "node-exporter-bcdfg" },
    ],
    [
      "a namespace's alert, scraped elsewhere",
      { ...podOnly, instance: "10.42.0.7:8080" },
      { ...podOnly, instance: "10.42.0.8:8080" },
    ],
    ["an empty label is none", { ...app, pod: "", version: "" }, app],
    ["another value of the metric", { ...app, value: "1" }, { ...app, value: "2" }],
  ])("%s", (_, a, b) => expect(identify(a)).toBe(identify(b)));

  test("40 alerts of one rollout", () => {
    const alerts = Array.from({ length: 40 }, (_, i) => ({
      ...app,
      container: "jellyfin",
      pod: `jellyfin-6d9f7c9b8-x2k${i}`,
      instance: `10.42.0.${i}:8096`,
      node: `worker-${i % 5}`,
      uid: `${i}`,
    }));
    expect(new Set(alerts.map(fingerprintOf)).size).toBe(40);
    expect(new Set(alerts.map((one) => identify(one))).size).toBe(1);
  });

  test("40 alerts of one rollout that name a pod and nothing else", () => {
    const alerts = Array.from({ length: 40 }, (_, i) => ({ ...podOnly, pod: `jellyfin-6d9f7c9b8-x${i}k4` }));
    expect(new Set(alerts.map((one) => identify(one))).size).toBe(1);
  });
});

describe("two incidents", () => {
  test.each<[what: string, Labels, Labels]>([
    ["two alerts", app, { ...app, alertname: "OutOfMemory" }],
    ["two apps", app, { ...app, app: "sonarr" }],
    ["two namespaces", app, { ...app, namespace: "games" }],
    ["two clusters", { ...app, cluster: "a" }, { ...app, cluster: "b" }],
    ["a warning that became critical", app, { ...app, severity: "critical" }],
    ["two containers of a pod", { ...app, container: "a" }, { ...app, container: "b" }],
    [
      "two workloads that only their pods name",
      { ...podOnly, pod: "jellyfin-6d9f7c9b8-x2k4q" },
      { ...podOnly, pod: "sonarr-6d9f7c9b8-x2k4q" },
    ],
    [
      "the same through kube-state-metrics",
      { ...podOnly, ...state, pod: "jellyfin-0" },
      { ...podOnly, ...state, pod: "sonarr-0" },
    ],
    ["two volumes", { ...podOnly, persistentvolumeclaim: "config" }, { ...podOnly, persistentvolumeclaim: "movies" }],
    ["two CronJobs", { ...podOnly, job_name: "backup-28391020" }, { ...podOnly, job_name: "prune-28391020" }],
    [
      "two nodes that are not ready",
      { alertname: "NodeNotReady", node: "nas", ...state },
      { alertname: "NodeNotReady", node: "cp1", ...state },
    ],
    ["two nodes' disks", { ...node, instance: "10.0.0.5:9100" }, { ...node, instance: "10.0.0.6:9100" }],
    [
      "two disks of a node",
      { ...node, instance: "nas:9100", mountpoint: "/" },
      { ...node, instance: "nas:9100", mountpoint: "/srv" },
    ],
    ["one unit on two hosts", { ...unit, instance: "nas:9100" }, { ...unit, instance: "pi:9100" }],
    [
      "two sites that are probed",
      { ...probe, instance: "https://jellyfin.lan" },
      { ...probe, instance: "https://sonarr.lan" },
    ],
    [
      "two sites, probed by a job of another name",
      { ...probe, job: "sites", instance: "https://a.lan" },
      { ...probe, job: "sites", instance: "https://b.lan" },
    ],
    ["two hosts without Kubernetes", { ...plain, instance: "nas:9182" }, { ...plain, instance: "pi:9182" }],
    ["only generic labels, one of them differs", plain, { ...plain, team: "away" }],
    ["nothing but what changes", { pod_ip: "10.0.0.1" }, { pod_ip: "10.0.0.2" }],
    ["nothing but an uid", { alertname: "X", uid: "1" }, { alertname: "X", uid: "2" }],
    ["a label of unknown meaning", { alertname: "X", queue: "a" }, { alertname: "X", queue: "b" }],
  ])("%s", (_, a, b) => expect(identify(a)).not.toBe(identify(b)));
});

test("nothing that names: the fingerprint decides, so that no two alerts are taken for one", () => {
  expect(identify(plain)).toBe(sha256(`{"fingerprint":"${fingerprintOf(plain)}"}`));
  expect(identify({})).toBe(sha256(`{"fingerprint":"${fingerprintOf({})}"}`));
});

test("what it is the hash of, for whoever recomputes it", () => {
  const labels = { ...app, pod: "jellyfin-0", job_name: "backup-28391020" };
  expect(identify(labels)).toBe(
    sha256(
      '{"alertname":"HighErrorRate","app":"jellyfin","job_name":"backup","namespace":"media","severity":"warning"}',
    ),
  );
});

test("configured labels are left out, by their exact name", () => {
  expect(identify({ ...app, version: "1" }, ["version"])).toBe(identify({ ...app, version: "2" }, ["version"]));
  expect(identify({ ...app, version: "1" }, ["versio"])).not.toBe(identify({ ...app, version: "2" }, ["versio"]));
  expect(identify(app, Object.keys(app))).toBe(sha256(`{"fingerprint":"${fingerprintOf(app)}"}`));
  // A label that was left out does not come back by the guard either.
  expect(identify({ ...podOnly, pod: "a-0" }, ["pod"])).toBe(identify({ ...podOnly, pod: "b-0" }, ["pod"]));
});

const labels = fc.dictionary(
  fc.oneof(
    fc.constantFrom("app", "pod", "node", "instance", "job", "namespace", "alertname", "__proto__"),
    fc.string(),
  ),
  fc.oneof(fc.constantFrom("node-exporter", "jellyfin-0", "kube-state-metrics"), fc.string()),
);

test("the order of the keys does not matter", () => {
  fc.assert(
    fc.property(labels, (given) => identify(given) === identify(Object.fromEntries(Object.entries(given).reverse()))),
  );
});

test("buckets are whole, 0 to 99, and about as full as each other", () => {
  const counts = new Array<number>(100).fill(0);
  for (let i = 0; i < 20_000; i++) counts[bucketOf(sha256(`${i}`))]! += 1;
  expect(counts.reduce((sum, count) => sum + count)).toBe(20_000);
  expect(Math.min(...counts)).toBeGreaterThan(140);
  expect(Math.max(...counts)).toBeLessThan(260);
});
