import { spawn } from "node:child_process";
import { once } from "node:events";
import { text as readAll } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FakeLoki, startFakeLoki } from "../functions/adapters/loki/testing/fake-loki.ts";
import { SEEDED_WINDOW, seededEntries } from "../functions/adapters/loki/testing/seeded-entries.ts";
import { cleanEnvironment, createFolder, kprompt, kpromptHere, PROJECT, writeFile } from "./testing.ts";

const kept = { time_range: SEEDED_WINDOW };
const log = [
  ...Array.from(
    { length: 40 },
    (_, i) => `2026-11-21T10:00:${String(i).padStart(2, "0")}Z INFO request ${i} took ${i * 7} ms`,
  ),
  "2026-11-21T10:01:00Z ERROR login failed: password=hunter2hunter2",
  "2026-11-21T10:01:01Z ERROR dial tcp 10.0.0.7:5432: connect: connection refused",
].join("\n");

describe("a file or a pipe", () => {
  test("what happened and what follows, for a person; no prompts are needed", () => {
    const { exit, stdout, stderr } = kprompt(createFolder(), ["digest"], { input: log });
    expect(stderr).toBe("");
    expect(exit).toBe(0);
    expect(stdout).toMatch(/of 42 log lines/);
    expect(stdout).toMatch(/^ {2}E1 10:00:00 info ×40 .*request/m);
    expect(stdout).toContain("connect: connection refused");
    expect(stdout).toMatch(/error class [a-z_]+; shown by E[23]/);
    expect(stdout).toMatch(/redacted +password ×1/);
    expect(stdout).toMatch(/tokens +[\d,]+ as logged, [\d,]+ as evidence, \d+\.\d to 1/);
    expect(stdout).not.toContain("hunter2");
  });

  test("what a function would hide by its settings is hidden here, too", () => {
    const env = { REDACT_IPS: "true", REDACT_PATTERNS: '[{"name": "verb", "pattern": "refused"}]' };
    const { stdout } = kprompt(createFolder(), ["digest"], { input: log, env });
    expect(stdout).toContain("dial tcp [redacted:ip]:5432: connect: connection [redacted:verb]");
    const bad = kprompt(createFolder(), ["digest"], { input: log, env: { REDACT_PATTERNS: "nonsense" } });
    expect([bad.exit, bad.stderr]).toEqual([2, expect.stringContaining("REDACT_PATTERNS")]);
  });

  test.each(["digest", "analyze"])("%s: a log without a year is of the last twelve months", (command) => {
    const klog = 'I0214 10:00:02.000000 1 b.go:2] "ready"\nE0214 10:00:01.000000 1 a.go:1] "lost the lease"';
    const { stdout } = kprompt(PROJECT, [command, "--json"], { input: klog });
    const { coverage, logs } = JSON.parse(stdout);
    const year = new Date().getUTCFullYear();
    expect(coverage ?? logs.coverage).toMatch(new RegExp(`(?:${year}|${year - 1})-02-14 10:00:01 to 10:00:02 UTC`));
  });

  test("a small budget: what was left out is named", () => {
    const kinds = ["apples", "pears", "plums", "grapes", "figs", "dates"].map(
      (fruit) => `INFO ${fruit} ${"are ripe ".repeat(12)}`,
    );
    const { stdout } = kprompt(createFolder(), ["digest", "--budget", "64"], { input: `${kinds.join("\n")}\n${log}` });
    expect(stdout).toContain("Left out");
    expect(stdout.split("Left out")[1]).toMatch(/E\d info (?:apples|pears|plums|grapes|figs|dates) are ripe/);
    const { stdout: json } = kprompt(createFolder(), ["digest", "--budget", "64", "--json"], { input: log });
    const digest = JSON.parse(json);
    expect(digest.tokens.after).toBeLessThanOrEqual(64);
    expect(digest.tokens.before).toBeGreaterThan(400);
  });

  test("a JSON file that holds a request: its lines, with their times and place", () => {
    const { stdout, exit } = kprompt(PROJECT, ["digest", "cli/incident.json", "--json"]);
    expect(exit).toBe(0);
    const digest = JSON.parse(stdout);
    expect(digest.features).toMatchObject({ namespace: "payments", log_volume: 57 });
    expect(digest.coverage).toContain("57 log lines");
  });

  test.each(["digest", "analyze"])("%s: a request with a field of no meaning is refused", async (command) => {
    const folder = createFolder();
    writeFile(folder, "kept.json", JSON.stringify({ logs: ["x"], filter: {} }));
    const { exit, stderr } = await kpromptHere(PROJECT, [command, `${folder}/kept.json`]);
    expect([exit, stderr]).toEqual([2, expect.stringContaining("/filter is not a field of this request.")]);
  });

  test.each(["digest", "analyze"])("%s: a request without lines is no line of a log", async (command) => {
    const folder = createFolder();
    writeFile(folder, "kept.json", JSON.stringify({ filters: { namespace: "shop" } }));
    writeFile(folder, "fetch.json", JSON.stringify({ ...kept, filters: { namespace: "shop" } }));
    const refused = async (file: string) => (await kpromptHere(PROJECT, [command, `${folder}/${file}`])).stderr;
    expect(await refused("kept.json")).toContain("/logs is missing. Send lines, or give time_range, to fetch them.");
    expect(await refused("fetch.json")).toMatch(/fetch\.json .* to fetch, and no Loki is named\. Add --loki/);
  });

  test.each([
    { args: ["--budget", "much"], says: "--budget much is no number of tokens" },
    { args: ["--budget", "10"], says: "--budget 10 is too small. Give at least 64 tokens." },
    { args: ["--grep", "x"], says: "--grep chooses lines to fetch. Add --loki URL" },
    { args: ["--since", "1h", "--namespace", "a"], says: "No Loki is named" },
    { args: ["a.log", "--loki", "http://loki"], says: "a.log and Loki are two logs" },
    { args: ["--loki", "http://loki"], says: "Name --namespace, --pod" },
    { args: ["--loki", "loki:3100", "--pod", "a"], says: "Give one like http://loki:3100" },
    { args: ["--loki", "http://loki", "--pod", "a", "--since", "soon"], says: "--since soon is no time span" },
    { args: ["--loki", "http://loki", "--pod", "a", "--from", "2026-11-21T03:00"], says: "is no time with a zone" },
    { args: ["--loki", "http://loki", "--pod", "a", "--from", "2099-01-01T00:00:00Z"], says: "ends before it begins" },
    {
      args: ["--loki", "http://loki", "--pod", "a", "--since", "1h", "--from", "2026-11-21T03:00:00Z"],
      says: "Leave one",
    },
    { args: ["--loki", "http://loki", "--pod", "a", "--severity", "bad"], says: "--severity bad is no level" },
    { args: ["--loki", "http://loki", "--pod", "a", "--limit", "9999"], says: "from 1 to 5000" },
    {
      args: ["--loki", "http://127.0.0.1:9/x", "--pod", "a"],
      says: "Loki cannot be reached at http://127.0.0.1:9/x. Start it, or correct --loki.",
    },
    {
      args: ["--since", "1h", "--pod", "a"],
      env: { LOKI_URL: "http://127.0.0.1:9" },
      says: "Loki cannot be reached at http://127.0.0.1:9. Start it, or correct LOKI_URL.",
    },
    {
      args: ["--loki", "http://me:secret@loki:3100", "--pod", "a"],
      says: "must hold no user, password",
      not: "secret",
    },
    { args: ["--loki", "me:secret@loki:3100", "--pod", "a"], says: "Give one like http://loki:3100", not: "secret" },
    { args: ["--loki", "http://loki", "--tenant", "a b", "--pod", "a"], says: "--tenant holds a character" },
  ])("$args: exit 2 and a sentence", async ({ args, says, env = {}, not = "\0" }) => {
    const { exit, stderr, stdout } = await kpromptHere(PROJECT, ["digest", ...args], env);
    expect(stderr).not.toContain(not);
    expect(stderr).toContain(says);
    expect(stderr).not.toMatch(/^ {4}at /m);
    expect([exit, stdout]).toEqual([2, ""]);
  });
});

