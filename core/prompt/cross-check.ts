import type { PromptVersion } from "./bundle.ts";
import { type CompiledVersion, checkMaxTokens } from "./compile-version.ts";
import type { PromptDraft } from "./read-prompt.ts";
import { isPreRelease, majorOf } from "./reference.ts";
import { type Names, resolveReference } from "./resolve.ts";
import type { RoutesDraft } from "./routes.ts";
import { worstCaseTokens } from "./schema-subset.ts";
import { show } from "./show.ts";
import { type Place, report, type Source } from "./source.ts";

/** A version file by its path, and what could be read of it. */
export interface TreeVersion {
  readonly id: string;
  readonly version: string;
  readonly source: Source | undefined;
  readonly draft: PromptDraft | undefined;
}

/** A file says the id and version of its path, so that no two files are the same version. */
export const checkIdentity = (versions: readonly TreeVersion[]): void => {
  const files = new Map(
    versions.map(({ id, version, source }) => [`${id}@${version}`, source?.file ?? `prompts/${id}/${version}.yaml`]),
  );
  for (const { id, version, draft } of versions) {
    if (draft === undefined) continue;
    const isOtherId = draft.id !== undefined && draft.id !== id;
    const isOtherVersion = draft.version !== undefined && draft.version !== version;
    const claimed = `${draft.id ?? id}@${draft.version ?? version}`;
    const place = isOtherVersion ? draft.nodes.version : draft.nodes.id;
    const owner = files.get(claimed);
    if ((isOtherId || isOtherVersion) && owner !== undefined && place)
      report(
        place,
        "version_duplicate",
        `${show(isOtherVersion ? draft.version : draft.id)}: ${claimed} is ${owner} already. Say ${id}@${version} here, as the path does.`,
      );
    else {
      if (isOtherId && draft.nodes.id)
        report(
          draft.nodes.id,
          "id_mismatch",
          `${show(draft.id)} is not the folder's name. Write ${id}, or move the file.`,
        );
      if (isOtherVersion && draft.nodes.version)
        report(
          draft.nodes.version,
          "version_mismatch",
          `${show(draft.version)} is not the file's name. Write ${version}, or rename the file.`,
        );
    }
  }
};

/** Within a major, all releases answer in the same format. A pre-release is measured by the release before it. */
export const checkOutputChanges = (compiled: readonly CompiledVersion[]): void => {
  const releases = new Map<string, CompiledVersion>();
  // In order of version within an id.
  for (const one of compiled) {
    const { id, version } = one.prompt;
    const before = releases.get(id);
    if (
      before &&
      majorOf(before.prompt.version) === majorOf(version) &&
      before.schemaText !== one.schemaText &&
      one.draft.nodes.output
    )
      report(
        one.draft.nodes.output,
        "output_changed",
        `"${one.prompt.output}": the output schema of ${version} differs from that of ${before.prompt.version}. A changed format is a new major: rename ${version}, or keep the schema.`,
      );
    if (!isPreRelease(version)) releases.set(id, one);
  }
};

/** A fallback names another version, which can do what this one does, and following fallbacks ends. */
export const checkFallbacks = (
  compiled: readonly CompiledVersion[],
  names: Names,
  suppliedVariables: readonly string[],
): void => {
  const next = new Map<string, string>();
  for (const { prompt, draft } of compiled) {
    if (prompt.fallback === null || !draft.nodes.fallback) continue;
    const self = `${prompt.id}@${prompt.version}`;
    const { id, versions, problem } = resolveReference(prompt.fallback, names);
    const target = versions[0] === undefined ? undefined : `${id}@${versions[0]}`;
    if (problem !== undefined) report(draft.nodes.fallback, "fallback_invalid", `${show(prompt.fallback)}: ${problem}`);
    else if (target === self)
      report(
        draft.nodes.fallback,
        "fallback_invalid",
        `${show(prompt.fallback)} is this version itself. Name another one.`,
      );
    else if (target !== undefined) next.set(self, target);
    if (target !== self && answersTriage(prompt))
      checkServes(draft.nodes.fallback, prompt.fallback, candidatesOf(id, versions, compiled), suppliedVariables);
  }

  const told = new Set<string>();
  for (const { prompt, draft } of compiled) {
    const path = [`${prompt.id}@${prompt.version}`];
    for (let at = next.get(path[0] ?? ""); at !== undefined && !path.includes(at); at = next.get(at)) path.push(at);
    const isCycle = next.get(path.at(-1) ?? "") === path[0];
    if (!isCycle || told.has(path[0] ?? "") || !draft.nodes.fallback) continue;
    for (const one of path) told.add(one);
    report(
      draft.nodes.fallback,
      "fallback_cycle",
      `${show(prompt.fallback)} leads back here: ${[...path, path[0]].join(" > ")}. Remove one fallback.`,
    );
  }
};

/** Intents name prompts that analyze can fill in and whose answer is a triage. */
export const checkIntents = (
  { intents }: RoutesDraft,
  compiled: readonly CompiledVersion[],
  names: Names,
  suppliedVariables: readonly string[],
): void => {
  for (const { intent, reference, maxTokens } of intents.values()) {
    const { id, versions, problem } = resolveReference(intent.prompt, names);
    if (problem !== undefined) report(reference, "reference_invalid", `${show(intent.prompt)}: ${problem}`);
    const candidates = candidatesOf(id, versions, compiled);
    checkServes(reference, intent.prompt, candidates, suppliedVariables);

    const [longest] = candidates
      .map(({ schema }) => schema)
      .sort((one, other) => worstCaseTokens(other) - worstCaseTokens(one));
    if (longest && maxTokens && intent.model.max_tokens !== undefined)
      checkMaxTokens(longest, intent.model.max_tokens, maxTokens);
  }
};

/** Whether a version answers by a schema file of the triage. A schema of its own is named `<id>@<version>`. */
export const answersTriage = ({ output }: Pick<PromptVersion, "output">): boolean => /^triage\.\d+$/.test(output);

const candidatesOf = (
  id: string,
  versions: readonly string[],
  compiled: readonly CompiledVersion[],
): readonly CompiledVersion[] => compiled.filter(({ prompt }) => prompt.id === id && versions.includes(prompt.version));

/** Reports versions that analyze cannot use: they answer no triage, or require what it does not fill in. */
const checkServes = (
  place: Place,
  reference: string,
  candidates: readonly CompiledVersion[],
  suppliedVariables: readonly string[],
): void => {
  const other = candidates.find(({ prompt }) => !answersTriage(prompt))?.prompt;
  if (other)
    report(
      place,
      "output_not_triage",
      `${show(reference)}: ${other.id}@${other.version} answers ${other.output}, not a triage. Name a prompt whose output is triage.<n>.`,
    );
  const missing = candidates
    .flatMap(({ prompt }) => prompt.inputs.required)
    .find((name) => !suppliedVariables.includes(name));
  if (missing !== undefined)
    report(
      place,
      "variable_unsupplied",
      `${show(reference)} requires "${missing}", which analyze does not fill in. Make it optional there; filled in are ${suppliedVariables.join(", ")}.`,
    );
};
