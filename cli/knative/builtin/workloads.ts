import { POD, POD_TEMPLATE } from "./pod.ts";
import {
  ANYTHING,
  COUNT,
  type Fields,
  FLAG,
  full,
  INTEGER_OR_TEXT,
  list,
  mapOf,
  object,
  QUANTITY,
  SELECTOR,
  TEXT,
  word,
} from "./words.ts";

const CLAIM_SPEC = object({
  accessModes: full(word("ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod")),
  resources: object({ requests: mapOf(QUANTITY), limits: mapOf(QUANTITY) }),
  storageClassName: TEXT,
  volumeMode: word("Filesystem", "Block"),
  volumeName: TEXT,
  volumeAttributesClassName: TEXT,
  selector: SELECTOR,
  dataSource: ANYTHING,
  dataSourceRef: ANYTHING,
});

const JOB_FIELDS: Fields = {
  template: POD_TEMPLATE,
  parallelism: COUNT,
  completions: COUNT,
  completionMode: word("NonIndexed", "Indexed"),
  backoffLimit: COUNT,
  backoffLimitPerIndex: COUNT,
  maxFailedIndexes: COUNT,
  activeDeadlineSeconds: COUNT,
  ttlSecondsAfterFinished: COUNT,
  suspend: FLAG,
  selector: SELECTOR,
  manualSelector: FLAG,
  podFailurePolicy: ANYTHING,
  podReplacementPolicy: TEXT,
  successPolicy: ANYTHING,
  managedBy: TEXT,
};

/** The header may be left out where a Job is a part of something else. */
export const JOB = object({
  apiVersion: TEXT,
  kind: TEXT,
  metadata: ANYTHING,
  spec: object(JOB_FIELDS, "template"),
});

const REPLICATED: Fields = {
  replicas: COUNT,
  selector: SELECTOR,
  template: POD_TEMPLATE,
  minReadySeconds: COUNT,
  revisionHistoryLimit: COUNT,
};

const ROLLING = object({ maxSurge: INTEGER_OR_TEXT, maxUnavailable: INTEGER_OR_TEXT });

/** What each kind has beside its header. */
export const WORKLOADS: Readonly<Record<string, Fields>> = {
  "v1 Pod": POD,
  "v1 PersistentVolumeClaim": { spec: CLAIM_SPEC },
  "apps/v1 Deployment": {
    spec: object(
      {
        ...REPLICATED,
        strategy: object({ type: word("Recreate", "RollingUpdate"), rollingUpdate: ROLLING }),
        progressDeadlineSeconds: COUNT,
        paused: FLAG,
      },
      "selector",
      "template",
    ),
  },
  "apps/v1 StatefulSet": {
    spec: object(
      {
        ...REPLICATED,
        serviceName: TEXT,
        podManagementPolicy: word("OrderedReady", "Parallel"),
        updateStrategy: object({ type: word("RollingUpdate", "OnDelete"), rollingUpdate: ANYTHING }),
        volumeClaimTemplates: list(
          object({ apiVersion: TEXT, kind: TEXT, metadata: ANYTHING, spec: CLAIM_SPEC }, "metadata", "spec"),
        ),
        persistentVolumeClaimRetentionPolicy: object({ whenDeleted: TEXT, whenScaled: TEXT }),
        ordinals: object({ start: COUNT }),
      },
      "selector",
      "template",
    ),
  },
  "apps/v1 DaemonSet": {
    spec: object(
      {
        selector: SELECTOR,
        template: POD_TEMPLATE,
        minReadySeconds: COUNT,
        revisionHistoryLimit: COUNT,
        updateStrategy: object({ type: word("RollingUpdate", "OnDelete"), rollingUpdate: ROLLING }),
      },
      "selector",
      "template",
    ),
  },
  "batch/v1 Job": { spec: object(JOB_FIELDS, "template") },
  "batch/v1 CronJob": {
    spec: object(
      {
        schedule: TEXT,
        timeZone: TEXT,
        concurrencyPolicy: word("Allow", "Forbid", "Replace"),
        startingDeadlineSeconds: COUNT,
        suspend: FLAG,
        successfulJobsHistoryLimit: COUNT,
        failedJobsHistoryLimit: COUNT,
        jobTemplate: object({ metadata: ANYTHING, spec: object(JOB_FIELDS, "template") }, "spec"),
      },
      "schedule",
      "jobTemplate",
    ),
  },
};
