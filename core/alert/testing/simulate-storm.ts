import type { Sha256, Store } from "../../port.ts";
import { EVENT_TYPE } from "../event-type.ts";
import { depsOf, MINUTE, POLICY } from "./alerts.ts";
import { createSlowModel, createStorm, createTestBroker, withRestarts } from "./storm.ts";
import type { VirtualTime } from "./virtual-time.ts";

export const INCIDENTS = 40;

interface Storm {
  readonly sha256: Sha256;
  readonly time: VirtualTime;
  /** One an instance. */
  readonly stores: readonly Store[];
  /** Places at the model. */
  readonly queue: number;
  readonly durationMs: number;
  /** Happens beside it. */
  readonly meanwhile?: () => Promise<void>;
}

/** 2,000 notices of 40 incidents, an ingest that is killed every 90 s, and a model of 2 slots that takes 22 s. */
export const simulateStorm = async ({ sha256, time, stores, queue, durationMs, meanwhile }: Storm) => {
  const model = createSlowModel(time, { slots: 2, queue, callMs: 22_000 });
  const policy = { ...POLICY, callsPerHour: 1000, waitMs: 10 * MINUTE, leaseMs: 12 * MINUTE };
  const instances = stores.map((store, index) => {
    let nonces = 0;
    return depsOf({ store, ...time, sha256, run: model.run }, { policy, nonce: () => `${index} ${++nonces}` });
  });
  const notices = createStorm({ notices: 2000, incidents: INCIDENTS, durationMs }, sha256);
  // Shorter than the queue at the model: many a delivery is given up and tried again while it is still at work.
  const broker = createTestBroker(
    time,
    instances.map(({ deps }) => deps),
    { timeoutMs: 2 * MINUTE, retries: 10 },
  );
  await time.run(Promise.all([broker.send(withRestarts(notices, 90_000)), meanwhile?.()]));
  // What is still at work after its delivery was given up.
  await time.run(time.sleep(20 * MINUTE));

  const causes = new Set(notices.map(({ event }) => `${event.source} ${event.id}`));
  const byId = new Map(broker.answers.map(({ event }) => [event.id, event]));
  const of = (type: string) => [...byId.values()].filter((event) => event.type === type);
  const texts = new Set(broker.answers.map(({ event }) => JSON.stringify(event)));
  const completed = of(EVENT_TYPE.triageCompleted);
  return { notices, causes, broker, model, byId, texts, completed, skipped: of(EVENT_TYPE.triageSkipped) };
};
