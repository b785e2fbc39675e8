import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Log } from "../../http/log.ts";
import { createTestClock, type TestClock } from "../llm/test-clock.ts";
import { nodeConnector } from "./connector-node.ts";
import { type CountedStore, createStore } from "./store.ts";
import { describeStore } from "./testing/describe-store.ts";
import { type FakeValkey, type Misbehaviour, startFakeValkey } from "./testing/fake-valkey.ts";

const HOUR = 3_600_000;
/** On a busy machine too. */
const SOON = { timeout: 20_000 };

let clock: TestClock;
let fake: FakeValkey;
let logs: string[];
beforeEach(async () => {
  clock = createTestClock();
  fake = await startFakeValkey({ now: clock.now });
  logs = [];
});
afterEach(() => fake.stop());

const log: Log = (...line) => void logs.push(JSON.stringify(line));
const open = (url = fake.url): CountedStore => createStore(url, { ...clock, connector: nodeConnector, log });
const sent = (name: string): number => fake.commands.filter(([first]) => first === name).length;

describeStore("Valkey, with memory behind it", async () => {
  const time = createTestClock();
  const server = await startFakeValkey({ now: time.now });
  const store = createStore(server.url, { ...time, connector: nodeConnector, log: () => {} });
  return { store, pass: time.advance };
});

describeStore("memory, in the place of a store that is away", async () => {
  const time = createTestClock();
  const server = await startFakeValkey();
  await server.stop();
  const store = createStore(server.url, { ...time, connector: nodeConnector, log: () => {} });
  return { store, pass: time.advance };
});

describeStore("memory, in the place of a store that refuses each command", async () => {
  const time = createTestClock();
  const server = await startFakeValkey();
  server.misbehave = () => ({ send: "-WRONGTYPE Operation against a key\r\n" });
  const store = createStore(server.url, { ...time, connector: nodeConnector, log: () => {} });
  return { store, pass: time.advance, runs: 5 };
});

test("without a URL it is memory", async () => {
  const store = createStore(undefined, { ...clock, connector: nodeConnector, log });
  await store.set("a", "x", 10);
  expect(await store.get("a")).toBe("x");
  await clock.advance(10);
  expect(await store.get("a")).toBeUndefined();
  expect(store.failures).toBe(0);
});

test("a bad URL is a bad configuration, and no secret of it is told", () => {
  const create = () => open("redis://hunter2@valkey");
  expect(create).toThrow(expect.objectContaining({ code: "configuration_invalid" }));
  expect(create).toThrow(/^STORE_URL (?!.*hunter2)/);
});

test("keys are under kprompt:, and one connection is logged in once and shared by calls at the same time", async () => {
  const store = open(fake.url.replace("//", "//me:s%40cret@").concat("/3"));
  await Promise.all([store.set("a", "x", HOUR), store.get("b"), store.add("c", "y", HOUR)]);
  await store.get("a");
  expect(fake.connections).toBe(1);
  expect(fake.commands).toEqual([
    ["AUTH", "me", "s@cret"],
    ["SELECT", "3"],
    ["SET", "kprompt:a", "x", "PX", "3600000"],
    ["GET", "kprompt:b"],
    ["SET", "kprompt:c", "y", "NX", "PX", "3600000"],
    ["GET", "kprompt:a"],
  ]);
});

test.each([
  [0, "1"],
  [-5, "1"],
  [1.5, "2"],
  [Number.POSITIVE_INFINITY, "315360000000"],
])("a time to live of %d is sent as %s ms", async (ttlMs, px) => {
  const store = open();
  await store.set("a", "x", ttlMs);
  expect(fake.commands[0]?.at(-1)).toBe(px);
  expect(store.failures).toBe(0);
});

test("a connection that was closed while nobody used it is no failure", async () => {
  const store = open();
  await store.set("a", "x", HOUR);
  fake.hangUp();
  await expect.poll(fake.open, SOON).toBe(0);
  await clock.advance(1);
  expect(await store.get("a")).toBe("x");
  expect(store.failures).toBe(0);
  expect(fake.connections).toBe(2);
});

