import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { build } from "../cli/build.ts";
import { type AlertPath, type AlertPathOptions, startAlertPath } from "./alert-path.ts";
import { startAlertmanager } from "./alertmanager.ts";
import { toKey } from "./notice.ts";
import { createRuler, type Ruler } from "./ruler.ts";
import type { Service } from "./service.ts";
import type { TriageEvent } from "./triage-sink.ts";
import { startValkey, type Valkey } from "./valkey.ts";
import { waitUntil } from "./wait-until.ts";

/** Alerts through the built functions, as they come: straight from a Loki's ruler, and through a real Alertmanager. */
const ENTRIES = ["ruler", "alertmanager"] as const;
type Entry = (typeof ENTRIES)[number];

const dist = mkdtempSync(join(tmpdir(), "kprompt-e2e-dist-"));
const root = fileURLToPath(new URL("..", import.meta.url));
const counts: object[] = [];

beforeAll(async () => {
  await build({ root, outdir: dist });
});
afterAll(() => {
  console.table(counts);
  rmSync(dist, { recursive: true, force: true });
});

interface Scene {
  readonly path: AlertPath;
  readonly ruler: Ruler;
}

const play = async (
  entry: Entry,
  { repeatIntervalMs, ...options }: Omit<AlertPathOptions, "dist"> & { readonly repeatIntervalMs?: number },
  scene: (scene: Scene) => Promise<void>,
): Promise<void> => {
  const path = await startAlertPath({ dist, ...options });
  try {
    if (entry === "ruler") return await scene({ path, ruler: createRuler(path.ingest.url, path.acknowledge) });
    const alertmanager = await startAlertmanager({
      webhookUrl: path.webhookUrl,
      groupBy: ["namespace"],
      ...(repeatIntervalMs && { repeatIntervalMs }),
    });
    try {
      await scene({ path, ruler: createRuler(alertmanager.url) });
    } finally {
      await alertmanager.stop();
    }
  } finally {
    await path.stop();
  }
};

/** One round, and whatever else it takes until all that the ruler knows is acknowledged. */
const pushUntilAcknowledged = async ({ path, ruler }: Scene): Promise<void> => {
  await waitUntil("a round is taken", () => ruler.push());
  await waitUntil("ingest acknowledged it", () =>
    ruler.notices().every((notice) => path.acknowledged.has(toKey(notice))),
  );
};

const refusedIn = ({ path, ruler }: Scene): number => ruler.rounds().refused + path.refused();

/** As whoever drops repeats of an event sees them: the first one of each id counts. */
const withoutRepeats = (events: readonly TriageEvent[]): readonly TriageEvent[] => [
  ...new Map(events.toReversed().map((event) => [event.id, event])).values(),
];

const isTriaged = ({ sink }: AlertPath, alertname: string): boolean =>
  withoutRepeats(sink.events).some(({ kind, notice }) => kind === "completed" && notice.alertname === alertname);

/** What holds whatever happens; `path.settle` has seen that none is lost. */
const expectOneTriageEach = async (title: string, scene: Scene, kills: number): Promise<{ readonly calls: number }> => {
  const { path, ruler } = scene;
  await path.settle();
  const { events } = path.sink;
  const idsOf = Map.groupBy(events, ({ cause }) => cause);
  const causesOf = Map.groupBy(events, ({ notice }) => toKey(notice));
  const distinct = (values: readonly string[]): number => new Set(values).size;
  const calls = path.model.prompts.length;
  const seen = withoutRepeats(events);
  const count = (kind: string, engine?: string) =>
    seen.filter((event) => event.kind === kind && event.engine === engine).length;
  counts.push({
    scene: title,
    incidents: distinct(ruler.notices().map(({ alertname }) => alertname)),
    kills,
    rounds: ruler.rounds().pushed,
    refused: refusedIn(scene),
    acknowledged: path.acknowledged.size,
    "sink events": events.length,
    triages: seen.length,
    "by model": count("completed", "model"),
    "by rules": count("completed", "rules"),
    skipped: count("skipped"),
    failed: count("failed"),
    "changed later": distinct(events.map(({ id, kind }) => `${id} ${kind}`)) - seen.length,
    "model calls": calls,
  });
  for (const [cause, group] of idsOf) expect(distinct(group.map(({ id }) => id)), cause).toBe(1);
  for (const [key, group] of causesOf) expect(distinct(group.map(({ cause }) => cause)), key).toBe(1);
  expect(seen.length, "no two causes share a triage").toBe(idsOf.size);
  expect(count("failed")).toBe(0);
  return { calls };
};

test.each(ENTRIES)("%s: firing, grouped, repeated, mixed and resolved", async (entry) => {
  await play(entry, { repeatIntervalMs: 1_000 }, async (scene) => {
    const { path, ruler } = scene;
    const triaged = (...names: readonly string[]) =>
      waitUntil(`triages of ${names}`, () => names.every((name) => isTriaged(path, name)));

    ruler.fire("DiskFull");
    await pushUntilAcknowledged(scene);
    await triaged("DiskFull");

    ruler.fire("QueueLong", "CertOld", "BackupLate");
    await pushUntilAcknowledged(scene);
    await triaged("QueueLong", "CertOld", "BackupLate");

    const before = path.sink.events.length;
    await pushUntilAcknowledged(scene);
    await waitUntil("repeats are answered", () => path.sink.events.length >= before + 4);
    expect(path.model.prompts).toHaveLength(4);

    ruler.resolve("CertOld");
    ruler.fire("PodRestarts");
    await pushUntilAcknowledged(scene);
    await triaged("PodRestarts");

    ruler.resolve("DiskFull", "QueueLong", "BackupLate", "PodRestarts");
    await pushUntilAcknowledged(scene);

    const { calls } = await expectOneTriageEach(`${entry}, calm`, scene, 0);
    expect(calls).toBe(5);
    const outcomes = path.sink.events.map(({ notice, kind, engine, reason }) => [
      notice.status,
      kind,
      engine ?? reason,
    ]);
    expect(new Set(outcomes.map((outcome) => outcome.join(" ")))).toEqual(
      new Set(["firing completed model", "resolved skipped resolved"]),
    );
  });
});

