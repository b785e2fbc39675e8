import { expect, test } from "vitest";
import { calledBy } from "./kprompt-trigger.ts";
import { toManifest } from "./serving-testing.ts";

const SERVING = "serving.knative.dev/v1";
const service = (name: string, namespace = "kprompt") =>
  toManifest({ apiVersion: SERVING, kind: "Service", metadata: { name, namespace } });
const tree = [
  service("letters"),
  service("dead-letters"),
  service("analyze"),
  service("analyze", "other"),
  toManifest({ apiVersion: "v1", kind: "Service", metadata: { name: "plain", namespace: "kprompt" } }),
];

test.each([
  { subscriber: { ref: { kind: "Service", name: "analyze" } }, called: "kprompt/analyze", tag: undefined },
  {
    subscriber: { ref: { kind: "Service", name: "analyze", namespace: "other" } },
    called: "other/analyze",
    tag: undefined,
  },
  { subscriber: { ref: { kind: "Service", name: "plain" } }, called: undefined, tag: undefined },
  { subscriber: { ref: { kind: "Channel", name: "analyze" } }, called: undefined, tag: undefined },
  { subscriber: { uri: "http://analyze.kprompt.svc.cluster.local" }, called: "kprompt/analyze", tag: undefined },
  { subscriber: { uri: "http://analyze.other.svc.cluster.local/" }, called: "other/analyze", tag: undefined },
  { subscriber: { uri: "http://stable-analyze.kprompt.svc.cluster.local" }, called: "kprompt/analyze", tag: "stable" },
  { subscriber: { uri: "https://a-b-analyze.kprompt:8080/x" }, called: "kprompt/analyze", tag: "a-b" },
  { subscriber: { uri: "http://dead-letters.kprompt.svc" }, called: "kprompt/dead-letters", tag: undefined },
  { subscriber: { uri: "http://next-dead-letters.kprompt.svc" }, called: "kprompt/dead-letters", tag: "next" },
  { subscriber: { uri: "http://next-letters.kprompt.svc" }, called: "kprompt/letters", tag: "next" },
  { subscriber: { uri: "http://analyze.elsewhere.svc.cluster.local" }, called: undefined, tag: undefined },
  { subscriber: { uri: "http://reanalyze.kprompt.svc.cluster.local" }, called: undefined, tag: undefined },
  { subscriber: { uri: "http://analyze.kprompt.example.org" }, called: undefined, tag: undefined },
  { subscriber: { uri: "/analyze" }, called: undefined, tag: undefined },
  { subscriber: {}, called: undefined, tag: undefined },
])("$subscriber calls $called by $tag", ({ subscriber, called, tag }) => {
  const trigger = toManifest({
    apiVersion: "eventing.knative.dev/v1",
    kind: "Trigger",
    metadata: { name: "t", namespace: "kprompt" },
    spec: { subscriber },
  });
  const found = calledBy(trigger, tree);
  expect(found && `${found.service.namespace}/${found.service.name}`).toBe(called);
  expect(found?.tag).toBe(tag);
});
