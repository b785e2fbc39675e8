import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { findFreePort } from "./free-port.ts";
import { answersOk } from "./service.ts";
import { waitUntil } from "./wait-until.ts";

/** Images and containers in a folder of their own, away from those of the machine. */
export interface Storage {
  readonly folder: string;
  /** Runs a program that keeps its images there. @throws with what it said. */
  call(program: string, parameters: readonly string[], environment?: Environment): Promise<string>;
  /** Ends what runs and removes everything. */
  remove(): Promise<void>;
}

type Environment = Readonly<Record<string, string>>;

export const createStorage = async (): Promise<Storage> => {
  const folder = await mkdtemp(join(tmpdir(), "kprompt-images-"));
  const conf = join(folder, "storage.conf");
  // vfs works everywhere, in a container too, where an overlay on an overlay would not.
  const places = `runroot = "${join(folder, "run")}"\ngraphroot = "${join(folder, "graph")}"\n`;
  await writeFile(conf, `[storage]\ndriver = "vfs"\n${places}`);
  const call: Storage["call"] = async (program, parameters, environment = {}) => {
    const env = { ...process.env, CONTAINERS_STORAGE_CONF: conf, ...environment };
    try {
      const { stdout } = await run(program, [...parameters], { env, maxBuffer: 64 * 1024 * 1024 });
      return stdout;
    } catch (error) {
      const { code, stderr, message } = error as { code?: unknown; stderr?: string; message: string };
      if (code === "ENOENT")
        throw new Error(`${program} is not installed. Install the Debian packages buildah, podman, runc and skopeo.`);
      throw new Error(`${program} ${parameters[0]} failed (${code}): ${stderr?.trim() || message}`);
    }
  };
  const remove = async (): Promise<void> => {
    // Without podman there is nothing to end.
    await call("podman", ["rm", "--all", "--force", "--time", "0"]).catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
  };
  return { folder, call, remove };
};

export interface Container {
  readonly name: string;
  readonly url: string;
  /** What it said so far. */
  log(): Promise<string>;
  /** Sends SIGTERM and waits; 137 when only SIGKILL helped. */
  stop(): Promise<number>;
}

/** As a restricted Pod is run, on loopback: without rights, without a file system that could be written, as 65532. */
export const LOCKED_DOWN = [
  ...["--read-only", "--read-only-tmpfs=false", "--cap-drop=ALL", "--security-opt=no-new-privileges"],
  ...["--network=host", "--runtime=runc"],
  // Where the machine does not let limits be raised, the defaults would fail.
  ...["--ulimit=nofile=1024:1024", "--ulimit=nproc=1024:1024"],
];

export interface FunctionOptions {
  readonly function: string;
  readonly environment: Environment;
  /** More for `podman run`. */
  readonly options?: readonly string[];
}

/** Starts one function of an image, and waits until it is ready. */
export const startFunction = async (
  storage: Storage,
  image: "kprompt" | "kprompt-workerd",
  { function: name, environment, options = [] }: FunctionOptions,
): Promise<Container> => {
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const container = `${image}-${name}-${port}`;
  const env = { ...environment, PORT: String(port), K_REVISION: `${name}-00001` };
  await storage.call("podman", [
    ...["run", "--detach", "--name", container, ...LOCKED_DOWN, ...options],
    ...Object.entries(env).flatMap(([key, value]) => ["--env", `${key}=${value}`]),
    `localhost/${image}`,
    ...COMMANDS[image](name, port),
  ]);
  const log = async (): Promise<string> => storage.call("sh", ["-c", `podman logs ${container} 2>&1`]);
  await waitUntil(`${container} is ready`, () => answersOk(`${url}/health/readiness`), 20_000).catch(
    async (error: Error) => {
      throw new Error(`${error.message}\n${await log()}`);
    },
  );
  return {
    name: container,
    url,
    log,
    stop: async () => {
      await storage.call("podman", ["stop", "--time", "10", container]);
      return Number(await storage.call("podman", ["inspect", "--format", "{{.State.ExitCode}}", container]));
    },
  };
};

/** What a Service says as its `args`, on another port. */
const COMMANDS = {
  kprompt: (name: string) => [`/app/${name}.mjs`],
  "kprompt-workerd": (name: string, port: number) => [
    ...["serve", `/app/${name}.capnp`],
    ...["--socket-addr", `http=127.0.0.1:${port}`],
  ],
} as const;

const run = promisify(execFile);
