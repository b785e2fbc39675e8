import { expect, test } from "vitest";
import { ownerOf, workloadOf } from "./generated-name.ts";

test.each([
  { pod: "jellyfin-6d9f7c9b8-x2k4q", expected: "jellyfin", of: "a Deployment" },
  { pod: "checkout-api-7d9f6c5b8-2xkqp", expected: "checkout-api", of: "a Deployment of two words" },
  { pod: "api-v2-5c4f9dbd7d-zzzzz", expected: "api-v2", of: "a Deployment with a number in its name" },
  { pod: "loki-write-0", expected: "loki-write", of: "a StatefulSet" },
  { pod: "loki-write-12", expected: "loki-write", of: "its thirteenth pod" },
  { pod: "promtail-x2k4q", expected: "promtail", of: "a DaemonSet" },
  { pod: "promtail-bcdfg", expected: "promtail", of: "a DaemonSet, without digits" },
  { pod: "backup-28391020-x2k4q", expected: "backup", of: "a CronJob" },
  { pod: "reindex-3-x2k4q", expected: "reindex-3", of: "an indexed Job" },
  { pod: "checkout-abc12", expected: "checkout", of: "a hand that numbers otherwise" },
  { pod: "kube-apiserver-cp1", expected: "kube-apiserver", of: "the kubelet, with the node's name" },
  { pod: "media-plex", expected: "media-plex", of: "nobody" },
  { pod: "nginx-redis", expected: "nginx-redis", of: "nobody: five letters are a word" },
  { pod: "0", expected: "0", of: "nobody" },
  { pod: "-0", expected: "-0", of: "nobody" },
])("$pod is of $of: $expected", ({ pod, expected }) => expect(workloadOf(pod)).toBe(expected));

test.each([
  { name: "backup-28391020", expected: "backup" },
  { name: "backup-1700000000", expected: "backup" },
  { name: "media/backup-28391020", expected: "media/backup" },
  { name: "jellyfin-6d9f7c9b8", expected: "jellyfin" },
  { name: "jellyfin", expected: "jellyfin" },
  { name: "migrate-v2", expected: "migrate-v2" },
  { name: "node-exporter", expected: "node-exporter" },
  { name: "shard-3", expected: "shard-3" },
])("$name is made by $expected", ({ name, expected }) => expect(ownerOf(name)).toBe(expected));
