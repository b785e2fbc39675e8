import { COMMANDS } from "./commands.ts";
import { createOutput } from "./output.ts";
import { runCommandLine } from "./run.ts";

process.exitCode = await runCommandLine({
  argv: process.argv.slice(2),
  commands: COMMANDS,
  cwd: process.cwd(),
  env: process.env,
  out: createOutput(process.stdout, process.stderr),
});
