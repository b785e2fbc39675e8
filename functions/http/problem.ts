import { type ErrorCode, PromptError } from "../../core/error.ts";

interface Problem {
  readonly status: number;
  readonly title: string;
}

/**
 * On the path of events a status decides about redelivery: 404, 408, 409, 429 and 5xx are delivered again, 400 and 422
 * are not (Knative Eventing, data plane contract).
 */
export const problems = {
  body_malformed: { status: 400, title: "Body malformed" },
  body_too_large: { status: 413, title: "Body too large" },
  body_too_deep: { status: 400, title: "Body nested too deep" },
  content_type_unsupported: { status: 415, title: "Content type unsupported" },
  not_acceptable: { status: 406, title: "Not acceptable" },
  request_invalid: { status: 422, title: "Request invalid" },
  field_unknown: { status: 422, title: "Field unknown" },
  lines_too_many: { status: 413, title: "Too many lines" },
  line_too_long: { status: 413, title: "Line too long" },
  logs_empty: { status: 422, title: "Logs empty" },
  text_not_unicode: { status: 422, title: "Text is not Unicode" },
  prompt_unknown: { status: 404, title: "Prompt unknown" },
  version_unknown: { status: 404, title: "Version unknown" },
  label_unknown: { status: 404, title: "Label unknown" },
  reference_malformed: { status: 422, title: "Reference malformed" },
  variable_missing: { status: 422, title: "Variable missing" },
  variable_unknown: { status: 422, title: "Variable unknown" },
  variable_invalid: { status: 422, title: "Variable invalid" },
  list_too_long: { status: 422, title: "List too long" },
  intent_unknown: { status: 422, title: "Intent unknown" },
  override_forbidden: { status: 403, title: "Override forbidden" },
  prompt_too_large: { status: 422, title: "Prompt too large" },
  logs_source_unavailable: { status: 422, title: "No source of logs" },
  filters_missing: { status: 422, title: "Filters missing" },
  logs_not_found: { status: 404, title: "No logs found" },
  logs_too_many: { status: 422, title: "Too many logs" },
  logs_unavailable: { status: 502, title: "Source of logs unavailable" },
  logs_timeout: { status: 504, title: "Source of logs too slow" },
  logs_unauthorized: { status: 502, title: "Source of logs refused the function" },
  logs_query_refused: { status: 502, title: "Source of logs refused the query" },
  event_malformed: { status: 400, title: "Event malformed" },
  event_unsigned: { status: 401, title: "Event not signed" },
  event_unsupported: { status: 422, title: "Event unsupported" },
  broker_unavailable: { status: 503, title: "Broker unavailable" },
  // 422, not 404: Knative Eventing would deliver again.
  receiver_unknown: { status: 422, title: "Receiver unknown" },
  receiver_refused: { status: 422, title: "Receiver refused" },
  receiver_unavailable: { status: 503, title: "Receiver unavailable" },
  unauthenticated: { status: 401, title: "Unauthenticated" },
  namespace_forbidden: { status: 403, title: "Namespace forbidden" },
  route_unknown: { status: 404, title: "Not found" },
  method_not_allowed: { status: 405, title: "Method not allowed" },
  model_busy: { status: 429, title: "Model busy" },
  // Nobody reads it; the number is nginx's, for whoever reads the span.
  cancelled: { status: 499, title: "Cancelled" },
  shutting_down: { status: 503, title: "Shutting down" },
  configuration_invalid: { status: 500, title: "Configuration invalid" },
} as const satisfies Record<ErrorCode, Problem>;

/** RFC 9457, with `code`, `issues` where there are some, and the error's details as further members. */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly code: ErrorCode | typeof internalError;
  readonly [member: string]: unknown;
}

export const internalError = "internal_error";

/** What the caller may know. An error that is not ours gives no word away about itself. */
export const toProblem = (error: unknown): ProblemBody => {
  if (!(error instanceof PromptError)) {
    return { type: typeOf(internalError), title: "Internal error", status: 500, code: internalError };
  }
  // Settings may hold secrets; their faults are the operator's, and in the log.
  if (error.code === "configuration_invalid")
    return { type: typeOf(error.code), ...problems[error.code], code: error.code };
  return {
    ...error.details,
    type: typeOf(error.code),
    ...problems[error.code],
    detail: error.message,
    code: error.code,
    ...(error.issues.length > 0 && { issues: error.issues }),
  };
};

export const toProblemResponse = (error: unknown, traceId?: string): Response => {
  const problem = toProblem(error);
  const headers: Record<string, string> = { "content-type": "application/problem+json" };
  const { retryAfterSeconds, allow, challenges, ...members } = problem;
  if (problem.code === "unauthenticated")
    headers["www-authenticate"] = Array.isArray(challenges) ? challenges.join(", ") : "Bearer";
  if (typeof retryAfterSeconds === "number") headers["retry-after"] = String(Math.max(1, Math.ceil(retryAfterSeconds)));
  if (Array.isArray(allow)) headers.allow = allow.join(", ");
  const body = { ...members, ...(traceId && { trace_id: traceId }) };
  return new Response(JSON.stringify(body), { status: problem.status, headers });
};

const typeOf = (code: string): string => `urn:kprompt:problem:${code}`;
