import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { COMMANDS } from "./commands.ts";
import { createOutput } from "./output.ts";
import { runCommandLine } from "./run.ts";
import { cleanEnvironment, createFolder, createProject, kprompt, kpromptHere, PROJECT } from "./testing.ts";

describe("what is called wrongly exits with 2 and says what to do", () => {
  test.each([
    { args: [], says: /A command is missing.*check.*--help/ },
    { args: ["chekc"], says: /Unknown command "chekc"\. Did you mean check\?/ },
    { args: ["frobnicate"], says: /Unknown command "frobnicate"\. See kprompt --help/ },
    { args: ["toString"], says: /Unknown command "toString"/ },
    { args: ["--json"], says: /--json needs a command before it/ },
    { args: ["list", "extra"], says: /kprompt list takes no arguments; it does not take "extra"/ },
    { args: ["list", "--evil"], says: /Unknown option --evil.*kprompt list --help/ },
    { args: ["check", "--evla"], says: /Unknown option --evla\. Did you mean --eval\?/ },
    { args: ["list", "--json=yes"], says: /--json.*does not take an argument/ },
    { args: ["list", "--root"], says: /--root <value>" argument missing/ },
    { args: ["list", "--root", "nowhere"], says: /--root nowhere holds no prompts\/ folder/ },
    { args: ["show"], says: /takes one reference.*it got nothing/ },
    { args: ["show", "a", "b"], says: /does not take "b"/ },
    { args: ["show", "Bad Id"], says: /"Bad Id" is not a reference/ },
    { args: ["show", "nobody@1.0.0"], says: /"nobody".*triage\.web/ },
    { args: ["show", "triage.web@3.0.0"], says: /"3\.0\.0".*1\.9\.0, 1\.10\.0/ },
    { args: ["show", "triage.web@canary"], says: /"canary".*dev, production/ },
    { args: ["diff", "triage.web"], says: /takes two references/ },
    { args: ["which", "xyz"], says: /"xyz" is no SHA-256/ },
    { args: ["which", "abc"], says: /4 to 64 hex digits/ },
    { args: ["bump", "triage.web", "huge"], says: /"huge" is no step.*major, minor, patch/ },
    { args: ["bump", "nobody", "patch"], says: /no prompt "nobody".*triage\.web/ },
    { args: ["bump", "../triage.web", "patch"], says: /no prompt "\.\.\/triage\.web"/ },
    { args: ["new", "Upper"], says: /"Upper" is no prompt id/ },
    { args: ["new", "triage.web"], says: /exists already/ },
    { args: ["new", "partials"], says: /has another use/ },
    { args: ["check", "README.md"], says: /README\.md is not in .*prompts/ },
    { args: ["check", "prompts/nothing.yaml"], says: /prompts\/nothing\.yaml does not exist/ },
    { args: ["check", "--staged"], says: /not a git repository/i },
    { args: ["hook", "instal"], says: /"instal" is neither install nor uninstall/ },
    { args: ["hook", "install"], says: /not a git repository/i },
    { args: ["render", "triage.web", "--var", "logs"], says: /--var logs names no variable/ },
    { args: ["render", "triage.web", "--var", "logs=a", "--var", "logs=b"], says: /"logs" is given twice/ },
    { args: ["render", "triage.web", "--var-file", "logs=no.txt"], says: /no\.txt does not exist\.$/m },
    { args: ["render", "triage.web"], says: /^kprompt: Missing: "logs" is required\. .*\n$/ },
    { args: ["render", "triage.web", "--var", "logs=a", "--var", "host=b"], says: /"host" is not declared/ },
  ])("kprompt $args", async ({ args, says }) => {
    const { exit, stdout, stderr } = await kpromptHere(createProject(), args);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
    expect(stderr).toMatch(says);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test("as a process: the same exit code, and no stack", () => {
    const { exit, stdout, stderr } = kprompt(createProject(), ["show", "nobody@1.0.0"]);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
    expect(stderr).toMatch(/^kprompt: "nobody" is no prompt\. Available: triage\.web\.\n$/);
  });

  test("a defect is told from a mistake", async () => {
    const broken = { summary: "", load: () => Promise.reject(new TypeError("x is not a function")) };
    const lines: string[] = [];
    const out = { ...createOutput(process.stdout, process.stderr), note: (text: string) => void lines.push(text) };
    const exit = await runCommandLine({ argv: ["broken"], commands: { broken }, cwd: "/", env: {}, out });
    expect(exit).toBe(2);
    expect(lines).toEqual([
      "kprompt: Unexpected error: x is not a function. This is a defect; KPROMPT_DEBUG=1 shows the stack.",
    ]);
  });

  test("with --json the error is JSON on standard error", () => {
    const { exit, stdout, stderr } = kprompt(createProject(), ["render", "triage.web", "--json"]);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
    expect(JSON.parse(stderr)).toMatchObject({
      error: { code: "variable_missing", issues: [{ pointer: "/variables/logs" }] },
    });
  });

  test("KPROMPT_DEBUG=1 adds the stack", async () => {
    const { stderr } = await kpromptHere(createProject(), ["nothing"], { KPROMPT_DEBUG: "1" });
    expect(stderr).toMatch(/^\s+at /m);
  });

  test("outside a project it says where it looked", () => {
    const folder = createFolder();
    const { exit, stderr } = kprompt(folder, ["list"]);
    expect(exit).toBe(2);
    expect(stderr).toContain(`No prompts/ folder in ${folder} or above it`);
  });
});

describe("the root", () => {
  test.each([
    { where: "the nearest parent", cwd: "prompts/triage.web", args: ["list"] },
    { where: "--root after the command", cwd: "..", args: ["list", "--root", "ROOT"] },
    { where: "--root before the command", cwd: "..", args: ["--root", "ROOT", "list"] },
    { where: "--root=DIR before the command", cwd: "..", args: ["--root=ROOT", "list"] },
  ])("$where", ({ cwd, args }) => {
    const root = createProject();
    const { exit, stdout } = kprompt(
      `${root}/${cwd}`,
      args.map((word) => word.replace("ROOT", root)),
    );
    expect(exit).toBe(0);
    expect(stdout).toContain("triage.web");
  });
});

describe("help", () => {
  test("kprompt --help names every command, the exit codes and the common options", () => {
    const { exit, stdout } = kprompt(createFolder(), ["--help"]);
    expect(exit).toBe(0);
    for (const [name, { summary }] of Object.entries(COMMANDS)) {
      expect(stdout).toMatch(new RegExp(`^  ${name} +${summary.replace(/[/\\^$*+?.()|[\]{}]/g, "\\$&")}$`, "m"));
    }
    expect(stdout).toContain("--root DIR");
    expect(stdout).toContain("Exit codes");
  });

  test.each(Object.keys(COMMANDS))("kprompt %s --help, whatever else is on the line", async (name) => {
    const { exit, stdout, stderr } = await kpromptHere(createFolder(), [name, "--wrong", "--help"]);
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
    expect(stdout).toMatch(new RegExp(`^kprompt ${name}: `));
    expect(stdout).toContain(`Usage: kprompt ${name}`);
    expect(stdout).toContain("--json");
  });
});

describe("output", () => {
  test.each([{ env: {} }, { env: { NO_COLOR: "1" } }])(
    "no escape sequences where no terminal reads, $env",
    ({ env }) => {
      expect(kprompt(createProject(), ["list"], { env }).stdout).not.toContain("\u001b");
    },
  );

  test("a reader that goes away is no error", async () => {
    const program = join(PROJECT, "cli/main.ts");
    const child = spawn(process.execPath, [program, "list", "--root", createProject()], { env: cleanEnvironment() });
    child.stdout.destroy();
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    const [exit] = await once(child, "close");
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
  });
});
