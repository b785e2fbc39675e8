import { chmodSync, cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { build } from "../cli/build.ts";
import { git, initRepository, kprompt, readFile } from "../cli/testing.ts";
import { startBroker } from "./broker.ts";
import { type Addressed, startBuiltFunction } from "./built-function.ts";
import { startForwarder } from "./forwarder.ts";
import { findFreePort } from "./free-port.ts";
import { buildKustomization, prepareKustomize } from "./kustomize.ts";
import { type Received, type Receiver, startReceiver } from "./receiver.ts";
import { waitUntil } from "./wait-until.ts";

const PROJECT = fileURLToPath(new URL("..", import.meta.url));
const OVERLAY = "knative/overlays/prod";
const STATE = `${OVERLAY}/release/rollout.yaml`;

const folder = mkdtempSync(join(tmpdir(), "kprompt-rollout-"));
const dist = join(folder, "dist");
const kustomize = join(folder, "kustomize");

beforeAll(async () => {
  const { command, arguments: args } = await prepareKustomize();
  writeFileSync(kustomize, `#!/bin/sh\nexec ${[command, ...args].map((word) => `'${word}'`).join(" ")} "$@"\n`);
  chmodSync(kustomize, 0o755);
  await build({ root: PROJECT, outdir: dist });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A repository with the manifests and prompts of this one, a first release in its only commit. */
const createRepository = (name: string): string => {
  const root = join(folder, name);
  for (const part of ["knative/base", "knative/components", "knative/overlays", "prompts"])
    cpSync(join(PROJECT, part), join(root, part), { recursive: true });
  // Whatever the project has released by now, here it begins anew.
  rmSync(join(root, STATE), { force: true });
  run(root, `rollout init --overlay ${OVERLAY} --image ghcr.io/example/kprompt@sha256:${"a".repeat(64)}`);
  initRepository(root);
  git(root, "config", "user.name", "Test");
  git(root, "config", "user.email", "test@example.test");
  return root;
};

const run = (root: string, line: string): void => {
  const { exit, stdout, stderr } = kprompt(root, line.split(" "), { env: { KUSTOMIZE: kustomize } });
  if (exit !== 0) throw new Error(`kprompt ${line}: ${stdout}${stderr}`);
};

const START = `rollout start --overlay ${OVERLAY} --pin log_triage.workload@1.0.0 --now 2026-12-01T19:50:00Z --commit`;
const ABORT = `rollout abort --overlay ${OVERLAY} --commit`;

const advance = (root: string, now: string): void => {
  const { analyze } = parse(readFile(root, STATE)).rollout.candidate.revisions;
  const verdict = { version: 1, verdict: "go", candidate: { analyze }, made_at: now, reasons: ["it was better"] };
  writeFileSync(join(folder, "verdict.json"), JSON.stringify(verdict));
  run(root, `rollout advance --overlay ${OVERLAY} --verdict ${join(folder, "verdict.json")} --now ${now} --commit`);
};

const render = (root: string): Promise<string> => buildKustomization(join(root, OVERLAY));

/** What is at a path of a rendered Service. */
const findService = (yaml: string, name: string): Rendered =>
  parseAllDocuments(yaml)
    .map((document) => document.toJS())
    .find(
      ({ apiVersion, kind, metadata }) =>
        apiVersion.startsWith("serving.") && kind === "Service" && metadata.name === name,
    );

interface Rendered {
  readonly spec: {
    readonly traffic: readonly { readonly percent: number; readonly tag: string; readonly revisionName: string }[];
    readonly template: {
      readonly metadata: { readonly name: string };
      readonly spec: { readonly containers: readonly { readonly image: string; readonly env: readonly Variable[] }[] };
    };
  };
}
interface Variable {
  readonly name: string;
  readonly value?: string;
}

const environmentOf = (yaml: string, service: string, names: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (findService(yaml, service).spec.template.spec.containers[0]?.env ?? [])
      .filter(({ name }) => names.includes(name))
      .map(({ name, value = "" }) => [name, value]),
  );

const percentsOf = (yaml: string): readonly number[] => [
  ...["route", "render", "analyze"].map(
    (name) => findService(yaml, name).spec.traffic.find(({ tag }) => tag === "candidate")?.percent ?? 0,
  ),
  Number(environmentOf(yaml, "ingest", ["CANDIDATE_PERCENT"]).CANDIDATE_PERCENT),
];

describe("a rollout in Git", () => {
  /** What every commit of a rollout keeps. */
  const expectClean = (root: string, yaml: string): void => {
    expect(git(root, "show", "--name-only", "--format=").trim().split("\n")).toEqual([
      `${OVERLAY}/release/kustomization.yaml`,
      STATE,
    ]);
    expect(git(root, "status", "--porcelain")).toBe("");
    expect(kprompt(root, ["rollout", "status", "--overlay", OVERLAY], { env: { KUSTOMIZE: kustomize } }).exit).toBe(0);
    const { stdout, exit } = kprompt(root, ["knative", "check", "-"], { input: yaml });
    expect({ stdout, exit }).toEqual({ stdout: expect.stringContaining("0 errors, 0 warnings"), exit: 0 });
  };

  test("0, 10, 50 and 100 percent, and then the candidate is what is stable", async () => {
    const root = createRepository("whole");
    const before = await render(root);
    run(root, START);
    const percents = [percentsOf(await render(root))];
    const candidate = findService(await render(root), "analyze").spec.template;
    for (const now of [
      "2026-12-01T20:00:00Z",
      "2026-12-02T20:00:00Z",
      "2026-12-04T20:00:00Z",
      "2026-12-04T21:00:00Z",
    ]) {
      expectClean(root, await render(root));
      advance(root, now);
      percents.push(percentsOf(await render(root)));
    }
    const after = await render(root);
    expectClean(root, after);
    expect(percents).toEqual([0, 10, 50, 100, 0].map((percent) => [percent, percent, percent, percent]));
    expect(findService(after, "analyze").spec).toMatchObject({
      template: candidate,
      traffic: [{ revisionName: candidate.metadata.name, percent: 100, tag: "stable" }],
    });

    run(root, `rollback --now --overlay ${OVERLAY} --to previous --commit`);
    expect(await render(root)).toBe(before);
    expectClean(root, before);
  });

  test("an abort at 50 percent: the tree is rendered as it was, to the byte", async () => {
    const root = createRepository("aborted");
    const before = await render(root);
    run(root, START);
    advance(root, "2026-12-01T20:00:00Z");
    advance(root, "2026-12-02T20:00:00Z");
    expect(percentsOf(await render(root))).toEqual([50, 50, 50, 50]);
    run(root, ABORT);
    expectClean(root, await render(root));
    expect(await render(root)).toBe(before);
  });
});

const HOSTS = {
  stable: "http://stable-analyze.kprompt.svc.cluster.local",
  candidate: "http://candidate-analyze.kprompt.svc.cluster.local",
};
type Tag = keyof typeof HOSTS;
const TAGS: readonly Tag[] = ["stable", "candidate"];

/** An alert event at one revision. */
interface Visit {
  readonly target: Tag;
  readonly id: string;
  readonly bucket: number;
  readonly tag: Tag;
}

/** The functions of both revisions, ingest and a broker that knows the rendered Triggers. */
interface Cluster {
  /** What was sent there, answered or not. */
  readonly tried: () => readonly Visit[];
  /** What was answered with success. */
  readonly done: readonly Visit[];
  /** What notify would get: of triages the id and that of the alert event; dead letters have none. */
  readonly told: () => readonly { readonly id: string; readonly cause: string | undefined }[];
  /** Applies what was rendered: the broker and ingest start anew with it, what was under way goes on. */
  apply(yaml: string): Promise<void>;
  down(): Promise<void>;
  up(): Promise<void>;
  /** @returns The names of as many alerts, which ingest has taken. */
  push(names: readonly string[]): Promise<void>;
  stop(): Promise<void>;
}

const startCluster = async (stable: string, candidate: string): Promise<Cluster> => {
  const started: { stop(): Promise<unknown> }[] = [];
  const done: Visit[] = [];
  const startAnalyze = (yaml: string) =>
    startBuiltFunction(dist, "analyze", {
      EVENT_SECRET,
      ...environmentOf(yaml, "analyze", ["PROMPT_LABEL", "PROMPT_PINS"]),
      K_REVISION: findService(yaml, "analyze").spec.template.metadata.name,
    });
  const revisions = { stable: await startAnalyze(stable), candidate: await startAnalyze(candidate) };
  const watch = (target: Tag): Promise<Receiver> =>
    startForwarder([revisions[target].url], (request, status) => {
      if (status === 200) done.push(toVisit(target, request));
    });
  const fronts = { stable: await watch("stable"), candidate: await watch("candidate") };
  const notify = await startReceiver(() => ({ status: 202 }));
  started.push(revisions.stable, revisions.candidate, fronts.stable, fronts.candidate, notify);

  const port = await findFreePort();
  const file = join(folder, `triggers-${port}.yaml`);
  let parts: readonly Addressed[] = [];
  const stopParts = async (): Promise<void> => {
    for (const part of parts.toReversed()) await part.stop();
    parts = [];
  };
  return {
    done,
    tried: () => TAGS.flatMap((target) => fronts[target].received.map((request) => toVisit(target, request))),
    told: () =>
      notify.received.map(({ headers }) => ({
        id: String(headers["ce-id"]),
        cause: headers["ce-causationid"] as string | undefined,
      })),
    async apply(yaml) {
      await stopParts();
      const here = Object.entries(HOSTS).reduce(
        (text, [target, host]) => text.replaceAll(host, fronts[target as Tag].url),
        yaml,
      );
      writeFileSync(file, here);
      const services = { notify: notify.url, "dead-letters": notify.url };
      const broker = await startBroker({ triggers: file, services, journal: `${file}.journal`, port });
      const ingest = await startBuiltFunction(dist, "ingest", {
        EVENT_SECRET,
        ...environmentOf(yaml, "ingest", ["CANDIDATE_PERCENT"]),
        BROKER_URL: `${broker.url}/kprompt/default`,
      });
      parts = [broker, ingest];
    },
    down: async () => {
      await Promise.all(Object.values(revisions).map((target) => target.kill()));
    },
    up: async () => {
      await Promise.all(Object.values(revisions).map((target) => target.restart()));
    },
    async push(names) {
      const alerts = names.map((alertname) => ({
        labels: { alertname, namespace: "shop", severity: "warning" },
        startsAt: "2026-12-01T19:00:00Z",
        endsAt: "2099-01-01T00:00:00Z",
      }));
      const response = await fetch(`${parts[1]?.url}/api/v2/alerts`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(alerts),
      });
      if (!response.ok) throw new Error(`ingest: ${response.status} ${await response.text()}`);
    },
    async stop() {
      await stopParts();
      await Promise.all(started.map((one) => one.stop()));
    },
  };
};

const toVisit = (target: Tag, { headers }: Received): Visit => ({
  target,
  id: String(headers["ce-id"]),
  bucket: Number(headers["ce-bucket"]),
  tag: headers["ce-traffictag"] as Tag,
});

const EVENT_SECRET = "events-of-the-tests-0123456789abcdef";

describe("alerts in a rollout", () => {
  let root: string;
  let cluster: Cluster;
  beforeAll(async () => {
    root = createRepository("alerts");
    const stable = await render(root);
    run(root, START);
    advance(root, "2026-12-01T20:00:00Z");
    cluster = await startCluster(stable, await render(root));
  });
  afterAll(() => cluster?.stop());

  const idsOf = (visits: readonly Visit[]): ReadonlySet<string> => new Set(visits.map(({ id }) => id));
  /** Every alert of the phase has one triage, made by one revision. */
  const expectOneTriageEach = async (ids: ReadonlySet<string>): Promise<void> => {
    await waitUntil("every alert has a triage", () => {
      const causes = new Set(cluster.told().map(({ cause }) => cause));
      return [...ids].every((id) => causes.has(id));
    });
    const told = cluster.told();
    expect(told.filter(({ cause }) => cause === undefined)).toEqual([]);
    for (const id of ids) expect(new Set(told.filter(({ cause }) => cause === id).map((one) => one.id)).size).toBe(1);
  };
  /** Pushes alerts while both revisions are away, until each event has been tried. */
  const pushInVain = async (prefix: string): Promise<readonly Visit[]> => {
    await cluster.down();
    const before = idsOf(cluster.tried());
    await cluster.push(Array.from({ length: ALERTS }, (_, index) => `${prefix}${index}`));
    const look = () => cluster.tried().filter(({ id }) => !before.has(id));
    await waitUntil("each alert was tried", () => idsOf(look()).size === ALERTS);
    return look();
  };
  const ALERTS = 80;

  test("what is under way at a step stays on its revision, and what comes after it goes by the new share", async () => {
    await cluster.apply(await render(root));
    const tried = await pushInVain("First");
    const between = tried.filter(({ bucket }) => bucket >= 10 && bucket < 50);
    expect(between.length).toBeGreaterThan(0);
    expect(between.filter(({ target }) => target !== "stable")).toEqual([]);
    expect(tried.some(({ target }) => target === "candidate")).toBe(true);

    advance(root, "2026-12-02T20:00:00Z");
    await cluster.apply(await render(root));
    await cluster.up();
    await expectOneTriageEach(idsOf(tried));
    expect(idsOf(cluster.done)).toEqual(idsOf(tried));
    for (const { target, tag, bucket } of cluster.done) expect({ target, tag }).toEqual(tagOfBucket(bucket, 10));

    const before = cluster.done.length;
    await cluster.push(Array.from({ length: ALERTS }, (_, index) => `Second${index}`));
    const look = () => cluster.done.slice(before);
    await waitUntil("each alert is answered", () => idsOf(look()).size === ALERTS);
    const after = look();
    for (const { target, tag, bucket } of after) expect({ target, tag }).toEqual(tagOfBucket(bucket, 50));
    await expectOneTriageEach(idsOf(after));
  });

  test("what the candidate had not answered when it was aborted, the stable revision answers", async () => {
    const tried = await pushInVain("Third");
    expect(tried.some(({ target }) => target === "candidate")).toBe(true);
    run(root, ABORT);
    await cluster.apply(await render(root));
    await cluster.up();
    await expectOneTriageEach(idsOf(tried));
    const done = cluster.done.filter(({ id }) => idsOf(tried).has(id));
    expect(new Set(done.map(({ target }) => target))).toEqual(new Set(["stable"]));
  });
});

const tagOfBucket = (bucket: number, percent: number) => {
  const target = bucket < percent ? "candidate" : "stable";
  return { target, tag: target };
};
