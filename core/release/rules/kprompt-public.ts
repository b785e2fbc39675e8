import type { FunctionRule } from "./kprompt-function.ts";
import { at, error, nearestPath } from "./serving-value.ts";
import { CLUSTER_LOCAL, VISIBILITY } from "./serving-visibility.ts";

/** Only ingest has callers outside. */
export const checkPublic: FunctionRule = function* ({ component, manifest }) {
  const path = ["metadata", "labels", VISIBILITY];
  if (component === "ingest" || at(manifest.value, path) === CLUSTER_LOCAL) return;
  yield error(
    "kprompt_public",
    nearestPath(manifest.value, path),
    `${manifest.name} is public, and nothing outside the cluster calls ${component}. Label it ${VISIBILITY}: ${CLUSTER_LOCAL}.`,
  );
};
