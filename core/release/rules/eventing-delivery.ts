import type { Finding, Manifest, ManifestRule } from "../manifest.ts";
import { isBroker, isTrigger, placesOf } from "./eventing-places.ts";
import { at, fieldsOf, type Path, warning } from "./serving-value.ts";

/** What the cluster takes, and what then goes wrong where a subscriber is slow or away. */
export const checkDelivery: ManifestRule = (manifest, tree) => [
  ...deliveriesOf(manifest).flatMap((path) => checkOne(manifest, path)),
  ...(isTrigger(manifest) ? checkInherited(manifest, tree) : []),
];

const checkOne = (manifest: Manifest, path: Path): readonly Finding[] => {
  const { retry, backoffDelay, timeout } = fieldsOf(at(manifest.value, path));
  return [
    ...(timeout === undefined
      ? [
          warning(
            "eventing_timeout",
            path,
            "has no timeout, so that a subscriber that hangs is waited for forever. Add one, longer than its slowest answer.",
          ),
        ]
      : []),
    ...(typeof retry === "number" && retry > 0 && backoffDelay === undefined
      ? [
          warning(
            "eventing_backoff",
            [...path, "retry"],
            "retries without a pause. Add backoffPolicy: exponential and backoffDelay: PT1S.",
          ),
        ]
      : []),
    ...(isTrigger(manifest) && retry === undefined
      ? [
          warning(
            "eventing_retry",
            path,
            "says no retry: it takes the place of its Broker's delivery as a whole, and an event is tried once. Add retry.",
          ),
        ]
      : []),
  ];
};

/** Without a delivery of its own a Trigger has its Broker's. */
const checkInherited = (trigger: Manifest, tree: readonly Manifest[]): readonly Finding[] => {
  if (at(trigger.value, ["spec", "delivery"]) !== undefined) return [];
  const broker = tree.find(
    (one) => isBroker(one) && one.namespace === trigger.namespace && one.name === at(trigger.value, ["spec", "broker"]),
  );
  if (broker === undefined || at(broker.value, ["spec", "delivery"]) !== undefined) return [];
  return [
    warning(
      "eventing_delivery_missing",
      ["spec"],
      `has no delivery, nor has its Broker ${broker.name}: no timeout, and no dead-letter sink. Add a delivery to one of them.`,
    ),
  ];
};

const deliveriesOf = (manifest: Manifest): readonly Path[] =>
  placesOf(manifest).flatMap(({ what, path }): readonly Path[] => {
    if (what === "delivery") return [path];
    const inStep: Path = [...path, "delivery"];
    return what === "step" && at(manifest.value, inStep) !== undefined ? [inStep] : [];
  });
