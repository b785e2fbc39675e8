/**
 * What a pod is a copy of: `media-api` of `media-api-6d9f7c9b8-x2k4q` (Deployment), `media-api-0` (StatefulSet) and
 * `media-api-x2k4q` (DaemonSet, Job).
 */
export const workloadOf = (pod: string): string => ownerOf(pod.replace(COPY, ""));

/** `backup` of a CronJob's `backup-28391020`, `media-api` of a ReplicaSet's `media-api-6d9f7c9b8`. */
export const ownerOf = (name: string): string => name.replace(RUN, "").replace(HASH, "");

// Kubernetes makes its random parts of letters and digits that spell no word (apimachinery, util/rand): no vowels, no 0, 1, 3.
/** Five of those; of a pod that is numbered or was named otherwise, whatever has a digit. */
const COPY = /(?<=.)-(?:[bcdfghjklmnpqrstvwxz2456789]{5}|(?=[a-z]{0,12}\d)[a-z\d]{1,12})$/;
/** Of ten digits each became one of 4-9, b, c, d and f, so there is always a digit. */
const HASH = /(?<=.)-(?=[a-z]{0,10}\d)[bcdfghjklmnpqrstvwxz2456789]{6,10}$/;
/** Minutes since the epoch, seconds in old clusters; also a date. */
const RUN = /(?<=.)-\d{8,10}$/;
