import { severityOf, toMessage } from "../../core/alert/message.ts";
import type { Notice } from "../../core/alert/notice.ts";
import { ATTRIBUTE, SPAN } from "../../core/attributes.ts";
import type { CloudEvent } from "../../core/cloud-event.ts";
import { PromptError } from "../../core/error.ts";
import { SEVERITIES } from "../../core/evidence/outcome.ts";
import type { Redactor } from "../../core/evidence/redact.ts";
import type { Clock, Span } from "../../core/port.ts";
import type { Fetch } from "../adapters/llm/connection.ts";
import type { Sleep } from "../adapters/llm/sleep.ts";
import type { Notification } from "../adapters/notifiers/delivery.ts";
import { PREPARE } from "../adapters/notifiers/prepare.ts";
import type { Receiver } from "../adapters/notifiers/receivers.ts";
import { type Sent, sendDelivery } from "../adapters/notifiers/send.ts";
import { claimDelivery, type OnceDeps } from "./once.ts";
import { readNotice } from "./read-notice.ts";
import { type NotificationRecord, type Outcome, toRecordedId } from "./record.ts";

export interface NotifyDeps extends Omit<OnceDeps, "claimMs"> {
  readonly clock: Clock;
  readonly fetch: Fetch;
  readonly sleep: Sleep;
  readonly timeoutMs: number;
  readonly record: (record: NotificationRecord) => void;
  /** What is hidden beyond what always is; default: nothing. */
  readonly redactor?: Redactor;
}

/**
 * Tells one receiver of an event, once.
 *
 * @throws {PromptError} `receiver_unavailable`, upon which the event is delivered again, or `receiver_refused`.
 */
export const notify = async (event: CloudEvent, receiver: Receiver, span: Span, deps: NotifyDeps): Promise<void> => {
  const notice = readNotice(event, span.traceId, deps.redactor);
  const log = (outcome: Outcome, sent?: Sent): void =>
    deps.record(toRecord(event, receiver, span, deps, outcome, sent));
  if (!wants(receiver, notice)) return log("ignored");

  const claim = await claimDelivery(receiver.name, event, { ...deps, claimMs: deps.timeoutMs + CLAIM_MARGIN_MS });
  if (!claim.held) {
    log(claim.by === "delivered" ? "duplicate" : "busy");
    if (claim.by === "delivered") return;
    // Not done yet: were the other delivery to fail unheard, nobody would tell.
    throw unavailable(`${receiver.name} is being told of this event already.`, Math.ceil(deps.timeoutMs / 1000));
  }
  let sent: Sent = { outcome: "unavailable" };
  try {
    const { id, source, type, time = null } = event;
    sent = await send({ event: { id, source, type, time }, notice, message: toMessage(notice) }, receiver, span, deps);
  } finally {
    if (sent.outcome === "delivered") await claim.done();
    else await claim.release();
    log(sent.outcome, sent);
  }
  requireDelivered(sent, receiver);
};

const CLAIM_MARGIN_MS = 5000;

const wants = ({ least_severity, skipped }: Receiver, notice: Notice): boolean => {
  if (notice.kind === "skipped" && !skipped.includes(notice.data.reason)) return false;
  const severity = severityOf(notice);
  return severity === undefined || SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(least_severity);
};

const send = async (
  notification: Notification,
  receiver: Receiver,
  parent: Span,
  { clock, fetch, sleep, timeoutMs }: NotifyDeps,
): Promise<Sent> => {
  const span = parent.child(SPAN.notify, "client", {
    [ATTRIBUTE.receiver]: receiver.name,
    [ATTRIBUTE.receiverKind]: receiver.kind,
  });
  try {
    const delivery = await PREPARE[receiver.kind](notification, receiver, clock.now());
    const sent = await sendDelivery(delivery, timeoutMs, { fetch, sleep, now: clock.now });
    if (sent.status !== undefined) span.set({ [ATTRIBUTE.httpStatus]: sent.status });
    if (sent.outcome !== "delivered") span.fail(`receiver_${sent.outcome}`);
    return sent;
  } finally {
    span.end();
  }
};

const requireDelivered = (sent: Sent, { name, kind }: Receiver): void => {
  if (sent.outcome === "delivered") return;
  const said = sent.status === undefined ? "gave no answer" : `answered ${sent.status}`;
  if (sent.outcome === "unavailable") throw unavailable(`${name} (${kind}) ${said}.`, sent.retryAfterSeconds);
  throw new PromptError(
    "receiver_refused",
    `${name} (${kind}) ${said}, so it will not take this message later either. Check its url and keys in RECEIVERS.`,
    { details: { receiver_status: sent.status } },
  );
};

const unavailable = (why: string, retryAfterSeconds?: number): PromptError =>
  new PromptError("receiver_unavailable", `${why} Deliver the event again.`, {
    details: retryAfterSeconds === undefined ? {} : { retryAfterSeconds },
  });

const toRecord = (
  { id, type }: CloudEvent,
  { name, kind }: Receiver,
  { traceId }: Span,
  { sha256 }: Pick<NotifyDeps, "sha256">,
  outcome: Outcome,
  sent: Sent | undefined,
): NotificationRecord => {
  const event_id = toRecordedId(id, sha256);
  return {
    record: "notification",
    receiver: name,
    kind,
    outcome,
    event_id,
    event_type: type,
    triage_id: type.startsWith("dev.kprompt.triage.completed.") ? event_id : null,
    status: sent?.status ?? null,
    attempts: sent === undefined ? 0 : 1,
    trace_id: traceId,
  };
};
