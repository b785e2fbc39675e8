import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { createReleased, image, run, STATE, writeVerdict } from "./rollout/testing.ts";
import { git, initRepository, readFile, writeFile } from "./testing.ts";

const stateOf = (root: string) => parse(readFile(root, STATE));

/** Three releases: a, then b, then c is stable; each a commit. */
const createHistory = async (): Promise<{ root: string; states: readonly ReturnType<typeof stateOf>[] }> => {
  const root = await createReleased();
  initRepository(root);
  const states = [stateOf(root)];
  writeFile(root, "plan.yaml", "[{percent: 100, hold: 1m}]\n");
  for (const letter of ["b", "c"]) {
    const start = await run(root, `rollout start --image ${image(letter)} --plan plan.yaml --now 2026-12-01T20:00:00Z`);
    expect(start).toMatchObject({ exit: 0, stderr: "" });
    const { analyze } = stateOf(root).rollout.candidate.revisions;
    writeVerdict(root, { candidate: { analyze }, made_at: "2026-12-01T20:00:30Z" });
    await run(root, "rollout advance --verdict verdict.json --now 2026-12-01T20:01:00Z");
    git(root, "commit", "--quiet", "--all", "--message=release");
    states.push(stateOf(root));
  }
  return { root, states };
};

describe("to what was stable", () => {
  test("the previous release, and back again", async () => {
    const { root, states } = await createHistory();
    const [, b, c] = states;
    expect(await run(root, "rollback --now --to previous")).toMatchObject({
      exit: 0,
      stdout: expect.stringContaining(`roll back to ${b.stable.revisions.analyze}`),
    });
    expect(stateOf(root)).toEqual({ ...c, stable: b.stable, previous: c.stable, templates: b.stable.revisions });
    expect((await run(root, "rollout status")).exit).toBe(0);
    await run(root, "rollback --now --to previous");
    expect(stateOf(root)).toEqual(c);
  });

  test("a revision that Git remembers", async () => {
    const { root, states } = await createHistory();
    const { stable } = states[0];
    expect((await run(root, `rollback --now --to ${stable.revisions.route}`)).exit).toBe(0);
    expect(stateOf(root)).toMatchObject({ stable, previous: states[2].stable });
  });

  test("a rollout that is under way ends", async () => {
    const { root, states } = await createHistory();
    await run(root, `rollout start --image ${image("d")}`);
    expect((await run(root, "rollback --now --to previous")).exit).toBe(0);
    expect(stateOf(root)).toMatchObject({ stable: states[1].stable, rollout: null });
  });
});

describe("what whoever is on call must know is said", () => {
  test("of a revision that the manifests no longer make: it must still be there", async () => {
    const { root, states } = await createHistory();
    const { analyze } = states[1].stable.revisions;
    expect(await run(root, "rollback --now --to previous --json")).toMatchObject({ exit: 0, stderr: "" });
    await run(root, "rollback --now --to previous");
    writeFile(root, "knative/memory", "256Mi");
    const { exit, stderr } = await run(root, "rollback --now --to previous");
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: expect.stringContaining(`get revision`) });
    expect(stderr).toContain(analyze);
  });

  test("of a rollout under way: previous is before what is stable, and an abort would keep that", async () => {
    const { root, states } = await createHistory();
    await run(root, `rollout start --image ${image("d")}`);
    const { stderr } = await run(root, "rollback --now --to previous");
    expect(stderr).toContain(states[2].stable.revisions.analyze);
    expect(stderr).toContain("kprompt rollout abort");
  });

  test("of a first rollout under way: there is no previous, but an abort", async () => {
    const root = await createReleased();
    await run(root, `rollout start --image ${image("d")}`);
    expect(await run(root, "rollback --now --to previous")).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining("kprompt rollout abort"),
    });
  });
});

test("by a pin: the same image, other revisions, all traffic", async () => {
  const { root, states } = await createHistory();
  const { stable } = states[2];
  expect((await run(root, "rollback --now --pin triage.web@1.9.0")).exit).toBe(0);
  const after = stateOf(root);
  expect(after).toMatchObject({ stable: { digest: stable.digest, pins: ["triage.web@1.9.0"] }, previous: stable });
  expect(after.stable.revisions.analyze).not.toBe(stable.revisions.analyze);
  expect((await run(root, "rollout status")).exit).toBe(0);
});

describe("what is refused leaves the state as it was", () => {
  test.each([
    { line: "rollback --to previous", exit: 2, says: "needs --now" },
    { line: "rollback --now", exit: 2, says: "Say where to" },
    { line: "rollback --now --to previous --pin triage.web@1.9.0", exit: 2, says: "one of them" },
    { line: "rollback --now --to previous", exit: 2, says: "Nothing was stable before" },
    { line: "rollback --now --to analyze-ffffffffffff", exit: 2, says: "was never stable" },
    { line: "rollback --now --pin triage.web@7.0.0", exit: 2, says: "7.0.0" },
  ])("$line: $says", async ({ line, exit, says }) => {
    const root = await createReleased();
    const before = readFile(root, STATE);
    expect(await run(root, line)).toMatchObject({ exit, stderr: expect.stringContaining(says) });
    expect(readFile(root, STATE)).toBe(before);
  });

  test("to where all traffic goes already", async () => {
    const root = await createReleased();
    const { analyze } = stateOf(root).stable.revisions;
    expect(await run(root, `rollback --now --to ${analyze}`)).toMatchObject({
      exit: 1,
      stderr: expect.stringContaining("already"),
    });
  });
});
