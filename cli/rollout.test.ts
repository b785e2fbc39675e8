import { chmodSync, existsSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import {
  COMPONENT,
  createOverlay,
  createReleased,
  image,
  OVERLAY,
  run,
  runIn,
  STATE,
  writeVerdict,
} from "./rollout/testing.ts";
import { git, initRepository, readFile, writeFile } from "./testing.ts";
import { UsageError } from "./usage-error.ts";

const START = `rollout start --image ${image("b")} --now 2026-12-01T20:00:00Z`;

const filesOf = (root: string): readonly string[] => [readFile(root, STATE), readFile(root, COMPONENT)];
const stateOf = (root: string) => parse(readFile(root, STATE));
const judge = (root: string, made_at: string, more: Readonly<Record<string, unknown>> = {}): void =>
  writeVerdict(root, { candidate: { analyze: stateOf(root).rollout.candidate.revisions.analyze }, made_at, ...more });
const advance = (root: string, now: string) => {
  judge(root, now);
  return run(root, `rollout advance --verdict verdict.json --now ${now}`);
};

test("a whole rollout, step by step, and status after each", async () => {
  const root = await createReleased();
  const [before] = filesOf(root);
  const percents = async () => JSON.parse((await run(root, "rollout status --json")).stdout).candidate_percent;
  expect(await run(root, START)).toMatchObject({
    exit: 0,
    stdout: expect.stringMatching(/^step 1 of 4.*\nroute {4}100 % route-[0-9a-f]{12}, 0 % route-[0-9a-f]{12}\n/),
  });
  expect(JSON.parse((await run(root, "rollout status --json")).stdout).next).toEqual({
    command: `kprompt rollout advance --overlay ${OVERLAY} --verdict FILE`,
    at: "2026-12-01T20:10:00Z",
  });
  expect(await percents()).toBe(0);
  const { candidate } = stateOf(root).rollout;
  for (const [now, percent] of [
    ["2026-12-01T20:10:00Z", 10],
    ["2026-12-02T20:10:00Z", 50],
    ["2026-12-04T20:10:00Z", 100],
    ["2026-12-04T21:10:00Z", 0],
  ] as const) {
    expect(await advance(root, now)).toMatchObject({ exit: 0, stderr: "" });
    expect(await percents()).toBe(percent);
    expect((await run(root, "rollout status")).exit).toBe(0);
  }
  expect(stateOf(root)).toMatchObject({ stable: candidate, previous: parse(before ?? "").stable, rollout: null });
});

test("an abort leaves both files as they were before the start", async () => {
  const root = await createReleased();
  const before = filesOf(root);
  await run(root, START);
  await advance(root, "2026-12-02T20:00:00Z");
  expect(filesOf(root)).not.toEqual(before);
  expect((await run(root, "rollout abort")).exit).toBe(0);
  expect(filesOf(root)).toEqual(before);
});

describe("what a candidate is made of", () => {
  test.each([
    ["--from knative/overlays/dev", { digest: image("d"), label: "production", pins: [] }],
    ["--label dev", { digest: image("a"), label: "dev", pins: [] }],
    ["--pin triage.web@1.9.0", { digest: image("a"), label: "production", pins: ["triage.web@1.9.0"] }],
  ])("start %s", async (options, inputs) => {
    const root = await createReleased();
    expect(await run(root, `rollout start ${options}`)).toMatchObject({ exit: 0, stderr: "" });
    expect(stateOf(root).rollout.candidate).toMatchObject(inputs);
  });

  test("manifests that have changed are enough", async () => {
    const root = await createReleased();
    expect(await run(root, "rollout start")).toMatchObject({
      exit: 1,
      stderr: expect.stringContaining("are the same"),
    });
    writeFile(root, "knative/memory", "256Mi");
    expect((await run(root, "rollout start")).exit).toBe(0);
  });
});

describe("what is refused leaves the files as they were", () => {
  const cases: readonly { name: string; line: string; exit: 1 | 2; says: string; verdict?: Record<string, unknown> }[] =
    [
      { name: "a second start", line: START, exit: 1, says: "is under way" },
      { name: "a second init", line: `rollout init --image x/y@${image("c")}`, exit: 2, says: "has a release" },
      { name: "no verdict", line: "rollout advance", exit: 2, says: "--verdict FILE is missing" },
      {
        name: "a verdict file that is not there",
        line: "rollout advance --verdict none.json",
        exit: 2,
        says: "none.json cannot be read",
      },
      {
        name: "stop",
        line: "A",
        verdict: { verdict: "stop" },
        exit: 1,
        says: "all is well. Run kprompt rollout abort",
      },
      {
        name: "another candidate",
        line: "A",
        verdict: { candidate: { analyze: "analyze-ffffffffffff" } },
        exit: 1,
        says: "about analyze-ffffffffffff",
      },
      {
        name: "a stale verdict",
        line: "A",
        verdict: { made_at: "2026-12-01T19:00:00Z" },
        exit: 1,
        says: "before this step, which began",
      },
      {
        name: "a verdict from the future",
        line: "A",
        verdict: { made_at: "2026-12-09T19:00:00Z" },
        exit: 1,
        says: "yet to come",
      },
      { name: "a verdict with a field too many", line: "A", verdict: { p_value: 1 }, exit: 2, says: "verdict.json:1:" },
      { name: "a hold that has not passed", line: "E", exit: 1, says: "until 2026-12-01T20:10:00Z" },
      {
        name: "an option of another action",
        line: "rollout abort --pin triage.web@1.9.0",
        exit: 2,
        says: "takes no --pin",
      },
      { name: "an action that is none", line: "rollout constructor", exit: 2, says: "There is: init, start" },
    ];
  test.each(cases)("$name", async ({ line, verdict, exit, says }) => {
    const root = await createReleased();
    await run(root, START);
    const before = filesOf(root);
    judge(root, "2026-12-01T20:09:00Z", verdict);
    const advanceAt = (now: string) => `rollout advance --verdict verdict.json --now ${now}`;
    const lines: Readonly<Record<string, string>> = {
      A: advanceAt("2026-12-01T20:10:00Z"),
      E: advanceAt("2026-12-01T20:09:59Z"),
    };
    expect(await run(root, lines[line] ?? line)).toMatchObject({ exit, stderr: expect.stringContaining(says) });
    expect(filesOf(root)).toEqual(before);
  });

  test.each([
    { name: "a pin of a version that is not there", line: "--pin triage.web@7.0.0", says: "7.0.0" },
    { name: "a pin of a prompt that is not there", line: "--pin triage.nothing@1.0.0", says: "triage.nothing" },
    { name: "a label that is not there", line: "--label beta", says: '"beta" is no label. There is: dev, production' },
    { name: "a pin of a label", line: "--pin triage.web@production", says: "is no id@version" },
    { name: "a tag", line: "--image latest", says: "is no digest" },
    { name: "two images", line: `--image ${image("b")} --from knative/overlays/dev`, says: "Give one of them" },
    { name: "an image that was not published", line: `--image ${image("0")}`, says: "Publish it" },
    { name: "a plan that shrinks", line: "--plan plan.yaml", says: "plan.yaml:1:1 The whole must grow" },
    { name: "a time without a zone", line: `--image ${image("b")} --now noon`, says: "--now noon" },
  ])("a start with $name", async ({ line, says }) => {
    const root = await createReleased();
    writeFile(root, "plan.yaml", "[{percent: 50, hold: 1h}, {percent: 10, hold: 1h}, {percent: 100, hold: 1h}]");
    const before = filesOf(root);
    const { exit, stderr } = await run(root, `rollout start ${line}`);
    expect({ exit: exit === 0, stderr }).toEqual({ exit: false, stderr: expect.stringContaining(says) });
    expect(filesOf(root)).toEqual(before);
  });

  test("kustomize that fails, and nothing of the attempt stays", async () => {
    const root = await createReleased();
    const before = filesOf(root);
    const fail = () => {
      throw new UsageError("kustomize build: no such file");
    };
    expect(await run(root, START, fail)).toMatchObject({ exit: 2, stderr: expect.stringContaining("no such file") });
    expect(filesOf(root)).toEqual(before);
    expect(readdirSync(join(root, "knative/overlays"))).toEqual(["dev", "prod"]);
  });

  test.each([
    { name: "without a namespace", text: "components: [release]\n", says: "has no namespace" },
    { name: "that does not take release/ in", text: "namespace: shop\n", says: "Add release to its components" },
    { name: "that is broken", text: "namespace: [\n", says: "kustomization.yaml:" },
  ])("an overlay $name", async ({ text, says }) => {
    const root = createOverlay({ [`${OVERLAY}/kustomization.yaml`]: text });
    expect(await run(root, `rollout init --image x/y@${image("a")}`)).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining(says),
    });
    expect(existsSync(join(root, STATE))).toBe(false);
  });
});

