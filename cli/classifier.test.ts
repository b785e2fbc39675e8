import { describe, expect, test } from "vitest";
import { classifyText } from "../core/route/classify-text.ts";
import { findRoot } from "./root.ts";
import { loadTree } from "./tree.ts";

/** What people and alerts say, written without a look at the intents' examples. */
const SAID: readonly (readonly [text: string, intent: string])[] = [
  ["my pod keeps restarting every two minutes", "workload_triage"],
  ["container was killed, exit 137, did it run out of memory", "workload_triage"],
  ["KubePodCrashLooping", "workload_triage"],
  ["ContainerOOMKilled", "workload_triage"],
  ["readiness probe of the api has been failing since noon", "workload_triage"],
  ["new version cannot pull its image from the registry", "rollout_triage"],
  ["ImagePullBackOff in staging", "rollout_triage"],
  ["deployment stuck, a config map is missing", "rollout_triage"],
  ["KubeDeploymentRolloutStuck", "rollout_triage"],
  ["pods pending, no node has enough cpu", "scheduling_triage"],
  ["exceeded quota when creating the pod", "scheduling_triage"],
  ["KubePodNotScheduled", "scheduling_triage"],
  ["why does this job not find a node with a gpu", "scheduling_triage"],
  ["service cannot resolve hostnames", "network_triage"],
  ["lots of connection timeouts to the upstream", "network_triage"],
  ["no route to host between two namespaces", "network_triage"],
  ["why do we get 429 from the weather api", "network_triage"],
  ["certificate of the ingress expired", "tls_auth_triage"],
  ["users get 403 since the rbac change", "tls_auth_triage"],
  ["CertManagerCertExpirySoon", "tls_auth_triage"],
  ["x509 certificate signed by unknown authority", "tls_auth_triage"],
  ["volume does not attach to the new node", "storage_triage"],
  ["disk is full on the log server", "storage_triage"],
  ["NodeFilesystemAlmostOutOfSpace", "storage_triage"],
  ["nfs mount went stale", "storage_triage"],
  ["postgres has too many connections", "database_triage"],
  ["deadlocks in mysql since the release", "database_triage"],
  ["kafka consumer lag keeps growing", "database_triage"],
  ["RedisReplicationBroken", "database_triage"],
  ["flux cannot reconcile the kustomization", "gitops_triage"],
  ["argocd app is out of sync and the sync failed", "gitops_triage"],
  ["helm upgrade failed", "gitops_triage"],
  ["null pointer exception in the checkout code", "application_triage"],
  ["python traceback every time somebody uploads a file", "application_triage"],
  ["the go service panics with index out of range", "application_triage"],
  ["is this warning harmless", "benign_check"],
  ["can we ignore these messages", "benign_check"],
  ["give me a summary of last night", "summarize"],
  ["what happened, in order of time", "summarize"],
  ["what should I do first", "recommend_actions"],
  ["next steps please", "recommend_actions"],
  ["kubelet reports node not ready", "k8s_core_triage"],
  ["etcd is slow and the api server times out", "k8s_core_triage"],
  ["KubeAPIErrorBudgetBurn", "k8s_core_triage"],
];

describe("the classifier of prompts/routes.yaml", () => {
  const { classifier, routes } = loadTree(findRoot(import.meta.dirname)).bundle;
  const answers = SAID.map(([text, intent]) => {
    const [first] = classifier === null ? [] : classifyText(classifier, text);
    return { text, right: first?.intent === intent, confidence: first?.confidence ?? 0 };
  });
  const confident = answers.filter(({ confidence }) => confidence >= (routes.classifier?.confident_at ?? 1));

  test("is there, and its weights take at most 60 KB", () => {
    expect(classifier).not.toBeNull();
    expect(JSON.stringify(classifier).length).toBeLessThanOrEqual(60 * 1024);
  });
  test("knows every intent", () =>
    expect(classifier?.intents).toEqual(
      Object.keys(routes.intents)
        .filter((name) => routes.intents[name]!.examples.length > 0)
        .toSorted(),
    ));
  test("is right three times in four on what it has not seen", () => {
    const wrong = answers.filter(({ right }) => !right).map(({ text }) => text);
    expect(wrong.length, wrong.join("; ")).toBeLessThanOrEqual(answers.length / 4);
  });
  test("is right nine times in ten where it is confident, and confident more often than not", () => {
    const wrong = confident.filter(({ right }) => !right).map(({ text, confidence }) => `${text} (${confidence})`);
    expect(wrong.length, wrong.join("; ")).toBeLessThanOrEqual(confident.length / 10);
    expect(confident.length).toBeGreaterThan(answers.length / 2);
  });
});
