import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** How to run a llama-server that is not installed. */
export interface LlamaProgram {
  /** As the program itself says it, with the version of its Debian package. */
  readonly version: string;
  readonly command: string;
  /** Before those of llama-server. */
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * llama-server out of Debian unstable, unpacked into `.cache/llama-server/` and run from there with its own C library:
 * nothing is installed. Fetched once; delete the folder to get the newest.
 *
 * @throws {LlamaUnavailableError} where this machine cannot have the packages.
 */
export const prepareLlamaProgram = async (): Promise<LlamaProgram> => {
  const triplet = TRIPLETS[process.arch];
  if (process.platform !== "linux" || triplet === undefined)
    throw new LlamaUnavailableError(
      `Debian's llama-server runs on Linux on x64 and arm64, not ${process.platform} ${process.arch}`,
    );
  const packageVersion = (await cachedVersion()) ?? (await fetchPackages());
  const root = join(CACHE, packageVersion, "root");
  const libraries = join(root, "usr/lib", triplet.name);
  const backends = join(libraries, "ggml/backends0");
  // The plainest processor of the kind: the others need instructions that this one may lack.
  const backend = (await readdir(backends)).filter((name) => name.startsWith(triplet.backend)).sort()[0];
  if (backend === undefined) throw new LlamaUnavailableError(`no CPU backend ${triplet.backend}* in ${backends}`);
  const program = {
    command: join(libraries, triplet.loader),
    arguments: ["--library-path", `${libraries}:${join(libraries, "llama")}`, join(root, "usr/bin/llama-server")],
    // The loader hides the program's own folder, where it would look for its backends.
    environment: { GGML_BACKEND_PATH: join(backends, backend) },
  };
  const { stdout, stderr } = await run(program.command, [...program.arguments, "--version"], {
    env: { ...process.env, ...program.environment },
  }).catch((error: unknown) => {
    throw new LlamaUnavailableError(`the unpacked llama-server does not start: ${lastLine(error)}`);
  });
  const said = /version: *(.*)/.exec(stdout + stderr)?.[1] ?? "unknown";
  return { ...program, version: `${said}, Debian ${packageVersion}` };
};

export class LlamaUnavailableError extends Error {
  override readonly name = "LlamaUnavailableError";
}

const run = promisify(execFile);
const CACHE = fileURLToPath(new URL("../.cache/llama-server/", import.meta.url));

const TRIPLETS: Readonly<Record<string, { name: string; loader: string; backend: string }>> = {
  x64: { name: "x86_64-linux-gnu", loader: "ld-linux-x86-64.so.2", backend: "libggml-cpu-x64" },
  arm64: { name: "aarch64-linux-gnu", loader: "ld-linux-aarch64.so.1", backend: "libggml-cpu-armv8.0" },
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

const KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";

const cachedVersion = async (): Promise<string | undefined> => {
  const version = await readFile(join(CACHE, "version"), "utf8").catch(() => undefined);
  return version !== undefined && existsSync(join(CACHE, version, "root")) ? version : undefined;
};

/** Fetches and unpacks; returns the version of the package. */
const fetchPackages = async (): Promise<string> => {
  const apt = join(CACHE, "apt");
  await rm(apt, { recursive: true, force: true });
  for (const folder of ["lists/partial", "cache/archives/partial", "debs", "root"])
    await mkdir(join(apt, folder), { recursive: true });
  const options = await unstableOptions(apt);

  await aptGet([...options, "update"], apt);
  await aptGet([...options, "download", ...PACKAGES], join(apt, "debs"));
  const debs = await readdir(join(apt, "debs"));
  for (const deb of debs) await run("dpkg", ["-x", join(apt, "debs", deb), join(apt, "root")]);
  const tools = debs.find((deb) => deb.startsWith("llama.cpp-tools_"));
  if (tools === undefined) throw new LlamaUnavailableError("apt-get download brought no llama.cpp-tools");
  const version = decodeURIComponent(tools.split("_")[1] ?? "unknown").replaceAll(":", "~");

  // Named last, so that a run that was interrupted starts over.
  await rm(join(CACHE, version), { recursive: true, force: true });
  await mkdir(join(CACHE, version), { recursive: true });
  await rename(join(apt, "root"), join(CACHE, version, "root"));
  await writeFile(join(CACHE, "version"), version);
  await rm(apt, { recursive: true, force: true });
  return version;
};

/** An apt of its own beside the system's: proxies, keys and mirror are the machine's, the suite and the folders ours. */
const unstableOptions = async (apt: string): Promise<readonly string[]> => {
  const mirror = await findMirror();
  const source = [
    "Types: deb",
    `URIs: ${mirror}`,
    "Suites: unstable",
    "Components: main",
    ...(existsSync(KEYRING) ? [`Signed-By: ${KEYRING}`] : []),
  ];
  const sources = join(apt, "unstable.sources");
  await writeFile(sources, `${source.join("\n")}\n`);
  const settings = {
    "Dir::Etc::sourcelist": sources,
    "Dir::Etc::sourceparts": "/dev/null",
    "Dir::State::Lists": join(apt, "lists"),
    "Dir::Cache": join(apt, "cache"),
    "Acquire::Languages": "none",
    "Acquire::IndexTargets::deb::DEP-11::DefaultEnabled": "false",
    // Root would drop to a user that cannot write here.
    "APT::Sandbox::User": "root",
    "APT::Update::Error-Mode": "any",
  };
  return Object.entries(settings).flatMap(([name, value]) => ["-o", `${name}=${value}`]);
};

/** The Debian archive that the machine itself is configured with; security archives hold no unstable. */
const findMirror = async (): Promise<string> => {
  const { stdout } = await aptGet(
    ["indextargets", "--format", "$(REPO_URI) $(COMPONENT)", "Created-By: Packages"],
    "/",
  );
  const targets = stdout.split("\n").map((line) => line.split(" "));
  const mirrors = targets.flatMap(([uri = "", component]) =>
    component === "main" && /debian/.test(uri) && !/security/.test(uri) ? [uri] : [],
  );
  const first = mirrors[0];
  if (first === undefined) throw new LlamaUnavailableError("this machine's apt sources name no Debian archive");
  return first;
};

const aptGet = async (parameters: readonly string[], folder: string): Promise<{ stdout: string }> => {
  try {
    return await run("apt-get", [...parameters], { cwd: folder, maxBuffer: 16 * 1024 * 1024, timeout: 150_000 });
  } catch (error) {
    const verb = parameters.find((word) => /^(update|download|indextargets)$/.test(word)) ?? "";
    throw new LlamaUnavailableError(`apt-get ${verb} failed: ${lastLine(error)}`);
  }
};

const lastLine = (error: unknown): string => {
  const { stderr, message } = error as { stderr?: string; message?: string };
  const lines = (stderr || message || String(error)).trim().split("\n");
  return lines.findLast((line) => line.startsWith("E:")) ?? lines.at(-1) ?? "";
};
