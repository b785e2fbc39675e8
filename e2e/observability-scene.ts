import { join } from "node:path";
import { type Env, type NodeProcess, startNode } from "../functions/artefacts.ts";
import { type ReceivedSpan, startCollector } from "../functions/otlp-collector.ts";
import { TRIAGE, toCompletion } from "./fake-model.ts";
import { startReceiver } from "./receiver.ts";
import { waitUntil } from "./wait-until.ts";

/** A record as it stands in a line on stdout. */
export type Line = Readonly<Record<string, unknown>> & { readonly record: string };

/** What the built functions said while alerts and requests went through them. */
export interface Scene {
  readonly lines: readonly string[];
  readonly records: readonly Line[];
  readonly spans: readonly ReceivedSpan[];
}

/**
 * One of each that a query asks about: answers by the model, by the rules, in several parts, against the schema and from
 * cut evidence; alerts that are triaged, skipped, resolved and malformed; a receiver that takes messages and one that does
 * not; alerts that nobody triaged, and events that nobody was told of; feedback.
 *
 * @param dist Folder with the built functions.
 */
export const playScene = async (dist: string): Promise<Scene> => {
  const collector = await startCollector();
  const model = await startReceiver(({ body }) => answerAsModel(body));
  const hook = await startReceiver(({ path }) => ({ status: path === "/away" ? 503 : 200 }));
  const env: Env = {
    AUTH: "none",
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_BSP_SCHEDULE_DELAY: "50",
    // As overlays/prod does.
    OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=prod",
    K_REVISION: "analyze-0123456789ab",
  };
  const functions: NodeProcess[] = [];
  const start = async (name: string, more: Env): Promise<NodeProcess> => {
    const one = await startNode(join(dist, `${name}.node.mjs`), { ...env, ...more });
    functions.push(one);
    return one;
  };
  const receiverTo = (name: string) => ({ name, kind: "slack", url: `${hook.url}/${name}`, skipped: ["label_off"] });
  const receivers = [collector.close, model.stop, hook.stop];
  try {
    const analyze = await start("analyze", {
      ALLOW_OVERRIDES: "true",
      LLM_BASE_URL: model.url,
      LLM_CONTEXT_TOKENS: "4096",
    });
    const notify = await start("notify", { RECEIVERS: JSON.stringify([receiverTo("ops"), receiverTo("away")]) });
    const broker = await startReceiver(async (event) => {
      await passOn(event, analyze, notify);
      return { status: 202 };
    });
    receivers.push(broker.stop);
    const ingest = await start("ingest", { BROKER_URL: broker.url });
    await askAnalyze(analyze);
    await sendAlerts(ingest);
    await failToDeliver(notify);
    const lines = () => functions.flatMap(({ stdout }) => stdout).filter((line) => line.startsWith("{"));
    const count = (record: string) => lines().filter((line) => line.includes(`"record":"${record}"`)).length;
    await waitUntil("each record is written", () => count("dead_letter") === 1 && count("feedback") === 2);
    await Promise.all(functions.map(({ stop }) => stop()));
    await waitUntil("the last spans have come", () => collector.spans.some(({ name }) => name === "notification.send"));
    return { lines: lines(), records: lines().map((line) => JSON.parse(line)), spans: collector.spans };
  } finally {
    for (const one of functions) one.terminate();
    await Promise.all(receivers.map((stop) => stop()));
  }
};

/** What makes the model write nonsense, so that it is asked again and the rules answer. */
const NONSENSE = "nonsense-service";

const answerAsModel = (body: string) => ({
  status: 200,
  headers: { "content-type": "text/event-stream" },
  body: toCompletion(body.includes(NONSENSE) ? "There is nothing to see here." : JSON.stringify(TRIAGE)),
});

const postJson = (one: NodeProcess, path: string, body: unknown): Promise<Response> =>
  one.fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });

