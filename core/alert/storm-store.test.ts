import { expect, test } from "vitest";
import { withAlert } from "./storm-state.ts";
import { createStormStore } from "./storm-store.ts";
import { alertOf } from "./testing/alerts.ts";
import { createTestStore } from "./testing/memory-store.ts";

const setup = () => {
  const store = createTestStore(() => 0);
  const storm = createStormStore(store, "i", { memoryMs: 1000, leaseMs: 1000 });
  const fire = (fingerprint: string) => storm.change((state) => withAlert(state, alertOf({ fingerprint }), 0));
  return { store, storm, fire };
};

test("of many who write at once nobody is forgotten", async () => {
  const { storm, fire } = setup();
  const pods = Array.from({ length: 12 }, (_, pod) => `pod ${pod}`);
  await fire("first");
  await Promise.all(pods.map(fire));
  expect(new Set((await storm.read()).firing.map(([pod]) => pod))).toEqual(new Set(["first", ...pods]));
});

test("a store that refuses every write in one step is written to all the same", async () => {
  const { store } = setup();
  const stubborn = createStormStore({ ...store, add: async () => false, replace: async () => false }, "i", {
    memoryMs: 1000,
    leaseMs: 1000,
  });
  await stubborn.change((state) => withAlert(state, alertOf(), 0));
  expect((await stubborn.read()).firing).toHaveLength(1);
});

test("what changes nothing is not written", async () => {
  const { store, fire } = setup();
  await fire("a");
  const before = store.entries.get("identity:i");
  await fire("a");
  expect(store.entries.get("identity:i")).toBe(before);
});

test("one holds the lease, and no other can give it back", async () => {
  const { storm } = setup();
  expect([await storm.lease("a"), await storm.lease("b")]).toEqual([true, false]);
  await storm.release("b");
  expect(await storm.lease("b")).toBe(false);
  await storm.release("a");
  expect(await storm.lease("b")).toBe(true);
});
