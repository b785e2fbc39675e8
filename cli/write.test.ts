import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createProject, kprompt, readFile, writeFile } from "./testing.ts";
import { TREE } from "./testing-tree.ts";

const VERSION = "prompts/triage.web/1.10.0.yaml";
const LOCK = "prompts/lock.json";

describe("new", () => {
  test.each([
    { tree: "with a shared schema", changes: {}, output: "output: triage.1\n" },
    {
      tree: "with a newer one",
      changes: { "prompts/schemas/triage.10.json": TREE["prompts/schemas/triage.1.json"] ?? "" },
      output: "output: triage.10\n",
    },
  ])("a draft that passes check and its own cases, in a tree $tree", ({ changes, output }) => {
    const root = createProject(changes);
    const { exit, stdout } = kprompt(root, ["new", "triage.database"]);
    expect({ exit, stdout }).toEqual({
      exit: 0,
      stdout: "prompts/triage.database/0.1.0.yaml\nprompts/triage.database/cases.yaml\n",
    });
    expect(readFile(root, "prompts/triage.database/0.1.0.yaml")).toContain(output);
    const check = kprompt(root, ["check", "--eval"]);
    expect(check.stdout).toContain("6 cases, 0 failed");
    expect(check.stdout).toContain("0 errors");
    expect(check.exit).toBe(0);
    expect(readFile(root, "prompts/labels.yaml")).toBe(TREE["prompts/labels.yaml"]);
  });

  test("without a triage schema it says what is missing, and writes nothing", () => {
    const root = createProject({ "prompts/schemas/triage.1.json": null });
    expect(kprompt(root, ["new", "triage.database"])).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining("prompts/schemas/triage.<n>.json"),
    });
    expect(existsSync(join(root, "prompts/triage.database"))).toBe(false);
  });

  test("nothing is overwritten", () => {
    const root = createProject();
    kprompt(root, ["new", "triage.database"]);
    writeFile(root, "prompts/triage.database/0.1.0.yaml", "mine");
    expect(kprompt(root, ["new", "triage.database"]).exit).toBe(2);
    expect(readFile(root, "prompts/triage.database/0.1.0.yaml")).toBe("mine");
  });
});

describe("bump", () => {
  test.each([
    { step: "patch", version: "1.10.1" },
    { step: "minor", version: "1.11.0" },
    { step: "major", version: "2.0.0" },
  ])("R7: $step of 1.10.0, which is later than 1.9.0, is $version", ({ step, version }) => {
    const root = createProject();
    const path = `prompts/triage.web/${version}.yaml`;
    expect(kprompt(root, ["bump", "triage.web", step])).toEqual({ exit: 0, stdout: `${path}\n`, stderr: "" });
    expect(readFile(root, path)).toBe(TREE[VERSION]?.replace("version: 1.10.0", `version: ${version}`));
    expect(readFile(root, "prompts/labels.yaml")).toBe(TREE["prompts/labels.yaml"]);
    expect(kprompt(root, ["check"]).exit).toBe(0);
  });

  test.each([
    { name: "quotes", line: 'version: "1.10.0"' },
    { name: "a comment", line: "version: 1.10.0 # kept" },
    { name: "spaces", line: "version:    1.10.0" },
  ])("only the value changes: $name", ({ line }) => {
    const text = (TREE[VERSION] ?? "").replace("version: 1.10.0", line);
    const root = createProject({ [VERSION]: text });
    kprompt(root, ["bump", "triage.web", "patch"]);
    expect(readFile(root, "prompts/triage.web/1.10.1.yaml")).toBe(text.replace(/"?1\.10\.0"?/, "1.10.1"));
  });

  test("a file without version: is refused", () => {
    const root = createProject({ [VERSION]: "id: triage.web\n" });
    expect(kprompt(root, ["bump", "triage.web", "patch"])).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining(`${VERSION} has no version: to change`),
    });
  });
});

describe("lock", () => {
  test("records every labelled version and what it uses; a second run changes nothing", () => {
    const root = createProject({ [LOCK]: null });
    expect(kprompt(root, ["check"])).toMatchObject({ exit: 1, stdout: expect.stringContaining("lock_missing") });

    expect(kprompt(root, ["lock"])).toEqual({
      exit: 0,
      stdout: `locked triage.web@1.10.0\nlocked evidence.1\nlocked triage.1\n${LOCK} is up to date\n`,
      stderr: "",
    });
    const text = readFile(root, LOCK);
    expect(JSON.parse(text)).toEqual({
      partials: { "evidence.1": expect.stringMatching(/^[0-9a-f]{64}$/) },
      schemas: { "triage.1": expect.stringMatching(/^[0-9a-f]{64}$/) },
      versions: { "triage.web@1.10.0": expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    expect(kprompt(root, ["check"]).exit).toBe(0);

    expect(kprompt(root, ["lock"])).toEqual({ exit: 0, stdout: `${LOCK} is up to date\n`, stderr: "" });
    expect(readFile(root, LOCK)).toBe(text);
  });

  test("a version that is labelled later is added, and the older entry stays", () => {
    const root = createProject({
      "prompts/labels.yaml": "dev:\n  triage.web: 1.9.0\nproduction:\n  triage.web: 1.9.0\n",
    });
    expect(kprompt(root, ["lock", "--json"]).exit).toBe(0);
    expect(Object.keys(JSON.parse(readFile(root, LOCK)).versions)).toEqual(["triage.web@1.10.0", "triage.web@1.9.0"]);
  });

  test.each([
    { name: "triage.web@1.10.0", path: VERSION, from: "Use only", to: "Use just" },
    { name: "evidence.1", path: "prompts/partials/evidence.1.txt", from: "begin", to: "start" },
    { name: "triage.1", path: "prompts/schemas/triage.1.json", from: "280", to: "279" },
  ])("an edit of the locked $name is refused by name, and nothing is written", ({ name, path, from, to }) => {
    const root = createProject({ [path]: (TREE[path] ?? "").replace(from, to) });
    const before = readFile(root, LOCK);
    const { exit, stderr } = kprompt(root, ["lock"]);
    expect(exit).toBe(1);
    expect(stderr).toContain(name);
    expect(stderr).toContain("nothing is written");
    expect(readFile(root, LOCK)).toBe(before);
  });

  test("other errors come first", () => {
    const root = createProject({ [LOCK]: null, "prompts/triage.web/1.9.0.yaml": "id: [" });
    expect(kprompt(root, ["lock"])).toMatchObject({ exit: 1, stderr: expect.stringContaining("yaml_invalid") });
  });
});
