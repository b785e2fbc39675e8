import { describe, expect, test } from "vitest";
import {
  createFolder,
  createProject,
  git,
  initRepository,
  kprompt,
  PROJECT,
  readFile,
  tryGit,
  writeFile,
  writeTree,
} from "./testing.ts";
import { TREE } from "./testing-tree.ts";

const VERSION = "prompts/triage.web/1.10.0.yaml";
const DRAFT = "prompts/triage.web/1.11.0.yaml";
const draft = (TREE[VERSION] ?? "").replace("1.10.0", "1.11.0");
/** One line that is not indented: the block scalar ends, and `Severity:` becomes a key of the prompt. */
const broken = draft.replace("  Use only", "Severity: high\n  Use only");

const diagnosticsOf = (stdout: string) => JSON.parse(stdout).diagnostics as Record<string, unknown>[];

describe("check", () => {
  test("a good tree", () => {
    const { exit, stdout, stderr } = kprompt(createProject(), ["check"]);
    expect({ exit, stdout, stderr }).toEqual({ exit: 0, stdout: "0 errors, 0 warnings\n", stderr: "" });
  });

  test("R13: a block scalar that ends early is an error at its line", () => {
    const { exit, stdout } = kprompt(createProject({ [DRAFT]: broken }), ["check"]);
    expect(exit).toBe(1);
    expect(stdout).toMatch(/^prompts\/triage\.web\/1\.11\.0\.yaml:\d+:\d+ error \w+: .*/m);
    expect(stdout).toContain("Severity");
    expect(stdout).toMatch(/^\d+ errors?, \d+ warnings?$/m);
  });

  test("R13: an edit of a locked version is an error, and of a draft it is none", () => {
    const edit = (text = ""): string => text.replace("Use only", "Use just");
    expect(kprompt(createProject({ [VERSION]: edit(TREE[VERSION]) }), ["check"])).toMatchObject({
      exit: 1,
      stdout: expect.stringContaining("lock_mismatch"),
    });
    expect(kprompt(createProject({ [DRAFT]: edit(draft) }), ["check"])).toMatchObject({ exit: 0 });
  });

  test("--json: file, line, column, code, severity and message of each", () => {
    const { exit, stdout } = kprompt(createProject({ [DRAFT]: broken }), ["check", "--json"]);
    expect(exit).toBe(1);
    expect(diagnosticsOf(stdout)[0]).toMatchObject({
      file: DRAFT,
      line: expect.any(Number),
      column: expect.any(Number),
      severity: "error",
      code: expect.stringMatching(/^[a-z_]+$/),
    });
  });

  test.each([
    { paths: ["prompts/triage.web"], exit: 1 },
    { paths: [DRAFT], exit: 1 },
    { paths: ["prompts"], exit: 1 },
    { paths: ["prompts/labels.yaml"], exit: 0 },
    { paths: [VERSION], exit: 0 },
    { paths: ["prompts/labels.yaml", DRAFT], exit: 1 },
  ])("only $paths: exit $exit", ({ paths, exit }) => {
    expect(kprompt(createProject({ [DRAFT]: broken }), ["check", ...paths]).exit).toBe(exit);
  });

  test("paths count from where the user stands", () => {
    const root = createProject({ [DRAFT]: broken });
    expect(kprompt(`${root}/prompts/triage.web`, ["check", "1.10.0.yaml"]).exit).toBe(0);
    expect(kprompt(`${root}/prompts/triage.web`, ["check", "1.11.0.yaml"]).exit).toBe(1);
  });

  test("bytes that are no UTF-8 are a diagnostic, and a file of an editor is not read", () => {
    const root = createProject();
    writeFile(root, "prompts/triage.web/.1.10.0.yaml.swp", "\u0000");
    expect(kprompt(root, ["check"]).exit).toBe(0);
    const latin1 = Buffer.from(draft.replace("web service", "caf\u00e9"), "latin1");
    writeFile(root, DRAFT, latin1 as unknown as string);
    expect(kprompt(root, ["check"])).toMatchObject({ exit: 1, stdout: expect.stringContaining("UTF-8") });
  });
});

test("the classifier in one line, with its figures, where there is one and no other output is parsed", () => {
  const { stdout } = kprompt(PROJECT, ["check"]);
  expect(stdout).toMatch(/^classifier: \d{2,4} examples, \d{2} % right on unseen ones, \d{1,3} KB\n0 errors/);
  expect(JSON.parse(kprompt(PROJECT, ["check", "--json"]).stdout)).toEqual({ diagnostics: expect.any(Array) });
});

