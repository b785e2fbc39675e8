import type { Sha256 } from "../../port.ts";
import type { ManifestRule } from "../manifest.ts";
import { checkComponent } from "./kprompt-component.ts";
import { checkConcurrency } from "./kprompt-concurrency.ts";
import { checkDeadLetter } from "./kprompt-dead-letter.ts";
import { checkDeadline } from "./kprompt-deadline.ts";
import { createCheckEventSecret } from "./kprompt-event-secret.ts";
import { forFunctions, type KnownSetting } from "./kprompt-function.ts";
import { checkOurImages } from "./kprompt-image.ts";
import { createCheckNetworkPath } from "./kprompt-network-path.ts";
import { checkNetworkPolicy } from "./kprompt-network-policy.ts";
import { createCheckPdb } from "./kprompt-pdb.ts";
import { checkPodSecurity } from "./kprompt-pod-security.ts";
import { checkPublic } from "./kprompt-public.ts";
import { checkResources } from "./kprompt-resources.ts";
import { checkRetention } from "./kprompt-retention.ts";
import { createCheckRevisionName } from "./kprompt-revision-name.ts";
import { checkServiceAccount } from "./kprompt-service-account.ts";
import { createCheckSettings } from "./kprompt-settings.ts";
import { checkShutdown } from "./kprompt-shutdown.ts";
import { createCheckSlots } from "./kprompt-slots.ts";
import { createCheckCandidatePercent, createCheckTriggerTags } from "./kprompt-trigger-tags.ts";

/**
 * What holds the parts of our own delivery together, for objects with the label `app.kubernetes.io/part-of: kprompt`.
 *
 * @param options.settings The settings table of the functions.
 */
export const createKpromptRules = ({
  sha256,
  settings,
}: {
  readonly sha256: Sha256;
  readonly settings: readonly KnownSetting[];
}): readonly ManifestRule[] => [
  checkComponent,
  checkOurImages,
  checkDeadLetter,
  checkPodSecurity,
  createCheckRevisionName(sha256),
  createCheckTriggerTags(settings),
  createCheckPdb(settings),
  ...[
    createCheckCandidatePercent(settings),
    createCheckSettings(settings),
    createCheckEventSecret(settings),
    checkPublic,
    checkServiceAccount,
    checkResources,
    checkNetworkPolicy,
    createCheckNetworkPath(settings),
  ].map((rule) => forFunctions(settings, rule)),
  ...[createCheckSlots(settings), checkDeadline, checkRetention, checkConcurrency, checkShutdown].map((rule) =>
    forFunctions(settings, rule, "analyze"),
  ),
];
