import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CloudEvent } from "../core/cloud-event.ts";
import { toBuiltBundle } from "./build.ts";
import { type Listening, listen } from "./listen.ts";
import { createLocal, type Local } from "./local.ts";
import { createFolder, kpromptHere, PROJECT, writeTree } from "./testing.ts";
import { loadTree } from "./tree.ts";

let local: Local;
let served: Listening;
let root: string;
const triages: CloudEvent[] = [];
const records: string[] = [];

beforeAll(async () => {
  const built = toBuiltBundle(loadTree(PROJECT), PROJECT, {});
  const host = {
    warn: () => undefined,
    record: (line: string) => void records.push(line),
    onTriage: (event: CloudEvent) => void triages.push(event),
  };
  local = await createLocal(built, { CAPTURE: "redacted" }, host);
  served = await listen((request) => local.fetch(request), 0, "test");
});
afterAll(async () => {
  served.close();
  await local.close();
});

const send = (...args: readonly string[]) => kpromptHere(PROJECT, ["alert", "send", ...args, "--to", served.url]);

/** Triage events since the test began. */
const arrived = async (before: number, count: number): Promise<readonly CloudEvent[]> => {
  await expect.poll(() => triages.length - before).toBe(count);
  return triages.slice(before);
};

describe("a sample goes the whole way to its triage", () => {
  test.each([
    { sample: "oom_killed", sender: "alertmanager", status: 202, count: 1 },
    { sample: "disk_full", sender: "grafana", status: 202, count: 1 },
    { sample: "rollout", sender: "ruler", status: 200, count: 8 },
  ])("$sample by $sender → $count", async ({ sample, sender, status, count }) => {
    const before = triages.length;
    const { exit, stdout } = await send(sample, "--as", sender);
    expect(stdout).toContain(`${status} from ${served.url}`);
    expect(exit).toBe(0);
    const events = await arrived(before, count);
    expect(events.filter(({ type }) => type === "dev.kprompt.triage.completed.v1")).toHaveLength(1);
    expect(events.filter(({ extensions }) => extensions.reason === "repeat")).toHaveLength(count - 1);
  });

  test("sent again as of the same time it is the same event, whoever sends it for the second time", async () => {
    const before = triages.length;
    const startsAt = "2026-11-20T14:00:00Z";
    await send("switched_off", "--starts-at", startsAt);
    await send("switched_off", "--starts-at", startsAt);
    const events = await arrived(before, 2);
    expect(new Set(events.map(({ id }) => id)).size).toBe(1);
    expect(events[0]?.extensions.reason).toBe("label_off");
  });

  test("an all-clear", async () => {
    const before = triages.length;
    await send("oom_killed", "--resolved");
    expect((await arrived(before, 1))[0]?.extensions.reason).toBe("resolved");
  });

  test("a body of one's own", async () => {
    const before = triages.length;
    const path = join(createFolder(), "own.json");
    writeFileSync(
      path,
      JSON.stringify([{ labels: { alertname: "Own", namespace: "shop" }, startsAt: "2026-11-20T14:00:00Z" }]),
    );
    const { stdout } = await send(path, "--as", "ruler", "--json");
    expect(JSON.parse(stdout)).toMatchObject({ status: 200 });
    expect((await arrived(before, 1))[0]?.extensions.alertname).toBe("Own");
  });
});

