import { EVENT_TYPE } from "../../alert/event-type.ts";
import type { Finding, Manifest, ManifestRule } from "../manifest.ts";
import { isTrigger } from "./eventing-places.ts";
import { wants } from "./kprompt-filter.ts";
import { type FunctionRule, functionsOf, isOurs, type KnownSetting } from "./kprompt-function.ts";
import { calledBy } from "./kprompt-trigger.ts";
import { trafficOf } from "./serving-traffic.ts";
import { at, error, fieldsOf, nearestPath, textOf } from "./serving-value.ts";

const STABLE = "stable";
const CANDIDATE = "candidate";
/** Which events each of the two Triggers wants, by the extension that ingest stamps. */
const TAGS = { analyze: STABLE, "analyze-candidate": CANDIDATE } as const;

/**
 * The two Triggers share the alerts out: each event has one that wants it, at each try. A rollout changes whom they call,
 * and never what they want.
 */
export const createCheckTriggerTags = (settings: readonly KnownSetting[]): ManifestRule =>
  function* (manifest, tree) {
    const tag = tagOf(manifest);
    if (tag === undefined) return;
    yield* checkFilters(manifest, tag);
    const other = Object.keys(TAGS).find((name) => name !== manifest.name) ?? "";
    if (!tree.some((one) => tagOf(one) !== undefined && one.name === other && one.namespace === manifest.namespace))
      yield error("kprompt_trigger_tags", [], `There is no Trigger ${other}: the alerts for it would be lost. Add it.`);
    const analyze = functionsOf(tree, settings, manifest.namespace).find(({ component }) => component === "analyze");
    if (analyze) yield* checkSubscriber(manifest, tag, analyze.manifest, tree);
  };

/** In a rollout all functions and the stamp of ingest have one percent. */
export const createCheckCandidatePercent = (settings: readonly KnownSetting[]): FunctionRule =>
  function* (one, tree) {
    const all = functionsOf(tree, settings, one.manifest.namespace);
    const analyze = all.find(({ component }) => component === "analyze");
    if (analyze === undefined) return;
    const percent = percentOf(analyze.manifest);
    if (one.component === "route" || one.component === "render") {
      const own = percentOf(one.manifest);
      if (own !== percent)
        yield error(
          "kprompt_trigger_tags",
          nearestPath(one.manifest.value, ["spec", "traffic"]),
          `${one.component} has ${say(own)}, and analyze ${say(percent)}. Change them together, by kprompt rollout.`,
        );
    }
    if (one.component === "ingest") {
      const stamped = one.number("CANDIDATE_PERCENT");
      if (stamped !== undefined && stamped !== (percent ?? 0))
        yield error(
          "kprompt_trigger_tags",
          one.placeOf("CANDIDATE_PERCENT"),
          `CANDIDATE_PERCENT is ${stamped}, and analyze has ${say(percent)}. Change them together, by kprompt rollout.`,
        );
    }
  };

const tagOf = (manifest: Manifest): string | undefined =>
  isOurs(manifest) && isTrigger(manifest) && Object.hasOwn(TAGS, manifest.name)
    ? TAGS[manifest.name as keyof typeof TAGS]
    : undefined;

/** undefined: there is no candidate. */
const percentOf = (service: Manifest): number | undefined =>
  trafficOf(service).find(({ tag }) => tag === CANDIDATE)?.percent;

const say = (percent: number | undefined): string =>
  percent === undefined ? "no candidate" : `a candidate at ${percent} %`;

function* checkFilters(trigger: Manifest, tag: string): Iterable<Finding> {
  const path = nearestPath(trigger.value, ["spec", "filters"]);
  for (const type of Object.values(EVENT_TYPE))
    for (const traffictag of [STABLE, CANDIDATE, undefined]) {
      const wanted = type.startsWith(ALERT) && (tag === CANDIDATE) === (traffictag === CANDIDATE);
      const found = wants(trigger.value.spec, { type, ...(traffictag !== undefined && { traffictag }) });
      if (found === wanted) continue;
      const event = `an event of type ${type} ${traffictag === undefined ? "without traffictag" : `with traffictag ${traffictag}`}`;
      const fault =
        found === undefined ? `cannot be told to want or leave ${event}` : found ? `wants ${event}` : `leaves ${event}`;
      yield error(
        "kprompt_trigger_tags",
        path,
        `${trigger.name} ${fault}. It is to want alert events ${
          tag === CANDIDATE ? "whose traffictag is candidate" : "whose traffictag is not candidate"
        }, and no others: write exact, any and not.`,
      );
      // One is enough to see what is wrong.
      return;
    }
}

function* checkSubscriber(
  trigger: Manifest,
  tag: string,
  analyze: Manifest,
  tree: readonly Manifest[],
): Iterable<Finding> {
  const path = nearestPath(trigger.value, ["spec", "subscriber"]);
  const tags = trafficOf(analyze).flatMap(({ tag }) => tag ?? []);
  const rollout = tags.includes(CANDIDATE);
  const wanted = rollout ? tag : STABLE;
  const called = calledBy(trigger, tree);
  const uri = textOf(fieldsOf(at(trigger.value, ["spec", "subscriber"])).uri);
  const remedy = `Write uri: http://${wanted}-${analyze.name}.${analyze.namespace}.svc.cluster.local, by kprompt rollout.`;
  if (called?.service !== analyze)
    yield error(
      "kprompt_trigger_tags",
      path,
      `${trigger.name} does not call ${analyze.name} but ${uri ?? "another"}. ${remedy}`,
    );
  else if (called.tag === undefined && rollout)
    yield error(
      "kprompt_trigger_tags",
      path,
      `${trigger.name} calls ${analyze.name} by its own address, where each try may meet another revision. ${remedy}`,
    );
  else if (called.tag !== undefined && (called.tag !== wanted || !tags.includes(wanted)))
    yield error(
      "kprompt_trigger_tags",
      path,
      `${trigger.name} calls the tag ${called.tag}, and analyze has ${say(percentOf(analyze))}` +
        `${tags.includes(called.tag) ? "" : ` and no tag ${called.tag}`}. ${remedy}`,
    );
}

const ALERT = "dev.kprompt.alert.";
