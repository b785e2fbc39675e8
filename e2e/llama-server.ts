import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe } from "vitest";
import type { Program } from "../knative/image/debian-packages.ts";
import { findFreePort } from "./free-port.ts";
import { prepareLlamaProgram } from "./llama-packages.ts";
import { answersOk, startService } from "./service.ts";
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
  const url = `http://127.0.0.1:${port}`;
  const { pid, stop, kill } = await startService({
    name: "llama-server",
    command: program.command,
    arguments: [
      ...program.arguments,
      ...["-m", model, "--alias", "tiny", "--host", "127.0.0.1", "--port", String(port)],
      // Divided among the slots.
      ...["-c", String(contextTokens * parallel), "--parallel", String(parallel)],
      ...["-t", "1", "-b", "512", "--cache-ram", "0", "--no-ui", "--metrics", "--slots", "--offline"],
      ...(apiKey === undefined ? [] : ["--api-key", apiKey]),
      ...(options.arguments ?? []),
    ],
    environment: { ...cleanEnvironment(), ...program.environment },
    isReady: () => answersOk(`${url}/health`),
  });
  return {
    url,
    port,
    pid: pid(),
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

let program: Promise<Program> | undefined;
const getProgram = (): Promise<Program> => {
  program ??= prepareLlamaProgram().then((prepared) => {
    console.log(`llama-server, Debian ${prepared.version}`);
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
