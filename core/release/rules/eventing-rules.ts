import type { ManifestRule } from "../manifest.ts";
import { checkAttributes } from "./eventing-attributes.ts";
import { checkDelivery } from "./eventing-delivery.ts";
import { checkUri } from "./eventing-destination.ts";
import { checkKind } from "./eventing-kinds.ts";
import { checkLoop } from "./eventing-loop.ts";
import { checkShape } from "./eventing-shape.ts";

/** Of Knative Eventing. */
export const EVENTING_RULES: readonly ManifestRule[] = [
  checkShape,
  checkUri,
  checkDelivery,
  checkAttributes,
  checkLoop,
  checkKind,
];
