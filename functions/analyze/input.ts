import { PromptError } from "../../core/error.ts";
import type { Redactor } from "../../core/evidence/redact.ts";
import type { LogQuery } from "../../core/triage/fetch-logs.ts";
import type { AnalyzeInput } from "../../core/triage/reply.ts";
import type { Caller } from "../http/auth.ts";
import { defined } from "../http/defined.ts";
import { type LineLimits, toLines } from "../http/logs.ts";
import { createNamespaceFinder, requireNamespaces } from "../http/namespaces.ts";
import type { AnalyzeRequest } from "./contract.ts";

/** What a request asks of core. */
export interface Asked {
  readonly input: AnalyzeInput;
  /** What to fetch first, where the request brings no lines. */
  readonly query?: LogQuery;
}

interface Allowed {
  readonly allowOverrides: boolean;
  readonly lineLimits: LineLimits;
  /** Whether there is a source of logs. */
  readonly canFetch: boolean;
  readonly redactor?: Redactor;
}

/**
 * What may be asked, turned into what core takes.
 *
 * @throws {PromptError} `override_forbidden`, `namespace_forbidden`, `logs_source_unavailable`, `request_invalid`, and as
 * `toLines`.
 */
export const toAsked = (
  request: AnalyzeRequest,
  caller: Caller,
  { allowOverrides, lineLimits, canFetch, redactor }: Allowed,
): Asked => {
  if (!allowOverrides) forbidOverrides(request);
  refuseOnePromptForSeveral(request);
  requireNamespaces(caller, () => createNamespaceFinder(redactor).ofRequest(request));
  const { logs, filters, labels, question, subject, time_range: timeRange, intents, prompt } = request;
  const { namespace = labels?.namespace, container, pod, node } = filters ?? {};
  const place = { namespace, container, pod, node };
  const rest = { ...place, labels, question, subject, timeRange, intents, prompt };
  if (logs !== undefined) {
    refuseFetchOptions(request);
    return { input: defined({ lines: toLines(logs, lineLimits), ...rest }) };
  }
  if (timeRange === undefined || !canFetch) throw noSource(request, canFetch);
  requireOwnNamespace(caller, filters?.namespace);
  const limit = Math.min(request.limit ?? defaultLimit, lineLimits.maxLines);
  return {
    input: defined({ lines: [], ...rest }),
    query: { filters: defined(filters ?? {}), window: timeRange, limit },
  };
};

/** As many lines as a model's context holds some times over, and few enough to be quick. */
const defaultLimit = 1000;

/** A filter that is left out would let a token that is bound to some namespaces read all of them. */
const requireOwnNamespace = ({ namespaces }: Caller, namespace: string | undefined): void => {
  // A wrong one has been refused already.
  if (namespaces === null || namespace !== undefined) return;
  throw new PromptError("namespace_forbidden", `This token is for ${namespaces.join(", ")} only. Name one of them.`, {
    issues: [{ pointer: "/filters/namespace", detail: "is missing; this token needs it." }],
  });
};

const forbidOverrides = ({ intents, prompt }: AnalyzeRequest): void => {
  const given = Object.entries({ intents, prompt }).filter(([, value]) => value !== undefined);
  if (given.length === 0) return;
  throw new PromptError(
    "override_forbidden",
    "Intent and prompt are chosen by routes.yaml here. Leave them out, or set ALLOW_OVERRIDES=true in development.",
    { issues: given.map(([name]) => ({ pointer: `/${name}`, detail: "is not allowed here." })) },
  );
};

/** Several intents mean several prompts: one for all would answer the same question again and again. */
const refuseOnePromptForSeveral = ({ intents = [], prompt }: AnalyzeRequest): void => {
  if (prompt === undefined || intents.length < 2) return;
  const detail = "goes with one intent. Leave it out, or name one intent.";
  throw new PromptError("request_invalid", `/prompt ${detail}`, { issues: [{ pointer: "/prompt", detail }] });
};

const noSource = ({ time_range }: AnalyzeRequest, canFetch: boolean): PromptError =>
  time_range
    ? new PromptError(
        "logs_source_unavailable",
        "No source of logs is configured. Send the lines themselves as logs.",
        {
          issues: [{ pointer: "/time_range", detail: "cannot be fetched." }],
        },
      )
    : missing("/logs", canFetch ? "is missing. Send lines, or give time_range, to fetch them." : "is missing.");

const missing = (pointer: string, detail: string): PromptError =>
  new PromptError("request_invalid", `${pointer} ${detail}`, { issues: [{ pointer, detail }] });

/** A filter that is quietly not applied would make the answer about other lines than the caller thinks. */
const refuseFetchOptions = ({ filters, limit }: AnalyzeRequest): void => {
  const given = [
    { pointer: "/filters/severity", value: filters?.severity },
    { pointer: "/filters/log_filter", value: filters?.log_filter },
    { pointer: "/limit", value: limit },
  ].filter(({ value }) => value !== undefined);
  if (given.length === 0) return;
  const detail = "chooses lines to fetch, and these are given. Leave it out.";
  throw new PromptError("request_invalid", `${given[0]?.pointer} ${detail}`, {
    issues: given.map(({ pointer }) => ({ pointer, detail })),
  });
};
