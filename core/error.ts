/** Every reason for which an operation stops. `functions/http/problem.ts` gives each its HTTP status. */
export const ERROR_CODES = [
  "body_malformed",
  "body_too_large",
  "body_too_deep",
  "content_type_unsupported",
  "not_acceptable",
  "request_invalid",
  "field_unknown",
  "lines_too_many",
  "line_too_long",
  "logs_empty",
  "text_not_unicode",
  "prompt_unknown",
  "version_unknown",
  "label_unknown",
  "reference_malformed",
  "variable_missing",
  "variable_unknown",
  "variable_invalid",
  "list_too_long",
  "intent_unknown",
  "override_forbidden",
  "prompt_too_large",
  "logs_source_unavailable",
  "filters_missing",
  "logs_not_found",
  "logs_too_many",
  "logs_unavailable",
  "logs_timeout",
  "logs_unauthorized",
  "logs_query_refused",
  "event_malformed",
  "event_unsigned",
  "event_unsupported",
  "broker_unavailable",
  "receiver_unknown",
  "receiver_refused",
  "receiver_unavailable",
  "unauthenticated",
  "namespace_forbidden",
  "route_unknown",
  "method_not_allowed",
  "model_busy",
  "cancelled",
  "shutting_down",
  "configuration_invalid",
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

export interface Issue {
  /** JSON pointer (RFC 6901) into the input; empty for the whole of it. */
  readonly pointer: string;
  readonly detail: string;
}

/** Stops one operation. The message says what was wrong and what to do; `issues` say where. */
export class PromptError extends Error {
  override readonly name = "PromptError";
  readonly code: ErrorCode;
  readonly issues: readonly Issue[];
  /** Extra members for the caller, such as what is available or `retryAfterSeconds`. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    message: string,
    options: { issues?: readonly Issue[]; details?: Readonly<Record<string, unknown>>; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.issues = options.issues ?? [];
    this.details = options.details ?? {};
  }
}
