import type { ManifestRule } from "../manifest.ts";
import { checkContainers } from "./pod-containers.ts";
import { checkFeatures } from "./pod-features.ts";
import { checkImages } from "./pod-image.ts";
import { checkPorts } from "./pod-ports.ts";
import { checkProbes } from "./pod-probes.ts";
import { checkSecurity } from "./pod-security.ts";
import { checkVolumes } from "./pod-volumes.ts";
import { checkAutoscaling } from "./serving-autoscaling.ts";
import { checkConfigMaps } from "./serving-config-maps.ts";
import { checkDomainMapping } from "./serving-domain-mapping.ts";
import { checkLimits } from "./serving-limits.ts";
import { checkNames } from "./serving-names.ts";
import { checkRolloutDuration } from "./serving-rollout-duration.ts";
import { checkSinkBinding } from "./serving-sink-binding.ts";
import { checkTraffic } from "./serving-traffic.ts";
import { checkVisibility } from "./serving-visibility.ts";

/**
 * What Knative Serving refuses and no schema says, and what it takes and then does otherwise than it was meant. A cluster's
 * feature flags count where they are among the manifests.
 */
export const SERVING_RULES: readonly ManifestRule[] = [
  checkNames,
  checkTraffic,
  checkContainers,
  checkPorts,
  checkVolumes,
  checkProbes,
  checkImages,
  checkSecurity,
  checkFeatures,
  checkLimits,
  checkAutoscaling,
  checkRolloutDuration,
  checkVisibility,
  checkConfigMaps,
  checkDomainMapping,
  checkSinkBinding,
];
