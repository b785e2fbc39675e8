import { expect, test } from "vitest";
import { sha256 } from "../triage/testing.ts";
import { MINUTE, NOW } from "./testing/alerts.ts";
import { createTestStore } from "./testing/memory-store.ts";
import { INCIDENTS, simulateStorm } from "./testing/simulate-storm.ts";
import { createVirtualTime } from "./testing/virtual-time.ts";

const simulate = async (storm: { readonly queue: number; readonly durationMs: number }) => {
  const time = createVirtualTime(() => new Promise((resolve) => setImmediate(resolve)), NOW);
  const store = createTestStore(time.now);
  return { ...(await simulateStorm({ ...storm, sha256, time, stores: [store, store] })), store };
};

test("2,000 notices of 40 incidents: 40 calls, 40 triages, nothing lost", async () => {
  const { notices, causes, broker, store, model, byId, texts, completed, skipped } = await simulate({
    queue: 40,
    durationMs: 25 * MINUTE,
  });
  const identities = new Set(notices.map(({ event }) => event.data.identity));
  expect(identities.size).toBe(INCIDENTS);
  // Each notice twice, and more often where the broker lost patience.
  expect(broker.deliveries).toBeGreaterThan(4000);

  expect(model.calls).toHaveLength(INCIDENTS);
  expect(new Set(model.calls)).toEqual(identities);
  expect(new Set(completed.map(({ data }) => data?.alert.identity))).toEqual(identities);
  expect(completed.every(({ extensions }) => extensions.engine === "model")).toBe(true);
  expect(broker.dead).toEqual([]);

  expect(completed.length + skipped.length).toBe(causes.size);
  // One answer a cause, the same bytes each time.
  expect(byId.size).toBe(causes.size);
  expect(texts.size).toBe(causes.size);
  const kinds = (store: Iterable<string>) => new Set([...store].map((key) => key.split(":")[0]));
  expect(kinds(store.entries.keys())).toEqual(new Set(["identity", "done", "cap"]));
  // An answer for each cause; the state of each incident and its lease, for a time; a place for each call of the hour.
  expect(store.most).toBeLessThanOrEqual(causes.size + 3 * INCIDENTS);
});

test("where the queue at the model is short the rules answer the rest", async () => {
  const { causes, broker, model, completed, skipped } = await simulate({ queue: 10, durationMs: 9 * MINUTE });
  const busy = completed.filter(({ extensions }) => extensions.engine === "rules");
  expect(busy.length).toBeGreaterThan(0);
  expect(model.calls.length + busy.length).toBe(INCIDENTS);
  expect(new Set(completed.map(({ data }) => data?.alert.identity)).size).toBe(INCIDENTS);
  expect(broker.dead).toEqual([]);
  expect(completed.length + skipped.length).toBe(causes.size);
});
