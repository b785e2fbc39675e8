import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { Miniflare } from "miniflare";
import { createArtefact } from "../cli/artefact.ts";
import { createOpenApi } from "./openapi.ts";
import { FUNCTION_NAMES, type FunctionName } from "./settings.ts";
import { testEnv, testEnvs } from "./testing.ts";
import { tinyBundle } from "./tiny-bundle.ts";
import { WORKERD } from "./workerd.ts";

export type Env = Readonly<Record<string, string>>;

/** The files that a build writes, over the tiny bundle. */
export interface Artefacts {
  readonly startNode: (name: FunctionName, env?: Env) => Promise<NodeProcess>;
  readonly startWorker: (name: FunctionName, env?: Env) => Promise<Worker>;
  /** Path of a Node file. */
  readonly fileOf: (name: FunctionName) => string;
  readonly remove: () => void;
}

export interface NodeProcess {
  readonly url: string;
  readonly fetch: (path: string, init?: RequestInit) => Promise<Response>;
  readonly stdout: string[];
  readonly stderr: string[];
  /** Sends SIGTERM. */
  readonly terminate: () => void;
  /** Sends SIGTERM and waits for the end. */
  readonly stop: () => Promise<number | null>;
  /** The exit code. */
  readonly exit: Promise<number | null>;
}

export interface Worker {
  readonly url: string;
  readonly fetch: (path: string, init?: RequestInit) => Promise<Response>;
  readonly stdout: string[];
  readonly stop: () => Promise<void>;
}

export const buildArtefacts = async (): Promise<Artefacts> => {
  const folder = mkdtempSync(join(tmpdir(), "kprompt-functions-"));
  const built = await Promise.all(
    FUNCTION_NAMES.flatMap((name) =>
      (["node", "worker"] as const).map(async (runtime) => {
        const entry = `functions/${name}/${runtime === "node" ? "main" : "worker"}.ts`;
        const modules = { bundle: tinyBundle, openapi: createOpenApi(name) };
        const { file, contents } = await createArtefact(name, runtime, entry, modules);
        writeFileSync(join(folder, file), contents);
        return [file, new TextDecoder().decode(contents)] as const;
      }),
    ),
  );
  const scripts = Object.fromEntries(built);
  const fileOf = (name: FunctionName): string => join(folder, `${name}.node.mjs`);
  return {
    fileOf,
    startNode: (name, env = {}) => startNode(fileOf(name), { ...testEnv, ...testEnvs[name], ...env }),
    startWorker: (name, env = {}) =>
      startWorker(scripts[`${name}.worker.mjs`] ?? "", { ...testEnv, ...testEnvs[name], ...env }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};

/** @throws when the process ends before it listens; the error holds what it said. */
export const startNode = async (file: string, env: Env): Promise<NodeProcess> => {
  // Nothing of this machine's environment: a function reads only what it is given.
  const child = spawn(process.execPath, [file], { env: { PORT: "0", ...env }, stdio: ["ignore", "pipe", "pipe"] });
  const stdout: string[] = [];
  const stderr: string[] = [];
  const exit = once(child, "exit").then(([code]) => code as number | null);
  createInterface(child.stdout).on("line", (line) => stdout.push(line));
  const port = await new Promise<number>((resolve, reject) => {
    createInterface(child.stderr).on("line", (line) => {
      stderr.push(line);
      const { message, port } = JSON.parse(line);
      if (message === "Listening.") resolve(port);
    });
    exit.then((code) => reject(new Error(`Exit ${code}: ${stderr.join("\n")}`)));
  });
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    fetch: (path, init) => fetch(url + path, init),
    stdout,
    stderr,
    terminate: () => void child.kill("SIGTERM"),
    stop: () => {
      child.kill("SIGTERM");
      return exit;
    },
    exit,
  };
};

export const startWorker = async (script: string, env: Env): Promise<Worker> => {
  const stdout: string[] = [];
  const miniflare = new Miniflare({
    modules: true,
    script,
    bindings: env,
    compatibilityDate: WORKERD.compatibilityDate,
    compatibilityFlags: [...WORKERD.compatibilityFlags],
    // Straight to the function: a proxy of Miniflare's own would hide how a connection ends.
    unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
    handleRuntimeStdio: (out: Readable, err: Readable) => {
      for (const stream of [out, err]) createInterface(stream).on("line", (line) => stdout.push(line));
    },
  });
  const url = await miniflare.unsafeGetDirectURL();
  return {
    url: url.href,
    fetch: (path, init) => fetch(new URL(path, url), init),
    stdout,
    stop: () => miniflare.dispose(),
  };
};
