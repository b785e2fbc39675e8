import { PromptError } from "../error.ts";
import type { Sha256 } from "../port.ts";
import { canonicalJson } from "../prompt/canonical.ts";

/**
 * `<service>-<12 hex digits of the template's hash>`: Knative refuses a changed template under a name that exists, so the
 * name follows from the content. The template's own name is no part of it, and neither is the order of keys.
 *
 * @param template `spec.template` of the Service as it is applied.
 * @throws {PromptError} `configuration_invalid` where the service's name cannot begin a revision's name, and what
 * `canonicalJson` throws.
 */
export const revisionNameOf = (service: string, template: unknown, sha256: Sha256): string => {
  if (!/^[a-z](?:[-a-z0-9]*[a-z0-9])?$/.test(service)) {
    const text = JSON.stringify(service.slice(0, 80));
    throw new PromptError(
      "configuration_invalid",
      `${text} is no Service name. Use lower-case letters, digits and -, a letter first, no - at the end.`,
    );
  }
  if (service.length > MAX_SERVICE_NAME) {
    throw new PromptError(
      "configuration_invalid",
      `Service "${service.slice(0, 80)}" has a name of ${service.length} characters; with -${"x".repeat(HEX_DIGITS)} a ` +
        `revision's name would pass ${MAX_NAME}. Use at most ${MAX_SERVICE_NAME}.`,
    );
  }
  return `${service}-${sha256(canonicalJson(withoutName(template))).slice(0, HEX_DIGITS)}`;
};

const MAX_NAME = 63;
const HEX_DIGITS = 12;
const MAX_SERVICE_NAME = MAX_NAME - 1 - HEX_DIGITS;

/** Without metadata where only the name was in it: a template that gets its first name is the same template. */
const withoutName = (template: unknown): unknown => {
  if (!isRecord(template) || !isRecord(template.metadata)) return template;
  const { metadata, ...rest } = template;
  const { name: _, ...others } = metadata;
  return Object.keys(others).length === 0 ? rest : { ...rest, metadata: others };
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
