import type { Labels, Versions } from "./labels.ts";
import { parseReference } from "./reference.ts";

/** What references of the tree can name. */
export interface Names {
  readonly versions: Versions;
  /** Undefined where `labels.yaml` could not be read. */
  readonly labels: Labels | undefined;
}

/**
 * Versions that a reference of the tree can mean: one, or for an id alone each version that some label names. A problem in
 * words where it names nothing. None of both where a finding elsewhere has told why.
 */
export const resolveReference = (
  text: string,
  { versions, labels }: Names,
): { readonly id: string; readonly versions: readonly string[]; readonly problem?: string } => {
  const { id, selector } = parseReference(text);
  const known = versions.get(id);
  if (known === undefined)
    return {
      id,
      versions: [],
      problem: `${id} is no prompt of the tree. Prompts: ${[...versions.keys()].join(", ") || "none"}.`,
    };
  if (selector === "latest") return { id, versions: known.slice(-1) };
  if (selector !== null && known.includes(selector)) return { id, versions: [selector] };
  if (labels === undefined) return { id, versions: [] };

  const labelled = Object.entries(labels.versions)
    .filter(([label]) => selector === null || label === selector)
    .flatMap(([, named]) => (Object.hasOwn(named, id) ? [named[id] ?? ""] : []));
  if (selector === null || Object.hasOwn(labels.versions, selector)) return { id, versions: [...new Set(labelled)] };
  const available = [...known, ...Object.keys(labels.versions), "latest"].join(", ");
  return { id, versions: [], problem: `${selector} is no version or label of ${id}. Available: ${available}.` };
};
