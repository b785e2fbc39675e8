import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createMemoryStore } from "./memory.ts";
import { describeStore } from "./testing/describe-store.ts";

const createClock = () => {
  const clock = { time: 1_000_000, now: () => clock.time };
  return clock;
};

describeStore("memory", async () => {
  const clock = createClock();
  return {
    store: createMemoryStore(clock),
    pass: async (ms) => {
      clock.time += ms;
    },
  };
});

test("a value lives until just before its time is over", async () => {
  const clock = createClock();
  const store = createMemoryStore(clock);
  await store.set("a", "x", 10);
  clock.time += 9;
  expect(await store.get("a")).toBe("x");
  clock.time += 1;
  expect(await store.get("a")).toBeUndefined();
  expect(store).toMatchObject({ size: 0, bytes: 0 });
});

test("what was written longest ago makes room", async () => {
  const store = createMemoryStore({ now: () => 0, maxEntries: 3 });
  for (const key of ["a", "b", "c"]) await store.set(key, key, 10);
  await store.set("a", "again", 10);
  await store.get("b");
  await store.set("d", "d", 10);
  const held = await Promise.all(["a", "b", "c", "d"].map((key) => store.get(key)));
  expect(held).toEqual(["again", undefined, "c", "d"]);
});

test("a value that is larger than the whole is not kept, and takes the place of nothing but its former self", async () => {
  const store = createMemoryStore({ now: () => 0, maxBytes: 100 });
  await store.set("a", "x", 10);
  await store.set("b", "x", 10);
  await store.set("b", "x".repeat(50), 10);
  expect([await store.get("a"), await store.get("b")]).toEqual(["x", undefined]);
});

test("whatever is written, it stays within its bounds and counts what it holds", async () => {
  const write = fc.record({
    key: fc.string({ maxLength: 3 }),
    value: fc.option(fc.string({ maxLength: 40 }), { nil: undefined }),
    ttlMs: fc.nat(20),
    pass: fc.nat(5),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(write, { maxLength: 60 }), async (writes) => {
      const clock = createClock();
      const store = createMemoryStore({ now: clock.now, maxEntries: 8, maxBytes: 200 });
      const keys = new Set<string>();
      for (const { key, value, ttlMs, pass } of writes) {
        keys.add(key);
        clock.time += pass;
        if (value === undefined) await store.replace(key, (await store.get(key)) ?? "", undefined, ttlMs);
        else await store.set(key, value, ttlMs);
        expect(store.size).toBeLessThanOrEqual(8);
        expect(store.bytes).toBeLessThanOrEqual(200);
      }
      let bytes = 0;
      for (const key of keys) {
        const value = await store.get(key);
        if (value !== undefined) bytes += 2 * (key.length + value.length);
      }
      expect(store.bytes).toBe(bytes);
    }),
  );
});
