import { PromptError } from "../../error.ts";
import type { Sha256 } from "../../port.ts";
import type { AlertDeps } from "../alert-deps.ts";
import { fingerprintOf } from "../fingerprint.ts";
import type { TriageEvent } from "../finished-triage.ts";
import type { RunTriage } from "../run-alert.ts";
import { toAlertEvent } from "../to-event.ts";
import { triageAlert } from "../triage-alert.ts";
import type { AlertEvent } from "../triage-event.ts";
import { NOW, replyOf, rulesReply } from "./alerts.ts";
import { createRandom } from "./random.ts";
import type { VirtualTime } from "./virtual-time.ts";

export interface Notice {
  readonly atMs: number;
  readonly incident: number;
  readonly event: AlertEvent;
}

interface StormPlan {
  readonly notices: number;
  readonly incidents: number;
  readonly durationMs: number;
}

/**
 * What rules say of incidents that go on: for each pod again and again, anew when it has been replaced, and the end of
 * some pods, while the first one of each incident fires on.
 */
export const createStorm = ({ notices, incidents, durationMs }: StormPlan, sha256: Sha256): readonly Notice[] => {
  const { int } = createRandom(7);
  const random = (): number => int(1_000_000) / 1_000_000;
  return Array.from({ length: notices }, (_, index): Notice => {
    const incident = index % incidents;
    const round = Math.floor(index / incidents);
    const pod = round === 0 ? 0 : Math.floor(random() * 8);
    const labels = {
      alertname: `HighErrorRate${incident % 5}`,
      namespace: `team-${Math.floor(incident / 5)}`,
      pod: `app-5d8f6c7b9-x2x4${"bcdfghjk"[pod]}`,
      container: "app",
      severity: "warning",
      instance: `10.0.${incident}.${pod}:8080`,
    };
    const resolved = pod > 0 && random() < 0.2;
    const startsAt = NOW + (round === 0 ? 0 : Math.floor(random() * 3)) * 1000;
    const atMs = round === 0 ? incident * 1500 : Math.floor(random() * durationMs);
    const event = toAlertEvent(
      {
        format: "alertmanager",
        status: resolved ? "resolved" : "firing",
        labels,
        annotations: { summary: `value ${random()}` },
        startsAt,
        endsAt: resolved ? startsAt + 60_000 : null,
        generatorUrl: null,
        fingerprint: fingerprintOf(labels),
        receiver: "kprompt",
        truncatedAlerts: 0,
      },
      { sha256, dropLabels: [], candidatePercent: 0 },
    );
    return { atMs, incident, event: event as AlertEvent };
  }).sort((a, b) => a.atMs - b.atMs);
};

/** What is sent by an ingest that is killed every so often: its senders send all of that time again. */
export const withRestarts = (notices: readonly Notice[], everyMs: number): readonly Notice[] =>
  notices
    .flatMap((notice) => [notice, { ...notice, atMs: (Math.floor(notice.atMs / everyMs) + 1) * everyMs }])
    .sort((a, b) => a.atMs - b.atMs);

/** A model server of some slots behind a bounded queue, first come, first served. */
export const createSlowModel = (
  time: VirtualTime,
  { slots, queue, callMs }: { readonly slots: number; readonly queue: number; readonly callMs: number },
) => {
  const waiting: (() => void)[] = [];
  const calls: string[] = [];
  let running = 0;
  const run: RunTriage = async (request, engine, because, wanted) => {
    if (engine === "rules") return rulesReply(because);
    if (running >= slots) {
      if (waiting.length >= queue) throw new PromptError("model_busy", "The queue is full. Come again.");
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running += 1;
    try {
      if (!(await wanted())) throw new PromptError("cancelled", "It has ended.");
      calls.push(request.input.subject ?? "");
      await time.sleep(callMs);
      return replyOf();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
  return { run, calls };
};

/**
 * A broker as Knative's: at least once, again after an error or no answer in time, with growing gaps, then given up. A
 * delivery that is given up may still be at work.
 */
export const createTestBroker = (
  time: VirtualTime,
  instances: readonly AlertDeps[],
  { timeoutMs, retries }: { readonly timeoutMs: number; readonly retries: number },
) => {
  const dead: AlertEvent[] = [];
  const answers: { readonly cause: AlertEvent; readonly event: TriageEvent }[] = [];
  let deliveries = 0;
  const deliverOnce = (cause: AlertEvent): Promise<TriageEvent | undefined> => {
    const deps = instances[deliveries++ % instances.length] as AlertDeps;
    const answer = triageAlert(cause, deps).then(
      ({ event }) => event,
      () => undefined,
    );
    return Promise.race([answer, time.sleep(timeoutMs).then(() => undefined)]);
  };
  const deliver = async (cause: AlertEvent): Promise<void> => {
    for (let attempt = 0; attempt <= retries; attempt++) {
      const event = await deliverOnce(cause);
      if (event) return void answers.push({ cause, event });
      await time.sleep(200 * 2 ** attempt);
    }
    dead.push(cause);
  };
  return {
    dead,
    answers,
    get deliveries() {
      return deliveries;
    },
    send: (notices: readonly Notice[]): Promise<unknown> =>
      Promise.all(notices.map(({ atMs, event }) => time.sleep(atMs).then(() => deliver(event)))),
  };
};
