import type { Finding, Manifest } from "../manifest.ts";
import { codeOf, type FunctionRule, type KnownSetting, type KpromptFunction } from "./kprompt-function.ts";
import { limitsEgress, limitsIngress, podLabels, selects } from "./kprompt-network-policy.ts";
import { at, error, fieldsOf, itemsOf, textOf } from "./serving-value.ts";

/**
 * What policies must leave open. A function that Knative cannot reach never gets ready, and one that cannot reach its model
 * answers by the rules for ever; neither says why. What a selector of a namespace's other labels means cannot be told, and
 * counts as open.
 */
export const createCheckNetworkPath = (settings: readonly KnownSetting[]): FunctionRule =>
  function* (one, tree) {
    const policies = tree.filter(
      (policy) =>
        policy.kind === "NetworkPolicy" &&
        policy.namespace === one.manifest.namespace &&
        selects(at(policy.value, ["spec", "podSelector"]), podLabels(one)),
    );
    const inward = policies.filter(limitsIngress);
    if (inward.length > 0 && !inward.some((policy) => opens(policy, "ingress", "from", "knative-serving", 8012)))
      yield fault(
        one,
        [],
        "lets Knative in: no request and no event would arrive",
        "ingress from knative-serving to 8012",
      );
    const outward = policies.filter(limitsEgress);
    if (outward.length === 0) return;
    if (!outward.some((policy) => rulesOf(policy, "egress").some((rule) => hasPort(rule, 53))))
      yield fault(one, [], "lets it look names up", "egress to port 53");
    for (const name of addressesOf(one, settings)) {
      const namespace = /^https?:\/\/[^./:]+\.([^./:]+)\.svc(?:[./:]|$)/.exec(one.setting(name) ?? "")?.[1];
      if (namespace === undefined) continue;
      if (!outward.some((policy) => opens(policy, "egress", "to", namespace, undefined, one.manifest.namespace)))
        yield fault(one, one.placeOf(name), `lets it reach ${name}`, `egress to the namespace ${namespace}`);
    }
  };

const fault = (one: KpromptFunction, place: readonly (string | number)[], what: string, remedy: string): Finding =>
  error(
    "kprompt_network_path",
    place,
    `No NetworkPolicy that selects the pods of ${one.manifest.name} ${what}. Add ${remedy} to one.`,
  );

const rulesOf = ({ value }: Manifest, direction: "ingress" | "egress"): readonly unknown[] =>
  itemsOf(at(value, ["spec", direction]));

const opens = (
  policy: Manifest,
  direction: "ingress" | "egress",
  peers: "from" | "to",
  namespace: string,
  port?: number,
  own?: string | null,
): boolean =>
  rulesOf(policy, direction).some((rule) => {
    const of = fieldsOf(rule)[peers];
    return (
      (port === undefined || hasPort(rule, port)) &&
      (of === undefined || itemsOf(of).length === 0 || itemsOf(of).some((peer) => isPeer(peer, namespace, own)))
    );
  });

const isPeer = (peer: unknown, namespace: string, own: string | null | undefined): boolean => {
  const { namespaceSelector, podSelector, ipBlock } = fieldsOf(peer);
  // Pods have addresses too, and which ones cannot be told.
  if (ipBlock !== undefined) return fieldsOf(ipBlock).except === undefined;
  if (namespaceSelector === undefined) return podSelector !== undefined && namespace === own;
  return namesOthers(namespaceSelector) || selects(namespaceSelector, { [NAME]: namespace });
};

/** The one label that Kubernetes gives every namespace. */
const NAME = "kubernetes.io/metadata.name";

const namesOthers = (selector: unknown): boolean =>
  Object.keys(fieldsOf(fieldsOf(selector).matchLabels)).some((key) => key !== NAME) ||
  itemsOf(fieldsOf(selector).matchExpressions).some((item) => textOf(fieldsOf(item).key) !== NAME);

const hasPort = (rule: unknown, wanted: number): boolean => {
  const ports = itemsOf(fieldsOf(rule).ports);
  return (
    ports.length === 0 ||
    ports.some((item) => {
      const { port, endPort } = fieldsOf(item);
      // A name is that of a container's port, which is not said here.
      if (typeof port !== "number") return true;
      return port === wanted || (typeof endPort === "number" && port <= wanted && wanted <= endPort);
    })
  );
};

const addressesOf = (one: KpromptFunction, settings: readonly KnownSetting[]): readonly string[] =>
  settings
    .filter(
      ({ name, type, functions }) => functions.includes(codeOf(one)) && (type.kind === "url" || TRACES.test(name)),
    )
    .map(({ name }) => name);

const TRACES = /^OTEL_EXPORTER_OTLP_(?:TRACES_)?ENDPOINT$/;
