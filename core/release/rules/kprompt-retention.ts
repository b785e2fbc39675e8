import { show } from "../../prompt/show.ts";
import { parseGoDuration } from "./go-duration.ts";
import { annotationOf, type FunctionRule } from "./kprompt-function.ts";
import { scalingOf } from "./serving-autoscaling.ts";
import { error, nearestPath } from "./serving-value.ts";

const RESEND = "kprompt.dev/resend-interval";

/** Without a store an incident is remembered by one pod, which must still be there when its alert comes again. */
export const checkRetention: FunctionRule = function* (one) {
  if (one.isSet("STORE_URL") || one.isSet("STORE_URL_FILE")) return;
  const { manifest, template } = one;
  const annotations = [...template.path, "metadata", "annotations"];
  const placeOf = (name: string) => nearestPath(manifest.value, [...annotations, `autoscaling.knative.dev/${name}`]);
  const max = scalingOf(template.annotations, "max-scale");
  if (max === undefined || Number(max) !== 1)
    yield error(
      "kprompt_retention",
      placeOf("max-scale"),
      `max-scale is ${max === undefined ? "missing" : show(max)} without a store: pods do not know of each other's triage. Make it "1", or set STORE_URL_FILE.`,
    );
  // A pod that is always there needs no retention.
  if (Number(scalingOf(template.annotations, "min-scale") ?? 0) >= 1) return;
  const said = annotationOf(one, RESEND);
  const resend = said === undefined ? undefined : parseGoDuration(said);
  if (resend === undefined) {
    yield error(
      "kprompt_retention",
      nearestPath(manifest.value, ["metadata", "annotations", RESEND]),
      `${said === undefined ? `${RESEND} is missing` : `${show(said)} is no duration`}. Write how often senders repeat a ` +
        "firing alert, such as 5m: without a store the pod must outlive that.",
    );
    return;
  }
  const retention = scalingOf(template.annotations, "scale-to-zero-pod-retention-period") ?? "0s";
  if ((parseGoDuration(retention) ?? 0) <= resend)
    yield error(
      "kprompt_retention",
      placeOf("scale-to-zero-pod-retention-period"),
      `A pod is kept ${retention} after its last request, and senders repeat every ${said}: it would have forgotten the ` +
        "triage. Raise scale-to-zero-pod-retention-period, or set STORE_URL_FILE.",
    );
};
