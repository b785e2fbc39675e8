import type { Sha256 } from "../port.ts";
import { canonicalJson } from "../prompt/canonical.ts";
import { ownerOf, workloadOf } from "./generated-name.ts";
import {
  GENERATED,
  INSTANCE,
  MACHINE,
  MACHINE_REPORTER,
  NAMESPACE,
  OBJECT,
  plainName,
  REPORTER,
  TELLER,
  VOLATILE,
} from "./identity-labels.ts";

/**
 * What makes alerts one incident: SHA-256 of the labels that stay the same from one pod to the next.
 *
 * The machine and the scrape's address count only where nothing else says what the alert is about, and a pod's name then
 * stands for its workload. Labels that name nothing at all (`severity`, `team`, `job`, …) would make one incident of
 * everything: the fingerprint counts instead.
 *
 * @param dropLabels More names of labels that say nothing about which incident it is, exactly as written.
 */
export const identityOf = (
  labels: Readonly<Record<string, string>>,
  fingerprint: string,
  dropLabels: readonly string[],
  sha256: Sha256,
): string => {
  const given = Object.entries(labels)
    .filter(([label, value]) => value !== "" && !dropLabels.includes(label))
    .map(([label, value]): Label => ({ label, name: plainName(label), value }));
  const stable = stableOf(given);
  if (stable === undefined) return sha256(canonicalJson({ fingerprint }));
  return sha256(
    canonicalJson(
      Object.fromEntries(stable.map(({ label, name, value }) => [label, GENERATED.has(name) ? ownerOf(value) : value])),
    ),
  );
};

/** 0-99, evenly: which revision gets the alert's events. */
export const bucketOf = (identity: string): number => Number.parseInt(identity.slice(0, 8), 16) % 100;

interface Label {
  readonly label: string;
  /** Plain. */
  readonly name: string;
  readonly value: string;
}

/** Undefined: they name nothing. */
const stableOf = (given: readonly Label[]): readonly Label[] | undefined => {
  const machines = given.filter(({ name }) => MACHINE.has(name));
  const instances = given.filter(({ name }) => name === INSTANCE);
  const rest = given.filter(({ name }) => !(VOLATILE.has(name) || MACHINE.has(name) || name === INSTANCE));
  const tellers = given.filter(({ name }) => TELLER.has(name));
  const isReported = tellers.some(({ value }) => REPORTER.test(value));
  const places = [...machines, ...instances];

  if (places.length > 0 && tellers.some(({ value }) => MACHINE_REPORTER.test(value))) {
    return [...rest, ...(machines.length > 0 ? machines : instances)];
  }
  const objects = rest.filter(({ name }) => OBJECT.has(name));
  if (objects.some(({ value }) => !REPORTER.test(value))) return rest;

  const workload = workloadIn(given);
  if (workload !== undefined && !REPORTER.test(workload.value)) return [...rest, workload];
  if (machines.length > 0) return [...rest, ...machines];
  // An exporter's namespace is its own, and whoever probes an URL writes that as the instance.
  const inNamespace = rest.some(({ name }) => NAMESPACE.has(name));
  if (instances.some(({ value }) => isReported || !inNamespace || value.includes("://")))
    return [...rest, ...instances];
  if (workload !== undefined && objects.length === 0) return [...rest, workload];
  return inNamespace || objects.length > 0 ? rest : undefined;
};

/** A pod that Prometheus called `exported_pod` is the one that the metric is about. */
const workloadIn = (given: readonly Label[]): Label | undefined => {
  const pods = given.filter(({ name }) => name === "pod" || name === "pod_name" || name === "podname");
  const pod = pods.find(({ label }) => label.startsWith("exported_")) ?? pods[0];
  return pod && { label: "workload", name: "workload", value: workloadOf(pod.value) };
};
