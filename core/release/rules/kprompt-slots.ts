import { show } from "../../prompt/show.ts";
import type { Finding, Manifest } from "../manifest.ts";
import {
  annotationOf,
  type FunctionRule,
  functionsOf,
  type KnownSetting,
  type KpromptFunction,
} from "./kprompt-function.ts";
import { scalingOf } from "./serving-autoscaling.ts";
import { trafficOf } from "./serving-traffic.ts";
import { at, error, nearestPath, textOf } from "./serving-value.ts";

const SLOTS = "kprompt.dev/llm-slots";

/**
 * Model calls at once of all that may run never exceed the slots of their model server: beyond them it would queue, and
 * deadlines pass in its queue. Revisions beside the latest are taken to have its scale and settings.
 */
export const createCheckSlots = (settings: readonly KnownSetting[]): FunctionRule =>
  function* (one, tree) {
    const server = serverOf(one);
    if (server === undefined) {
      const message =
        "LLM_BASE_URL comes from where it cannot be read, so calls cannot be counted. Write it as a setting.";
      if (one.isSet("LLM_BASE_URL")) yield error("kprompt_slots", one.placeOf("LLM_BASE_URL"), message);
      return;
    }
    const slots = Number(annotationOf(one, SLOTS) ?? Number.NaN);
    const path = ["metadata", "annotations", SLOTS];
    if (!Number.isSafeInteger(slots) || slots < 1) {
      const said = annotationOf(one, SLOTS);
      yield error(
        "kprompt_slots",
        nearestPath(one.manifest.value, path),
        `${said === undefined ? `${SLOTS} is missing` : `${show(said)} is no number of slots`}. ` +
          `Write as text how many calls the model server at ${server} works on at once.`,
      );
      return;
    }
    yield* checkScale(one);
    const all = functionsOf(tree, settings).filter(
      (other) => other.component === "analyze" && serverOf(other) === server,
    );
    const parts = all.flatMap((other) => callsOf(other) ?? []);
    const calls = parts.reduce((sum, part) => sum + part.calls, 0);
    if (calls > slots)
      yield error(
        "kprompt_slots",
        path,
        `Up to ${calls} calls at once for ${slots} slots of ${server}: ${parts.map(({ text }) => text).join(", and ")}. ` +
          "Lower max-scale or LLM_CONCURRENCY, end the rollout, or give the server more slots.",
      );
  };

/** Undefined where the function asks no model, or it cannot be told which. */
const serverOf = (one: KpromptFunction): string | undefined => one.setting("LLM_BASE_URL")?.replace(/\/+$/, "");

function* checkScale({ template, manifest }: KpromptFunction): Iterable<Finding> {
  const max = scalingOf(template.annotations, "max-scale");
  if (max !== undefined && max !== "0") return;
  const path = [...template.path, "metadata", "annotations", "autoscaling.knative.dev/max-scale"];
  yield error(
    "kprompt_slots",
    nearestPath(manifest.value, path),
    `max-scale ${max === undefined ? "is missing" : "is 0"}, which is no limit: any number of pods could ask the model. ` +
      'Write autoscaling.knative.dev/max-scale: "1".',
  );
}

/** Undefined where it has no limit, which is said of it by itself. */
const callsOf = (one: KpromptFunction): { readonly calls: number; readonly text: string } | undefined => {
  const scale = Number(scalingOf(one.template.annotations, "max-scale") ?? 0);
  const concurrency = one.number("LLM_CONCURRENCY");
  if (!(scale >= 1) || concurrency === undefined) return undefined;
  const revisions = runningRevisions(one.manifest);
  const { name, namespace } = one.manifest;
  return {
    calls: revisions * scale * concurrency,
    text: `${namespace === null ? "" : `${namespace}/`}${name} has ${revisions} revision${revisions === 1 ? "" : "s"} × max-scale ${scale} × LLM_CONCURRENCY ${concurrency}`,
  };
};

/** Revisions with traffic or a tag, and the latest one, which starts at least once to prove that it can. */
const runningRevisions = (manifest: Manifest): number => {
  const latest = textOf(at(manifest.value, ["spec", "template", "metadata", "name"])) ?? "";
  const routed = trafficOf(manifest)
    .filter(({ percent, tag }) => percent > 0 || tag !== undefined)
    .map(({ revision }) => revision ?? latest);
  return new Set([latest, ...routed]).size;
};
