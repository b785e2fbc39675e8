import { createRedactor, type Redactor } from "../core/evidence/redact.ts";
import { readConfig } from "../functions/config.ts";
import type { Context } from "./command.ts";

/**
 * Hides what the function would hide with these settings.
 *
 * @throws {PromptError} `configuration_invalid`.
 */
export const readRedactor = ({ REDACT_IPS, REDACT_PATTERNS }: Context["env"]): Redactor =>
  createRedactor(readConfig({ AUTH: "none", REDACT_IPS, REDACT_PATTERNS }, "analyze").redaction);
