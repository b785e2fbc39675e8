import fc from "fast-check";
import { expect, test } from "vitest";
import { createSlots, type Slot, type SlotRefusal } from "./slots.ts";
import { createTestClock } from "./test-clock.ts";

const setUp = (config: { concurrency: number; queue: number }) => {
  const clock = createTestClock();
  const slots = createSlots(config, clock);
  const take = (ms = 60_000, signal = new AbortController().signal) =>
    slots.take({ signal, deadlineAt: clock.now() + ms });
  /** One call of this length, so that the average is known. */
  const work = async (ms: number): Promise<void> => {
    const slot = held(await take());
    await clock.advance(ms);
    slot.release(true);
  };
  return { clock, slots, take, work };
};

const held = (taken: Slot | SlotRefusal): Slot => {
  if ("reason" in taken) throw new Error(`refused: ${taken.reason}`);
  return taken;
};

test("gives as many as there are, and then one for one, in the order of asking", async () => {
  const { clock, slots, take } = setUp({ concurrency: 2, queue: 5 });
  const order: string[] = [];
  const [a, b] = [held(await take()), held(await take())];
  const waiting = ["c", "d", "e"].map(async (name) => {
    const slot = held(await take());
    order.push(name);
    return slot;
  });
  await clock.advance(0);
  expect([slots.running, slots.waiting, order]).toEqual([2, 3, []]);
  b.release(true);
  await clock.advance(100);
  expect([slots.running, slots.waiting, order]).toEqual([2, 2, ["c"]]);
  a.release(true);
  a.release(true);
  await clock.advance(100);
  expect([slots.running, slots.waiting, order], "a second release gives nothing").toEqual([2, 1, ["c", "d"]]);
  held(await (waiting[0] as Promise<Slot>)).release(true);
  const last = await (waiting[2] as Promise<Slot>);
  expect(order).toEqual(["c", "d", "e"]);
  expect([a.waitedMs, last.waitedMs]).toEqual([0, 200]);
});

test("refuses at once when the queue is full", async () => {
  const { clock, slots, take, work } = setUp({ concurrency: 1, queue: 2 });
  await work(4_000);
  held(await take());
  void take();
  void take();
  await clock.advance(0);
  expect(await take()).toEqual({ reason: "queue_full", retryAfterMs: 12_000 });
  expect(slots.waiting).toBe(2);
});

test("a queue of no places refuses all but those who run", async () => {
  const { take } = setUp({ concurrency: 1, queue: 0 });
  held(await take());
  expect(await take()).toEqual({ reason: "queue_full", retryAfterMs: 5_000 });
});

test.each([
  { name: "nothing is known of durations yet", calls: [], concurrency: 1, ahead: 3, ms: 10, reason: undefined },
  { name: "it will be in time", calls: [1_000], concurrency: 1, ahead: 0, ms: 1_001, reason: undefined },
  { name: "it will just not", calls: [1_000], concurrency: 1, ahead: 0, ms: 1_000, reason: "wait_too_long" },
  { name: "each place costs one call", calls: [1_000], concurrency: 1, ahead: 2, ms: 3_000, reason: "wait_too_long" },
  { name: "two slots halve it", calls: [1_000], concurrency: 2, ahead: 2, ms: 3_000, reason: undefined },
  {
    name: "the newest call weighs 0.3",
    calls: [1_000, 2_000],
    concurrency: 1,
    ahead: 0,
    ms: 1_300,
    reason: "wait_too_long",
  },
  { name: "and no more", calls: [1_000, 2_000], concurrency: 1, ahead: 0, ms: 1_301, reason: undefined },
])("expects the wait: $name", async ({ calls, concurrency, ahead, ms, reason }) => {
  const { clock, take, work } = setUp({ concurrency, queue: 10 });
  for (const call of calls) await work(call);
  for (let running = 0; running < concurrency; running++) held(await take());
  for (let place = 0; place < ahead; place++) void take();
  await clock.advance(0);
  const refusal = take(ms).then((taken) => ("reason" in taken ? taken.reason : undefined));
  expect(await Promise.race([refusal, clock.advance(0)])).toBe(reason);
});

