import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { COMMANDS } from "../../cli/commands.ts";
import packageJson from "../../package.json" with { type: "json" };
import { PROJECT } from "./base-files.ts";
import { createSourceFiles } from "./sources.ts";

/** What no run of ours proves of a workflow: that it begins when it should, and that what it calls is there. */

interface Step {
  readonly uses?: string;
  readonly run?: string;
}
const workflow = parse(readFileSync(join(PROJECT, ".github/workflows/prompts.yaml"), "utf8"), { merge: false });
const steps: readonly Step[] = Object.values<{ steps: Step[] }>(workflow.jobs).flatMap((job) => job.steps);
const runs = steps.flatMap(({ run }) => run ?? []);
const paths: readonly string[] = workflow.on.push.paths;

const starts = (file: string): boolean =>
  paths.some((path) => (path.endsWith("/**") ? file.startsWith(path.slice(0, -2)) : file === path));

test("a push begins it with the same files as a pull request", () => {
  expect(workflow.on.pull_request.paths).toEqual(paths);
});

test("each path of the filter is there", () => {
  for (const path of paths) expect(statSync(join(PROJECT, path.replace(/\/\*\*$/, ""))), path).toBeTruthy();
});

test("whatever goes into an image begins it", async () => {
  const sources = (await createSourceFiles("app", PROJECT)).map(({ path }) => path.slice("app/".length));
  const own = sources.filter((path) => !path.startsWith("node_modules/"));
  const made = readdirSync(join(PROJECT, "knative/image")).map((name) => `knative/image/${name}`);
  const others = ["LICENSE", "build.mjs", "package-lock.json", "knative/overlays/dev/x.yaml"];
  expect(own).toEqual(expect.arrayContaining(["cli/main.ts", "functions/analyze/worker.ts", "prompts/labels.yaml"]));
  expect([...own, ...made, ...others].filter((file) => !starts(file))).toEqual([]);
});

test.each(["README.md", "bench/evidence/run.ts"])("%s does not", (file) => expect(starts(file)).toBe(false));

test("each npm script that it runs is one of the package, and each command one of ours", () => {
  const called = runs.flatMap((run) =>
    [...run.matchAll(/npm (?:run )?(?:-s )?(?!ci)([a-z0-9:]+)/g)].map(([, name]) => name),
  );
  expect(called.toSorted()).toEqual(["e2e", "image", "test"]);
  expect(Object.keys(packageJson.scripts)).toEqual(expect.arrayContaining(called));
  const commands = runs.flatMap((run) => [...run.matchAll(/kprompt ([a-z]+) ([a-z]+)/g)].map(([, name = ""]) => name));
  expect(commands).toEqual(["knative"]);
  expect(Object.keys(COMMANDS)).toEqual(expect.arrayContaining(commands));
});

test("the options of npm run image are those that it knows", async () => {
  const main = readFileSync(join(PROJECT, "knative/image/main.ts"), "utf8");
  const given = runs
    .filter((run) => run.includes("image"))
    .flatMap((run) => run.match(/(?<=\s)--[a-z]+(?= ["])/g) ?? []);
  expect(given).toEqual(["--publish", "--tag", "--source"]);
  for (const option of given) expect(main).toContain(`  ${option} `);
});

test("the end-to-end test that it names is there", () => {
  const names = runs.flatMap((run) => [...run.matchAll(/npm run e2e -- (\S+)/g)].map(([, name]) => name));
  expect(names).not.toEqual([]);
  for (const name of names) expect(statSync(join(PROJECT, `e2e/${name}.test.ts`))).toBeTruthy();
});

test("only what publishes may write, only on main, and actions are pinned to a version", () => {
  expect(workflow.permissions).toEqual({ contents: "read" });
  expect(workflow.jobs.check.permissions).toBeUndefined();
  expect(workflow.jobs.publish).toMatchObject({
    needs: "check",
    if: "github.event_name != 'pull_request' && github.ref == 'refs/heads/main'",
    permissions: { contents: "read", packages: "write" },
  });
  expect(workflow.on.push.branches).toEqual(["main"]);
  const used = steps.flatMap(({ uses }) => uses ?? []);
  expect(used).not.toEqual([]);
  for (const action of used) expect(action).toMatch(/^[\w-]+\/[\w-]+@(v\d+\.\d+\.\d+|[0-9a-f]{40})$/);
});

test("its tags are those by which Flux finds the newest", () => {
  const policy = readFileSync(join(PROJECT, "knative/flux/image.yaml"), "utf8");
  const pattern = /pattern: (\S+)/.exec(policy)?.[1] ?? "";
  const tag = runs.join().match(/--tag "([^"]+)"/)?.[1] ?? "";
  const given = tag
    .replace("$GITHUB_RUN_NUMBER", "12")
    .replace("$GITHUB_SHA", "0123456789abcdef".repeat(3).slice(0, 40));
  expect(new RegExp(pattern.replace("?P<", "?<")).exec(given)?.groups).toEqual({ run: "12" });
  expect("main").not.toMatch(new RegExp(pattern.replace("?P<", "?<")));
});
