import type { ManifestRule } from "../manifest.ts";
import { checkCanary } from "./flux-canary.ts";
import { checkImagePolicy } from "./flux-image.ts";
import { checkKustomization } from "./flux-kustomization.ts";
import { checkNotification } from "./flux-notification.ts";
import { checkSource } from "./flux-source.ts";

/** Of Flux and Flagger: what their CRDs say in CEL, or not at all. */
export const FLUX_RULES: readonly ManifestRule[] = [
  checkKustomization,
  checkSource,
  checkNotification,
  checkImagePolicy,
  checkCanary,
];
