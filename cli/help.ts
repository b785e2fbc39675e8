import { COMMON_OPTIONS, type Command, type Options } from "./command.ts";
import type { CommandEntry } from "./commands.ts";
import type { Output } from "./output.ts";

export const mainHelp = (commands: Readonly<Record<string, CommandEntry>>, out: Output): string =>
  [
    "kprompt: prompts in Git, compiled into one hashed bundle, served as small functions",
    "",
    out.paint("bold", "Usage: kprompt <command> [arguments] [options]"),
    "",
    ...columns(Object.entries(commands).map(([name, { summary }]) => [name, summary])),
    "",
    out.paint("bold", "Options of every command"),
    ...optionLines(COMMON_OPTIONS),
    "",
    out.paint("bold", "Exit codes"),
    ...columns([
      ["0", "all is well"],
      ["1", "the command ran and found something wrong (errors in prompts/, a failed case, a refused lock)"],
      ["2", "the command could not run: a wrong option or argument, an unknown reference, an unreadable file"],
    ]),
    "",
    "NO_COLOR=1 switches colours off. KPROMPT_DEBUG=1 adds the stack to an error.",
    "kprompt <command> --help says more about one command.",
  ].join("\n");

export const commandHelp = (name: string, command: Command, summary: string, out: Output): string =>
  [
    `kprompt ${name}: ${summary}`,
    "",
    out.paint("bold", `Usage: kprompt ${name} ${[command.usage, "[options]"].filter(Boolean).join(" ")}`),
    "",
    ...optionLines({ ...command.options, ...COMMON_OPTIONS }),
    "",
    command.details.trim(),
  ].join("\n");

const optionLines = (options: Options): readonly string[] =>
  columns(
    Object.entries(options).map(([name, { short, value, help, multiple }]) => [
      `${short === undefined ? "" : `-${short}, `}--${name}${value === undefined ? "" : ` ${value}`}`,
      `${help}${multiple ? " (may be repeated)" : ""}`,
    ]),
  );

const columns = (rows: readonly (readonly [string, string])[]): readonly string[] => {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
};
