import { mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Program, prepareProgram } from "../knative/image/debian-packages.ts";
import { findFreePort } from "./free-port.ts";
import { answersOk, type Service, startService } from "./service.ts";

export interface Alertmanager extends Service {
  readonly url: string;
}

export interface AlertmanagerOptions {
  readonly webhookUrl: string;
  /** Default 200. */
  readonly groupWaitMs?: number;
  /** Default 1000. A notification that failed is given up after 10 s at the earliest, and sent anew at the next. */
  readonly groupIntervalMs?: number;
  /** Default: an hour. */
  readonly repeatIntervalMs?: number;
  /** Labels that make a group. Default: those of `…`, all. */
  readonly groupBy?: readonly string[];
  /** Whole configuration, as YAML or JSON, in the place of all the above. */
  readonly config?: string;
}

/** Starts a real Alertmanager on loopback, alone, with one webhook. What a SIGKILL makes it forget it tells again. */
export const startAlertmanager = async (options: AlertmanagerOptions): Promise<Alertmanager> => {
  const program = await getProgram();
  const folder = await mkdtemp(join(tmpdir(), "kprompt-alertmanager-"));
  const file = join(folder, "alertmanager.yml");
  await writeFile(file, options.config ?? createConfig(options));
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const remove = () => rm(folder, { recursive: true, force: true });
  const service = await startService({
    name: "alertmanager",
    command: program.command,
    arguments: [
      ...program.arguments,
      `--config.file=${file}`,
      `--storage.path=${join(folder, "data")}`,
      `--web.listen-address=127.0.0.1:${port}`,
      "--cluster.listen-address=",
    ],
    environment: { ...program.environment },
    folder: program.root,
    isReady: () => answersOk(`${url}/-/ready`),
  }).catch(async (error: unknown) => {
    await remove();
    throw error;
  });
  const stop = async (): Promise<void> => {
    await service.stop();
    await remove();
  };
  return { ...service, url, stop };
};

let program: Promise<Program> | undefined;
const getProgram = (): Promise<Program> => {
  program ??= prepare();
  return program;
};

const prepare = async (): Promise<Program> => {
  const program = await prepareProgram({
    name: "alertmanager",
    packages: ["prometheus-alertmanager", "libc6"],
    binary: "usr/bin/prometheus-alertmanager",
  });
  const binary = program.arguments.at(-1) ?? "";
  const relative = `${binary}-relative`;
  // Named last: two runs may come here at once.
  const draft = `${relative}.${process.pid}`;
  await writeFile(draft, lookBelowCurrentFolder(await readFile(binary)), { mode: 0o755 });
  await rename(draft, relative);
  return { ...program, arguments: [...program.arguments.slice(0, -1), relative] };
};

/** Debian's has the folder of its templates built in, absolute. The same path from here has, with two slashes, the same length. */
const lookBelowCurrentFolder = (binary: Buffer): Buffer => {
  const changed = Buffer.from(binary);
  for (let at = changed.indexOf(BUILT_IN); at >= 0; at = changed.indexOf(BUILT_IN, at)) changed.write(FROM_HERE, at);
  return changed;
};
const BUILT_IN = "/usr/share/prometheus/alertmanager";
const FROM_HERE = "usr/share//prometheus/alertmanager";

/** JSON is YAML. */
const createConfig = (options: AlertmanagerOptions): string =>
  JSON.stringify({
    route: {
      receiver: "kprompt",
      group_by: options.groupBy ?? ["..."],
      group_wait: `${options.groupWaitMs ?? 200}ms`,
      group_interval: `${options.groupIntervalMs ?? 1_000}ms`,
      repeat_interval: `${options.repeatIntervalMs ?? 3_600_000}ms`,
    },
    receivers: [{ name: "kprompt", webhook_configs: [{ url: options.webhookUrl, send_resolved: true }] }],
  });
