import type { Manifest } from "../manifest.ts";
import { at, itemsOf, type Path } from "./serving-value.ts";

/** Where a kind of Eventing says who gets events, and how. */
export interface Place {
  readonly what: "delivery" | "destination" | "step" | "filter" | "extensions";
  readonly path: Path;
  readonly value: unknown;
}

/** Every such place that a manifest fills. What a delivery holds is not named again. */
export const placesOf = (manifest: Manifest): readonly Place[] =>
  (PLACES[kindOf(manifest)] ?? []).flatMap(([what, ...pattern]) =>
    expand(manifest.value, pattern).map((path) => ({ what, path, value: at(manifest.value, path) })),
  );

/** `eventing.knative.dev Trigger`: without the version. */
export const kindOf = ({ apiVersion, kind }: Manifest): string => `${apiVersion.split("/")[0]} ${kind}`;

export const isTrigger = (manifest: Manifest): boolean => kindOf(manifest) === "eventing.knative.dev Trigger";
export const isBroker = (manifest: Manifest): boolean => kindOf(manifest) === "eventing.knative.dev Broker";

/** Paths that exist; `*` is each item of a list. */
const expand = (value: unknown, pattern: readonly string[], path: Path = []): readonly Path[] => {
  const [next, ...rest] = pattern;
  if (next === undefined) return at(value, path) === undefined ? [] : [path];
  if (next !== "*") return expand(value, rest, [...path, next]);
  return itemsOf(at(value, path)).flatMap((_, index) => expand(value, rest, [...path, index]));
};

type Pattern = readonly [Place["what"], ...string[]];

const SOURCE: readonly Pattern[] = [
  ["destination", "spec", "sink"],
  ["extensions", "spec", "ceOverrides", "extensions"],
];

const PLACES: Readonly<Record<string, readonly Pattern[]>> = {
  "eventing.knative.dev Trigger": [
    ["filter", "spec", "filters", "*"],
    ["destination", "spec", "subscriber"],
    ["delivery", "spec", "delivery"],
  ],
  "eventing.knative.dev Broker": [["delivery", "spec", "delivery"]],
  "eventing.knative.dev RequestReply": [["delivery", "spec", "delivery"]],
  "eventing.knative.dev EventPolicy": [["filter", "spec", "filters", "*"]],
  "eventing.knative.dev EventTransform": [["destination", "spec", "sink"]],
  "messaging.knative.dev Channel": [["delivery", "spec", "delivery"]],
  "messaging.knative.dev Subscription": [
    ["destination", "spec", "subscriber"],
    ["destination", "spec", "reply"],
    ["delivery", "spec", "delivery"],
  ],
  "flows.knative.dev Sequence": [
    ["step", "spec", "steps", "*"],
    ["destination", "spec", "reply"],
  ],
  "flows.knative.dev Parallel": [
    ["destination", "spec", "branches", "*", "filter"],
    ["destination", "spec", "branches", "*", "subscriber"],
    ["destination", "spec", "branches", "*", "reply"],
    ["delivery", "spec", "branches", "*", "delivery"],
    ["destination", "spec", "reply"],
  ],
  "sources.knative.dev SinkBinding": SOURCE,
  "sources.knative.dev PingSource": SOURCE,
  "sources.knative.dev ContainerSource": SOURCE,
  "sources.knative.dev ApiServerSource": SOURCE,
  "sources.knative.dev IntegrationSource": SOURCE,
};
