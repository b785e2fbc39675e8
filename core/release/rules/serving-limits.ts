import type { ManifestRule } from "../manifest.ts";
import { configOf } from "./serving-config.ts";
import { templateOf } from "./serving-template.ts";
import { error, integerOf, warning } from "./serving-value.ts";

/** Where a template says nothing. */
export const DEFAULT_TIMEOUT_SECONDS = 300;
export const DEFAULT_RESPONSE_START_SECONDS = 300;

export const checkLimits: ManifestRule = function* (manifest, tree) {
  const template = templateOf(manifest);
  if (template === undefined) return;
  const path = [...template.path, "spec"];
  for (const [name, { key, normal }] of Object.entries(MAXIMA)) {
    const said = configOf(tree, "defaults", key).find((text) => /^\d{1,9}$/.test(text));
    const max = said === undefined ? normal : Number(said);
    const value = integerOf(template.spec[name]);
    if (value !== undefined && (value < 0 || value > max))
      yield error(
        "serving_limit",
        [...path, name],
        `${value} is out of range: ${name} is 0 to ${max}, by ${key} of ConfigMap config-defaults. Lower it, or raise that.`,
      );
  }
  // 0 means the default.
  const timeout = integerOf(template.spec.timeoutSeconds) || DEFAULT_TIMEOUT_SECONDS;
  for (const name of ["responseStartTimeoutSeconds", "idleTimeoutSeconds"]) {
    const value = integerOf(template.spec[name]);
    if (value !== undefined && value > timeout)
      yield warning(
        "serving_timeout_order",
        [...path, name],
        `${value} s is never reached: timeoutSeconds ends the request after ${timeout} s. Lower ${name}, or raise that.`,
      );
  }
};

/** Where the manifests do not say otherwise, those of a cluster that keeps Knative's own defaults. */
const MAXIMA = {
  containerConcurrency: { key: "container-concurrency-max-limit", normal: 1000 },
  timeoutSeconds: { key: "max-revision-timeout-seconds", normal: 600 },
} as const;