const askAnalyze = async (analyze: NodeProcess): Promise<void> => {
  const logs = ["2026-11-21T03:00:00Z ERROR no space left on device for mail@example.org"];
  const filters = { namespace: "shop" };
  const first = await postJson(analyze, "/v1/analyze", { logs, filters });
  const { trace_id: token } = (await first.json()) as { trace_id: string };
  const many = Array.from({ length: 900 }, (_, at) => `ERROR ${kindOf(at)}`);
  for (const body of [
    { logs: [`ERROR ${NONSENSE} stopped`] },
    { logs: many },
    { logs, intents: ["k8s_core_triage", "workload_triage"] },
  ])
    await postJson(analyze, "/v1/analyze", body);
  for (const score of ["up", 0.25]) await postJson(analyze, "/v1/feedback", { token, score });
};

/** Many kinds of lines: more than a small slot holds, even each of them once. */
const kindOf = (at: number): string => {
  const pick = (index: number) => WORDS[index % WORDS.length];
  return `the ${pick(at)} was refused by the ${pick(Math.floor(at / 12))} and left to the ${pick(at * 5 + Math.floor(at / 144))}`;
};
const WORDS = ["alder", "birch", "cedar", "elm", "fir", "hazel", "larch", "maple", "oak", "pine", "rowan", "willow"];

const sendAlerts = async (ingest: NodeProcess): Promise<void> => {
  const alert = (alertname: string, more: object = {}, status = "firing") => ({
    status,
    labels: { alertname, severity: "warning", namespace: "shop", ...more },
    annotations: { summary: `${alertname} looks bad` },
    startsAt: "2026-11-21T03:00:00Z",
    endsAt: status === "firing" ? "0001-01-01T00:00:00Z" : "2026-11-21T03:10:00Z",
    generatorURL: "",
  });
  const alerts = [
    alert("DiskFull"),
    alert("QueueLong", { kprompt: "rules" }),
    alert("KpromptWatchdog", { kprompt: "off" }),
    alert("CertOld", {}, "resolved"),
    { status: "firing", labels: "none" },
  ];
  const repeat = { ...alert("DiskFull"), startsAt: "2026-11-21T03:01:00Z" };
  for (const some of [alerts, [repeat]])
    await postJson(ingest, "/v1/alerts/alertmanager", {
      version: "4",
      status: "firing",
      receiver: "kprompt",
      alerts: some,
    });
};

/** As Broker and Triggers do: the alert to analyze, and what it answers to each receiver. */
const passOn = async (
  { headers, body }: { readonly headers: object; readonly body: string },
  analyze: NodeProcess,
  notify: NodeProcess,
): Promise<void> => {
  const answer = await analyze.fetch("/", { method: "POST", headers: pick(Object.entries(headers)), body });
  const init = { method: "POST", headers: pick([...answer.headers]), body: await answer.text() };
  for (const name of ["ops", "away"]) await (await notify.fetch(`/receivers/${name}`, init)).text();
};

const pick = (headers: readonly (readonly [string, string])[]): Record<string, string> =>
  Object.fromEntries(headers.filter(([name]) => /^(ce-|content-type$|traceparent$)/.test(name)));

/** An alert that analyze did not take, and a triage that no receiver took: as a dead-letter sink gets them. */
const failToDeliver = async (notify: NodeProcess): Promise<void> => {
  const event = (type: string, path: string, data: object) => ({
    specversion: "1.0",
    id: `dead-${type.length}`,
    source: "/alertmanager/home/kprompt",
    type,
    datacontenttype: "application/json",
    knativeerrorcode: 503,
    knativeerrordest: `http://subscriber.example${path}`,
    data,
  });
  const data = {
    status: "firing",
    labels: { alertname: "NodeDown", severity: "critical" },
    annotations: {},
    starts_at: "2026-11-21T03:00:00Z",
    ends_at: null,
    generator_url: null,
    fingerprint: "0123456789abcdef",
    identity: "5f".repeat(32),
    receiver: "kprompt",
    truncated_alerts: 0,
  };
  const post = (path: string, body: object) =>
    notify.fetch(path, {
      method: "POST",
      headers: { "content-type": "application/cloudevents+json" },
      body: JSON.stringify(body),
    });
  const letter = event("dev.kprompt.alert.firing.v1", "/", data);
  await (await post("/", letter)).text();
  await (await post("/dead-letters", { ...letter, knativeerrordest: "http://notify.example/receivers/ops" })).text();
};
