import type { Hono } from "hono";
import type { CloudEvent } from "../../core/cloud-event.ts";
import { PromptError } from "../../core/error.ts";
import type { Span } from "../../core/port.ts";
import type { Receiver } from "../adapters/notifiers/receivers.ts";
import { createHttpApp, type HttpDeps, type HttpEnv } from "../http/app.ts";
import { toEventPaths } from "../http/events.ts";
import { type DeadLetterRecord, toDeadLetterRecord } from "./dead-letter.ts";
import { type NotifyDeps, notify } from "./notify.ts";
import type { NotificationRecord } from "./record.ts";

export interface NotifyAppDeps extends HttpDeps, Omit<NotifyDeps, "record"> {
  readonly receivers: readonly Receiver[];
  readonly record: (record: NotificationRecord | DeadLetterRecord) => void;
}

export const createApp = (deps: NotifyAppDeps): Hono<HttpEnv> => {
  const events = toEventPaths(
    {
      "/": async (event, c) => {
        await notifyAll(event, c.get("span"), deps);
        return c.body(null, 204);
      },
      "/receivers/:name": async (event, c) => {
        await notify(event, find(deps.receivers, c.req.param("name")), c.get("span"), deps);
        return c.body(null, 204);
      },
      // Of the Triggers that deliver to the paths above: what is refused here is gone.
      "/dead-letters": (event, c) => {
        deps.record(toDeadLetterRecord(event, c.get("span"), deps.sha256));
        return c.body(null, 204);
      },
    },
    deps,
  );
  return createHttpApp(deps, {}, events);
};

/**
 * For dead letters, which have one sink. None waits for another; delivered again, those that were told are not told twice.
 *
 * @throws {PromptError} as `notify`: what may pass first.
 */
const notifyAll = async (event: CloudEvent, span: Span, deps: NotifyAppDeps): Promise<void> => {
  const { receivers } = deps;
  if (receivers.length === 0) throw unknown("There is nobody to tell", receivers);
  const told = await Promise.allSettled(receivers.map((receiver) => notify(event, receiver, span, deps)));
  const faults = told.flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : []));
  const passing = faults.find((fault) => !(fault instanceof PromptError) || fault.code === "receiver_unavailable");
  if (faults.length > 0) throw passing ?? faults[0];
};

const find = (receivers: readonly Receiver[], name: string | undefined): Receiver => {
  const found = receivers.find((receiver) => receiver.name === name);
  if (found === undefined) throw unknown("There is no such receiver", receivers);
  return found;
};

const unknown = (what: string, receivers: readonly Receiver[]): PromptError => {
  const available = receivers.map(({ name }) => name);
  const there = available.length === 0 ? "RECEIVERS names none" : `RECEIVERS names ${available.join(", ")}`;
  return new PromptError(
    "receiver_unknown",
    `${what}, and ${there}. Give each its Trigger, with uri: /receivers/<name>.`,
    {
      details: { available },
    },
  );
};
