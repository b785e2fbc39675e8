import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { PromptError } from "../error.ts";
import { sha256 } from "../triage/testing.ts";
import type { AlertDeps } from "./alert-deps.ts";
import { toTime } from "./alert-time.ts";
import { addFeedback } from "./feedback.ts";
import { triageIdOf } from "./finished-triage.ts";
import type { RunTriage } from "./run-alert.ts";
import { alertOf, depsOf, eventOf, MINUTE, NOW, POLICY, replyOf, rulesReply, TRACE_ID } from "./testing/alerts.ts";
import { createTestStore } from "./testing/memory-store.ts";
import { createVirtualTime } from "./testing/virtual-time.ts";
import { triageAlert } from "./triage-alert.ts";
import { TriageCompletedSchema, TriageFailedSchema, TriageSkippedSchema } from "./triage-data.ts";
import type { AlertEvent } from "./triage-event.ts";

const CALL_MS = 22_000;

/** Instances of analyze over one store, and a model that takes its time. */
const setup = (answer?: RunTriage) => {
  const time = createVirtualTime(() => new Promise((resolve) => setImmediate(resolve)), NOW);
  const store = createTestStore(time.now);
  const asked: { readonly engine: string; readonly filters: unknown; readonly lines: number }[] = [];
  const run: RunTriage = async (request, engine, because, wanted) => {
    asked.push({ engine, filters: request.query?.filters, lines: request.input.lines.length });
    if (answer) return answer(request, engine, because, wanted);
    if (engine === "rules") return rulesReply(because);
    await time.sleep(CALL_MS);
    return replyOf();
  };
  const instance = (more: Partial<AlertDeps> = {}) => depsOf({ store, ...time, sha256, run }, more);
  const { deps, records } = instance();
  const models = () => asked.filter(({ engine }) => engine === "model").length;
  const deliver = (event: AlertEvent, using = deps) => triageAlert(event, using);
  const now = (event: AlertEvent, using = deps) => time.run(deliver(event, using));
  const pass = (ms: number) => time.run(time.sleep(ms));
  return { time, store, asked, models, instance, deps, records, deliver, now, pass };
};

const pod = (name: string, more: Parameters<typeof alertOf>[0] = {}): AlertEvent =>
  eventOf(
    alertOf({ fingerprint: name.padStart(16, "0"), labels: { ...alertOf().labels, pod: `payments-${name}` }, ...more }),
  );
const resolved = (event: AlertEvent): AlertEvent =>
  eventOf({ ...event.data, status: "resolved", ends_at: toTime(NOW + MINUTE) });
const withLabels = (labels: Readonly<Record<string, string>>): AlertEvent =>
  pod("a", { labels: { ...alertOf().labels, ...labels } });
const once = <T>(make: () => T): (() => T) => {
  const made: T[] = [];
  return () => {
    if (made.length === 0) made.push(make());
    return made[0] as T;
  };
};
const never = async (): Promise<never> => {
  throw new Error("Not to be called.");
};
const refuse =
  (code: ConstructorParameters<typeof PromptError>[0]): RunTriage =>
  async () =>
    Promise.reject(new PromptError(code, "password=hunter2hunter2 of the alert"));

