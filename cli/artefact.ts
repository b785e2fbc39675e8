import { fileURLToPath } from "node:url";
import { type BuildOptions, build, type Plugin } from "esbuild";

export const RUNTIMES = ["node", "worker"] as const;
export type Runtime = (typeof RUNTIMES)[number];

/** One self-contained file for one runtime. */
export interface Artefact {
  /** Name below the output folder: `route.node.mjs`. */
  readonly file: string;
  readonly function: string;
  readonly runtime: Runtime;
  readonly contents: Uint8Array;
  /** Bytes of prompts and API description: data, which no size budget counts. */
  readonly dataBytes: number;
  /** The other bytes. */
  readonly codeBytes: number;
  /** Modules that the file asks its runtime for. */
  readonly imports: readonly string[];
  /** What the bytes come from, largest first. */
  readonly inputs: readonly { readonly path: string; readonly bytes: number }[];
}

/** Values of the modules `kprompt:bundle` and `kprompt:openapi`. */
export type VirtualModules = Readonly<Record<"bundle" | "openapi", unknown>>;

/**
 * Bundles one entry.
 *
 * @param entry Path below the folder of the sources, such as `functions/route/main.ts`.
 */
export const createArtefact = async (
  name: string,
  runtime: Runtime,
  entry: string,
  modules: VirtualModules,
): Promise<Artefact> => {
  const { outputFiles, metafile } = await build({
    ...SETTINGS,
    ...RUNTIME_SETTINGS[runtime],
    entryPoints: [entry],
    plugins: [virtualModules(modules)],
  });
  const [output] = Object.values(metafile.outputs);
  const contents = outputFiles[0]?.contents;
  if (output === undefined || contents === undefined) throw new Error(`esbuild wrote nothing for ${entry}.`);
  const inputs = Object.entries(output.inputs)
    .map(([path, { bytesInOutput }]) => ({ path, bytes: bytesInOutput }))
    .filter(({ bytes }) => bytes > 0)
    .toSorted((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1));
  const dataBytes = inputs.filter(({ path }) => isData(path)).reduce((sum, { bytes }) => sum + bytes, 0);
  return {
    file: `${name}.${runtime}.mjs`,
    function: name,
    runtime,
    contents,
    dataBytes,
    codeBytes: contents.byteLength - dataBytes,
    imports: [...new Set(output.imports.filter(({ external }) => external).map(({ path }) => path))].toSorted(),
    inputs,
  };
};

/** Whether an input of an artefact is data and not code. */
export const isData = (path: string): boolean => path.startsWith(`${NAMESPACE}:`);

const NAMESPACE = "kprompt";

/** Folder that holds `functions/`: paths in the output must not depend on where it is. */
const SOURCES = fileURLToPath(new URL("..", import.meta.url));

const SETTINGS = {
  absWorkingDir: SOURCES,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "none",
  metafile: true,
  write: false,
  outfile: "artefact.mjs",
  logLevel: "silent",
  // An editor's tsconfig above the project must not change the output.
  tsconfigRaw: { compilerOptions: { target: "es2022", verbatimModuleSyntax: true } },
} as const satisfies BuildOptions;

const RUNTIME_SETTINGS = {
  // Without "module", the CommonJS copies of OpenTelemetry come in, which cannot be tree-shaken: three times the size.
  node: { platform: "node", mainFields: ["module", "main"] },
  // "browser" picks the fetch transport. Any `conditions` here would drop esbuild's own "module" condition.
  worker: { platform: "browser", external: ["cloudflare:sockets"] },
} as const satisfies Record<Runtime, BuildOptions>;

const virtualModules = (modules: VirtualModules): Plugin => ({
  name: NAMESPACE,
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^kprompt:/ }, ({ path }) => {
      const name = path.slice(NAMESPACE.length + 1);
      if (Object.hasOwn(modules, name)) return { path: name, namespace: NAMESPACE };
      return { errors: [{ text: `There is no module ${path}; there is ${Object.keys(modules).join(", ")}.` }] };
    });
    onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => ({
      contents: JSON.stringify(modules[path as keyof VirtualModules]),
      loader: "json",
    }));
  },
});
