import { afterAll, expect, test } from "vitest";
import { EVENT_TYPE } from "../core/alert/event-type.ts";
import { MINUTE, NOW } from "../core/alert/testing/alerts.ts";
import { INCIDENTS, simulateStorm } from "../core/alert/testing/simulate-storm.ts";
import { createVirtualTime } from "../core/alert/testing/virtual-time.ts";
import type { Store } from "../core/port.ts";
import { sleep } from "../functions/adapters/llm/sleep.ts";
import { sha256 } from "../functions/adapters/sha256.ts";
import { nodeConnector } from "../functions/adapters/store/connector-node.ts";
import { createStore } from "../functions/adapters/store/store.ts";
import { startValkey, type Valkey } from "./valkey.ts";

interface Row {
  readonly scene: string;
  readonly causes: number;
  readonly deliveries: number;
  readonly calls: number;
  readonly completed: number;
  readonly skipped: number;
  readonly dead: number;
  readonly "store failures": number;
}
const rows: Row[] = [];
afterAll(() => console.table(rows));

/** Two instances of analyze, in virtual time, before a Valkey in real time: the clock waits for its answers. */
const storm = async (
  scene: string,
  valkey: Valkey,
  meanwhile?: (time: { sleep(ms: number): Promise<void> }) => Promise<void>,
) => {
  let asked = 0;
  const counted = (store: Store): Store => {
    const count = async <T>(call: Promise<T>): Promise<T> => {
      asked += 1;
      try {
        return await call;
      } finally {
        asked -= 1;
      }
    };
    return {
      get: (...call) => count(store.get(...call)),
      set: (...call) => count(store.set(...call)),
      add: (...call) => count(store.add(...call)),
      replace: (...call) => count(store.replace(...call)),
    };
  };
  const settle = async (): Promise<void> => {
    do await new Promise((resolve) => setImmediate(resolve));
    while (asked > 0);
  };
  const time = createVirtualTime(settle, NOW);
  const stores = ["a", "b"].map(() =>
    createStore(valkey.url, { connector: nodeConnector, now: Date.now, sleep, log: () => undefined }),
  );
  const result = await simulateStorm({
    sha256,
    time,
    stores: stores.map(counted),
    queue: 40,
    durationMs: 25 * MINUTE,
    ...(meanwhile && { meanwhile: () => meanwhile(time) }),
  });
  const { broker, model, causes, completed, skipped } = result;
  rows.push({
    scene,
    causes: causes.size,
    deliveries: broker.deliveries,
    calls: model.calls.length,
    completed: completed.length,
    skipped: skipped.length,
    dead: broker.dead.length,
    "store failures": stores.reduce((sum, { failures }) => sum + failures, 0),
  });
  return result;
};

test("2,000 notices of 40 incidents, two instances, one Valkey: 40 calls, nothing lost", async () => {
  const valkey = await startValkey();
  try {
    const { causes, broker, model, byId, texts, completed, skipped } = await storm("Valkey stays", valkey);
    expect(model.calls).toHaveLength(INCIDENTS);
    expect(broker.dead).toEqual([]);
    expect([byId.size, texts.size, completed.length + skipped.length]).toEqual([causes.size, causes.size, causes.size]);
  } finally {
    await valkey.stop();
  }
});

test.each([
  { scene: "killed while the model is asked", atMs: 4 * MINUTE },
  { scene: "killed half-way", atMs: 12 * MINUTE },
])("Valkey $scene: nothing lost, at most as many calls as instances and incidents", async ({ scene, atMs }) => {
  const valkey = await startValkey();
  try {
    const { causes, broker, model, byId } = await storm(scene, valkey, async (time) => {
      await time.sleep(atMs);
      await valkey.kill();
    });
    expect(broker.dead).toEqual([]);
    // One id a cause, whatever was forgotten.
    expect(byId.size).toBe(causes.size);
    // Of all answers: one that was forgotten may be followed by another one of the same id.
    const triaged = broker.answers.filter(({ event }) => event.type === EVENT_TYPE.triageCompleted);
    expect(new Set(triaged.map(({ cause }) => cause.data.identity)).size).toBe(INCIDENTS);
    expect(new Set(model.calls).size).toBe(INCIDENTS);
    // Each instance has its own memory left, in which an incident may also seem to have ended and begun anew.
    expect(model.calls.length).toBeLessThanOrEqual(2 * INCIDENTS);
  } finally {
    await valkey.stop();
  }
});
