import { expect, test } from "vitest";
import { sha256 } from "../../../functions/adapters/sha256.ts";
import type { Alert } from "../../alert/alert.ts";
import { alertOf, eventOf, NOW, replyOf, TRACE_ID } from "../../alert/testing/alerts.ts";
import { toAlertEvent } from "../../alert/to-event.ts";
import { toCompletedEvent, toFailedEvent, toSkippedEvent } from "../../alert/triage-event.ts";
import { KNOWN_ATTRIBUTES } from "./eventing-attributes.ts";

const ALERT: Alert = {
  format: "alertmanager",
  status: "firing",
  fingerprint: "0123456789abcdef",
  startsAt: NOW,
  endsAt: null,
  labels: { alertname: "PodCrash", severity: "critical", namespace: "shop", cluster: "home", pod: "a" },
  annotations: {},
  generatorUrl: null,
  receiver: "kprompt",
  truncatedAlerts: 0,
};

test("each attribute of alert and triage events is known", () => {
  const cause = eventOf(alertOf());
  const context = { cause, triageId: "t", earlier: null, traceId: TRACE_ID, now: NOW };
  const events = [
    toCompletedEvent({ reply: replyOf(), gap: null }, context),
    toSkippedEvent("muted", "A window.", context),
    toFailedEvent("prompt_unknown", context),
    toAlertEvent(ALERT, { sha256, dropLabels: [], candidatePercent: 0 }),
  ];
  for (const { extensions, data, ...attributes } of events) {
    for (const name of [...Object.keys(attributes), ...Object.keys(extensions)])
      expect(KNOWN_ATTRIBUTES).toContain(name);
  }
});
