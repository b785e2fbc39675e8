import { expect, test } from "vitest";
import { takeModelCall } from "./model-cap.ts";
import { createTestStore } from "./testing/memory-store.ts";

const setup = () => {
  const clock = { now: 0 };
  const store = createTestStore(() => clock.now);
  let owners = 0;
  const take = (calls = 3, start = 0) => takeModelCall(store, calls, start, `owner ${++owners}`);
  return { clock, store, take };
};
const MINUTE = 60_000;

test("in no hour are there more calls than the cap, wherever the hour begins", async () => {
  const { clock, take } = setup();
  const taken: number[] = [];
  for (; clock.now < 300 * MINUTE; clock.now += 7 * MINUTE) if (await take(3, clock.now % 11)) taken.push(clock.now);
  for (const end of taken) {
    expect(taken.filter((at) => at > end - 60 * MINUTE && at <= end).length).toBeLessThanOrEqual(3);
  }
  // It slides: three an hour, and not three in all.
  expect(taken.length).toBe(15);
});

test("a place that was not needed is free again at once", async () => {
  const { take } = setup();
  const [first] = [await take(), await take(), await take()];
  expect(await take()).toBeUndefined();
  await first?.giveBack();
  expect(await take()).toBeDefined();
});

test("nobody gives back the place that another one took after the hour", async () => {
  const { clock, store, take } = setup();
  const late = await take(1);
  clock.now += 61 * MINUTE;
  expect(await take(1)).toBeDefined();
  await late?.giveBack();
  expect(store.entries.has("cap:0")).toBe(true);
});

test("a full cap is cheap to meet", async () => {
  const { store, take } = setup();
  for (let call = 0; call < 1001; call++) await take(1000, call);
  let added = 0;
  const counting = {
    ...store,
    add: (...args: Parameters<typeof store.add>) => store.add(...args).finally(() => added++),
  };
  expect(await takeModelCall(counting, 1000, 0, "late")).toBeUndefined();
  expect(added).toBe(0);
});

test("a cap of nothing lets nothing through", async () => {
  expect(await setup().take(0)).toBeUndefined();
});
