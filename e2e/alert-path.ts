import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { startBroker } from "./broker.ts";
import { type Addressed, startBuiltFunction } from "./built-function.ts";
import { type FakeModel, startFakeModel } from "./fake-model.ts";
import { startForwarder } from "./forwarder.ts";
import { type Notice, toKey } from "./notice.ts";
import type { Received } from "./receiver.ts";
import type { Service } from "./service.ts";
import { startTriageSink, type TriageSink } from "./triage-sink.ts";
import { waitUntil } from "./wait-until.ts";

/** Webhook → ingest → broker → analyze → broker → sink: each a process of its own, except for the model and the sink. */
export interface AlertPath {
  readonly ingest: Addressed;
  readonly broker: Addressed;
  readonly analyzes: readonly Service[];
  readonly model: FakeModel;
  readonly sink: TriageSink;
  /** Where an Alertmanager's webhook goes: what ingest acknowledges of it is noted. */
  readonly webhookUrl: string;
  acknowledge(notices: readonly Notice[]): void;
  /** Keys of all that ingest acknowledged. */
  readonly acknowledged: ReadonlySet<string>;
  /** How often ingest refused the webhook. */
  refused(): number;
  /** Waits until each acknowledged notice is at the sink, and nothing moves any more. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

export interface AlertPathOptions {
  /** Folder with the built functions. */
  readonly dist: string;
  /** Instances of analyze. Default 1. */
  readonly instances?: number;
  /** Default: none; each instance then has a memory of its own. */
  readonly storeUrl?: string;
  /** Default 300. */
  readonly modelMs?: number;
}

export const startAlertPath = async (options: AlertPathOptions): Promise<AlertPath> => {
  const { dist, instances = 1, storeUrl, modelMs = 300 } = options;
  const folder = await mkdtemp(join(tmpdir(), "kprompt-alerts-"));
  const started: { stop(): Promise<unknown> }[] = [];
  const keep = async <T extends { stop(): Promise<unknown> }>(starting: Promise<T>): Promise<T> => {
    const one = await starting;
    started.push(one);
    return one;
  };
  const stop = async (): Promise<void> => {
    await Promise.all(started.map((one) => one.stop()));
    await rm(folder, { recursive: true, force: true });
  };
  const acknowledged = new Set<string>();
  let refused = 0;
  const acknowledge = (notices: readonly Notice[]): void => {
    for (const notice of notices) acknowledged.add(toKey(notice));
  };
  try {
    const model = await keep(startFakeModel({ answerMs: modelMs }));
    const sink = await keep(startTriageSink());
    const analyzes = await Promise.all(
      Array.from({ length: instances }, () =>
        keep(
          startBuiltFunction(dist, "analyze", {
            EVENT_SECRET,
            LLM_BASE_URL: model.url,
            // As long is an alert waited for whose instance has died.
            LLM_TIMEOUT_MS: "4000",
            STORM_MODEL_CALLS_PER_HOUR: "1000",
            ...(storeUrl && { STORE_URL: storeUrl }),
          }),
        ),
      ),
    );
    const balancer = await keep(startForwarder(analyzes.map(({ url }) => url)));
    const triggers = join(folder, "triggers.yaml");
    await writeFile(triggers, createTriggers(balancer.url, sink.url));
    const broker = await keep(startBroker({ triggers, journal: join(folder, "journal") }));
    const ingest = await keep(startBuiltFunction(dist, "ingest", { EVENT_SECRET, BROKER_URL: broker.url }));
    const webhook = await keep(
      startForwarder([ingest.url], (request, status) => {
        if (status >= 200 && status < 300) acknowledge(readWebhook(request));
        else refused += 1;
      }),
    );
    const settle = async (): Promise<void> => {
      const isThere = () => {
        const there = new Set(sink.events.map(({ notice }) => toKey(notice)));
        return [...acknowledged].every((key) => there.has(key));
      };
      await waitUntil("every acknowledged alert has a triage", isThere, SETTLE_MS).catch((error: Error) => {
        const logs = [ingest, broker, ...analyzes].map((service) => service.log()).join("\n");
        throw new Error(`${error.message}\n${logs}`);
      });
      await waitUntilStill(() => [sink.events.length, model.prompts.length, model.busy()].join());
    };
    return {
      ...{ ingest, broker, analyzes, model, sink, acknowledge, acknowledged, settle, stop },
      refused: () => refused,
      webhookUrl: `${webhook.url}/v1/alerts/alertmanager`,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};

const EVENT_SECRET = "events-of-the-tests-0123456789abcdef";
const SETTLE_MS = 90_000;
/** Longer than a model call and the broker's first waits. */
const STILL_MS = 1_000;

const DELIVERY = { retry: 20, backoffPolicy: "linear", backoffDelay: "PT0.1S", timeout: "PT30S" };

/** One document each; JSON is YAML. */
const createTriggers = (analyzeUrl: string, sinkUrl: string): string =>
  [
    { name: "analyze", prefix: "dev.kprompt.alert.", uri: analyzeUrl },
    { name: "sink", prefix: "dev.kprompt.triage.", uri: sinkUrl },
  ]
    .map(({ name, prefix, uri }) => ({
      apiVersion: "eventing.knative.dev/v1",
      kind: "Trigger",
      metadata: { name },
      spec: { broker: "default", filters: [{ prefix: { type: prefix } }], subscriber: { uri }, delivery: DELIVERY },
    }))
    .map((trigger) => `---\n${JSON.stringify(trigger)}\n`)
    .join("");

const readWebhook = ({ body }: Received): readonly Notice[] =>
  JSON.parse(body).alerts.map(
    ({ labels, startsAt, status }: { labels: { alertname: string }; startsAt: string; status: Notice["status"] }) => ({
      alertname: labels.alertname,
      startsAt,
      status,
    }),
  );

const waitUntilStill = async (look: () => string): Promise<void> => {
  let seen = look();
  let since = Date.now();
  while (Date.now() - since < STILL_MS) {
    await pause(50);
    const now = look();
    if (now !== seen) [seen, since] = [now, Date.now()];
  }
};