/** The dead instance still holds its alerts for a while: whoever gets them next waits for it, at most as long as for a lease. */
const DEATH_MS = 90_000;

/**
 * Each dies while it has something to do. What was acknowledged is waited for before anything is pushed again, because
 * a repeat would stand in for what was lost.
 */
const killEach = async (scene: Scene): Promise<{ readonly kills: number; readonly incidents: number }> => {
  const { path, ruler } = scene;
  const { ingest, broker } = path;
  const [analyze] = path.analyzes as [Service];
  const fire = (death: string): readonly string[] => {
    const names = ["Disk", "Queue", "Backup"].map((name) => name + death);
    ruler.fire(...names);
    return names;
  };
  const triaged = (names: readonly string[]) =>
    waitUntil(`triages of ${names}`, () => names.every((name) => isTriaged(path, name)), DEATH_MS);
  const dieWhileModelWorks = async (victim: Service): Promise<void> => {
    await waitUntil("the model works", () => path.model.busy() > 0);
    await victim.kill();
    await victim.restart();
  };

  const first = fire("IngestDies");
  const [taken] = await Promise.all([ruler.push(), ingest.kill()]);
  await ingest.restart();
  if (!taken) await pushUntilAcknowledged(scene);
  await triaged(first);

  const second = fire("AnalyzeDies");
  await pushUntilAcknowledged(scene);
  await dieWhileModelWorks(analyze);
  await triaged(second);

  const third = fire("BrokerDies");
  await pushUntilAcknowledged(scene);
  await dieWhileModelWorks(broker);
  await triaged(third);

  await broker.kill();
  const fourth = fire("BrokerAway");
  const before = path.acknowledged.size;
  const refusedBefore = refusedIn(scene);
  await ruler.push();
  await waitUntil("ingest refuses", () => refusedIn(scene) > refusedBefore);
  expect(path.acknowledged.size, "nothing is acknowledged that nobody has").toBe(before);
  await broker.restart();
  await pushUntilAcknowledged(scene);
  await triaged(fourth);

  ruler.resolve("DiskAnalyzeDies");
  await pushUntilAcknowledged(scene);
  return { kills: 4, incidents: 12 };
};

// Both at once: what takes time is the waiting for leases.
test.concurrent.each(ENTRIES)(
  "%s: ingest, analyze and the broker die one after the other, and nothing is lost",
  async (entry) => {
    const valkey = await startValkey();
    try {
      await play(entry, { storeUrl: valkey.url }, async (scene) => {
        const { kills, incidents } = await killEach(scene);
        const { calls } = await expectOneTriageEach(`${entry}, all die`, scene, kills);
        expect(calls).toBeLessThanOrEqual(incidents + kills);
      });
    } finally {
      await valkey.stop();
    }
  },
  180_000,
);

test("without a store a death costs at most one more call for each incident", async () => {
  await play("ruler", {}, async (scene) => {
    const { kills, incidents } = await killEach(scene);
    const { calls } = await expectOneTriageEach("ruler, all die, no store", scene, kills);
    expect(calls).toBeLessThanOrEqual(incidents * 2);
  });
}, 180_000);

const NAMES = ["Disk", "Queue", "Backup", "Cert", "Probe", "Memory"].map((name) => `${name}Watched`);

/** Both instances are asked about the same alerts at once. */
const pushTwice = (scene: Scene) => Promise.all([pushUntilAcknowledged(scene), pushUntilAcknowledged(scene)]);

const withTwoInstances = async (scene: (scene: Scene, valkey: Valkey) => Promise<void>): Promise<void> => {
  const valkey = await startValkey({ password: "two instances" });
  try {
    await play("ruler", { instances: 2, storeUrl: valkey.url }, (one) => scene(one, valkey));
  } finally {
    await valkey.stop();
  }
};

test("two instances that share a Valkey ask the model once", async () => {
  await withTwoInstances(async (scene) => {
    scene.ruler.fire(...NAMES);
    await pushTwice(scene);
    const { calls } = await expectOneTriageEach("two instances", scene, 0);
    expect(calls).toBe(NAMES.length);
  });
}, 180_000);

test("a Valkey that dies half-way costs calls, never an alert", async () => {
  await withTwoInstances(async (scene, valkey) => {
    const { path, ruler } = scene;
    ruler.fire(...NAMES);
    await pushTwice(scene);
    await waitUntil("half of them are triaged", () => NAMES.filter((name) => isTriaged(path, name)).length >= 3);
    await valkey.kill();
    await path.settle();
    await pushTwice(scene);
    ruler.fire("LateWatched");
    await pushTwice(scene);
    await path.settle();
    await valkey.restart();
    await pushTwice(scene);
    ruler.resolve(...NAMES);
    await pushTwice(scene);
    const { calls } = await expectOneTriageEach("two instances, Valkey dies", scene, 1);
    // While it is away each instance knows what it has done itself; once it is back it knows nothing.
    const incidents = NAMES.length + 1;
    expect(calls - incidents).toBeLessThanOrEqual(2 * incidents);
    expect([...NAMES, "LateWatched"].filter((name) => !isTriaged(path, name))).toEqual([]);
  });
}, 180_000);
