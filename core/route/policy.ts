import { PromptError } from "../error.ts";
import type { Bundle } from "../prompt/bundle.ts";
import { findVersion, parseReference } from "../prompt/reference.ts";
import type { VersionPolicy } from "./decision.ts";

/**
 * What is wrong with the label and the pins of this process for this bundle, in words; nothing when all is well. A pin or
 * label that names nothing must stop the start, or each request would find out by itself.
 */
export const checkPolicy = (bundle: Bundle, policy: VersionPolicy): readonly string[] => {
  const messages: string[] = [];
  for (const [id, version] of Object.entries(policy.pins)) {
    const wrong = problemOf(() => findVersion(bundle, id, version));
    if (wrong !== undefined) messages.push(`Pin ${id}@${version}: ${wrong}`);
  }
  // Only prompts that routing can reach by the label need it.
  const ids = new Set<string>();
  for (const { prompt } of Object.values(bundle.routes.intents)) {
    const { id, selector } = parseReference(prompt);
    if (selector === null && !Object.hasOwn(policy.pins, id)) ids.add(id);
  }
  const known = Object.hasOwn(bundle.labels, policy.label) || policy.label === "latest";
  if (!known) {
    const names = Object.keys(bundle.labels).sort().join(", ");
    return [...messages, `Label ${JSON.stringify(policy.label)} names nothing. Available: ${names || "none"}.`];
  }
  for (const id of [...ids].sort()) {
    const wrong = problemOf(() => findVersion(bundle, id, policy.label));
    if (wrong !== undefined) messages.push(`Label ${policy.label}: ${wrong}`);
  }
  return messages;
};

const problemOf = (find: () => unknown): string | undefined => {
  try {
    find();
    return undefined;
  } catch (error) {
    if (error instanceof PromptError) return error.message;
    throw error;
  }
};
