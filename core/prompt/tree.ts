import type { Diagnostic } from "../diagnostic.ts";
import { isPromptId, isVersion } from "./reference.ts";
import { show } from "./show.ts";
import { openSource, type Place, report, type Source } from "./source.ts";

/** The files of `prompts/` by what they are. A source that is undefined was there and could not be opened. */
export interface Tree {
  /** By id, then path: the order of everything that follows. */
  readonly prompts: readonly { readonly id: string; readonly version: string; readonly source: Source | undefined }[];
  /** By prompt id. */
  readonly cases: ReadonlyMap<string, Source | undefined>;
  /** By name, such as `evidence.1`. */
  readonly partials: ReadonlyMap<string, Source | undefined>;
  /** By name, such as `triage.1`. */
  readonly schemas: ReadonlyMap<string, Source | undefined>;
  readonly labels: Source | undefined;
  readonly routes: Source | undefined;
  readonly knowledge: Source | undefined;
  /** null where there is none. */
  readonly mutes: Source | null | undefined;
  /** Undefined where it could not be opened; empty text where there is none yet. */
  readonly lock: Source | undefined;
}

/** Sorts the files out. The order in which they are given does not matter. */
export const readTree = (files: ReadonlyMap<string, string>, diagnostics: Diagnostic[]): Tree => {
  const prompts: Tree["prompts"][number][] = [];
  const cases = new Map<string, Source | undefined>();
  const partials = new Map<string, Source | undefined>();
  const schemas = new Map<string, Source | undefined>();
  const singles = new Map<string, Source | undefined>();

  for (const [file, text] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [, folder = "", name = ""] = /^prompts\/(?:([^/]+)\/)?([^/]+)$/.exec(file) ?? [];
    const [, numbered = "", extension] = NUMBERED.exec(name) ?? [];
    const [, version = ""] = /^(.+)\.yaml$/.exec(name) ?? [];
    const open = (): Source | undefined => openSource(file, text, diagnostics);

    if (folder === "" && SINGLES.includes(name)) singles.set(name, open());
    else if (folder === "partials" && extension === "txt") partials.set(numbered, open());
    else if (folder === "schemas" && extension === "json") schemas.set(numbered, open());
    else if (isPromptFolder(folder) && name === "cases.yaml") cases.set(folder, open());
    else if (isPromptFolder(folder) && isVersion(version)) prompts.push({ id: folder, version, source: open() });
    else
      report(
        startOf(file, diagnostics),
        "file_unknown",
        `${show(file)} is no file of a prompt tree. Move it out; expected are <id>/<semver>.yaml, <id>/cases.yaml, partials/<name>.<n>.txt, schemas/<name>.<n>.json, ${SINGLES.join(", ")}.`,
      );
  }

  const find = (name: string): Source | undefined =>
    singles.has(name) ? singles.get(name) : reportMissing(`prompts/${name}`, diagnostics);
  return {
    prompts,
    cases,
    partials,
    schemas,
    labels: find("labels.yaml"),
    routes: find("routes.yaml"),
    knowledge: find("knowledge.yaml"),
    mutes: singles.has("mutes.yaml") ? singles.get("mutes.yaml") : null,
    lock: singles.has("lock.json") ? singles.get("lock.json") : startOf("prompts/lock.json", diagnostics).source,
  };
};

/** Reports a file that should be there. */
export const reportMissing = (file: string, diagnostics: Diagnostic[]): undefined =>
  report(startOf(file, diagnostics), "file_missing", `${show(file)} is missing. Add it.`);

const SINGLES: readonly string[] = ["labels.yaml", "routes.yaml", "knowledge.yaml", "mutes.yaml", "lock.json"];
const NUMBERED = /^([a-z][a-z0-9_]*\.[1-9]\d{0,5})\.(txt|json)$/;

const isPromptFolder = (folder: string): boolean => isPromptId(folder) && folder !== "partials" && folder !== "schemas";

/** The start of a file that is not read. */
const startOf = (file: string, diagnostics: Diagnostic[]): Place => ({
  source: { file, text: "", lineStarts: [0], diagnostics },
  at: 0,
});
