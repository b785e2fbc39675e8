import fc from "fast-check";
import { expect, test } from "vitest";
import { sha256 } from "../triage/testing.ts";
import type { AlertDeps } from "./alert-deps.ts";
import { toTime } from "./alert-time.ts";
import { EVENT_TYPE } from "./event-type.ts";
import type { TriageEvent } from "./finished-triage.ts";
import { alertOf, depsOf, eventOf, MINUTE, NOW, POLICY, replyOf, rulesReply } from "./testing/alerts.ts";
import { createTestStore } from "./testing/memory-store.ts";
import { createVirtualTime } from "./testing/virtual-time.ts";
import { triageAlert } from "./triage-alert.ts";
import type { AlertEvent } from "./triage-event.ts";

const CALL_MS = 22_000;

const steps = fc.array(
  fc.record({
    pauseMs: fc.oneof(fc.constant(0), fc.nat(30_000), fc.nat(20 * MINUTE)),
    pod: fc.nat(2),
    identity: fc.nat(1),
    episode: fc.nat(1),
    status: fc.constantFrom("firing" as const, "firing" as const, "resolved" as const),
    /** The instance dies after so many dealings with the outside; the broker tries again later. */
    diesAfter: fc.option(fc.nat(25), { freq: 4 }),
  }),
  { minLength: 1, maxLength: 25 },
);

const causeOf = ({
  pod,
  identity,
  episode,
  status,
}: Pick<
  (typeof steps extends fc.Arbitrary<infer S> ? S : never)[number],
  "pod" | "identity" | "episode" | "status"
>): AlertEvent =>
  eventOf(
    alertOf({
      status,
      fingerprint: `${identity}${pod}`.padStart(16, "0"),
      identity: sha256(`${identity}`),
      starts_at: toTime(NOW + episode * MINUTE),
    }),
  );

const never = <T>(): Promise<T> => new Promise(() => undefined);

/** Deps of an instance that hangs for ever after so many dealings with the outside. */
const mortal = (deps: AlertDeps, diesAfter: number, onDeath: () => void): AlertDeps => {
  let left = diesAfter;
  const live =
    <Args extends readonly unknown[], T>(act: (...args: Args) => Promise<T>) =>
    (...args: Args): Promise<T> => {
      if (left === 0) onDeath();
      return left-- > 0 ? act(...args) : never<T>();
    };
  const { get, set, add, replace } = deps.store;
  return {
    ...deps,
    store: { get: live(get), set: live(set), add: live(add), replace: live(replace) },
    sleep: live(deps.sleep),
    run: live(deps.run),
  };
};

test("whatever comes, and whoever dies: one answer a cause, and no call too many", async () => {
  let died = 0;
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const time = createVirtualTime(() => new Promise((resolve) => setImmediate(resolve)), NOW);
      const store = createTestStore(time.now);
      const calls: { readonly identity: string; readonly startedAt: number; endedAt: number }[] = [];
      const run: AlertDeps["run"] = async ({ input }, engine, because) => {
        if (engine === "rules") return rulesReply(because);
        const call = { identity: input.subject ?? "", startedAt: time.now(), endedAt: Number.POSITIVE_INFINITY };
        calls.push(call);
        await time.sleep(CALL_MS);
        call.endedAt = time.now();
        return replyOf();
      };
      let nonces = 0;
      const { deps } = depsOf({ store, ...time, sha256, run }, { nonce: () => `${++nonces}` });
      const answers: { readonly cause: string; readonly event: TriageEvent }[] = [];
      let crashes = 0;
      const deliver = async (cause: AlertEvent, diesAfter: number | null): Promise<void> => {
        let isDead = false;
        const onDeath = (): void => {
          if (!isDead) crashes += 1;
          isDead = true;
        };
        const using = diesAfter === null ? deps : mortal(deps, diesAfter, onDeath);
        const answer = triageAlert(cause, using).then(({ event }) => event);
        const event = await Promise.race([answer, time.sleep(9 * MINUTE).then(() => undefined)]);
        if (event) answers.push({ cause: cause.id, event });
        else await deliver(cause, null);
      };
      const deliveries: Promise<void>[] = [];
      for (const step of all) {
        await time.run(time.sleep(step.pauseMs));
        deliveries.push(deliver(causeOf(step), step.diesAfter));
      }
      await time.run(Promise.all(deliveries));
      died += crashes;

      expect(answers).toHaveLength(all.length);
      const causes = new Set(answers.map(({ cause }) => cause));
      expect(new Set(answers.map(({ event }) => event.id)).size).toBe(causes.size);
      expect(new Set(answers.map(({ event }) => JSON.stringify(event))).size).toBe(causes.size);

      const fresh = new Map(
        answers.filter(({ event }) => event.type === EVENT_TYPE.triageCompleted).map(({ event }) => [event.id, event]),
      );
      expect(calls.length).toBeLessThanOrEqual(fresh.size + crashes);
      // A call soon after another one of its identity, or beside it, is the price of a death, and of nothing else.
      const hasty = calls.filter((call, index) =>
        calls
          .slice(0, index)
          .some(({ identity, endedAt }) => identity === call.identity && call.startedAt < endedAt + POLICY.cooldownMs),
      );
      expect(hasty.length).toBeLessThanOrEqual(crashes);
      // Nothing is held for ever by the dead.
      await time.run(time.sleep(POLICY.leaseMs));
      for (const key of [...store.entries.keys()].filter((one) => one.startsWith("lease:")))
        expect(await store.get(key)).toBeUndefined();
    }),
    { numRuns: 300 },
  );
  expect(died).toBeGreaterThan(100);
});