describe("what became of them, from the records", () => {
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), "kprompt-records-"));
    writeTree(root);
    writeFileSync(join(root, "records.jsonl"), `${["a line of a log", ...records].join("\n")}\n{"record":"al`);
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  const triage = (...args: readonly string[]) => kpromptHere(root, ["triage", ...args, "--records", "records.jsonl"]);

  test("list: each alert in a row, its own triage with it", async () => {
    const { stdout, stderr } = await triage("list");
    expect(stderr).toBe("2 lines are no records; they were skipped.\n");
    const rows = stdout.trim().split("\n");
    expect(rows).toHaveLength(triages.length);
    expect(rows[0]).toMatch(
      /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}[0-9a-f]{12} {2}error .*rules: model_not_configured .*payments\/ContainerOomKilled: .*OOM-killed/,
    );
    expect(stdout).toMatch(/skipped: repeat +shop\/PodCrashLooping$/m);
    expect(stdout).toMatch(/skipped: label_off +Watchdog$/m);
  });

  test("list: of some kind, of one namespace, the newest, and as JSON", async () => {
    const skipped = JSON.parse((await triage("list", "--outcome", "skipped", "--namespace", "shop", "--json")).stdout);
    expect(skipped).toHaveLength(7);
    for (const row of skipped) expect(row).toMatchObject({ outcome: "skipped", reason: "repeat", triage: null });
    expect(JSON.parse((await triage("list", "--limit", "2", "--json")).stdout)).toHaveLength(2);
  });

  test("show: by the beginning of an id, what it rests on and what caused it", async () => {
    const first = triages[0];
    const { stdout, exit } = await triage("show", first?.id.slice(0, 12) ?? "");
    expect(exit).toBe(0);
    for (const expected of [
      /^ERROR {2}payments-api/m,
      /What to do/,
      /name +ContainerOomKilled/,
      /prompt +log_triage\.workload@1\.1\.0/,
      /template_sha256 +[0-9a-f]{64}/,
      /logs +none: from the alert alone/,
    ])
      expect(stdout).toMatch(expected);
    const shown = JSON.parse((await triage("show", first?.id ?? "", "--json")).stdout);
    expect(shown.generations).toHaveLength(1);
    expect(shown.captures[0].evidence.length).toBeGreaterThan(0);
  });

  test("replay: asked again with the prompts of the work tree", async () => {
    const { stdout, exit } = await kpromptHere(root, [
      "triage",
      "replay",
      triages[0]?.id ?? "",
      "--records",
      "records.jsonl",
      "--json",
    ]);
    expect(exit).toBe(0);
    const { before, after } = JSON.parse(stdout);
    expect(before.prompt_id).toBe("log_triage.workload");
    expect(after.triage.root_cause).toContain("OOM-killed");
    expect(after.prompt.bundle_sha256).not.toBe(before.bundle_sha256);
  });

  test.each([
    { args: ["show"], says: "needs an id" },
    { args: ["show", "abc"], says: "too short" },
    { args: ["show", "nothing"], says: 'No record has the id "nothing"' },
    { args: ["list", "abcd"], says: "takes no id" },
    { args: ["drop", "abcd"], says: "Use list, show or replay" },
    { args: ["list", "--limit", "all"], says: "--limit all" },
    { args: ["list", "--outcome", "lost"], says: "--outcome lost" },
  ])("$args → exit 2 and a sentence", async ({ args, says }) => {
    const { exit, stderr } = await triage(...args);
    expect(stderr).toContain(says);
    expect(exit).toBe(2);
  });

  test("what was skipped cannot be replayed, and a file that is not there is named", async () => {
    const skipped = JSON.parse((await triage("list", "--outcome", "skipped", "--json")).stdout)[0];
    expect((await triage("replay", skipped.triage_id)).stderr).toContain("nothing was asked");
    expect((await kpromptHere(root, ["triage", "list"])).stderr).toContain("dist/records.jsonl");
  });
});

describe("what cannot be sent", () => {
  test.each([
    { args: ["nothing"], says: 'There is no sample "nothing". There is oom_killed' },
    { args: ["nothing.json"], says: "cannot be read (ENOENT)" },
    { args: ["oom_killed", "--as", "nagios"], says: "--as nagios is no sender" },
    { args: ["oom_killed", "--starts-at", "noon"], says: "--starts-at noon is no time" },
    { args: ["oom_killed", "--to", "ingest"], says: "--to ingest is not" },
    { args: ["oom_killed", "--to", "http://127.0.0.1:9"], says: "cannot be reached" },
  ])("$args", async ({ args, says }) => {
    const { exit, stderr } = await kpromptHere(PROJECT, ["alert", "send", ...args]);
    expect(stderr).toContain(says);
    expect(exit).toBe(2);
  });

  test("what ingest refuses is said as it says it", async () => {
    const path = join(createFolder(), "bad.json");
    writeFileSync(path, '{"alerts": []}');
    expect((await send(path)).stderr).toMatch(/answered 422: .+\./);
  });
});
