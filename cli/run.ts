import { parseArgs } from "node:util";
import { PromptError } from "../core/error.ts";
import { nearest } from "../core/nearest.ts";
import { COMMON_OPTIONS, type Command, type ExitCode, type Options } from "./command.ts";
import type { CommandEntry } from "./commands.ts";
import { commandHelp, mainHelp } from "./help.ts";
import type { Output } from "./output.ts";
import { formatDiagnostics } from "./report.ts";
import { findRoot } from "./root.ts";
import { TreeError } from "./tree-error.ts";
import { UsageError } from "./usage-error.ts";

export interface CommandLine {
  /** Without the program's own name. */
  readonly argv: readonly string[];
  readonly commands: Readonly<Record<string, CommandEntry>>;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly out: Output;
}

/** Runs one command. What goes wrong is printed, never thrown. */
export const runCommandLine = async (line: CommandLine): Promise<ExitCode> => {
  const { name, rest } = splitCommand(line.argv);
  try {
    if (name === undefined) {
      if (rest.some((word) => word === "--help" || word === "-h")) {
        line.out.print(mainHelp(line.commands, line.out));
        return 0;
      }
      throw new UsageError(
        rest.length === 0
          ? `A command is missing. There is: ${Object.keys(line.commands).join(", ")}. See kprompt --help.`
          : `${rest[0]} needs a command before it, as in: kprompt check ${rest.join(" ")}. See kprompt --help.`,
      );
    }
    const entry = Object.hasOwn(line.commands, name) ? line.commands[name] : undefined;
    if (entry === undefined) {
      throw new UsageError(
        `Unknown command "${name}".${didYouMean(name, Object.keys(line.commands))} See kprompt --help.`,
      );
    }
    return await runCommand(name, await entry.load(), rest, line);
  } catch (error) {
    const json = rest.includes("--json");
    if (error instanceof TreeError) {
      if (json) line.out.printJson({ diagnostics: error.diagnostics });
      else line.out.note(`${formatDiagnostics(error.diagnostics)}\nkprompt: ${error.message}`);
      return 1;
    }
    report(error, line, json);
    return 2;
  }
};

const runCommand = async (
  name: string,
  command: Command,
  argv: readonly string[],
  { cwd, env, out, commands }: CommandLine,
): Promise<ExitCode> => {
  const options: Options = { ...COMMON_OPTIONS, ...command.options };
  // Help first, so that it answers even where the rest of the line is wrong.
  const end = argv.indexOf("--");
  if (argv.slice(0, end < 0 ? argv.length : end).some((word) => word === "--help" || word === "-h")) {
    out.print(commandHelp(name, command, commands[name]?.summary ?? "", out));
    return 0;
  }
  const { values, positionals } = parse(name, options, argv);
  const { min, max, expected } = command.positionals;
  if (positionals.length < min || positionals.length > max) {
    const problem =
      positionals.length > max ? `does not take "${positionals[max]}"` : `got ${positionals.length || "nothing"}`;
    throw new UsageError(`kprompt ${name} takes ${expected}; it ${problem}. See kprompt ${name} --help.`);
  }
  return command.run({
    options: values,
    positionals,
    json: values.json === true,
    cwd,
    env,
    out,
    root: () => findRoot(cwd, values.root as string | undefined),
  });
};

const parse = (name: string, options: Options, argv: readonly string[]) => {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      options: Object.fromEntries(
        Object.entries(options).map(([key, { type, short, multiple }]) => [
          key,
          { type, ...(short === undefined ? {} : { short }), ...(multiple === undefined ? {} : { multiple }) },
        ]),
      ),
      allowPositionals: true,
      strict: true,
    });
    return { values: values as Record<string, never>, positionals };
  } catch (cause) {
    const code = (cause as { code?: string }).code ?? "";
    if (!code.startsWith("ERR_PARSE_ARGS")) throw cause;
    const flag = /'(-[^' ]*)/.exec((cause as Error).message)?.[1] ?? "";
    const text =
      code === "ERR_PARSE_ARGS_UNKNOWN_OPTION"
        ? `Unknown option ${flag}.${didYouMean(
            flag,
            Object.keys(options).map((key) => `--${key}`),
          )}`
        : // Node's own words after the first sentence are about its API.
          `${((cause as Error).message.split(/\.(?:\s|$)/)[0] ?? "").replaceAll("'", '"')}.`;
    throw new UsageError(`${text} See kprompt ${name} --help.`, { cause });
  }
};

/** The command is the first word; `--root DIR` and `--json` may also stand before it. */
const splitCommand = (argv: readonly string[]): { name: string | undefined; rest: readonly string[] } => {
  let at = 0;
  while (at < argv.length && argv[at]?.startsWith("-")) at += argv[at] === "--root" ? 2 : 1;
  return { name: argv[at], rest: argv.toSpliced(at, 1) };
};

const report = (error: unknown, { out, env }: CommandLine, json: boolean): void => {
  const known = error instanceof UsageError || error instanceof PromptError || isSystemError(error);
  const message = isSystemError(error) ? systemMessage(error) : error instanceof Error ? error.message : String(error);
  const text = known ? message : `Unexpected error: ${message}. This is a defect; KPROMPT_DEBUG=1 shows the stack.`;
  const issues = error instanceof PromptError ? error.issues : [];
  if (json) {
    const code = error instanceof PromptError ? error.code : known ? "usage" : "unexpected";
    out.note(JSON.stringify({ error: { code, message: text, issues } }, null, 2));
  } else {
    out.note(`kprompt: ${text}`);
    // Most messages say their issues already.
    for (const { pointer, detail } of issues.filter((issue) => !text.includes(issue.detail)))
      out.note(`  ${pointer === "" ? "" : `${pointer}: `}${detail}`);
  }
  if (env.KPROMPT_DEBUG === "1" && error instanceof Error) out.note(error.stack ?? "");
};

/** A file that is missing, unreadable or in the way. */
const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && "syscall" in error && typeof (error as NodeJS.ErrnoException).code === "string";

const systemMessage = ({ code, path, message }: NodeJS.ErrnoException): string => {
  if (path === undefined) return message;
  if (code === "ENOENT") return `${path} does not exist.`;
  if (code === "EACCES" || code === "EPERM") return `${path}: permission denied.`;
  return message;
};

const didYouMean = (word: string, known: readonly string[]): string => {
  const one = nearest(word, known);
  return one === undefined ? "" : ` Did you mean ${one}?`;
};
