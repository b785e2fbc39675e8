import { PromptError } from "../error.ts";
import type { Bundle, PromptVersion } from "./bundle.ts";
import { show } from "./show.ts";

export interface Reference {
  readonly id: string;
  /** An exact version, a label or `latest`; null: whoever asks decides. */
  readonly selector: string | null;
}

/** Semver 2.0 without build metadata, which would give two versions the same rank. */
export const isVersion = (text: string): boolean => VERSION.test(text);

export const isPromptId = (text: string): boolean => text.length <= 100 && PROMPT_ID.test(text);

/** A label that Langfuse accepts too. `latest` is computed, and a version is not a label. */
export const isLabel = (text: string): boolean => LABEL.test(text) && text !== "latest" && !isVersion(text);

/**
 * Reads `id`, `id@version`, `id@label` or `id@latest`.
 *
 * @throws {PromptError} `reference_malformed`.
 */
export const parseReference = (text: string): Reference => {
  const at = text.indexOf("@");
  const id = at < 0 ? text : text.slice(0, at);
  const selector = at < 0 ? null : text.slice(at + 1);
  if (isPromptId(id) && (selector === null || selector === "latest" || isVersion(selector) || isLabel(selector)))
    return { id, selector };
  throw new PromptError(
    "reference_malformed",
    `${JSON.stringify(text)} is not a reference. Write id, id@version or id@label, such as log_triage.k8s@production.`,
    { details: { reference: text } },
  );
};

/** Order by semver 2.0 precedence: negative when `a` comes before `b`. A pre-release comes before its release. */
export const compareVersions = (a: string, b: string): number => {
  const [left, right] = [parseVersion(a), parseVersion(b)];
  return (
    firstDifference(left.core, right.core) ||
    // No pre-release outranks any pre-release.
    Number(left.pre.length === 0) - Number(right.pre.length === 0) ||
    firstDifference(left.pre, right.pre)
  );
};

/** The next version: a pre-release becomes its own release where that is enough. */
export const bumpVersion = (version: string, part: "major" | "minor" | "patch"): string => {
  const { core, pre } = parseVersion(version);
  const [major, minor, patch] = core.map(Number) as [number, number, number];
  const isDraft = pre.length > 0;
  if (part === "major") return isDraft && minor === 0 && patch === 0 ? `${major}.0.0` : `${major + 1}.0.0`;
  if (part === "minor") return isDraft && patch === 0 ? `${major}.${minor}.0` : `${major}.${minor + 1}.0`;
  return `${major}.${minor}.${isDraft ? patch : patch + 1}`;
};

export const majorOf = (version: string): string => parseVersion(version).core[0] ?? "";

export const isPreRelease = (version: string): boolean => parseVersion(version).pre.length > 0;

/**
 * All versions of a prompt.
 *
 * @throws {PromptError} `prompt_unknown`, naming the prompts that there are.
 */
export const findPrompt = (bundle: Bundle, id: string): Readonly<Record<string, PromptVersion>> => {
  const versions = Object.hasOwn(bundle.prompts, id) ? bundle.prompts[id] : undefined;
  if (versions !== undefined) return versions;
  throw unknown("prompt_unknown", "prompt", id, Object.keys(bundle.prompts).sort());
};

/**
 * The version that an exact version, a label or `latest` (the highest) names.
 *
 * @throws {PromptError} `prompt_unknown`, `version_unknown` or `label_unknown`, naming what there is.
 */
export const findVersion = (bundle: Bundle, id: string, selector: string): PromptVersion => {
  const versions = findPrompt(bundle, id);
  const numbers = Object.keys(versions).sort(compareVersions);
  const version =
    selector === "latest" ? numbers.at(-1) : isVersion(selector) ? selector : labelled(bundle, id, selector);
  const found = version !== undefined && Object.hasOwn(versions, version) ? versions[version] : undefined;
  if (found !== undefined) return found;
  throw unknown("version_unknown", `version of ${id}`, selector, numbers);
};

/** Labels that name the prompt, or one version of it, sorted. */
export const labelsOf = (bundle: Bundle, id: string, version?: string): readonly string[] =>
  Object.keys(bundle.labels)
    .filter((label) => {
      const versions = bundle.labels[label] ?? {};
      return Object.hasOwn(versions, id) && (version === undefined || versions[id] === version);
    })
    .sort();

const labelled = (bundle: Bundle, id: string, label: string): string | undefined => {
  const labels = labelsOf(bundle, id);
  if (labels.includes(label)) return bundle.labels[label]?.[id];
  throw unknown("label_unknown", `label of ${id}`, label, labels);
};

const unknown = (
  code: "prompt_unknown" | "version_unknown" | "label_unknown",
  what: string,
  asked: string,
  available: readonly string[],
): PromptError =>
  new PromptError(
    code,
    `${show(asked)} is no ${what}. Available: ${available.length === 0 ? "none" : available.join(", ")}.`,
    { details: { available } },
  );

const PROMPT_ID = /^[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*$/;
const LABEL = /^[a-z0-9][a-z0-9_.-]{0,35}$/;
const VERSION =
  /^(?:0|[1-9]\d{0,8})(?:\.(?:0|[1-9]\d{0,8})){2}(?:-(?:0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*)(?:\.(?:0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*))*)?$/;

const parseVersion = (version: string): { core: readonly string[]; pre: readonly string[] } => {
  const text = version.split("+", 1)[0] ?? "";
  const dash = text.indexOf("-");
  return dash < 0
    ? { core: text.split("."), pre: [] }
    : { core: text.slice(0, dash).split("."), pre: text.slice(dash + 1).split(".") };
};

const firstDifference = (a: readonly string[], b: readonly string[]): number => {
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const difference = compareIdentifiers(a[index], b[index]);
    if (difference !== 0) return difference;
  }
  return 0;
};

/** Numbers by value and before words, words by code unit, a longer list after its own beginning. */
const compareIdentifiers = (a: string | undefined, b: string | undefined): number => {
  if (a === undefined || b === undefined) return Number(b === undefined) - Number(a === undefined);
  const [isNumberA, isNumberB] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (isNumberA !== isNumberB) return isNumberA ? -1 : 1;
  // By length first: digits without leading zeros, of any size.
  if (isNumberA && a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
};
