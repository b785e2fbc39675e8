import type { Sha256 } from "../port.ts";
import type { Bundle, PromptVersion, TemplateMessage } from "./bundle.ts";
import { canonicalJson } from "./canonical.ts";

/** The wording: roles, order and canonical texts with their partials inlined. */
export const templateSha256 = (messages: readonly TemplateMessage[], sha256: Sha256): string =>
  sha256(canonicalJson(messages));

/** Everything of a version that decides an answer. The output schema counts as text: its property order is behaviour. */
export const contentSha256 = (
  prompt: Pick<PromptVersion, "fallback" | "inputs" | "messages" | "model_defaults" | "output_rules">,
  schemaText: string,
  sha256: Sha256,
): string => {
  const { fallback, inputs, messages, model_defaults, output_rules } = prompt;
  return sha256(canonicalJson({ fallback, inputs, messages, model_defaults, output: schemaText, output_rules }));
};

/** Equal sources give equal digests on any machine: provenance is not part of it. */
export const bundleSha256 = (bundle: Bundle, sha256: Sha256): string => sha256(canonicalJson(bundle));