describe("check --eval", () => {
  test("R46: runs the cases and prints a table", () => {
    const { exit, stdout } = kprompt(createProject(), ["check", "--eval"]);
    expect(stdout).toMatch(
      /pass {2}triage\.web › out of memory +web {2}oom_killed {2}\w+\/\w+ {2}1\.10\.0: \d+ of 3236 tokens/,
    );
    expect(stdout).toContain("3 cases, 0 failed");
    expect(exit).toBe(0);
  });

  test.each([
    { expectation: "intent: elsewhere", from: "intent: web", says: /intent is web, expected elsewhere|"elsewhere"/ },
    {
      expectation: "error_class: dns_failure",
      from: "error_class: oom_killed",
      says: /error_class is oom_killed, expected dns_failure/,
    },
    { expectation: "severity: [info]", from: "severity: [error, critical]", says: /severity is \w+, expected info/ },
    {
      expectation: "verdict: [inconclusive]",
      from: "error_class: oom_killed",
      says: /verdict is \w+, expected inconclusive/,
    },
    { expectation: "cites: [nowhere]", from: "cites: [out of memory]", says: /no cited line holds "nowhere"/ },
  ])("$expectation fails the case", ({ expectation, from, says }) => {
    const cases = (TREE["prompts/triage.web/cases.yaml"] ?? "").replace(from, expectation);
    const { exit, stdout } = kprompt(createProject({ "prompts/triage.web/cases.yaml": cases }), ["check", "--eval"]);
    expect(exit).toBe(1);
    expect(stdout).toMatch(says);
  });

  test("a version that fills the context fails, in tokens and not in characters", () => {
    // 9,000 characters of plain words are well below 3,396 tokens; 9,000 digits and signs are not.
    const filled = (filler: string): string =>
      draft.replace("  Use only", `  ${filler.repeat(9000 / filler.length)}\n  Use only`);
    const plain = kprompt(createProject({ [DRAFT]: filled("more words ") }), ["check", "--eval", "--json"]);
    expect(JSON.parse(plain.stdout).cases[0].failures).toEqual([]);
    const dense = kprompt(createProject({ [DRAFT]: filled("7#") }), ["check", "--eval"]);
    expect(dense.exit).toBe(1);
    expect(dense.stdout).toContain("triage.web@1.11.0 leaves no room for evidence");
  });

  test("a flood of lines is cut to the room that a version leaves", () => {
    const lines = Array.from({ length: 400 }, (_, index) => {
      const word = String.fromCharCode(97 + (index % 26), 97 + ((index * 7) % 26), 97 + (index % 17));
      return `    2026-01-01T12:00:00Z error ${word} of the ${word}shop failed with ${word}ness and a long tail of words`;
    });
    const cases = (TREE["prompts/triage.web/cases.yaml"] ?? "").replace("logs: |\n", `logs: |\n${lines.join("\n")}\n`);
    const { stdout } = kprompt(createProject({ "prompts/triage.web/cases.yaml": cases }), [
      "check",
      "--eval",
      "--json",
    ]);
    const [{ versions, failures }] = JSON.parse(stdout).cases;
    expect(failures).toEqual([]);
    expect(versions).toEqual([{ version: "1.10.0", tokens: expect.any(Number), room: 4096 - 700 - 160 }]);
    expect(versions[0].tokens).toBeLessThanOrEqual(versions[0].room);
    expect(versions[0].tokens).toBeGreaterThan(versions[0].room / 2);
  });

  test("with errors in the tree the cases are not run, and that is said", () => {
    const { exit, stderr } = kprompt(createProject({ [DRAFT]: broken }), ["check", "--eval"]);
    expect(exit).toBe(1);
    expect(stderr).toContain("the cases were not run");
  });

  test("--json", () => {
    const { stdout } = kprompt(createProject(), ["check", "--eval", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({
      diagnostics: [],
      cases: [
        { prompt: "triage.web", name: "out of memory", intent: "web", error_class: "oom_killed", failures: [] },
        { name: "a quiet hour", failures: [] },
        { name: "a refused connection", failures: [] },
      ],
    });
  });
});

describe("R44: check --staged and the pre-commit hook", () => {
  const repository = (below = ""): string => {
    const top = createFolder();
    writeTree(below === "" ? top : `${top}/${below}`);
    writeFile(top, "README.md", "A project.\n");
    initRepository(top);
    return top;
  };

  test("nothing of prompts/ is staged: nothing is checked", () => {
    const root = repository();
    writeFile(root, DRAFT, broken);
    expect(kprompt(root, ["check", "--staged"])).toMatchObject({ exit: 0, stdout: "nothing in prompts/ is staged\n" });
  });

  test("the index counts, not the work tree", () => {
    const root = repository();
    writeFile(root, DRAFT, broken);
    git(root, "add", "--all");
    writeFile(root, DRAFT, draft);
    expect(kprompt(root, ["check"]).exit).toBe(0);
    expect(kprompt(root, ["check", "--staged"]).exit).toBe(1);

    git(root, "add", "--all");
    writeFile(root, DRAFT, broken);
    expect(kprompt(root, ["check"]).exit).toBe(1);
    expect(kprompt(root, ["check", "--staged"]).exit).toBe(0);
  });

  test("a staged deletion counts", () => {
    const root = repository();
    git(root, "rm", "--quiet", VERSION);
    expect(kprompt(root, ["check", "--staged"]).exit).toBe(1);
  });

  test("an open merge conflict is said", () => {
    const root = repository();
    const change = (message: string, label: string): void => {
      writeFile(root, "prompts/labels.yaml", `# ${label}\n${TREE["prompts/labels.yaml"]}`);
      git(root, "commit", "--quiet", "--all", `--message=${message}`);
    };
    git(root, "switch", "--quiet", "--create", "other");
    change("theirs", "theirs");
    git(root, "switch", "--quiet", "main");
    change("ours", "ours");
    expect(tryGit(root, "merge", "--quiet", "other").exit).not.toBe(0);
    expect(kprompt(root, ["check", "--staged"])).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining("prompts/labels.yaml has an open merge conflict"),
    });
  });

  describe.each([{ below: "" }, { below: "ops/it's here" }])("a project in $below", ({ below }) => {
    const project = (top: string): string => (below === "" ? top : `${top}/${below}`);

    test("the hook refuses a bad prompt with the diagnostics of check, and accepts its twin", () => {
      const top = repository(below);
      expect(kprompt(project(top), ["hook", "install"])).toMatchObject({ exit: 0 });

      writeFile(project(top), DRAFT, broken);
      git(top, "add", "--all");
      const refused = tryGit(top, "commit", "--message=bad");
      expect(refused.exit).not.toBe(0);
      const { stdout } = kprompt(project(top), ["check"]);
      expect(refused.stdout + refused.stderr).toContain(stdout.trimEnd());
      expect(git(top, "rev-list", "--count", "HEAD")).toBe("1\n");

      writeFile(project(top), DRAFT, draft);
      git(top, "add", "--all");
      git(top, "commit", "--quiet", "--message=good");
      expect(git(top, "rev-list", "--count", "HEAD")).toBe("2\n");
    });

    test("a commit of some files only is checked as it will be", () => {
      const top = repository(below);
      kprompt(project(top), ["hook", "install"]);
      writeFile(project(top), DRAFT, broken);
      git(top, "add", "--all");
      // Git hands the hook an index of its own here, without the bad draft.
      writeFile(top, "README.md", "A better project.\n");
      git(top, "commit", "--quiet", "--message=readme", "README.md");
      expect(git(top, "show", "--name-only", "--format=", "HEAD")).toBe("README.md\n");
      expect(tryGit(top, "commit", "--message=bad").exit).not.toBe(0);
    });
  });

  test("a hook of somebody else stays as it is; both ways say what to do", () => {
    const root = repository();
    const path = ".git/hooks/pre-commit";
    writeFile(root, path, "#!/bin/sh\nexit 0\n");
    const install = kprompt(root, ["hook", "install"]);
    expect(install).toMatchObject({ exit: 2, stdout: "" });
    expect(install.stderr).toContain("exists and is not from kprompt");
    expect(install.stderr).toContain("check --staged");
    expect(kprompt(root, ["hook", "uninstall"])).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining("is not from kprompt"),
    });
    expect(readFile(root, path)).toBe("#!/bin/sh\nexit 0\n");
  });

  test("install twice is install; uninstall removes; uninstall again says that there is none", () => {
    const root = repository();
    expect(kprompt(root, ["hook", "install"]).exit).toBe(0);
    expect(kprompt(root, ["hook", "install"]).exit).toBe(0);
    expect(kprompt(root, ["hook", "uninstall"]).exit).toBe(0);
    expect(kprompt(root, ["hook", "uninstall"])).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining("There is no hook"),
    });
  });

  test("core.hooksPath is respected", () => {
    const root = repository();
    git(root, "config", "core.hooksPath", "githooks");
    expect(kprompt(root, ["hook", "install", "--json"]).exit).toBe(0);
    expect(readFile(root, "githooks/pre-commit")).toContain("check --staged");
  });
});