describe("the event", () => {
  test("completed: valid, of the cause alone, with its attributes copied", async () => {
    const { now, pass } = setup();
    await pass(1);
    const cause = pod("a");
    const { event } = await now({ ...cause, extensions: { ...cause.extensions, tracestate: "a=b", other: "x" } });
    expect(event).toEqual({
      id: sha256(JSON.stringify(["/kprompt/ingest", cause.id])),
      source: "/kprompt/analyze",
      type: "dev.kprompt.triage.completed.v1",
      subject: "shop/HighErrorRate",
      time: "2026-11-21T03:00:22.001Z",
      datacontenttype: "application/json",
      extensions: {
        severity: "warning",
        namespace: "shop",
        alertname: "HighErrorRate",
        identity: "1d".repeat(32),
        bucket: 42,
        traceparent: `00-${TRACE_ID}-b7ad6b7169203331-01`,
        tracestate: "a=b",
        causationid: cause.id,
        promptid: "log_triage.k8s",
        promptversion: "1.2.0",
        promptsha: "ab".repeat(32),
        engine: "model",
      },
      data: expect.objectContaining({ cause: { source: cause.source, id: cause.id }, earlier: null }),
    });
    expect(v.is(TriageCompletedSchema, event.data)).toBe(true);
  });

  test("skipped: valid, with the reason in reach of a Trigger", async () => {
    const { now } = setup();
    const { event } = await now(withLabels({ kprompt: "off" }));
    expect(event).toMatchObject({ type: "dev.kprompt.triage.skipped.v1", extensions: { reason: "label_off" } });
    expect(v.is(TriageSkippedSchema, event.data)).toBe(true);
  });

  test("failed: valid, and holds nothing of what the error said", async () => {
    const { now, records, store } = setup(refuse("variable_missing"));
    const { event } = await now(pod("a"));
    expect(event).toMatchObject({ type: "dev.kprompt.triage.failed.v1", extensions: { reason: "variable_missing" } });
    expect(v.is(TriageFailedSchema, event.data)).toBe(true);
    expect(JSON.stringify([event, records])).not.toContain("hunter2");
    expect([...store.entries.keys()].filter((key) => key.startsWith("cap:"))).toEqual([]);
  });

  test("texts of the alert are redacted and inert, in the event and in the record", async () => {
    const { now, records } = setup();
    const annotations = { summary: "password=hunter2hunter2", runbook_url: "https://wiki/x" };
    const { event } = await now(pod("a", { annotations, labels: { alertname: "<!channel> token=hunter2hunter2" } }));
    expect(JSON.stringify([event.data, records])).not.toMatch(/hunter2|https:\/\/|<!channel>/);
  });
});

describe("an alert that comes again", () => {
  test("gets the very same bytes, without work, on another instance and after any time", async () => {
    const { now, pass, instance, asked } = setup();
    const first = await now(pod("a"));
    await pass(3 * 60 * MINUTE);
    const { deps, records } = instance();
    const again = await now({ ...pod("a"), extensions: {} }, deps);
    expect(JSON.stringify(again.event)).toBe(JSON.stringify(first.event));
    expect([first.redelivered, again.redelivered]).toEqual([false, true]);
    expect(asked).toHaveLength(1);
    expect(records).toMatchObject([{ redelivered: true, outcome: "completed", model_called: false }]);
  });

  test("costs one look into the store", async () => {
    const { now, instance, store } = setup();
    await now(pod("a"));
    const looks: string[] = [];
    const counting = {
      get: (key: string) => {
        looks.push(key);
        return store.get(key);
      },
      set: never,
      add: never,
      replace: never,
    };
    await now(pod("a"), instance({ store: counting }).deps);
    expect(looks).toEqual([`done:${triageIdOf(pod("a"), sha256)}`]);
  });

  test.each(["{", "null", '{"id":"x"}', "{}"])("a spoiled memory %s is none", async (spoiled) => {
    const { now, store, models } = setup();
    const cause = pod("a");
    await store.set(`done:${triageIdOf(cause, sha256)}`, spoiled, MINUTE);
    await store.set(`identity:${cause.data.identity}`, spoiled, MINUTE);
    expect(await now(cause)).toMatchObject({ redelivered: false, event: { extensions: { engine: "model" } } });
    expect(models()).toBe(1);
    expect((await now(cause)).redelivered).toBe(true);
  });

  test("while it is triaged joins that triage, also on another instance", async () => {
    const { time, deliver, instance, models } = setup();
    const first = deliver(pod("a"));
    await time.run(time.sleep(5000));
    const answers = await time.run(Promise.all([first, deliver(pod("a")), deliver(pod("a"), instance().deps)]));
    expect(new Set(answers.map(({ event }) => JSON.stringify(event))).size).toBe(1);
    expect(answers.map(({ redelivered }) => redelivered)).toEqual([false, true, true]);
    expect(models()).toBe(1);
  });
});