test("a reply that nobody asked for ends the connection: the next one would be taken for another's", async () => {
  const store = open();
  fake.misbehave = () => send("$1\r\na\r\n$1\r\nb\r\n");
  expect(await store.get("k")).toBe("a");
  fake.misbehave = () => undefined;
  expect(await store.get("k")).toBeUndefined();
  expect(fake.connections).toBe(2);
});

test("where no socket may outlive its request each call has one, and closes it", async () => {
  const store = createStore(fake.url, { ...clock, connector: { ...nodeConnector, lasting: false }, log });
  await Promise.all([store.set("a", "x", HOUR), store.set("b", "y", HOUR)]);
  expect(await store.get("a")).toBe("x");
  expect(fake.connections).toBe(3);
  await expect.poll(fake.open, SOON).toBe(0);
  expect(store.failures).toBe(0);
});

test("an idle connection does not keep the process", async () => {
  const module = (path: string): string => JSON.stringify(fileURLToPath(new URL(path, import.meta.url)));
  const code = `
    import { createStore } from ${module("./store.ts")};
    import { nodeConnector } from ${module("./connector-node.ts")};
    import { sleep } from ${module("../llm/sleep.ts")};
    const store = createStore(process.argv[1], { connector: nodeConnector, now: Date.now, sleep, log: console.error });
    await store.set("a", "x", 60000);
    console.log(await store.get("a"), store.failures);`;
  const real = await startFakeValkey();
  const child = spawn(process.execPath, ["--input-type=module", "-e", code, real.url], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const text = child.stdout.setEncoding("utf8").toArray();
  expect(await once(child, "exit")).toEqual([0, null]);
  expect((await text).join("")).toBe("x 0\n");
  await real.stop();
});

const onGet =
  (answer: ReturnType<Misbehaviour>): Misbehaviour =>
  ([name]) =>
    name === "GET" ? answer : undefined;
const send = (text: string) => ({ send: text });

describe("a call that the store fails is answered by memory, counted, and told once without key, value or secret", () => {
  test.each<{ name: string; answer: ReturnType<Misbehaviour>; reason: string }>([
    { name: "no reply", answer: "hang", reason: "timeout" },
    { name: "half a reply", answer: send("$5\r\nab"), reason: "timeout" },
    { name: "hanging up", answer: "close", reason: "unreachable" },
    { name: "garbage", answer: send("HTTP/1.1 400 Bad Request\r\n\r\n"), reason: "not_a_store" },
    { name: "a number for a value", answer: send(":1\r\n"), reason: "not_a_store" },
    { name: "a status for a value", answer: send("+OK\r\n"), reason: "not_a_store" },
    { name: "two replies", answer: send("+OK\r\n+OK\r\n"), reason: "not_a_store" },
    { name: "LOADING", answer: send("-LOADING the dataset kprompt:the key in memory\r\n"), reason: "loading" },
    { name: "NOAUTH", answer: send("-NOAUTH Authentication required.\r\n"), reason: "unauthorized" },
    { name: "NOPERM", answer: send("-NOPERM no permissions for kprompt:the key\r\n"), reason: "unauthorized" },
    { name: "MOVED", answer: send("-MOVED 3999 10.0.0.1:6381\r\n"), reason: "cluster" },
    { name: "MISCONF", answer: send("-MISCONF cannot persist\r\n"), reason: "full" },
    { name: "an error of no known kind", answer: send("-constructor hunter2\r\n"), reason: "rejected" },
    { name: "WRONGTYPE", answer: send("-WRONGTYPE wrong kind of value\r\n"), reason: "value_invalid" },
    { name: "a value that is too large", answer: send("$99999999\r\n"), reason: "value_invalid" },
  ])("$name", async ({ answer, reason }) => {
    const store = open(fake.url.replace("//", "//:hunter2@"));
    await store.set("the key", "what was said", HOUR);
    fake.misbehave = onGet(answer);
    const got = store.get("the key");
    await expect.poll(() => sent("GET"), SOON).toBe(1);
    if (reason === "timeout") await clock.advance(1_100);
    expect(await got).toBe("what was said");
    expect(store.failures).toBe(1);
    await store.get("the key");
    expect(logs).toHaveLength(1);
    expect(logs[0]).toContain(`{"reason":"${reason}"}`);
    expect(logs[0]).toMatch(/^\["warning".*\. .*\.",/);
    for (const secret of ["hunter2", "what was said", "the key", String(fake.port), "10.0.0"]) {
      expect(logs[0]).not.toContain(secret);
    }
  });

  test.each([
    ["-WRONGPASS invalid username-password pair\r\n", "unauthorized"],
    ["-ERR AUTH <password> called without any password configured\r\n", "unauthorized"],
    ["-LOADING\r\n", "loading"],
    [":1\r\n", "not_a_store"],
  ])("a login answered with %j; no command follows it", async (text, reason) => {
    fake.misbehave = ([name]) => (name === "AUTH" ? send(text) : undefined);
    const store = open(fake.url.replace("//", "//:hunter2@"));
    await store.set("key", "value", HOUR);
    expect(await store.get("key")).toBe("value");
    expect(logs).toEqual([expect.stringContaining(`{"reason":"${reason}"}`)]);
    expect(fake.commands).toEqual([["AUTH", "hunter2"]]);
  });

  test("a database that is not there: no other one is written to", async () => {
    fake.misbehave = ([name]) => (name === "SELECT" ? send("-ERR DB index is out of range\r\n") : undefined);
    await open(`${fake.url}/99`).set("key", "value", HOUR);
    expect(logs).toEqual([expect.stringContaining('{"reason":"rejected"}')]);
    expect(fake.values.size).toBe(0);
  });

  test("a login that hangs", async () => {
    fake.misbehave = () => "hang";
    const store = open(fake.url.replace("//", "//:hunter2@"));
    const written = store.set("key", "value", HOUR);
    await expect.poll(() => sent("AUTH"), SOON).toBe(1);
    await clock.run(written);
    expect(await store.get("key")).toBe("value");
    expect(store.failures).toBe(1);
  });

  test("a value that is no UTF-8", async () => {
    const store = open();
    fake.misbehave = onGet({ send: Uint8Array.of(0x24, 0x31, 13, 10, 0xff, 13, 10) });
    expect(await store.get("key")).toBeUndefined();
    expect(store.failures).toBe(1);
  });
});

test("one value that is wrong does not keep others from the store", async () => {
  const store = open();
  await store.set("b", "x", HOUR);
  fake.misbehave = ([name, key]) => (name === "GET" && key === "kprompt:a" ? send("-WRONGTYPE\r\n") : undefined);
  for (let turn = 0; turn < 3; turn++) await Promise.all([store.get("a"), store.get("b")]);
  expect(sent("GET")).toBe(6);
  expect(store.failures).toBe(3);
  expect(logs).toHaveLength(1);
});

test("a value that is too large to send is held in memory", async () => {
  const store = open();
  await store.set("a", "x".repeat(1_400_000), HOUR);
  expect(await store.get("a")).toHaveLength(1_400_000);
  expect(sent("SET")).toBe(0);
});

describe("while it is away", () => {
  test("it is asked once after 1, 2, 4, 8, 16, 30 and 30 seconds, by one of those who come", async () => {
    fake.misbehave = () => send("-LOADING\r\n");
    const store = open();
    const askTen = () => Promise.all(Array.from({ length: 10 }, () => store.get("a")));
    await store.get("a");
    for (const [index, seconds] of [1, 2, 4, 8, 16, 30, 30].entries()) {
      await clock.advance(seconds * 1_000 - 1);
      await askTen();
      expect(store.failures).toBe(index + 1);
      await clock.advance(1);
      await askTen();
      expect(store.failures).toBe(index + 2);
    }
    expect(sent("GET")).toBe(8);
    expect(logs).toHaveLength(1);
  });

  test("calls under way together are one outage", async () => {
    const store = open();
    await store.get("a");
    fake.misbehave = () => "hang";
    const calls = Array.from({ length: 20 }, (_, index) => store.add("k", String(index), HOUR));
    await expect.poll(() => sent("SET"), SOON).toBe(20);
    fake.hangUp();
    expect((await Promise.all(calls)).filter(Boolean)).toHaveLength(1);
    expect(store.failures).toBe(20);
    fake.misbehave = () => undefined;
    await clock.advance(1_000);
    await store.get("a");
    expect(logs).toEqual([expect.stringContaining("is away"), expect.stringContaining("is back")]);
  });

  test("a probe that is never answered does not keep others from the next", async () => {
    const store = open();
    fake.misbehave = () => send("-LOADING\r\n");
    await store.get("a");
    await clock.advance(1_000);
    fake.misbehave = () => "hang";
    void store.get("a");
    await expect.poll(() => sent("GET"), SOON).toBe(2);
    expect(await store.get("a")).toBeUndefined();
    expect(sent("GET")).toBe(2);
    await clock.advance(4_000);
    fake.misbehave = () => undefined;
    await store.set("a", "x", HOUR);
    expect(fake.values.get("kprompt:a")?.value).toBe("x");
  });

  test("what was written before is remembered", async () => {
    const store = open();
    await store.set("set", "a", HOUR);
    await store.add("added", "b", HOUR);
    await store.set("replaced", "x", HOUR);
    await store.replace("replaced", "x", "c", HOUR);
    await store.set("deleted", "x", HOUR);
    await store.replace("deleted", "x", undefined, HOUR);
    await fake.stop();
    const got = await Promise.all(["set", "added", "replaced", "deleted"].map((key) => store.get(key)));
    expect(got).toEqual(["a", "b", "c", undefined]);
    fake = await startFakeValkey();
  });
});

describe("when it is back", () => {
  const away = async (store: CountedStore, work: () => Promise<unknown>): Promise<void> => {
    fake.misbehave = () => send("-LOADING\r\n");
    await store.get("other");
    await work();
    fake.misbehave = () => undefined;
    await clock.advance(1_000);
  };

  test("a lease that was claimed before is finished, though it went away in between", async () => {
    const store = open();
    await store.add("k", "lease", HOUR);
    await away(store, () => store.replace("k", "lease", "finished", HOUR));
    expect(await store.get("k")).toBe("finished");
    expect(await open().get("k")).toBe("finished");
  });

  test("a lease that was claimed while it was away can be finished", async () => {
    const store = open();
    await away(store, () => store.add("k", "lease", HOUR));
    expect(await store.replace("k", "lease", "finished", HOUR)).toBe(true);
    expect(await open().get("k")).toBe("finished");
  });

  test("also where it has lost everything", async () => {
    const store = open();
    await store.add("k", "lease", HOUR);
    await away(store, () => store.replace("k", "lease", "finished", HOUR));
    fake.values.clear();
    expect(await store.add("k", "again", HOUR)).toBe(false);
    expect(await open().get("k")).toBe("finished");
  });

  test("what was deleted meanwhile is deleted there", async () => {
    const store = open();
    await store.add("k", "lease", HOUR);
    await away(store, () => store.replace("k", "lease", undefined, HOUR));
    expect(await store.get("k")).toBeUndefined();
    expect(await open().get("k")).toBeUndefined();
  });

  test("what another process wrote meanwhile stays", async () => {
    const store = open();
    await store.add("k", "lease", HOUR);
    await away(store, async () => {
      await store.replace("k", "lease", "mine", HOUR);
      fake.values.set("kprompt:k", { value: "theirs", expiresAt: Number.POSITIVE_INFINITY });
    });
    expect(await store.get("k")).toBe("theirs");
    expect(await store.replace("k", "mine", "x", HOUR)).toBe(false);
  });

  test("what ended meanwhile is not brought back", async () => {
    const store = open();
    await away(store, () => store.set("k", "x", 500));
    expect(await store.get("k")).toBeUndefined();
    expect(fake.values.has("kprompt:k")).toBe(false);
  });

  test("what was written keeps the time that it had left", async () => {
    const store = open();
    await away(store, () => store.set("k", "x", 5_000));
    await store.get("k");
    expect(fake.values.get("kprompt:k")?.expiresAt).toBe(clock.now() + 4_000);
  });
});
