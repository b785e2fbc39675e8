import fc from "fast-check";
import { expect, test } from "vitest";
import { type Cause, causeOf } from "./cause.ts";
import { ERROR_CLASSES } from "./error-class.ts";
import type { Trouble } from "./signs.ts";

const rows: readonly [Trouble, string, string, string?][] = [
  [
    "oom_killed",
    'I1121 01:00:17 1301 k.go:1] "Container finished" pod="shop/pricing-66" containerName="pricing" reason="OOMKilled"',
    "container pricing was OOM-killed",
    "pricing",
  ],
  [
    "oom_killed",
    "Memory cgroup out of memory: Killed process 41822 (gunicorn) total-vm:6120444kB, anon-rss:2071120kB",
    "process gunicorn was OOM-killed (used 2071120kB)",
  ],
  [
    "oom_killed",
    "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",
    "the process ran out of memory (JavaScript heap)",
  ],
  [
    "disk_pressure",
    'err="open /var/loki/chunks/a: no space left on device"',
    "no space left on device (/var/loki/chunks/a)",
  ],
  [
    "volume_mount",
    'MountVolume.SetUp failed for volume "films" (UniqueName: "films") pod "jellyfin-0": mount failed: exit status 32',
    'cannot mount volume "films" (mount failed: exit status 32)',
    "jellyfin-0",
  ],
  [
    "image_pull",
    'Failed to pull image "r.lan:5000/blog:2": x509: certificate signed by unknown authority',
    "cannot pull image r.lan:5000/blog:2 (x509: certificate signed by unknown authority)",
  ],
  [
    "image_pull",
    'Failed to apply default image tag "ghcr.io/Acme/Shop:1": couldn\'t parse image name "ghcr.io/Acme/Shop:1": invalid reference format',
    "cannot pull image ghcr.io/Acme/Shop:1 (invalid reference format)",
  ],
  [
    "config_error",
    "Error: couldn't find key redis-url in ConfigMap shop/api-settings",
    "key redis-url is missing in ConfigMap shop/api-settings",
  ],
  [
    "config_error",
    '2026/11/21 06:10:01 [emerg] 1#1: unknown directive "proxy_pas" in /etc/nginx/a.conf:14',
    'unknown directive "proxy_pas" in /etc/nginx/a.conf:14',
  ],
  ["config_error", "ERROR environment variable SMTP_URL is not set", "environment variable SMTP_URL is not set"],
  [
    "scheduling",
    'pod="ml/train-0" err="0/3 nodes are available: 3 Insufficient cpu."',
    "pod ml/train-0 cannot be scheduled: 0/3 nodes are available: 3 Insufficient cpu",
    "ml/train-0",
  ],
  [
    "quota_limit",
    'pods "api-1" is forbidden: exceeded quota: small, requested: pods=1',
    "exceeded quota: small, requested: pods=1",
    "api-1",
  ],
  ["etcd", '{"level":"error","msg":"etcdserver: no leader"}', "etcdserver: no leader"],
  [
    "tls_certificate",
    'Get "https://registry.lan/v2/": x509: certificate has expired or is not yet valid: after 2026-11-19',
    "TLS to registry.lan: certificate has expired or is not yet valid: after 2026-11-19",
  ],
  [
    "tls_certificate",
    "fail ⏎ HttpRequestException: see inner ⏎ ---> System.AuthenticationException: The remote certificate is invalid ⏎ at A.B()",
    "System.AuthenticationException: The remote certificate is invalid",
  ],
  [
    "auth_forbidden",
    'nodes is forbidden: User "system:serviceaccount:infra:lb" cannot list resource "nodes" in API group ""',
    "system:serviceaccount:infra:lb cannot list nodes",
  ],
  [
    "auth_forbidden",
    "mkdir: cannot create directory '/data/pg': Permission denied",
    "cannot create directory '/data/pg': Permission denied",
  ],
  [
    "dns_failure",
    "dial tcp: lookup db.svc on 10.96.0.10:53: no such host",
    'cannot resolve "db.svc" (no such host, asked 10.96.0.10:53)',
  ],
  [
    "dns_failure",
    "[error] 29#29: *71 grafana.svc could not be resolved (2: Server failure), client: 10.42.0.1",
    'cannot resolve "grafana.svc"',
  ],
  ["dns_failure", "Could not resolve address of time.lan", 'cannot resolve "time.lan"'],
  ["database", 'ERROR:  relation "orders" does not exist at character 15', 'relation "orders" does not exist'],
  [
    "connection_refused",
    "dial tcp 10.43.61.8:8080: connect: connection refused",
    "connection refused to 10.43.61.8:8080",
  ],
  [
    "connection_refused",
    'connection to server at "10.43.9.1", port 5432 failed: Connection refused',
    "connection refused to 10.43.9.1:5432",
  ],
  ["network_timeout", "connect to host nas port 22: Connection timed out", "nas:22 did not answer in time"],
  ["network_timeout", "dial tcp 192.168.20.4:1883: connect: no route to host", "no route to 192.168.20.4:1883"],
  [
    "rate_limited",
    "POST https://discord.com/api responded with 429",
    "requests to https://discord.com/api are rate limited",
  ],
  [
    "dependency_unavailable",
    'no endpoints available for service "web-admission"',
    'service "web-admission" has no endpoints',
    "web-admission",
  ],
  ["resource_leak", "accept tcp [::]:8080: accept4: too many open files; retrying in 1s", "too many open files"],
  [
    "application_exception",
    "Exception ⏎ at A.b(A.java:1) ⏎ Caused by: java.lang.NullPointerException: x is null",
    "java.lang.NullPointerException: x is null",
  ],
  [
    "upgrade_deprecated",
    'no matches for kind "CronJob" in version "batch/v1beta1"',
    "CronJob of batch/v1beta1 is not served by this cluster",
  ],
  [
    "probe_failure",
    "Liveness probe failed: HTTP probe failed with statuscode: 503",
    "liveness probe failed (HTTP probe failed with statuscode: 503)",
  ],
  [
    "crash_loop",
    "Back-off restarting failed container bot in pod bot-7f9_chat(1a)",
    "container bot keeps crashing and is restarted with back-off",
    "bot",
  ],
  [
    "crash_loop",
    "pod/mailer-6c  0/1  CrashLoopBackOff  27 (2m ago)  80m",
    "pod mailer-6c keeps crashing and is restarted with back-off",
    "mailer-6c",
  ],
];

test.each(rows)("%s: %s", (error_class, line, text, component) => {
  const cause: Cause = causeOf(error_class, line);
  expect(cause.text).toBe(text);
  if (component !== undefined) expect(cause.component).toBe(component);
});

test.each([
  "container finished with an error",
  "2 pods ports are taken",
  'failed to connect service "10.42.0.4:9090" within 1s',
  "field not found, node: entryPoint",
])("prose is no name: %s", (line) => expect(causeOf("config_error", line).component).toBeUndefined());

test("every class has a row", () => {
  const shown = new Set(rows.map(([error_class]) => error_class));
  expect(ERROR_CLASSES.filter((one) => one !== "benign" && !shown.has(one))).toEqual([]);
});

test("says something of any line that says something", () => {
  const classes = ERROR_CLASSES.filter((one) => one !== "benign");
  fc.assert(
    fc.property(fc.constantFrom(...classes), fc.string({ minLength: 1, maxLength: 200 }), (error_class, line) => {
      if (line.trim() !== "") expect(causeOf(error_class, line).text.trim()).not.toBe("");
    }),
  );
});
