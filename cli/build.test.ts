import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { BuiltBundle, PromptVersion } from "../core/prompt/bundle.ts";
import {
  cleanEnvironment,
  createFolder,
  createProject,
  git,
  initRepository,
  kprompt,
  PROJECT,
  readFile,
  writeTree,
} from "./testing.ts";

/** A copy of kprompt's sources with the test prompts, as a clone of it would lie anywhere. */
const createClone = (root: string): string => {
  for (const name of ["build.mjs", "cli", "core", "functions", "package.json"]) {
    cpSync(join(PROJECT, name), join(root, name), { recursive: true });
  }
  symlinkSync(join(PROJECT, "node_modules"), join(root, "node_modules"));
  writeTree(root);
  writeFileSync(join(root, ".gitignore"), "node_modules\ndist\n");
  initRepository(root);
  return root;
};

const runBuild = (root: string, env: Readonly<Record<string, string>> = {}, args: readonly string[] = []) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["build.mjs", ...args], {
    cwd: root,
    env: { ...cleanEnvironment(), ...env },
    encoding: "utf8",
  });
  return { exit: status, stdout, stderr };
};

const contentsOf = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => statSync(join(folder, name)).isFile())
      .toSorted()
      .map((name) => [
        name,
        createHash("sha256")
          .update(readFileSync(join(folder, name)))
          .digest("hex"),
      ]),
  );

test("R42: two builds of one commit, in folders of other names and depths, at other times, are equal byte for byte", () => {
  const first = createClone(createFolder());
  const second = createClone(join(createFolder(), "deeper/and deeper"));
  expect(git(first, "rev-parse", "HEAD")).toBe(git(second, "rev-parse", "HEAD"));

  expect(runBuild(first)).toMatchObject({ exit: 0, stderr: "" });
  // A different zone and language, and a folder that holds an earlier build.
  expect(runBuild(second, { GIT_SHA: "0".repeat(40) })).toMatchObject({ exit: 0 });
  expect(runBuild(second, { TZ: "Pacific/Chatham", LANG: "tr_TR.UTF-8" })).toMatchObject({ exit: 0, stderr: "" });

  const built = contentsOf(join(first, "dist"));
  expect(contentsOf(join(second, "dist"))).toEqual(built);
  expect(Object.keys(built)).toEqual([
    "analyze.node.mjs",
    "analyze.worker.mjs",
    "bundle.json",
    "ingest.node.mjs",
    "ingest.worker.mjs",
    "notify.node.mjs",
    "notify.worker.mjs",
    "openapi/analyze.json",
    "openapi/ingest.json",
    "openapi/notify.json",
    "openapi/render.json",
    "openapi/route.json",
    "render.node.mjs",
    "render.worker.mjs",
    "route.node.mjs",
    "route.worker.mjs",
  ]);
}, 120_000);

test("provenance is in the bundle, and changes its bytes but not its digest", () => {
  const root = createProject();
  const build = (env: Readonly<Record<string, string>>): BuiltBundle => {
    expect(kprompt(root, ["build"], { env }).exit).toBe(0);
    return JSON.parse(readFile(root, "dist/bundle.json"));
  };
  const sha = "0123456789abcdef0123456789abcdef01234567";
  const plain = build({});
  const stamped = build({ GIT_SHA: sha, SOURCE_DATE_EPOCH: "1767323045" });
  expect(plain.provenance).toEqual({ git_sha: "unknown", committed_at: null });
  expect(stamped.provenance).toEqual({ git_sha: sha, committed_at: "2026-01-02T03:04:05Z" });
  expect(stamped.bundle_sha256).toBe(plain.bundle_sha256);
});

test("errors in prompts/: exit 1, the diagnostics of check, and nothing is written", () => {
  const root = createProject({ "prompts/triage.web/1.10.0.yaml": "id: [" });
  const people = kprompt(root, ["build"]);
  expect(people).toMatchObject({ exit: 1, stdout: "" });
  expect(people.stderr).toContain(kprompt(root, ["check"]).stdout.trimEnd());

  const programs = kprompt(root, ["build", "--json"]);
  expect(programs.exit).toBe(1);
  expect(JSON.parse(programs.stdout).diagnostics[0]).toMatchObject({ code: expect.any(String), severity: "error" });
  expect(readdirSync(root)).toEqual(["prompts"]);
});

