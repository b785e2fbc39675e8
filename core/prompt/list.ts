import type { Bundle, Inputs, PromptVersion } from "./bundle.ts";
import { compareVersions, labelsOf } from "./reference.ts";

export interface ListedVersion {
  readonly version: string;
  readonly description: string;
  /** Labels that name this version, sorted. */
  readonly labels: readonly string[];
  readonly inputs: Inputs;
  readonly output: string;
  readonly template_sha256: string;
  readonly content_sha256: string;
}

export interface ListedPrompt {
  readonly id: string;
  /** Highest first. */
  readonly versions: readonly ListedVersion[];
}

/** The catalogue, by id. It depends on the bundle alone, so two calls give the same. */
export const listPrompts = (bundle: Bundle): readonly ListedPrompt[] =>
  Object.keys(bundle.prompts)
    .sort()
    .map((id) => ({ id, versions: versionsOf(bundle, id).map((prompt) => toListed(bundle, prompt)) }));

/** All versions of a prompt, highest first; none for an unknown id. */
export const versionsOf = (bundle: Bundle, id: string): readonly PromptVersion[] =>
  Object.hasOwn(bundle.prompts, id)
    ? Object.values(bundle.prompts[id] ?? {}).sort((a, b) => compareVersions(b.version, a.version))
    : [];

const toListed = (bundle: Bundle, prompt: PromptVersion): ListedVersion => ({
  version: prompt.version,
  description: prompt.description,
  labels: labelsOf(bundle, prompt.id, prompt.version),
  inputs: prompt.inputs,
  output: prompt.output,
  template_sha256: prompt.template_sha256,
  content_sha256: prompt.content_sha256,
});