test.each([`ghcr.io/example/kprompt:1.2.0@${image("a")}`, `kprompt@${image("a")}`, `@${image("a")}`])(
  "init refuses %s, which no later command could read",
  async (given) => {
    const root = createOverlay();
    expect(await run(root, `rollout init --image ${given}`)).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining("without tag"),
    });
    expect(existsSync(join(root, STATE))).toBe(false);
  },
);

test("a state whose alias names nothing is said with its place", async () => {
  const root = await createReleased();
  writeFile(root, STATE, "version: *one\n");
  const { exit, stderr } = await run(root, "rollout status");
  expect({ exit, stderr }).toEqual({ exit: 2, stderr: expect.stringContaining(`${STATE}:1:`) });
  expect(stderr).not.toContain("defect");
});

test("an overlay that is named by a link is rendered where it is", async () => {
  const root = await createReleased();
  symlinkSync("overlays/prod", join(root, "knative/live"));
  const argv = ["rollout", "status", "--overlay", "knative/live"];
  expect(await runIn(root, argv)).toMatchObject({ exit: 0, stderr: "" });
});

test("before anything is published, init follows the manifests, and a start is refused", async () => {
  const root = createOverlay();
  await run(root, `rollout init --image ghcr.io/example/kprompt@${image("0")}`);
  writeFile(root, "knative/memory", "256Mi");
  expect(await run(root, "rollout status")).toMatchObject({ exit: 1, stdout: expect.stringContaining("rollout init") });
  expect(await run(root, START)).toMatchObject({ exit: 1, stderr: expect.stringContaining("rollout init") });
  expect((await run(root, "rollout init")).exit).toBe(0);
  expect((await run(root, "rollout status")).exit).toBe(0);
});

