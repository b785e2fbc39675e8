import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describe } from "vitest";
import { type LlamaProgram, prepareLlamaProgram } from "./llama-packages.ts";
import { createTinyGguf, type Manner } from "./tiny-gguf.ts";

export interface LlamaServer {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** `GET /slots`, reduced to what a test asks for. */
  slots(): Promise<readonly { readonly busy: boolean; readonly decoded: number }[]>;
  /** Tokens written since the start, those of cancelled requests too. */
  predictedTokens(): Promise<number>;
  /** SIGTERM, and SIGKILL when it does not help. */
  stop(): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
}

export interface LlamaOptions {
  /** Context of one slot. Default 4096. */
  readonly contextTokens?: number;
  /** Slots. Default 1. */
  readonly parallel?: number;
  /** Default `brief`. */
  readonly manner?: Manner;
  readonly apiKey?: string;
  /** Default: a free one. */
  readonly port?: number;
  /** Further arguments of llama-server. */
  readonly arguments?: readonly string[];
}

/** Starts a real llama-server with a tiny random model on loopback and waits until it is healthy. */
export const startLlamaServer = async (options: LlamaOptions = {}): Promise<LlamaServer> => {
  const program = await getProgram();
  const { contextTokens = 4096, parallel = 1, manner = "brief", apiKey } = options;
  const port = options.port ?? (await findFreePort());
  const model = await writeModel(manner);
  const child = spawn(
    program.command,
    [
      ...program.arguments,
      ...["-m", model, "--alias", "tiny", "--host", "127.0.0.1", "--port", String(port)],
      // Divided among the slots.
      ...["-c", String(contextTokens * parallel), "--parallel", String(parallel)],
      ...["-t", "1", "-b", "512", "--cache-ram", "0", "--no-ui", "--metrics", "--slots", "--offline"],
      ...(apiKey === undefined ? [] : ["--api-key", apiKey]),
      ...(options.arguments ?? []),
    ],
    { env: { ...cleanEnvironment(), ...program.environment }, stdio: ["ignore", "pipe", "pipe"] },
  );
  const log = keepLastLines(child);
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const killNow = (): void => void child.kill("SIGKILL");
  process.once("exit", killNow);
  exited.then(() => process.removeListener("exit", killNow));

  const kill = async (): Promise<void> => {
    killNow();
    await exited;
  };
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    // It waits for its clients; a test that hung up may have left one behind.
    await Promise.race([exited, pause(2_000, undefined, { ref: false })]);
    await kill();
  };
  const url = `http://127.0.0.1:${port}`;
  try {
    await waitUntilHealthy(url, child, log);
  } catch (error) {
    await kill();
    throw error;
  }
  return {
    url,
    port,
    pid: child.pid ?? 0,
    stop,
    kill,
    slots: () => readSlots(url),
    predictedTokens: () => readPredictedTokens(url),
  };
};

/** `describe` for suites that need the server. Where it cannot be had the run fails and says why: nothing was shown. */
export const describeWithLlama = async (name: string, suite: () => void): Promise<void> => {
  await getProgram();
  describe(name, suite);
};

/** A port that nobody listens on at this moment. */
export const findFreePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });

let program: Promise<LlamaProgram> | undefined;
const getProgram = (): Promise<LlamaProgram> => {
  program ??= prepareLlamaProgram().then((prepared) => {
    console.log(`llama-server ${prepared.version}`);
    return prepared;
  });
  return program;
};

const SEED = 1;
const MODELS = fileURLToPath(new URL("../.cache/llama-server/models/", import.meta.url));

const writeModel = async (manner: Manner): Promise<string> => {
  const path = join(MODELS, `tiny-${manner}.gguf`);
  const bytes = createTinyGguf(SEED, manner);
  await mkdir(MODELS, { recursive: true });
  // Always anew: an older one may be of an older generator.
  await writeFile(path, bytes);
  return path;
};

/** Each flag of llama-server has a variable too; those of the machine are not ours. */
const cleanEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(LLAMA|GGML)_/.test(name)));

const keepLastLines = (child: ChildProcess): (() => string) => {
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (piece: string) => {
      text = (text + piece).slice(-4_000);
    });
  return () => text;
};

const waitUntilHealthy = async (url: string, child: ChildProcess, log: () => string): Promise<void> => {
  const until = Date.now() + 30_000;
  while (Date.now() < until) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`llama-server ended at its start:\n${log()}`);
    const healthy = await fetch(`${url}/health`).then(
      async (response) => (await response.text()) !== "" && response.status === 200,
      () => false,
    );
    if (healthy) return;
    await pause(25);
  }
  throw new Error(`llama-server was not healthy after 30 s:\n${log()}`);
};

const readPredictedTokens = async (url: string): Promise<number> => {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return Number(/^llamacpp:tokens_predicted_total (\S+)$/m.exec(metrics)?.[1]);
};

const readSlots = async (url: string) => {
  const response = await fetch(`${url}/slots`);
  const slots = (await response.json()) as { is_processing: boolean; next_token?: { n_decoded: number }[] }[];
  return slots.map(({ is_processing, next_token }) => ({
    busy: is_processing,
    decoded: next_token?.[0]?.n_decoded ?? 0,
  }));
};
