import type { ManifestRule } from "../manifest.ts";
import { isTrigger } from "./eventing-places.ts";
import { isOurs } from "./kprompt-function.ts";
import { deliveryOf } from "./kprompt-trigger.ts";
import { at, error, fieldsOf, nearestPath, textOf } from "./serving-value.ts";

/** An event that cannot be delivered goes somewhere, and not round in a circle. */
export const checkDeadLetter: ManifestRule = function* (manifest, tree) {
  if (!isOurs(manifest) || !isTrigger(manifest)) return;
  const { value, path } = deliveryOf(manifest, tree);
  const sink = fieldsOf(value.deadLetterSink);
  const { kind, name } = fieldsOf(sink.ref);
  const uri = textOf(sink.uri);
  if (kind === undefined && uri === undefined) {
    yield error(
      "kprompt_dead_letter",
      path,
      `Trigger ${manifest.name} has no deadLetterSink: an event whose tries are used up would be lost. Add one to its delivery.`,
    );
    return;
  }
  const broker = textOf(at(manifest.value, ["spec", "broker"])) ?? "";
  const back =
    (kind === "Broker" && name === broker) ||
    (kind === undefined && uri !== undefined && uri.replace(/\/+$/, "").endsWith(`/${manifest.namespace}/${broker}`));
  if (back)
    yield error(
      "kprompt_dead_letter",
      nearestPath(manifest.value, [...path, "deadLetterSink"]),
      `Dead letters go back to Broker ${broker}, from which they come: they would go round. Send them to a Service.`,
    );
};