describe("manifests that change in a rollout", () => {
  test("stop the next step, and status says which template", async () => {
    const root = await createReleased();
    await run(root, START);
    writeFile(root, "knative/memory", "256Mi");
    expect(await run(root, "rollout status")).toMatchObject({
      exit: 1,
      stdout: expect.stringContaining("template of route"),
    });
    expect(await advance(root, "2026-12-02T20:00:00Z")).toMatchObject({
      exit: 1,
      stderr: expect.stringContaining("manifests have changed"),
    });
  });

  test("do not stop an abort: traffic goes to the stable revision, the template gets the name of its content", async () => {
    const root = await createReleased();
    const { stable } = stateOf(root);
    await run(root, START);
    writeFile(root, "knative/memory", "256Mi");
    expect((await run(root, "rollout abort")).exit).toBe(0);
    expect(stateOf(root)).toMatchObject({ stable, rollout: null });
    expect(stateOf(root).templates.analyze).not.toBe(stable.revisions.analyze);
    expect((await run(root, "rollout status")).exit).toBe(0);
  });
});

describe("between the two files", () => {
  const interrupt = async (): Promise<{ root: string; whole: readonly string[] }> => {
    const root = await createReleased();
    const [, component = ""] = filesOf(root);
    await run(root, START);
    const whole = filesOf(root);
    writeFile(root, COMPONENT, component);
    return { root, whole };
  };

  test("status says that they disagree", async () => {
    const { root } = await interrupt();
    const { exit, stdout } = await run(root, "rollout status");
    expect({ exit, stdout }).toEqual({ exit: 1, stdout: expect.stringContaining("rollout repair") });
  });

  test.each(["rollout repair", "rollout advance --verdict verdict.json --now 2026-12-01T20:05:00Z"])(
    "%s mends it",
    async (line) => {
      const { root, whole } = await interrupt();
      judge(root, "2026-12-01T20:05:00Z");
      await run(root, line);
      expect(filesOf(root)).toEqual(whole);
    },
  );
});

const createCommitted = async (): Promise<string> => {
  const root = await createReleased();
  initRepository(root);
  git(root, "config", "user.name", "Test");
  git(root, "config", "user.email", "test@example.test");
  return root;
};

test("--commit says which manifests are not in Git as they were rendered", async () => {
  const root = await createCommitted();
  writeFile(root, "knative/memory", "256Mi");
  writeFile(root, "notes.txt", "nothing that is rendered\n");
  const { exit, stderr } = await run(root, "rollout start --commit");
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: expect.stringContaining("knative/memory") });
  expect(stderr).not.toContain("notes.txt");
  git(root, "commit", "--quiet", "--all", "--message=memory");
  expect(await run(root, "rollout abort --commit")).toMatchObject({ exit: 0, stderr: "" });
});

test("--commit where Git has both files so already says that there is nothing to commit", async () => {
  const root = await createCommitted();
  const head = git(root, "rev-parse", "HEAD");
  expect(await run(root, "rollout repair --commit")).toMatchObject({
    exit: 0,
    stdout: expect.stringContaining("nothing to commit"),
  });
  expect(JSON.parse((await run(root, "rollout repair --commit --json")).stdout).committed).toBe(false);
  expect(git(root, "rev-parse", "HEAD")).toBe(head);
});

test("a commit that Git refuses: what was written is said, and how to commit it", async () => {
  const root = await createCommitted();
  writeFile(root, ".git/hooks/pre-commit", "#!/bin/sh\necho not on a Friday >&2\nexit 1\n");
  chmodSync(join(root, ".git/hooks/pre-commit"), 0o755);
  const { exit, stdout, stderr } = await run(root, `${START} --commit`);
  expect({ exit, stdout }).toEqual({
    exit: 2,
    stdout: expect.stringMatching(/commit both files with:\n {2}chore\(knative\): start analyze-/),
  });
  expect(stderr).toContain("not on a Friday");
  expect(stderr).toContain("written, and not committed");
});

test("--commit commits the two files and nothing else", async () => {
  const root = await createCommitted();
  writeFile(root, "other.txt", "staged\n");
  git(root, "add", "other.txt");
  expect(await run(root, `${START} --commit`)).toMatchObject({ exit: 0, stderr: "" });
  expect(git(root, "show", "--name-only", "--format=%s")).toMatch(
    /^chore\(knative\): start analyze-[0-9a-f]{12} with 0 %\n\nknative\/overlays\/prod\/release\/kustomization.yaml\nknative\/overlays\/prod\/release\/rollout.yaml\n$/,
  );
  expect(git(root, "status", "--porcelain")).toBe("A  other.txt\n");
});
