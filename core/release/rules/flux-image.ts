import type { Finding, ManifestRule } from "../manifest.ts";
import { error, fieldsOf } from "./serving-value.ts";

/** How often a digest is looked up again is said where it is, and nowhere else. */
export const checkImagePolicy: ManifestRule = ({ apiVersion, kind, value }): readonly Finding[] => {
  if (!apiVersion.startsWith("image.toolkit.fluxcd.io/") || kind !== "ImagePolicy") return [];
  const { digestReflectionPolicy, interval, policy } = fieldsOf(value.spec);
  const findings: Finding[] = [];
  const isAlways = digestReflectionPolicy === "Always";
  if (isAlways && interval === undefined)
    findings.push(
      error(
        "flux_image_interval",
        ["spec"],
        "interval is missing: the digest is always looked up again. Say how often.",
      ),
    );
  if (!isAlways && interval !== undefined)
    findings.push(
      error("flux_image_interval", ["spec", "interval"], "is only for digestReflectionPolicy: Always. Remove it."),
    );
  if (policy !== undefined && Object.keys(fieldsOf(policy)).length !== 1)
    findings.push(
      error(
        "flux_image_policy",
        ["spec", "policy"],
        "needs one of semver, alphabetical and numerical. Write exactly one.",
      ),
    );
  return findings;
};
