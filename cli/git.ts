import { spawnSync } from "node:child_process";
import { UsageError } from "./usage-error.ts";

/**
 * Output of `git <args>` in `cwd`.
 *
 * @throws {UsageError} with Git's own message when it is not installed or fails.
 */
export const git = (cwd: string, args: readonly string[], input?: string): string =>
  gitBytes(cwd, args, input).toString();

export const gitBytes = (cwd: string, args: readonly string[], input?: string): Buffer => {
  const { error, status, stdout, stderr } = spawnSync("git", args, {
    cwd,
    maxBuffer: 256 * 1024 * 1024,
    ...(input === undefined ? {} : { input }),
  });
  if (error !== undefined) {
    throw new UsageError(`git cannot be run: ${error.message}. Install Git.`, { cause: error });
  }
  if (status !== 0) throw new UsageError(`git ${args.join(" ")}: ${stderr.toString().trim()}`);
  return stdout;
};

/** Like `git`, but undefined where Git is missing, the folder is no repository or the command fails. */
export const tryGit = (cwd: string, args: readonly string[]): string | undefined => {
  try {
    return git(cwd, args);
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
};
