import { createRedactor } from "../../core/evidence/redact.ts";
import type { Config } from "../config.ts";
import type { BaseDeps } from "../http/compose.ts";
import { createApp } from "./app.ts";

export const compose = (base: BaseDeps, { policy, maxLines, maxLineBytes, redaction }: Config) =>
  createApp({ ...base, policy, lineLimits: { maxLines, maxLineBytes }, redactor: createRedactor(redaction) });
