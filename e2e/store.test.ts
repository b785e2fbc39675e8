import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { sleep } from "../functions/adapters/llm/sleep.ts";
import { nodeConnector } from "../functions/adapters/store/connector-node.ts";
import { type CountedStore, createStore } from "../functions/adapters/store/store.ts";
import { describeStore } from "../functions/adapters/store/testing/describe-store.ts";
import { createValkeyStore } from "../functions/adapters/store/valkey.ts";
import { startValkey, type Valkey } from "./valkey.ts";
import { waitUntil } from "./wait-until.ts";

const HOUR = 3_600_000;

let valkey: Valkey;
beforeAll(async () => {
  valkey = await startValkey({ password: "p@ss:w/rd" });
});
afterAll(() => valkey?.stop());

interface Opened {
  readonly store: CountedStore;
  readonly logs: string[];
}

const open = (url = valkey.url, timeoutMs = 10_000): Opened => {
  const logs: string[] = [];
  const log = (level: string, message: string): void => void logs.push(`${level}: ${message}`);
  return { store: createStore(url, { connector: nodeConnector, now: Date.now, sleep, log, timeoutMs }), logs };
};

describeStore("Valkey itself, in its database 5,", async () => ({
  // Without the memory behind it a failure is not to be overlooked.
  store: createValkeyStore(`${valkey.url}/5`, { connector: nodeConnector, sleep, timeoutMs: 10_000 }),
  pass: (ms) => pause(ms),
}));

describeStore("Valkey, with memory behind it,", async () => ({ store: open().store, pass: (ms) => pause(ms) }));

test("two processes share: one of them adds, and what one writes the other reads", async () => {
  const [one, two] = [open(), open()];
  const adds = Array.from({ length: 50 }, (_, index) => (index % 2 ? one : two).store.add("shared", `${index}`, HOUR));
  const added = await Promise.all(adds);
  expect(added.filter(Boolean)).toHaveLength(1);
  const winner = String(added.indexOf(true));
  expect([await one.store.get("shared"), await two.store.get("shared")]).toEqual([winner, winner]);
  expect(await one.store.replace("shared", winner, "done", HOUR)).toBe(true);
  expect(await two.store.replace("shared", winner, "late", HOUR)).toBe(false);
  expect(await two.store.get("shared")).toBe("done");
  expect([one.store.failures, two.store.failures, one.logs, two.logs]).toEqual([0, 0, [], []]);
});

test("databases are apart, and each key has its prefix and its time", async () => {
  await open(`${valkey.url}/3`).store.set("placed", "x", HOUR);
  expect(await open(`${valkey.url}/4`).store.get("placed")).toBeUndefined();
  expect(await valkey.command("-n", "3", "KEYS", "*")).toBe("kprompt:placed");
  const ttl = Number(await valkey.command("-n", "3", "PTTL", "kprompt:placed"));
  expect(ttl > 0 && ttl <= HOUR).toBe(true);
});

test("a user of its own needs no more than what a refusal tells to allow", async () => {
  await valkey.command("ACL", "SETUSER", "kprompt", "on", ">s3cret", "~kprompt:*", "+get", "+set", "+del", "+eval");
  const { store, logs } = open(`redis://kprompt:s3cret@127.0.0.1:${valkey.port}`);
  expect(await store.add("owned", "a", HOUR)).toBe(true);
  expect(await store.replace("owned", "a", "b", HOUR)).toBe(true);
  expect(await store.get("owned")).toBe("b");
  expect(await store.replace("owned", "b", undefined, HOUR)).toBe(true);
  expect([store.failures, logs]).toEqual([0, []]);
});

describe("what Valkey refuses is answered by memory, and told", () => {
  test.each([
    ["no password", () => `redis://127.0.0.1:${valkey.port}`, "refused user, password or command"],
    ["a wrong password", () => `redis://:hunter2@127.0.0.1:${valkey.port}`, "refused user, password or command"],
    ["no such database", () => `${valkey.url}/999`, "number of the database"],
    ["TLS to a port without", () => valkey.url.replace("redis:", "rediss:"), "redis:// or rediss://"],
  ])("%s", async (_, url, part) => {
    const { store, logs } = open(url(), 1_000);
    expect(await store.add("k", "a", HOUR)).toBe(true);
    expect(await store.replace("k", "a", "b", HOUR)).toBe(true);
    expect(await store.get("k")).toBe("b");
    expect(store.failures).toBeGreaterThan(0);
    expect(logs).toEqual([expect.stringMatching(`^warning: The store is away.*${part}`)]);
    expect(logs.join()).not.toMatch(/hunter2|p@ss|p%40ss/);
  });

  test("a list under one of our keys, until it is written over", async () => {
    await valkey.command("RPUSH", "kprompt:list", "a");
    const { store } = open();
    expect(await store.get("list")).toBeUndefined();
    expect(await store.replace("list", "a", "b", HOUR)).toBe(false);
    expect(store.failures).toBe(2);
    await store.set("list", "c", HOUR);
    expect(await store.get("list")).toBe("c");
    expect(store.failures).toBe(2);
  });
});

test("killed under load and started anew: nothing rejects, it is remembered here, counted, and brought back", async () => {
  const { store, logs } = open();
  onTestFinished(() => valkey.restart());
  await store.add("lease", "mine", HOUR);

  let running = true;
  let rejected = 0;
  const load = Array.from({ length: 8 }, async (_, lane) => {
    for (let turn = 0; running; turn++) {
      const key = `load ${lane} ${turn % 10}`;
      await Promise.all([store.set(key, "x".repeat(10_000), HOUR), store.get(key), store.add(key, "y", HOUR)]).catch(
        () => {
          rejected += 1;
        },
      );
      await pause(1);
    }
  });
  await waitUntil("the load has come there", async () => Number(await valkey.command("DBSIZE")) > 20);
  await valkey.kill();
  await waitUntil("a failure is counted", () => store.failures > 0);
  expect(await store.get("lease")).toBe("mine");
  expect(await store.replace("lease", "mine", "finished", HOUR)).toBe(true);

  await valkey.restart();
  expect(await valkey.command("EXISTS", "kprompt:lease")).toBe("0");
  await waitUntil("it is asked again", () => logs.some((line) => line === "info: The store is back."));
  expect(await store.get("lease")).toBe("finished");
  expect(await open().store.get("lease")).toBe("finished");

  running = false;
  await Promise.all(load);
  expect(rejected).toBe(0);
  expect(logs.map((line) => line.slice(0, 30))).toEqual(
    ["warning: The store is away, and", "info: The store is back."].map((line) => line.slice(0, 30)),
  );
});
