import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { signsOf } from "./classify.ts";
import { levelOf } from "./level.ts";
import { PHRASES } from "./signs.ts";
import { DEV_INCIDENTS } from "./testing/dev-incidents/parse.ts";

const first = (line: string) => signsOf(line, levelOf(line))[0]?.error_class ?? "none";

describe("a line is about the cause that it quotes, not about what came of it", () => {
  test.each([
    ["dial tcp: lookup api.lan on 10.96.0.10:53: read udp 10.42.0.5:41->10.96.0.10:53: i/o timeout", "dns_failure"],
    ["ERROR lookup api.lan: dial udp 10.96.0.10:53: socket: too many open files", "resource_leak"],
    ['FATAL:  password authentication failed for user "shop"', "auth_forbidden"],
    ["FATAL:  sorry, too many clients already", "database"],
    ['FATAL:  too many connections for role "reporting"', "quota_limit"],
    ["Error: etcdserver: request timed out", "etcd"],
    ['Warning  Failed  3s  kubelet  Failed to pull image "r.lan/a:1": x509: certificate has expired', "image_pull"],
    [
      "Warning  Unhealthy  2s  kubelet  Readiness probe failed: dial tcp 10.0.0.1:80: connect: connection refused",
      "probe_failure",
    ],
    ["mount.nfs: access denied by server while mounting 192.168.1.5:/films", "volume_mount"],
    ['pods "a" is forbidden: exceeded quota: small, requested: pods=1', "quota_limit"],
    ["FailedScheduling: 0/3 nodes are available: 3 node(s) had volume node affinity conflict.", "scheduling"],
    ["FailedScheduling: 0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims.", "volume_mount"],
    ["inotify_add_watch /etc/config: no space left on device: user limit on inotify watches reached", "resource_leak"],
    ["java.lang.OutOfMemoryError: unable to create native thread", "resource_leak"],
    [
      "index has read-only-allow-delete block: TOO_MANY_REQUESTS, disk usage exceeded flood-stage watermark",
      "disk_pressure",
    ],
    ["HikariPool-1 - Connection is not available, request timed out after 30000ms", "database"],
    [
      "ERROR pool failed ⏎ Connection is not available ⏎ Caused by: java.net.ConnectException: Connection refused",
      "connection_refused",
    ],
    ["org.postgresql.util.PSQLException: Connection to db:5432 refused.", "connection_refused"],
    ['error="migration 12 failed: relation \\"orders\\" does not exist"', "upgrade_deprecated"],
    ['2026-11-21T12:00:00Z ERROR "secret \\"smtp\\" not found"', "config_error"],
  ])("%s: %s", (line, error_class) => expect(first(line)).toBe(error_class));
});

describe("what sounds bad and is not", () => {
  test.each([
    'level=info msg="sync done" errors=0 failed=0 timeouts=0',
    'level=info msg="connection refused, succeeded after 2 retries"',
    'level=debug msg="registered handler" on="connection refused"',
    '10.0.0.1 - - [21/Nov/2026:12:00:00 +0000] "GET /docs/connection-refused HTTP/1.1" 200 12 "-" "curl/8"',
    '10.0.0.1 - - [21/Nov/2026:12:00:00 +0000] "GET /wp-login.php HTTP/1.1" 404 12 "-" "curl/8"',
    "    --- PASS: TestPanicRecovery (0.00s) panic: boom",
    "sshd[8]: Connection closed by invalid user oracle 45.9.9.9 port 4 [preauth]",
    'level=warn msg="flag --x is deprecated, use --y"',
    "http: TLS handshake error from 10.0.0.1:1: EOF",
  ])("%s", (line) => expect(first(line)).toBe("none"));
});

test.each([
  ["error", "WARN", 'status of the upstream: "GET /a HTTP/1.1" 503 1', "dependency_unavailable"],
  ["a server's 429", "", '10.0.0.1 - - "GET /a HTTP/1.1" 429 1', "rate_limited"],
  ["a gateway's 504", "", '10.0.0.1 - - "GET /a HTTP/1.1" 504 1', "network_timeout"],
])("a status in an access log: %s", (_, level, line, error_class) =>
  expect(signsOf(line, level === "" ? "unknown" : "warning")[0]?.error_class).toBe(error_class),
);

test("a sign says which words showed it", () => {
  const [sign] = signsOf("ERROR dial tcp 10.0.0.7:5432: connect: connection refused", "error");
  expect(sign).toEqual({ error_class: "connection_refused", strong: true, weight: 3, phrase: "connection refused" });
});

test("a hint counts where a line calls itself bad, and is not strong", () => {
  expect(signsOf("operation not permitted", "info")).toEqual([]);
  expect(signsOf("operation not permitted", "error")).toMatchObject([{ error_class: "auth_forbidden", strong: false }]);
  expect(signsOf("keystore rejected", "error")).toMatchObject([{ error_class: "tls_certificate", strong: false }]);
});

test("no phrase is missed because its words were not looked for", () => {
  const key = (word: string): string => word.slice(0, 4).toLowerCase();
  const wordsOf = (text: string) => text.match(/[A-Z]{2,40}(?![a-z])|[A-Z]?[a-z]{2,40}|[A-Z][a-z]/g)?.map(key) ?? [];
  const missed = new Set<string>();
  for (const line of DEV_INCIDENTS.flatMap(({ logs }) => logs.split("\n"))) {
    for (const [error_class, weight, looked, phrase] of PHRASES) {
      const found = weight >= 3 ? phrase.exec(line) : null;
      if (found === null) continue;
      // Words that the phrase shows, whole, also where it begins or ends inside one.
      const start = /\w*$/.exec(line.slice(0, found.index))!.index;
      const end = found.index + found[0].length + /^\w*/.exec(line.slice(found.index + found[0].length))![0].length;
      const shown = new Set(wordsOf(line.slice(start, end)));
      if (!looked.split(" ").some((word) => shown.has(word))) missed.add(`${error_class} ${weight}: ${found[0]}`);
    }
  }
  expect([...missed]).toEqual([]);
});

test("never throws, and names no class twice", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary", maxLength: 300 }),
      fc.constantFrom("unknown", "info", "error"),
      (text, level) => {
        const classes = signsOf(text, level as "info").map(({ error_class }) => error_class);
        expect(new Set(classes).size).toBe(classes.length);
      },
    ),
  );
});
