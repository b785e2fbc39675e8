import { expect, test } from "vitest";
import { alertOf, eventOf } from "../core/alert/testing/alerts.ts";
import type { CloudEvent } from "../core/cloud-event.ts";
import { toEventMessage, toEventResponse } from "../functions/http/cloud-event.ts";
import { createLocalBroker } from "./local-broker.ts";

const triage: CloudEvent = {
  id: "ab".repeat(32),
  source: "/kprompt/analyze",
  type: "dev.kprompt.triage.completed.v1",
  extensions: {},
  data: {},
};

/** Who was sent an alert, or what came of it, in the order in which it was. */
const deliver = async (receivers: readonly string[], answer: () => Response) => {
  const sent: string[] = [];
  const broker = createLocalBroker({
    receivers: receivers.map((name) => ({ name })),
    send: (to, request) => {
      sent.push(`${to}${new URL(request.url).pathname} ${request.headers.get("ce-type")}`);
      return to === "analyze" ? answer() : new Response(null, { status: 204 });
    },
    onTriage: ({ type }) => void sent.push(`terminal ${type}`),
    onNote: () => undefined,
  });
  const { headers, body } = toEventMessage(eventOf(alertOf()));
  await broker.accept(new Request("http://broker.localhost/", { method: "POST", headers, body: String(body) }));
  await broker.idle();
  await broker.close();
  return { sent: sent.sort(), stats: broker.snapshot() };
};

const alert = "dev.kprompt.alert.firing.v1";

test("an alert goes to analyze, its triage to every receiver and the terminal", async () => {
  const { sent } = await deliver(["ops", "phone"], () => toEventResponse(triage));
  expect(sent).toEqual([
    `analyze/ ${alert}`,
    `notify/receivers/ops ${triage.type}`,
    `notify/receivers/phone ${triage.type}`,
    `terminal ${triage.type}`,
  ]);
});

test("one that analyze refuses is told as it is, to all at once", async () => {
  const { sent, stats } = await deliver(["ops", "phone"], () => new Response(null, { status: 422 }));
  expect(sent).toEqual([`analyze/ ${alert}`, `notify/ ${alert}`]);
  expect(stats).toMatchObject({ deadLettered: 1, retried: 0 });
});

test("where nobody is to be told it is dropped, and that is counted", async () => {
  const { sent, stats } = await deliver([], () => new Response(null, { status: 422 }));
  expect(sent).toEqual([`analyze/ ${alert}`]);
  expect(stats).toMatchObject({ dropped: 1 });
});
