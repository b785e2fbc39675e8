import { spawnSync } from "node:child_process";
import { UsageError } from "../usage-error.ts";

/** Renders a folder with a kustomization: YAML of several documents. */
export type BuildKustomization = (folder: string, env: Readonly<Record<string, string | undefined>>) => string;

/**
 * By `$KUSTOMIZE`, else by `kustomize` or `kubectl` of the PATH.
 *
 * @throws {UsageError} with what it says instead, or where there is none of them.
 */
export const buildKustomization: BuildKustomization = (folder, env) => {
  const given = env.KUSTOMIZE;
  const programs = given ? [[given, "build"]] : PROGRAMS;
  for (const [program = "", ...args] of programs) {
    const { error, status, stdout, stderr } = spawnSync(program, [...args, folder], {
      env,
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
    });
    if (isMissing(error)) continue;
    if (error !== undefined) throw new UsageError(`${program} cannot be run: ${error.message}.`, { cause: error });
    if (status !== 0) throw new UsageError(`${program} ${args.join(" ")}: ${stderr.trim()}`);
    return stdout;
  }
  throw new UsageError(
    given
      ? `KUSTOMIZE=${given} is no program. Name one, or unset it.`
      : "Neither kustomize nor kubectl is in the PATH. Install one, or set KUSTOMIZE=/path/to/kustomize.",
  );
};

const PROGRAMS: readonly (readonly string[])[] = [
  ["kustomize", "build"],
  ["kubectl", "kustomize"],
];

const isMissing = (error: Error | undefined): boolean =>
  (error as NodeJS.ErrnoException | undefined)?.code === "ENOENT";