test("artefacts of an earlier build go, other files stay", () => {
  const root = createProject();
  kprompt(root, ["build"]);
  for (const name of ["gone.node.mjs", "gone.worker.mjs", "records.jsonl"]) writeFileSync(join(root, "dist", name), "");
  writeFileSync(join(root, "dist/openapi/gone.json"), "");
  kprompt(root, ["build"]);
  const names = Object.keys(contentsOf(join(root, "dist")));
  expect(names.filter((name) => name.includes("gone"))).toEqual([]);
  expect(names).toContain("records.jsonl");
});

test("--analyze says what each artefact is made of, largest first, with the data apart", () => {
  const root = createProject();
  const { exit, stdout } = kprompt(root, ["build", "--analyze", "--outdir", "out"]);
  expect(exit).toBe(0);
  expect(stdout).toMatch(/^route\.node\.mjs +\d+\.\d KB code +\d+\.\d KB data$/m);
  expect(stdout).toMatch(/^ +\d+\.\d KB {2}kprompt:bundle \(data\)$/m);
  const { artefacts } = JSON.parse(kprompt(root, ["build", "--analyze", "--json"]).stdout);
  for (const { file, bytes, codeBytes, dataBytes, inputs } of artefacts) {
    expect(bytes).toBe(statSync(join(root, "out", file)).size);
    expect(codeBytes + dataBytes).toBe(bytes);
    const sizes = inputs.map((input: { bytes: number }) => input.bytes);
    expect(sizes).toEqual(sizes.toSorted((a: number, b: number) => b - a));
  }
});

/** What docs/ tells a reader to run: the same hashes without a line of kprompt's code. */
const RECIPES = {
  bundle_sha256: () => ".bundle",
  template_sha256: ({ id, version }: PromptVersion) => `.bundle.prompts["${id}"]["${version}"].messages`,
  content_sha256: ({ id, version }: PromptVersion) =>
    `.bundle as $b | $b.prompts["${id}"]["${version}"] | ` +
    "{fallback, inputs, messages, model_defaults, output: $b.schemas[.output], output_rules}",
};

test("R10: every hash can be recomputed from dist/bundle.json", () => {
  const root = createProject();
  kprompt(root, ["build"]);
  const text = readFile(root, "dist/bundle.json");
  const { bundle_sha256, bundle } = JSON.parse(text) as BuiltBundle;
  const versions = Object.values(bundle.prompts).flatMap((all) => Object.values(all));
  expect(versions).toHaveLength(2);

  const sha256 = (value: unknown): string => createHash("sha256").update(sortedJson(value)).digest("hex");
  expect(sha256(bundle)).toBe(bundle_sha256);
  for (const prompt of versions) {
    const { fallback, inputs, messages, model_defaults, output_rules } = prompt;
    const output = bundle.schemas[prompt.output];
    expect(sha256(messages)).toBe(prompt.template_sha256);
    expect(sha256({ fallback, inputs, messages, model_defaults, output, output_rules })).toBe(prompt.content_sha256);
  }

  // jq is there in continuous integration; elsewhere the lines above hold the same hashes.
  if (spawnSync("jq", ["--version"]).status !== 0) return;
  const jq = (filter: string): string => {
    const script = 'set -o pipefail; jq -cSj "$1" dist/bundle.json | sha256sum';
    const { stdout, stderr } = spawnSync("bash", ["-c", script, "bash", filter], { cwd: root, encoding: "utf8" });
    return `${stdout.slice(0, 64)}${stderr}`;
  };
  expect(jq(RECIPES.bundle_sha256())).toBe(bundle_sha256);
  for (const prompt of versions) {
    expect(jq(RECIPES.template_sha256(prompt))).toBe(prompt.template_sha256);
    expect(jq(RECIPES.content_sha256(prompt))).toBe(prompt.content_sha256);
  }
});

const sortedJson = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
