import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { type Program, prepareProgram } from "../knative/image/debian-packages.ts";

/** What `kustomize build` prints of a folder, as YAML of several documents. @throws what it says instead. */
export const buildKustomization = async (folder: string): Promise<string> => {
  const program = await prepareKustomize();
  const { stdout } = await run(program.command, [...program.arguments, "build", folder], {
    env: { ...program.environment },
    maxBuffer: 64 * 1024 * 1024,
  }).catch((error: { stderr?: string; message: string }) => {
    throw new Error(`kustomize build ${folder}: ${error.stderr?.trim() || error.message}`);
  });
  return stdout;
};

/** The program itself: a command line that looks for `kustomize` is given a script that runs it. */
export const prepareKustomize = (): Promise<Program> => {
  program ??= prepareProgram({
    name: "kustomize",
    packages: ["kustomize", "libc6"],
    binary: "usr/bin/kustomize",
    versionArgument: "version",
  });
  return program;
};

const run = promisify(execFile);

let program: Promise<Program> | undefined;
