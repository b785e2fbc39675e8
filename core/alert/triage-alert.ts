import { ATTRIBUTE } from "../attributes.ts";
import type { AlertDeps, Delivery } from "./alert-deps.ts";
import { readFinished, type TriageEvent, triageIdOf } from "./finished-triage.ts";
import { withAlert } from "./storm-state.ts";
import { createStormStore } from "./storm-store.ts";
import { takeTurn } from "./take-turn.ts";
import { toAlertRecord } from "./to-alert-record.ts";
import type { AlertEvent } from "./triage-event.ts";
import { waitForTurn } from "./wait-for-turn.ts";

export interface AnsweredAlert {
  readonly event: TriageEvent;
  /** It was answered before: with this very event. */
  readonly redelivered: boolean;
}

/**
 * Answers an alert event with a triage event: completed, skipped with the reason, or failed for good. Only a finished
 * triage silences a repeat; while one is under way, others of its identity wait for it, in the store, which all
 * instances share. Whatever happens the alert is answered, at worst by the rules.
 *
 * @throws {PromptError} `cancelled`, `shutting_down`; and what is unexpected. The event is to be delivered again.
 */
export const triageAlert = async (cause: AlertEvent, deps: AlertDeps): Promise<AnsweredAlert> => {
  const startedAt = deps.clock.now();
  const triageId = triageIdOf(cause, deps.sha256);
  const known = await readFinished(triageId, deps.store);
  const answer = known ? knownAs(known) : await answerAlert(cause, triageId, deps);
  const latencyMs = deps.clock.now() - startedAt;
  const record = toAlertRecord(cause, { ...answer, latencyMs, traceId: deps.span.traceId }, deps.redactor);
  deps.span.set({
    [ATTRIBUTE.triageId]: triageId,
    [ATTRIBUTE.alertIdentity]: cause.data.identity,
    [ATTRIBUTE.alertOutcome]: record.outcome,
    ...(record.reason !== null && { [ATTRIBUTE.alertReason]: record.reason }),
    [ATTRIBUTE.alertRedelivered]: record.redelivered,
    [ATTRIBUTE.alertWaitedMs]: record.waited_ms,
  });
  deps.record(record);
  return { event: answer.event, redelivered: answer.redelivered };
};

interface Answer extends AnsweredAlert {
  readonly waitedMs: number;
  readonly modelCalled: boolean;
}

const knownAs = (event: TriageEvent, waitedMs = 0): Answer => ({
  event,
  redelivered: true,
  waitedMs,
  modelCalled: false,
});

const answerAlert = async (cause: AlertEvent, triageId: string, deps: AlertDeps): Promise<Answer> => {
  const { data } = cause;
  const storm = createStormStore(deps.store, data.identity, deps.policy);
  const delivery: Delivery = { cause, triageId, owner: `${triageId} ${deps.nonce()}`, storm, deps };
  const startedAt = deps.clock.now();
  await storm.change((state) => withAlert(state, data, startedAt));
  const turn = await waitForTurn(delivery);
  const waitedMs = deps.clock.now() - startedAt;
  try {
    const answer = "known" in turn ? knownAs(turn.known) : await takeTurn(turn, delivery);
    return { ...answer, waitedMs };
  } finally {
    if ("leased" in turn && turn.leased) await storm.release(delivery.owner);
  }
};
