import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findFreePort } from "./free-port.ts";
import { environmentOf, type Manifest, type Rendered } from "./rendered.ts";
import { answersOk, type Service, startService } from "./service.ts";

export interface RenderedFunction extends Service {
  readonly url: string;
  /** What it said on standard error, but for plain news. */
  warnings(): readonly string[];
}

export interface RenderedFunctionOptions {
  /** Folder with the built functions, in the place of the image. */
  readonly dist: string;
  /** Empty, and its own: for the files of its secrets. */
  readonly folder: string;
  /** Text by name of the Secret and key. */
  readonly secrets: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Addresses that are somewhere else here; empty ones count as unset. */
  readonly addresses?: Readonly<Record<string, string>>;
}

/** Starts what a Knative Service starts, with its environment and the files that it mounts, and no others. */
export const startRenderedFunction = async (
  service: Manifest,
  rendered: Rendered,
  { dist, folder, secrets, addresses = {} }: RenderedFunctionOptions,
): Promise<RenderedFunction> => {
  const { containers, volumes } = service.spec.template.spec;
  const [{ args, volumeMounts }] = containers;
  const { mountPath } = volumeMounts.find(({ name }: Manifest) => name === volumes[0].name);
  await mkdir(folder, { recursive: true });
  for (const { secret } of volumes[0].projected.sources)
    for (const { key, path } of secret.items) await writeFile(join(folder, path), secrets[secret.name]?.[key] ?? "");
  const environment = Object.entries({ ...environmentOf(service, rendered), ...addresses }).map(([name, value]) => [
    name,
    value.startsWith(`${mountPath}/`) ? join(folder, value.slice(mountPath.length)) : value,
  ]);
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const { name } = service.metadata;
  const [file] = args;
  const started = await startService({
    name,
    command: process.execPath,
    arguments: [join(dist, file.replace(/^\/app\/(\w+)\.mjs$/, "$1.node.mjs"))],
    environment: { ...Object.fromEntries(environment), PORT: String(port), K_SERVICE: name },
    isReady: () => answersOk(`${url}${containers[0].readinessProbe.httpGet.path}`),
  });
  const warnings = (): readonly string[] =>
    started
      .log()
      .split("\n")
      .filter((line) => /"level":"(warning|error)"/.test(line))
      .map((line) => JSON.parse(line).message);
  return { ...started, url, warnings };
};