describe("from Loki", () => {
  let loki: FakeLoki;
  beforeAll(async () => {
    loki = await startFakeLoki(seededEntries(1200));
  });
  afterAll(() => loki.stop());

  /** Not `kprompt`, which would hold this process, and the Loki in it, until the end. */
  const run = async (command: string, args: readonly string[], env = {}) => {
    const child = spawn(process.execPath, [`${PROJECT}/cli/main.ts`, command, ...args], {
      cwd: PROJECT,
      env: { ...cleanEnvironment(), ...env },
    });
    const [stdout, stderr, [exit]] = await Promise.all([
      readAll(child.stdout),
      readAll(child.stderr),
      once(child, "exit"),
    ]);
    return { stdout, stderr, exit };
  };
  const window = ["--from", SEEDED_WINDOW.start, "--to", SEEDED_WINDOW.end];

  test("digest: the newest lines of the window", async () => {
    const args = ["--loki", loki.url, "--namespace", "shop", "--limit", "500", ...window];
    const { stdout, stderr, exit } = await run("digest", args, { LOKI_TOKEN: "let-me-in" });
    expect([stderr, exit]).toEqual(["", 0]);
    expect(stdout).toContain('query       {namespace="shop"}');
    expect(stdout).toContain(`window      ${SEEDED_WINDOW.start.replace("Z", ".000Z")}`);
    expect(stdout).toContain("connection refused");
    expect(loki.requests.at(-1)?.headers.authorization).toBe("Bearer let-me-in");
  });

  test("analyze: the same lines, triaged", async () => {
    const args = ["--namespace", "shop", "--severity", "error", "--grep", "10.43.12.7", ...window, "--json"];
    const { stdout, stderr, exit } = await run("analyze", args, { LOKI_URL: loki.url });
    expect([stderr, exit]).toEqual(["", 0]);
    expect(JSON.parse(stdout).logs.source).toMatchObject({
      query: '{namespace="shop"} |= "10.43.12.7" | detected_level!~"trace|debug|info|warn|warning"',
      limit: 1000,
      truncated: false,
    });
  });

  test.each(["digest", "analyze"])("%s: a request that was kept is fetched; options override it", async (command) => {
    const folder = createFolder();
    writeFile(folder, "kept.json", JSON.stringify({ ...kept, filters: { namespace: "shop" }, limit: 500 }));
    const args = [`${folder}/kept.json`, "--json", "--grep", "refused"];
    const byOption = await run(command, [...args, "--loki", loki.url]);
    expect([byOption.stderr, byOption.exit]).toEqual(["", 0]);
    const { source, logs } = JSON.parse(byOption.stdout);
    expect(logs?.source ?? source).toMatchObject({ query: expect.stringMatching(/^\{namespace="shop"\} .*refused/) });
    const bySetting = await run(command, args, { LOKI_URL: loki.url });
    expect(JSON.parse(bySetting.stdout)).toMatchObject({ evidence: expect.any(Array) });
  });

  test("analyze: what cannot be reached is named as it was given", async () => {
    const { stderr } = await run("analyze", ["--loki", "http://127.0.0.1:9", "--pod", "a", ...window]);
    expect(stderr).toContain("Loki cannot be reached at http://127.0.0.1:9. Start it, or correct --loki.");
  });

  test.each(["digest", "analyze"])("%s: nothing found is said with the query", async (command) => {
    const { stderr, exit } = await run(command, ["--loki", loki.url, "--pod", "nobody", ...window]);
    expect(stderr).toContain("There is no log line in this window");
    expect(stderr).toContain('query: {pod="nobody"}');
    expect(exit).toBe(2);
  });
});