describe("alerts of one identity", () => {
  test("wait for the first, and are answered from it", async () => {
    const { time, deliver, instance, models } = setup();
    const other = instance();
    const answers = await time.run(Promise.all([deliver(pod("a")), deliver(pod("b")), deliver(pod("c"), other.deps)]));
    expect(answers.map(({ event }) => event.extensions.reason)).toEqual([undefined, "repeat", "repeat"]);
    expect(answers[2]?.event.data).toMatchObject({ earlier: { triage_id: answers[0]?.event.id, engine: "model" } });
    expect(other.records[0]?.waited_ms).toBeGreaterThanOrEqual(CALL_MS);
    expect(models()).toBe(1);
  });

  test("look again once they have the lease: the first one may have ended in that moment", async () => {
    const { now, instance, store, models } = setup();
    const first = once(() => triageAlert(pod("a"), instance().deps));
    const late = instance({
      store: {
        ...store,
        add: async (key, value, ttlMs) => {
          if (key.startsWith("lease:")) await first();
          return store.add(key, value, ttlMs);
        },
      },
    });
    expect((await now(pod("b"), late.deps)).event.extensions.reason).toBe("repeat");
    expect(models()).toBe(1);
  });

  test("take over at once where the first one fails", async () => {
    let calls = 0;
    const { time, deliver, models } = setup(async () => {
      await time.sleep(1000);
      if (++calls === 1) throw new TypeError("broken");
      return replyOf();
    });
    const first = deliver(pod("a")).catch((error) => error);
    const answers = await time.run(Promise.all([first, deliver(pod("b")), deliver(pod("c"))]));
    expect(answers[0]).toBeInstanceOf(TypeError);
    expect(answers[1].event.extensions.engine).toBe("model");
    expect(answers[2].event.extensions.reason).toBe("repeat");
    expect(models()).toBe(2);
    expect(time.now() - NOW).toBeLessThan(10_000);
  });

  test("take over once the lease of one that died has run out", async () => {
    let calls = 0;
    const never = new Promise<never>(() => undefined);
    const { time, deliver, instance } = setup(async () => (++calls === 1 ? never : replyOf()));
    const policy = { ...POLICY, leaseMs: 2 * MINUTE };
    void deliver(pod("a"), instance({ policy }).deps);
    const { event } = await time.run(deliver(pod("b"), instance({ policy }).deps));
    expect(event.extensions.engine).toBe("model");
    expect(time.now() - NOW).toBeGreaterThanOrEqual(2 * MINUTE);
    expect(time.now() - NOW).toBeLessThan(2 * MINUTE + 5000);
    // The dead one comes back, by the broker: it repeats what was found meanwhile.
    expect((await time.run(deliver(pod("a")))).event.extensions.reason).toBe("repeat");
    expect(calls).toBe(2);
  });

  test("get the rules where they have waited too long", async () => {
    const { time, deliver, instance, asked } = setup(async (_, engine, because) =>
      engine === "rules" ? rulesReply(because) : new Promise(() => undefined),
    );
    void deliver(pod("a"));
    const { deps, records } = instance();
    const { event } = await time.run(deliver(pod("b"), deps));
    expect(event).toMatchObject({ data: { engine: "rules", degraded: { reason: "busy" } } });
    expect(time.now() - NOW).toBe(POLICY.waitMs);
    expect(records).toMatchObject([{ reason: "busy", waited_ms: POLICY.waitMs, model_called: false }]);
    expect(asked.map(({ engine }) => engine)).toEqual(["model", "rules"]);
  });

  test("are silent for the cooldown alone after the rules answered for want of the model", async () => {
    const { now, pass, models } = setup(async (_, engine, because) => {
      if (engine === "model") throw new PromptError("model_busy", "busy");
      return rulesReply(because);
    });
    expect((await now(pod("a"))).event.data).toMatchObject({ degraded: { reason: "busy" } });
    await pass(9 * MINUTE);
    expect((await now(pod("b"))).event.extensions.reason).toBe("repeat");
    await pass(MINUTE);
    expect((await now(pod("c"))).event.extensions.engine).toBe("rules");
    expect(models()).toBe(2);
  });

  test("carry the triage before, with what people said of it", async () => {
    const { now, pass, store } = setup();
    const first = await now(pod("a"));
    await addFeedback(store, first.event.id, true);
    await pass(31 * MINUTE);
    const { event } = await now(pod("b"));
    expect(event.data).toMatchObject({
      earlier: { triage_id: first.event.id, feedback: { up: 1, down: 0 }, trace_id: TRACE_ID },
    });
    await pass(POLICY.memoryMs + 1);
    expect((await now(pod("c"))).event.data).toMatchObject({ earlier: null });
  });
});

