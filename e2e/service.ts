import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { waitUntil } from "./wait-until.ts";

/** A program that runs beside the tests, and can die and come back with the same arguments. */
export interface Service {
  pid(): number;
  /** The last of what it said, of all its lives. */
  log(): string;
  /** SIGTERM, and SIGKILL when it does not help. */
  stop(): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** Starts it anew and waits until it is ready; one that still runs is killed first. */
  restart(): Promise<void>;
}

export interface ServiceOptions {
  /** For error messages. */
  readonly name: string;
  readonly command: string;
  readonly arguments: readonly string[];
  /** All of it: nothing of this machine's environment is added. */
  readonly environment: NodeJS.ProcessEnv;
  /** Default: the present one. */
  readonly folder?: string;
  readonly isReady: () => Promise<boolean>;
}

/** Starts the program and waits until it is ready. */
export const startService = async (options: ServiceOptions): Promise<Service> => {
  let log = "";
  const add = (piece: string): void => {
    log = (log + piece).slice(-8_000);
  };
  let life = await start(options, add);
  const kill = () => life.kill();
  return {
    pid: () => life.pid,
    log: () => log,
    kill,
    stop: async () => {
      life.terminate();
      // It waits for its clients; a test that hung up may have left one behind.
      await Promise.race([life.exited, pause(2_000, undefined, { ref: false })]);
      await life.kill();
    },
    restart: async () => {
      await life.kill();
      life = await start(options, add);
    },
  };
};

/** Whether something there answers with a 2xx. */
export const answersOk = (url: string): Promise<boolean> =>
  fetch(url).then(
    async (response) => {
      await response.body?.cancel();
      return response.ok;
    },
    () => false,
  );

interface Life {
  readonly pid: number;
  readonly exited: Promise<void>;
  terminate(): void;
  kill(): Promise<void>;
}

const start = async (options: ServiceOptions, add: (piece: string) => void): Promise<Life> => {
  const { name, command, environment, folder } = options;
  let said = "";
  const child = spawn(command, [...options.arguments], {
    env: environment,
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (piece: string) => {
      said = (said + piece).slice(-4_000);
      add(piece);
    });
  const killNow = (): void => void child.kill("SIGKILL");
  const exited = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    // Where there is no such command it never was a process.
    child.once("error", (error) => {
      said += error.message;
      resolve();
    });
  });
  process.once("exit", killNow);
  exited.then(() => process.removeListener("exit", killNow));
  const kill = async (): Promise<void> => {
    killNow();
    await exited;
  };
  try {
    await waitUntil(`${name} is ready`, async () => {
      if (hasEnded(child)) throw new Error(`${name} ended at its start`);
      return options.isReady();
    });
  } catch (error) {
    await kill();
    throw new Error(`${(error as Error).message}:\n${said}`);
  }
  return { pid: child.pid ?? 0, exited, terminate: () => void child.kill("SIGTERM"), kill };
};

const hasEnded = (child: ChildProcess): boolean =>
  child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
