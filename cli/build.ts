import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Diagnostic } from "../core/diagnostic.ts";
import type { BuiltBundle } from "../core/prompt/bundle.ts";
import { createOpenApi } from "../functions/openapi.ts";
import { FUNCTION_NAMES } from "../functions/settings.ts";
import { type Artefact, createArtefact, isData, RUNTIMES } from "./artefact.ts";
import { defineCommand, type ExitCode } from "./command.ts";
import { readProvenance } from "./provenance.ts";
import { formatDiagnostics } from "./report.ts";
import { type LoadedTree, loadTree } from "./tree.ts";

export const command = defineCommand({
  usage: "",
  positionals: { min: 0, max: 0, expected: "no arguments" },
  options: {
    outdir: { type: "string", value: "DIR", help: "where to write (default: dist below the project's folder)" },
    analyze: { type: "boolean", help: "say what the bytes of each artefact come from" },
  },
  details: `
Checks and compiles prompts/ and writes dist/bundle.json, dist/openapi/<function>.json and one self-contained file for
each function and runtime, dist/<function>.node.mjs and dist/<function>.worker.mjs. The same commit gives the same bytes
on every machine. GIT_SHA and SOURCE_DATE_EPOCH take the place of what Git says.

  node build.mjs
  node build.mjs --analyze
  kprompt build --outdir /tmp/dist --json | jq -r .bundle_sha256`,
  async run({ options, root, cwd, env, json, out }): Promise<ExitCode> {
    const project = root();
    const outdir = options.outdir === undefined ? join(project, "dist") : resolve(cwd, options.outdir);
    const { built, artefacts, diagnostics } = await build({ root: project, outdir, env });
    const { bundle_sha256, provenance } = built;
    if (json) {
      const rows = artefacts.map(({ contents, inputs, ...artefact }) => ({
        ...artefact,
        bytes: contents.byteLength,
        ...(options.analyze && { inputs }),
      }));
      out.printJson({ bundle_sha256, provenance, artefacts: rows, diagnostics });
      return 0;
    }
    if (diagnostics.length > 0) out.note(formatDiagnostics(diagnostics));
    for (const artefact of artefacts) {
      out.print(`${artefact.file.padEnd(20)} ${kilo(artefact.codeBytes)} code ${kilo(artefact.dataBytes)} data`);
      if (options.analyze) out.print(analysis(artefact));
    }
    out.print(`bundle_sha256 ${bundle_sha256}  commit ${provenance.git_sha}`);
    return 0;
  },
});

export interface BuildOptions {
  /** Folder that holds `prompts/`. */
  readonly root: string;
  /** Folder for the artefacts. Artefacts of an earlier build that are no longer made are removed from it. */
  readonly outdir: string;
  /** `GIT_SHA` and `SOURCE_DATE_EPOCH` are read from here; default: the environment. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export interface BuildResult {
  readonly built: BuiltBundle;
  readonly artefacts: readonly Artefact[];
  /** Warnings only: with an error there is no result. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Compiles `prompts/` and writes `bundle.json`, `openapi/<function>.json` and one self-contained file for each function
 * and runtime. The same sources give the same bytes, wherever they lie and whenever they are built.
 *
 * @throws {TreeError} when `prompts/` has errors; nothing is written then.
 */
export const build = async ({ root, outdir, env = process.env }: BuildOptions): Promise<BuildResult> => {
  const tree = loadTree(root);
  const built = toBuiltBundle(tree, root, env);
  const described = FUNCTION_NAMES.map((name) => ({ name, openapi: createOpenApi(name) }));
  const artefacts = await Promise.all(
    described.flatMap(({ name, openapi }) =>
      RUNTIMES.map((runtime) => {
        const entry = `functions/${name}/${runtime === "node" ? "main" : "worker"}.ts`;
        return createArtefact(name, runtime, entry, { bundle: built, openapi });
      }),
    ),
  );

  removeArtefacts(outdir);
  const write = (file: string, contents: string | Uint8Array): void => {
    mkdirSync(dirname(join(outdir, file)), { recursive: true });
    writeFileSync(join(outdir, file), contents);
  };
  write("bundle.json", toFile(built));
  for (const { name, openapi } of described) write(`openapi/${name}.json`, toFile(openapi));
  for (const { file, contents } of artefacts) write(file, contents);
  return { built, artefacts, diagnostics: tree.diagnostics };
};

export const toBuiltBundle = (
  { bundle, bundle_sha256 }: LoadedTree,
  root: string,
  env: Readonly<Record<string, string | undefined>>,
): BuiltBundle => ({ bundle_sha256, provenance: readProvenance(root, env), bundle });

/** Only what a build writes: the folder may hold other things. */
const removeArtefacts = (outdir: string): void => {
  rmSync(join(outdir, "openapi"), { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  for (const name of readdirSync(outdir)) {
    if (name === "bundle.json" || /\.(?:node|worker)\.mjs$/.test(name)) rmSync(join(outdir, name));
  }
};

const toFile = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Inputs by bytes. A package counts as one: `node_modules/hono`. */
const analysis = ({ inputs }: Artefact): string => {
  const groups = new Map<string, number>();
  for (const { path, bytes } of inputs) {
    const group = isData(path) ? `${path} (data)` : (/.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? path);
    groups.set(group, (groups.get(group) ?? 0) + bytes);
  }
  return [...groups]
    .toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .map(([path, bytes]) => `  ${kilo(bytes)}  ${path}`)
    .join("\n");
};

const kilo = (bytes: number): string => `${(bytes / 1024).toFixed(1).padStart(7)} KB`;
