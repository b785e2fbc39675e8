import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseAllDocuments } from "yaml";
import { buildKustomization } from "./kustomize.ts";

/** A manifest as kustomize gives it. */
// biome-ignore lint/suspicious/noExplicitAny: a tree of many kinds, and a test says by itself what it looks for
export type Manifest = Record<string, any>;

/** What an overlay gives to the cluster. */
export interface Rendered {
  readonly text: string;
  readonly manifests: readonly Manifest[];
  /** @throws where there is none of that kind and name. */
  find(kind: string, name: string): Manifest;
  services(): readonly Manifest[];
}

export const KNATIVE = fileURLToPath(new URL("../knative/", import.meta.url));

export const render = async (folder: string): Promise<Rendered> => {
  const text = await buildKustomization(folder);
  const manifests = parseAllDocuments(text).map((document) => document.toJS() as Manifest);
  return {
    text,
    manifests,
    find: (kind, name) => {
      const found = manifests.find((one) => one.kind === kind && one.metadata.name === name);
      if (found === undefined) throw new Error(`${folder} renders no ${kind} ${name}`);
      return found;
    },
    services: () => manifests.filter(({ apiVersion }) => apiVersion === "serving.knative.dev/v1"),
  };
};

/** A copy of knative/ that a test may change. */
export interface Scratch {
  readonly folder: string;
  /** @throws where the text to change is not there: the test would test nothing. */
  edit(file: string, from: string, to: string): Promise<void>;
  write(file: string, text: string): Promise<void>;
  remove(): Promise<void>;
}

export const copyKnative = async (): Promise<Scratch> => {
  const folder = await mkdtemp(join(tmpdir(), "kprompt-knative-"));
  await cp(KNATIVE, folder, { recursive: true });
  const write = (file: string, text: string): Promise<void> => writeFile(join(folder, file), text);
  return {
    folder,
    write,
    edit: async (file, from, to) => {
      const text = await readFile(join(folder, file), "utf8");
      if (!text.includes(from)) throw new Error(`${file} holds no ${JSON.stringify(from)}`);
      await write(file, text.replace(from, to));
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
};

/** What the container of a Knative Service finds in its environment. */
export const environmentOf = (service: Manifest, { find }: Rendered): Readonly<Record<string, string>> => {
  const { envFrom = [], env = [] } = service.spec.template.spec.containers[0];
  return {
    ...Object.assign({}, ...envFrom.map((from: Manifest) => find("ConfigMap", from.configMapRef.name).data)),
    ...Object.fromEntries(env.map(({ name, value }: { name: string; value: string }) => [name, value])),
  };
};
