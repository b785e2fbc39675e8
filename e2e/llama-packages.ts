import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { type Program, ProgramUnavailableError, prepareProgram } from "../knative/image/debian-packages.ts";

/** llama-server out of Debian unstable, with the plainest of its processor backends. */
export const prepareLlamaProgram = async (): Promise<Program> => {
  const program = await prepareProgram({
    name: "llama-server",
    packages: PACKAGES,
    binary: "usr/bin/llama-server",
    libraryFolders: ["llama"],
  });
  const backends = join(program.libraries, "ggml/backends0");
  const wanted = process.arch === "arm64" ? "libggml-cpu-armv8.0" : "libggml-cpu-x64";
  // The plainest processor of the kind: the others need instructions that this one may lack.
  const backend = (await readdir(backends)).filter((name) => name.startsWith(wanted)).sort()[0];
  if (backend === undefined) throw new ProgramUnavailableError(`no CPU backend ${wanted}* in ${backends}`);
  // The loader hides the program's own folder, where it would look for its backends.
  return { ...program, environment: { GGML_BACKEND_PATH: join(backends, backend) } };
};

/** llama-server and all that it is linked with. */
const PACKAGES = [
  "llama.cpp-tools",
  "libllama0",
  "libggml0",
  "libc6",
  "libgcc-s1",
  "libstdc++6",
  "libgomp1",
  "libssl3t64",
  "libzstd1",
  "zlib1g",
] as const;
