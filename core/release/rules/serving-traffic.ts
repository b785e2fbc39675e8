import { show } from "../../prompt/show.ts";
import type { Finding, Manifest, ManifestRule } from "../manifest.ts";
import { DNS_LABEL, isDnsLabel, MAX_LABEL } from "./serving-names.ts";
import { isServing } from "./serving-template.ts";
import { at, error, fieldsOf, integerOf, itemsOf, type Path, textOf, warning } from "./serving-value.ts";

/** One entry of `spec.traffic`. */
export interface TrafficTarget {
  readonly path: Path;
  readonly value: Readonly<Record<string, unknown>>;
  /** undefined: whatever revision is the latest. */
  readonly revision: string | undefined;
  /** Absent means 0. */
  readonly percent: number;
  readonly tag: string | undefined;
}

export const trafficOf = (manifest: Manifest): readonly TrafficTarget[] =>
  itemsOf(at(manifest.value, TRAFFIC)).map((item, index) => {
    const value = fieldsOf(item);
    return {
      path: [...TRAFFIC, index],
      value,
      revision: textOf(value.revisionName) || undefined,
      percent: integerOf(value.percent) ?? 0,
      tag: textOf(value.tag) || undefined,
    };
  });

export const checkTraffic: ManifestRule = function* (manifest) {
  if (!isServing(manifest, "Service", "Route")) return;
  const targets = trafficOf(manifest);
  // A Service without any sends all to its latest revision; a Route has none of its own.
  if (targets.length === 0 && manifest.kind === "Service") return;
  yield* checkPercents(targets);
  for (const [index, target] of targets.entries()) {
    yield* checkTarget(target, manifest.kind === "Route");
    yield* checkTag(target, targets.slice(0, index), manifest.name);
  }
};

function* checkPercents(targets: readonly TrafficTarget[]): Iterable<Finding> {
  for (const { path, percent } of targets)
    if (percent < 0 || percent > 100)
      yield error("serving_traffic_percent", [...path, "percent"], `${percent} is no percent. Use 0 to 100.`);
  const sum = targets.reduce((total, { percent }) => total + percent, 0);
  if (sum !== 100)
    yield error("serving_traffic_sum", TRAFFIC, `The percents add up to ${sum}. Make it 100; one that is absent is 0.`);
}

function* checkTarget({ path, value, revision }: TrafficTarget, ofRoute: boolean): Iterable<Finding> {
  const { latestRevision } = value;
  const configuration = textOf(value.configurationName) || undefined;
  if (latestRevision === true && revision !== undefined)
    yield error(
      "serving_traffic_latest",
      [...path, "latestRevision"],
      `latestRevision is true and revisionName is ${show(revision)}. Remove one of the two.`,
    );
  if (latestRevision === false && revision === undefined)
    yield error(
      "serving_traffic_latest",
      [...path, "latestRevision"],
      "latestRevision is false and there is no revisionName. Add the name of the revision.",
    );
  if (value.url !== undefined)
    yield error("serving_traffic_field", [...path, "url"], "url is for Knative to write, in the status. Remove it.");
  if (ofRoute) {
    if ((configuration === undefined) === (revision === undefined))
      yield error(
        "serving_traffic_target",
        path,
        "A Route's target has a revisionName or a configurationName. Write one of the two.",
      );
  } else if (value.configurationName !== undefined)
    yield error(
      "serving_traffic_field",
      [...path, "configurationName"],
      "A Service has one Configuration, its own. Remove configurationName.",
    );
  else if (revision === undefined && latestRevision === undefined)
    yield warning(
      "serving_traffic_target",
      path,
      "The target names no revision, which means the latest one. Write revisionName, or latestRevision: true.",
    );
}

function* checkTag({ path, tag }: TrafficTarget, before: readonly TrafficTarget[], service: string): Iterable<Finding> {
  if (tag === undefined) return;
  if (!isDnsLabel(tag))
    yield error("serving_traffic_tag", [...path, "tag"], `${show(tag)} cannot be a tag. Use ${DNS_LABEL}.`);
  if (before.some((other) => other.tag === tag))
    yield error("serving_traffic_tag", [...path, "tag"], `${show(tag)} is a tag twice. Rename or remove one.`);
  const label = `${tag}-${service}`;
  if (label.length > MAX_LABEL)
    yield error(
      "serving_tag_host",
      [...path, "tag"],
      `${show(label)}, the tag's host, has ${label.length} characters; a label of a host name has ${MAX_LABEL}. Shorten one.`,
    );
}

const TRAFFIC: Path = ["spec", "traffic"];
