import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { COMMANDS, type CommandEntry } from "./commands.ts";
import type { Output } from "./output.ts";
import { runCommandLine } from "./run.ts";
import { TREE } from "./testing-tree.ts";
import { compile } from "./tree.ts";

/** The folder of kprompt itself. */
export const PROJECT = fileURLToPath(new URL("..", import.meta.url));

/** A folder that is gone when the test ends. */
export const createFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "kprompt-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** A folder with the prompts of `TREE`, locked, and then `changes` over them: a text, or null to leave a file out. */
export const createProject = (changes: Readonly<Record<string, string | null>> = {}): string => {
  const root = createFolder();
  writeTree(root, changes);
  return root;
};

export const writeTree = (root: string, changes: Readonly<Record<string, string | null>> = {}): void => {
  const { lock } = compile(new Map(Object.entries(TREE)));
  const files = { ...TREE, "prompts/lock.json": `${JSON.stringify(lock, null, 2)}\n`, ...changes };
  for (const [path, text] of Object.entries(files)) if (text !== null) writeFile(root, path, text);
};

export const writeFile = (root: string, path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};

export const readFile = (root: string, path: string): string => readFileSync(join(root, path), "utf8");

export interface Run {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `kprompt` as a user does: another process, no terminal. */
export const kprompt = (
  cwd: string,
  args: readonly string[],
  { env = {}, input = "" }: { env?: Readonly<Record<string, string>>; input?: string } = {},
): Run => run(process.execPath, [join(PROJECT, "cli/main.ts"), ...args], cwd, env, input);

/** The same command line in this process: for tables of many rows. */
export const kpromptHere = async (
  cwd: string,
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
  commands: Readonly<Record<string, CommandEntry>> = COMMANDS,
): Promise<Run> => {
  const stdout: string[] = [];
  const stderr: string[] = [];
  const out: Output = {
    print: (text) => void stdout.push(`${text}\n`),
    printJson: (value) => void stdout.push(`${JSON.stringify(value)}\n`),
    note: (text) => void stderr.push(`${text}\n`),
    paint: (_, text) => text,
    columns: undefined,
  };
  const exit = await runCommandLine({ argv, commands, cwd, env, out });
  return { exit, stdout: stdout.join(""), stderr: stderr.join("") };
};

/** Runs Git with an identity of its own and none of this machine's settings. Throws when it fails. */
export const git = (cwd: string, ...args: readonly string[]): string => {
  const { exit, stdout, stderr } = tryGit(cwd, ...args);
  if (exit !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
  return stdout;
};

export const tryGit = (cwd: string, ...args: readonly string[]): Run => run("git", args, cwd, GIT_ENVIRONMENT, "");

/** A repository whose first commit holds everything in the folder. */
export const initRepository = (root: string): void => {
  git(root, "init", "--quiet", "--initial-branch=main");
  git(root, "add", "--all");
  git(root, "commit", "--quiet", "--message=first");
};

const GIT_ENVIRONMENT = {
  GIT_AUTHOR_NAME: "Test",
  GIT_AUTHOR_EMAIL: "test@example.test",
  GIT_AUTHOR_DATE: "2026-01-02T03:04:05Z",
  GIT_COMMITTER_NAME: "Test",
  GIT_COMMITTER_EMAIL: "test@example.test",
  GIT_COMMITTER_DATE: "2026-01-02T03:04:05Z",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_SYSTEM: "/dev/null",
};

const run = (
  program: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
  input: string,
): Run => {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    env: { ...cleanEnvironment(), ...env },
    input,
    encoding: "utf8",
  });
  if (error !== undefined) throw error;
  return { exit: status, stdout, stderr };
};

/** What surrounds the test run must not reach what it tests: a Git hook's variables, colours, provenance, settings. */
export const cleanEnvironment = (): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) =>
        !/^(GIT_|KPROMPT_|OTEL_|LLM_|LOKI_|NODE_|VITEST|(NO_COLOR|FORCE_COLOR|SOURCE_DATE_EPOCH)$)/.test(name),
    ),
  );
