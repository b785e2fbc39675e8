import { eventOf as alertEventOf, alertOf } from "../../core/alert/testing/alerts.ts";
import { completed, eventOf } from "../adapters/notifiers/testing/samples.ts";
import { sha256 } from "../adapters/sha256.ts";
import { toEventMessage } from "../http/cloud-event.ts";
import { toNotification } from "../ingest/testing/bodies.ts";
import { signNow } from "../notify/testing.ts";
import type { FunctionName } from "../settings.ts";
import { secrets, tokens } from "../testing.ts";

/** What a function is there for, and what it answers where all is well. */
export interface GoodRequest {
  readonly to: FunctionName;
  readonly kind: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly status: number;
}

/** @param id Another one is another incident and another event, so that nothing is answered from memory. */
export const goodRequests = (id: string): readonly GoodRequest[] => [
  { ...json("ingest", "/v1/alerts/alertmanager", toNotification([{ pod: id }])), status: 202 },
  json("route", "/v1/route", { logs: "boom" }),
  json("render", "/v1/render", { prompt: "tiny.general", variables: { logs: "boom" } }),
  json("analyze", "/v1/analyze", { logs: "boom" }),
  ...(["binary", "structured"] as const).flatMap((mode): GoodRequest[] => {
    const alert = signNow(
      alertEventOf(alertOf({ identity: sha256(id), fingerprint: sha256(id).slice(0, 16) })),
      secrets.event,
    );
    const triage = signNow(eventOf("triageCompleted", completed, { id: `${mode}-${id}` }), secrets.event);
    return [
      { to: "analyze", kind: mode, path: "/", status: 200, ...toMessage(alert, mode) },
      { to: "notify", kind: mode, path: "/receivers/ops", status: 204, ...toMessage(triage, mode) },
    ];
  }),
];

/** The one that stands for a function where its kinds do not differ. */
export const goodRequest = (to: FunctionName, id: string): GoodRequest => {
  const found = goodRequests(id).find((request) => request.to === to);
  if (found === undefined) throw new Error(`There is no request to ${to}. Add one to goodRequests.`);
  return found;
};

const json = (to: FunctionName, path: string, body: object): GoodRequest => ({
  to,
  kind: "JSON",
  path,
  headers: { authorization: `Bearer ${tokens.all}`, "content-type": "application/json" },
  body: JSON.stringify(body),
  status: 200,
});

/** As a Trigger sends it. */
const toMessage = (event: ReturnType<typeof signNow>, mode: "binary" | "structured") => {
  const { headers, body } = toEventMessage(event, mode);
  return { headers: { ...headers, prefer: "reply", "kn-namespace": "kprompt" }, body: String(body) };
};
