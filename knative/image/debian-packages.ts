import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** How to run a program that is not installed. */
export interface Program {
  /** Of its Debian package. */
  readonly version: string;
  readonly command: string;
  /** Before those of the program. */
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** What it was unpacked into. */
  readonly root: string;
  /** The folder of libraries in it. */
  readonly libraries: string;
}

export interface ProgramOptions {
  /** Folder below `.cache/`. */
  readonly name: string;
  /** The first is the program's own, the rest all that it is linked with, the C library too. */
  readonly packages: readonly [string, ...string[]];
  /** Path in the packages. */
  readonly binary: string;
  /** With it alone the program says its version and ends. Default `--version`. */
  readonly versionArgument?: string;
  /** Folders of libraries below that of the machine's kind. */
  readonly libraryFolders?: readonly string[];
  /** Of Debian. Default `unstable`. */
  readonly suite?: string;
}

/**
 * A program out of Debian, unpacked into `.cache/<name>/` and run from there with its own C library: nothing is
 * installed. Fetched once; delete the folder to get the newest.
 *
 * @throws {ProgramUnavailableError} where this machine cannot have the packages.
 */
export const prepareProgram = async (options: ProgramOptions): Promise<Program> => {
  const { name, binary, versionArgument = "--version", libraryFolders = [] } = options;
  const kind = MACHINES[process.arch];
  if (process.platform !== "linux" || kind === undefined)
    throw new ProgramUnavailableError(
      `Debian's ${name} runs on Linux on x64 and arm64, not ${process.platform} ${process.arch}`,
    );
  const cache = fileURLToPath(new URL(`../../.cache/${name}/`, import.meta.url));
  const version = (await readCached(cache, options)) ?? (await fetchPackages(cache, options));
  const root = join(cache, version, "root");
  const libraries = join(root, "usr/lib", kind.triplet);
  const path = [libraries, ...libraryFolders.map((folder) => join(libraries, folder))].join(":");
  const program = { command: join(libraries, kind.loader), arguments: ["--library-path", path, join(root, binary)] };
  await run(program.command, [...program.arguments, versionArgument]).catch((error: unknown) => {
    throw new ProgramUnavailableError(`the unpacked ${name} does not start: ${lastLine(error)}`);
  });
  return { ...program, environment: {}, version, root, libraries };
};

export class ProgramUnavailableError extends Error {
  override readonly name = "ProgramUnavailableError";
}

const run = promisify(execFile);

const MACHINES: Readonly<Record<string, { triplet: string; loader: string }>> = {
  x64: { triplet: "x86_64-linux-gnu", loader: "ld-linux-x86-64.so.2" },
  arm64: { triplet: "aarch64-linux-gnu", loader: "ld-linux-aarch64.so.1" },
};

const KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";

/** One version, and behind it the packages that were fetched: another list must not meet what an older one brought. */
const readCached = async (cache: string, { packages }: ProgramOptions): Promise<string | undefined> => {
  const [version, ...fetched] = (await readFile(join(cache, "version"), "utf8").catch(() => "")).split(" ");
  const isWhole = version !== undefined && version !== "" && existsSync(join(cache, version, "root"));
  return isWhole && fetched.join(" ") === packages.join(" ") ? version : undefined;
};

/** Fetches and unpacks; returns the version of the package. */
const fetchPackages = async (cache: string, { packages, suite = "unstable" }: ProgramOptions): Promise<string> => {
  await mkdir(cache, { recursive: true });
  // A folder of its own: two runs may want the program at once.
  const apt = await mkdtemp(join(cache, "apt-"));
  try {
    for (const folder of ["lists/partial", "cache/archives/partial", "debs", "root"])
      await mkdir(join(apt, folder), { recursive: true });
    const options = await createAptOptions(apt, suite);
    await aptGet([...options, "update"], apt);
    await aptGet([...options, "download", ...packages], join(apt, "debs"));
    const debs = await readdir(join(apt, "debs"));
    for (const deb of debs) await run("dpkg", ["-x", join(apt, "debs", deb), join(apt, "root")]);
    const own = debs.find((deb) => deb.startsWith(`${packages[0]}_`));
    if (own === undefined) throw new ProgramUnavailableError(`apt-get download brought no ${packages[0]}`);
    const version = decodeURIComponent(own.split("_")[1] ?? "unknown").replaceAll(":", "~");

    // Named last, so that a run that was interrupted starts over.
    await rm(join(cache, version), { recursive: true, force: true });
    await mkdir(join(cache, version), { recursive: true });
    await rename(join(apt, "root"), join(cache, version, "root"));
    await writeFile(join(cache, "version"), [version, ...packages].join(" "));
    return version;
  } finally {
    await rm(apt, { recursive: true, force: true });
  }
};

/** An apt of its own beside the system's: proxies, keys and mirror are the machine's, the suite and the folders ours. */
const createAptOptions = async (apt: string, suite: string): Promise<readonly string[]> => {
  const source = [
    "Types: deb",
    `URIs: ${await findMirror()}`,
    `Suites: ${suite}`,
    "Components: main",
    ...(existsSync(KEYRING) ? [`Signed-By: ${KEYRING}`] : []),
  ];
  const sources = join(apt, "debian.sources");
  await writeFile(sources, `${source.join("\n")}\n`);
  const settings = {
    "Dir::Etc::sourcelist": sources,
    "Dir::Etc::sourceparts": "/dev/null",
    "Dir::State::Lists": join(apt, "lists"),
    "Dir::Cache": join(apt, "cache"),
    // Nothing is installed here: what the machine has must not decide what is downloaded.
    "Dir::State::status": "/dev/null",
    "Acquire::Languages": "none",
    "Acquire::IndexTargets::deb::DEP-11::DefaultEnabled": "false",
    // Root would drop to a user that cannot write here.
    "APT::Sandbox::User": "root",
    "APT::Update::Error-Mode": "any",
  };
  return Object.entries(settings).flatMap(([name, value]) => ["-o", `${name}=${value}`]);
};

/** The Debian archive that the machine itself is configured with; security archives hold no other suites. */
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
  if (first === undefined) throw new ProgramUnavailableError("this machine's apt sources name no Debian archive");
  return first;
};

const aptGet = async (parameters: readonly string[], folder: string): Promise<{ stdout: string }> => {
  try {
    return await run("apt-get", [...parameters], { cwd: folder, maxBuffer: 16 * 1024 * 1024, timeout: 150_000 });
  } catch (error) {
    const verb = parameters.find((word) => /^(update|download|indextargets)$/.test(word)) ?? "";
    throw new ProgramUnavailableError(`apt-get ${verb} failed: ${lastLine(error)}`);
  }
};

const lastLine = (error: unknown): string => {
  const { stderr, message } = error as { stderr?: string; message?: string };
  const lines = (stderr || message || String(error)).trim().split("\n");
  return lines.findLast((line) => line.startsWith("E:")) ?? lines.at(-1) ?? "";
};