describe("an all-clear", () => {
  test("closes the incident, and tells of its triage", async () => {
    const { now, pass, models } = setup();
    const first = await now(pod("a"));
    const { event } = await now(resolved(pod("a")));
    expect(event.data).toMatchObject({ reason: "resolved", earlier: { triage_id: first.event.id } });
    await pass(11 * MINUTE);
    expect((await now(pod("b"))).event.extensions.engine).toBe("model");
    expect(models()).toBe(2);
  });

  test("of one pod does not, while another one fires", async () => {
    const { now, pass, models } = setup();
    await now(pod("a"));
    await now(pod("b"));
    await now(resolved(pod("a")));
    await pass(11 * MINUTE);
    expect((await now(pod("c"))).event.extensions.reason).toBe("repeat");
    expect(models()).toBe(1);
  });

  test("before its alert spares the triage", async () => {
    const { now, asked } = setup();
    await now(resolved(pod("a")));
    expect((await now(pod("a"))).event.extensions.reason).toBe("resolved");
    expect(asked).toEqual([]);
  });

  test("spares an alert that waits for another one", async () => {
    const { time, deliver, models } = setup(async () => {
      await time.sleep(CALL_MS);
      throw new TypeError("broken");
    });
    const first = deliver(pod("a")).catch(() => undefined);
    const second = deliver(pod("b"));
    await time.run(time.sleep(5000));
    await time.run(deliver(resolved(pod("b"))));
    const [, { event }] = await time.run(Promise.all([first, second]));
    expect(event.extensions.reason).toBe("resolved");
    expect(models()).toBe(1);
  });

  test("while its alert is triaged does not let a redelivery take the place of that triage", async () => {
    const { time, deliver, instance } = setup();
    const first = deliver(pod("a"));
    await time.run(time.sleep(5000));
    await time.run(deliver(resolved(pod("a"))));
    const answers = await time.run(Promise.all([first, deliver(pod("a"), instance().deps)]));
    expect(answers.map(({ event, redelivered }) => [event.extensions.engine, redelivered])).toEqual([
      ["model", false],
      ["model", true],
    ]);
  });

  test("spares an alert that waits for a place at the model, and its place under the cap", async () => {
    let called = 0;
    const { time, deliver, store } = setup(async (_request, _engine, _because, wanted) => {
      await time.sleep(CALL_MS);
      if (!(await wanted())) throw new PromptError("cancelled", "not wanted");
      called += 1;
      return replyOf();
    });
    const first = deliver(pod("a"));
    await time.run(time.sleep(5000));
    await time.run(deliver(resolved(pod("a"))));
    expect((await time.run(first)).event.extensions.reason).toBe("resolved");
    expect(called).toBe(0);
    expect([...store.entries.keys()].filter((key) => /^(?:cap|lease):/.test(key))).toEqual([]);
  });
});

describe("the cap", () => {
  const identities = (count: number) =>
    Array.from({ length: count }, (_, index) => pod(`${index}`, { identity: sha256(`${index}`) }));

  test("beyond it the rules answer, and nobody is skipped", async () => {
    const { now, models, instance } = setup();
    const { deps } = instance({ policy: { ...POLICY, callsPerHour: 3 } });
    const reasons: unknown[] = [];
    for (const event of identities(5)) reasons.push((await now(event, deps)).event.data);
    expect(reasons).toMatchObject([
      { degraded: null },
      { degraded: null },
      { degraded: null },
      { engine: "rules", degraded: { reason: "cap_reached" } },
      { engine: "rules", degraded: { reason: "cap_reached" } },
    ]);
    expect(models()).toBe(3);
  });

  test.each([{ severity: "critical" }, { severity: "Page" }, { kprompt: "model" }])(
    "does not hold for %j",
    async (labels) => {
      const { now, models, instance, store } = setup();
      const { deps } = instance({ policy: { ...POLICY, callsPerHour: 0 } });
      expect((await now(withLabels(labels as Record<string, string>), deps)).event.data).toMatchObject({
        degraded: null,
      });
      expect(models()).toBe(1);
      expect([...store.entries.keys()].some((key) => key.startsWith("cap:"))).toBe(false);
    },
  );

  test.each([
    { name: "without a model", more: { hasModel: false }, reason: "model_not_configured" as const, taken: 0 },
    { name: "where the circuit is open", more: {}, reason: "circuit_open" as const, taken: 0 },
    { name: "where the model answered nonsense", more: {}, reason: "output_invalid" as const, taken: 1 },
  ])("counts calls, not alerts: $name", async ({ more, reason, taken }) => {
    const usage = { input_tokens: taken * 900, output_tokens: 0, cached_tokens: null, estimated: true };
    const { now, instance, store } = setup(async () => ({ ...rulesReply({ reason, detail: "d" }), usage }));
    await now(pod("a"), instance(more).deps);
    expect([...store.entries.keys()].filter((key) => key.startsWith("cap:"))).toHaveLength(taken);
  });
});

