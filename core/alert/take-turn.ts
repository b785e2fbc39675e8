import { PromptError } from "../error.ts";
import type { Delivery } from "./alert-deps.ts";
import { toAlertRequest } from "./alert-request.ts";
import type { StormDecision } from "./decide-storm.ts";
import { readEarlier, toFinished } from "./earlier.ts";
import { keepFinished, type TriageEvent } from "./finished-triage.ts";
import { takeModelCall } from "./model-cap.ts";
import { type AlertRun, BUSY, CAP_REACHED, runAlert } from "./run-alert.ts";
import { isOver, withFinished } from "./storm-state.ts";
import { type TriageContext, toCompletedEvent, toFailedEvent, toSkippedEvent } from "./triage-event.ts";
import type { View } from "./wait-for-turn.ts";

interface TurnAnswer {
  readonly event: TriageEvent;
  readonly redelivered: boolean;
  readonly modelCalled: boolean;
}

/** Carries out what was decided, and keeps the answer before anybody is told of it. */
export const takeTurn = async ({ state, decision }: View, delivery: Delivery): Promise<TurnAnswer> => {
  const { cause, triageId, deps } = delivery;
  const { store, clock, policy, redactor, span } = deps;
  const startedAt = clock.now();
  const earlier = await readEarlier(state, store, startedAt, policy.memoryMs);
  const end = async (toEvent: (context: TriageContext) => TriageEvent, modelCalled = false) => {
    const now = clock.now();
    const context = { cause, triageId, earlier, traceId: span.traceId, now, redactor };
    const made = toEvent(context);
    const event = await keepFinished(made, store);
    return { event, redelivered: event !== made, modelCalled, now };
  };
  if (decision.do === "skip") return end((context) => toSkippedEvent(decision.reason, decision.detail, context));

  const outcome = await triage(decision, delivery);
  if ("over" in outcome)
    return end((context) => toSkippedEvent("resolved", "The alert ended before its turn at the model.", context));
  if ("failure" in outcome) return end((context) => toFailedEvent(outcome.failure, context));
  const { run, modelCalled } = outcome;
  const ended = await end((context) => toCompletedEvent(run, context), modelCalled);
  const finished = toFinished(run.reply, { triageId, startedAt, finishedAt: ended.now });
  await delivery.storm.change((before) => withFinished(before, finished));
  return ended;
};

type Triaged =
  | { readonly run: AlertRun; readonly modelCalled: boolean }
  | { readonly over: true }
  | { readonly failure: string };

const triage = async (decision: StormDecision & { do: "triage" }, delivery: Delivery): Promise<Triaged> => {
  const { cause, owner, storm, deps } = delivery;
  const { data } = cause;
  const { callsPerHour } = deps.policy;
  const capped = decision.engine === "model" && deps.hasModel && !decision.uncapped;
  const place = capped
    ? await takeModelCall(deps.store, callsPerHour, Number.parseInt(owner.slice(0, 8), 16), owner)
    : null;
  const { engine, because } = place === undefined ? ({ engine: "rules", because: CAP_REACHED } as const) : decision;
  const wanted = async (): Promise<boolean> => !isOver(await storm.read(), data);
  try {
    const requests = toAlertRequest(data, deps.policy, deps.clock.now());
    const run = await runAlert(requests, async (request) => {
      try {
        return await deps.run(request, engine, because, wanted);
      } catch (error) {
        if (engine === "rules" || codeOf(error) !== "model_busy") throw error;
        return deps.run(request, "rules", BUSY, wanted);
      }
    });
    const modelCalled = run.reply.engine === "model" || run.reply.usage.input_tokens > 0;
    if (!modelCalled) await place?.giveBack();
    return { run, modelCalled };
  } catch (error) {
    const code = codeOf(error);
    if (code === "cancelled" && !(await wanted())) {
      await place?.giveBack();
      return { over: true };
    }
    if (code === undefined || code === "cancelled" || code === "shutting_down") throw error;
    await place?.giveBack();
    return { failure: code };
  }
};

const codeOf = (error: unknown): PromptError["code"] | undefined =>
  error instanceof PromptError ? error.code : undefined;
