/** `type` of every event that kprompt sends. */
export const EVENT_TYPE = {
  alertFiring: "dev.kprompt.alert.firing.v1",
  alertResolved: "dev.kprompt.alert.resolved.v1",
  triageCompleted: "dev.kprompt.triage.completed.v1",
  triageFailed: "dev.kprompt.triage.failed.v1",
  triageSkipped: "dev.kprompt.triage.skipped.v1",
} as const;
