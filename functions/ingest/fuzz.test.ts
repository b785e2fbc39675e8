import { expect, test } from "vitest";
import { mutate } from "../../core/alert/testing/mutate.ts";
import { createRandom, type Random } from "../../core/alert/testing/random.ts";
import type { CloudEvent } from "../../core/cloud-event.ts";
import type { Broker } from "../adapters/broker.ts";
import { systemClock } from "../adapters/clock.ts";
import { sleep } from "../adapters/llm/sleep.ts";
import { sha256 } from "../adapters/sha256.ts";
import { createTelemetry } from "../adapters/telemetry.ts";
import { readTelemetryConfig } from "../adapters/telemetry-config.ts";
import { toEventMessage } from "../http/cloud-event.ts";
import { createLog } from "../http/log.ts";
import { secrets } from "../testing.ts";
import { tinyBundle } from "../tiny-bundle.ts";
import { createApp } from "./app.ts";
import { toGrafana, toNotification, toPush } from "./testing/bodies.ts";

const posts = 100_000;

/** In names and texts of every body, and nowhere else. */
const marker = "Zx9kd02Qw7";
const labels = [{ alertname: marker, pod: `${marker}-0`, [marker]: marker }, { pod: `${marker}-1` }];
const seeds: readonly (readonly [path: string, body: unknown])[] = [
  ["/v1/alerts/alertmanager", toNotification(labels, { receiver: marker })],
  ["/v1/alerts/grafana", toGrafana(labels)],
  ["/api/v2/alerts", toPush(labels)],
];

/** Most are JSON; one in twenty was cut or garbled on its way. Of the very long ones a few do. */
const toText = (random: Random, seed: unknown): string => {
  const text = JSON.stringify(mutate(random, seed));
  if (text.length > 8192 && random.int(20) > 0) return toText(random, seed);
  if (random.int(20) > 0) return text;
  const at = random.int(text.length + 1);
  return random.int(2) === 0 ? text.slice(0, at) : `${text.slice(0, at)}\u0000${text.slice(at)}`;
};

/** Two of them: one signs its events, which costs more than all else, and its callers are bound to a namespace. */
const createApps = () => {
  const written: string[] = [];
  const events: CloudEvent[] = [];
  const broker: Broker = {
    server: { address: "broker", port: 80 },
    send: async (event) => {
      const { headers } = toEventMessage(event);
      new Headers(headers);
      events.push(event);
      return { ok: true, status: 202 };
    },
  };
  const log = createLog("ingest", (line) => void written.push(line));
  const { config } = readTelemetryConfig({}, "ingest");
  const deps = {
    functionName: "ingest",
    built: tinyBundle,
    openapi: {},
    authenticate: () => ({ namespaces: null }),
    telemetry: createTelemetry(config, {
      built: tinyBundle,
      clock: systemClock,
      log,
      onSpan: (span) => void written.push(JSON.stringify(span)),
    }),
    log,
    maxBodyBytes: 65_536,
    sha256,
    clock: systemClock,
    sleep,
    broker,
    clusterName: undefined,
    identityDropLabels: [],
    candidatePercent: 0,
  } as const;
  const bound = { authenticate: () => ({ namespaces: ["shop"] }), eventSecret: secrets.event };
  return { open: createApp(deps), bound: createApp({ ...deps, ...bound }), written, events };
};

test(`${posts} mutated bodies: never a crash, never a 5xx, and nothing of them is written anywhere`, async () => {
  const random = createRandom(20_261_121);
  const { open, bound, written, events } = createApps();
  const statuses = new Set<number>();
  let sent = 0;

  for (let post = 0; post < posts; post++) {
    const [path, seed] = random.pick(seeds);
    const body = toText(random, seed);
    const app = random.int(20) === 0 ? bound : open;
    const { status } = await app.request(path, { method: "POST", headers, body }, {}, context);
    statuses.add(status);
    sent += events.splice(0).length;
    const said = written.splice(0).join();
    if (!expected.includes(status) || said.includes(marker)) expect({ post, path, body, status, said }).toBeUndefined();
  }

  // Each way out was taken, so that none was merely never reached.
  expect([...statuses].toSorted()).toEqual(expected);
  expect(sent).toBeGreaterThan(posts / 2);
}, 600_000);

/** As workerd gives one: where there is none, Hono throws on each request. */
const context = { waitUntil: () => undefined, passThroughOnException: () => undefined, props: {} };
const headers = { "content-type": "application/json" };
const expected: readonly number[] = [200, 202, 400, 403, 413, 422];