describe("what goes wrong", () => {
  test("no line of the pod: asks for its container, then the alert itself", async () => {
    const { now, asked } = setup(async (request) => {
      if (request.query) throw new PromptError("logs_not_found", "none");
      return replyOf({ triage: { ...replyOf().triage, data_gaps: ["a", "b", "c"] } });
    });
    const { event } = await now(pod("a"));
    expect(asked.map(({ filters, lines }) => [filters, lines])).toEqual([
      [{ namespace: "shop", pod: "payments-a", container: "payments" }, 0],
      [{ namespace: "shop", container: "payments" }, 0],
      [undefined, 1],
    ]);
    const gap = "no logs: there is no line around the alert; from the alert alone";
    expect(event.data).toMatchObject({
      triage: { data_gaps: [gap, "a", "b"] },
      logs: { lines: 0, shown: 0, coverage: gap, query: null },
    });
    expect(v.is(TriageCompletedSchema, event.data)).toBe(true);
  });

  test.each([
    "logs_empty",
    "logs_source_unavailable",
    "filters_missing",
    "logs_unavailable",
    "logs_timeout",
    "logs_unauthorized",
    "logs_query_refused",
    "logs_too_many",
  ] as const)("%s: from the alert alone, and the source is asked once", async (code) => {
    const { now, asked } = setup(async (request) => {
      if (request.query) throw new PromptError(code, "x");
      return replyOf();
    });
    const { event } = await now(pod("a"));
    expect(event.data).toMatchObject({
      triage: { data_gaps: [expect.stringMatching(/^no logs: .*; from the alert alone$/)] },
    });
    expect(v.is(TriageCompletedSchema, event.data)).toBe(true);
    expect(asked).toHaveLength(2);
  });

  test("labels that select nothing: from the alert alone", async () => {
    const { now, asked } = setup();
    await now(pod("a", { labels: { alertname: "Up" } }));
    expect(asked).toEqual([{ engine: "model", filters: undefined, lines: 1 }]);
  });

  test.each(["cancelled", "shutting_down"] as const)("%s is thrown, and leaves no lease", async (code) => {
    const { now, store } = setup(refuse(code));
    await expect(now(pod("a"))).rejects.toMatchObject({ code });
    expect([...store.entries.keys()].filter((key) => /^(?:lease|done):/.test(key))).toEqual([]);
  });

  test("a shutdown while it waits is thrown", async () => {
    const { time, deliver, instance } = setup();
    void deliver(pod("a"));
    const { deps } = instance({ sleep: async () => Promise.reject(new PromptError("shutting_down", "bye")) });
    await expect(time.run(deliver(pod("b"), deps))).rejects.toMatchObject({ code: "shutting_down" });
  });
});

test("label rules asks no model", async () => {
  const { now, asked } = setup();
  expect((await now(withLabels({ kprompt: "rules" }))).event.data).toMatchObject({
    degraded: { reason: "rules_asked" },
  });
  expect(asked.map(({ engine }) => engine)).toEqual(["rules"]);
});

test("a maintenance window is in the record, with its reason", async () => {
  const { now, instance, asked } = setup();
  const { deps, records } = instance({
    policy: {
      ...POLICY,
      mutes: [
        {
          name: "move",
          reason: "new rack",
          when: { fact: "cluster", equals: "home" },
          window: { from: "2026-11-21T00:00:00Z", to: "2026-11-22T00:00:00Z" },
        },
      ],
    },
  });
  const cause = pod("a");
  await now({ ...cause, extensions: { ...cause.extensions, cluster: "home" } }, deps);
  await now(pod("b"), deps);
  expect(records).toMatchObject([
    { outcome: "skipped", reason: "muted", detail: "Maintenance window move: new rack", model_called: false },
    { outcome: "completed", reason: null, model_called: true, status: "firing", namespace: "shop", waited_ms: 0 },
  ]);
  expect(asked).toHaveLength(1);
});
