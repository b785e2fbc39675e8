import type { Bundle, PromptVersion } from "../core/prompt/bundle.ts";
import { findVersion, parseReference } from "../core/prompt/reference.ts";

/**
 * The version that a reference on the command line names. Without a selector it is the latest.
 *
 * @throws {PromptError} when it names nothing; the message says what there is.
 */
export const resolveReference = (bundle: Bundle, reference: string): PromptVersion => {
  const { id, selector } = parseReference(reference);
  return findVersion(bundle, id, selector ?? "latest");
};

/** Whether the lock holds this version: nobody may edit it any more. */
export const isLocked = (
  { versions }: { readonly versions: Readonly<Record<string, string>> },
  { id, version }: Pick<PromptVersion, "id" | "version">,
): boolean => Object.hasOwn(versions, `${id}@${version}`);