test("holders that did not use the server do not make the wait look short", async () => {
  const { clock, take, work } = setUp({ concurrency: 1, queue: 5 });
  await work(1_000);
  held(await take()).release(false);
  held(await take());
  expect(await take(1_000)).toEqual({ reason: "wait_too_long", retryAfterMs: 1_000 });
  await clock.advance(0);
});

test("the deadline ends the waiting and frees the place", async () => {
  const { clock, slots, take } = setUp({ concurrency: 1, queue: 1 });
  const first = held(await take());
  const late = take(500);
  await clock.advance(499);
  expect(slots.waiting).toBe(1);
  await clock.advance(1);
  expect(await late).toMatchObject({ reason: "deadline" });
  expect(slots.waiting).toBe(0);
  first.release(true);
  held(await take());
});

test("an abort ends the waiting and frees the place", async () => {
  const { clock, slots, take } = setUp({ concurrency: 1, queue: 2 });
  const first = held(await take());
  const caller = new AbortController();
  const leaving = take(60_000, caller.signal);
  const staying = take();
  await clock.advance(0);
  caller.abort();
  expect(await leaving).toEqual({ reason: "cancelled" });
  expect(slots.waiting).toBe(1);
  first.release(true);
  expect(held(await staying).waitedMs).toBe(0);
  expect(slots.running).toBe(1);
});

test.each([0, 1, 2, 3, 4, 5, 6])("an abort %i steps before the turn, or after it, loses no slot", async (steps) => {
  for (const abortFirst of [true, false]) {
    const { clock, slots, take } = setUp({ concurrency: 1, queue: 2 });
    const first = held(await take());
    const caller = new AbortController();
    const leaving = take(60_000, caller.signal);
    const staying = take();
    await clock.advance(0);
    const [before, after] = abortFirst
      ? [() => caller.abort(), () => first.release(true)]
      : [() => first.release(true), () => caller.abort()];
    before();
    for (let step = 0; step < steps; step++) await Promise.resolve();
    after();
    const taken = await leaving;
    if (!("reason" in taken)) taken.release(false);
    await clock.advance(0);
    expect([slots.running, slots.waiting], "the next one has it").toEqual([1, 0]);
    held(await staying).release(true);
    expect([slots.running, slots.waiting]).toEqual([0, 0]);
  }
});

test("who comes aborted or too late takes no place", async () => {
  const { slots, take } = setUp({ concurrency: 1, queue: 1 });
  expect(await take(60_000, AbortSignal.abort())).toEqual({ reason: "cancelled" });
  expect(await take(0)).toMatchObject({ reason: "deadline" });
  expect([slots.running, slots.waiting]).toEqual([0, 0]);
});

test("never more than the limit run, and at the end none is lost", async () => {
  const caller = fc.record({
    startMs: fc.nat(50),
    workMs: fc.nat(30),
    patienceMs: fc.integer({ min: 1, max: 60 }),
    abortMs: fc.option(fc.nat(60)),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(caller, { maxLength: 12 }),
      fc.integer({ min: 1, max: 3 }),
      fc.nat(4),
      async (callers, concurrency, queue) => {
        const { clock, slots } = setUp({ concurrency, queue });
        let running = 0;
        let most = 0;
        const all = callers.map(async ({ startMs, workMs, patienceMs, abortMs }) => {
          await clock.sleep(startMs);
          const abort = new AbortController();
          if (abortMs !== null) void clock.sleep(abortMs).then(() => abort.abort());
          const taken = await slots.take({ signal: abort.signal, deadlineAt: clock.now() + patienceMs });
          if ("reason" in taken) return;
          running += 1;
          most = Math.max(most, running);
          await clock.sleep(workMs);
          running -= 1;
          taken.release(true);
        });
        await clock.advance(5_000);
        await Promise.all(all);
        expect(most).toBeLessThanOrEqual(concurrency);
        expect([slots.running, slots.waiting]).toEqual([0, 0]);
      },
    ),
    { numRuns: 40 },
  );
});
