import { PromptError } from "../../core/error.ts";
import type { AnalyzeInput } from "../../core/triage/reply.ts";
import { type Caller, requireNamespaces } from "../http/auth.ts";
import { defined } from "../http/defined.ts";
import { type LineLimits, namespacesOf, toLines } from "../http/logs.ts";
import type { AnalyzeRequest } from "./contract.ts";

/**
 * What may be asked, turned into what core takes.
 *
 * @throws {PromptError} `override_forbidden`, `namespace_forbidden`, `logs_source_unavailable`, `request_invalid`, and as
 * `toLines`.
 */
export const toAnalyzeInput = (
  request: AnalyzeRequest,
  caller: Caller,
  { allowOverrides, lineLimits }: { readonly allowOverrides: boolean; readonly lineLimits: LineLimits },
): AnalyzeInput => {
  if (!allowOverrides) forbidOverrides(request);
  requireNamespaces(caller, namespacesOf(request));
  const { logs, filters, labels, question, subject, time_range: timeRange, intents, prompt } = request;
  if (logs === undefined) throw noSource(request);
  refuseFetchOptions(request);

  const { namespace = labels?.namespace, container, pod, node } = filters ?? {};
  const lines = toLines(logs, lineLimits);
  const intent = intents?.[0];
  return defined({ lines, namespace, container, pod, node, labels, question, subject, timeRange, intent, prompt });
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

const noSource = ({ time_range }: AnalyzeRequest): PromptError =>
  time_range
    ? new PromptError(
        "logs_source_unavailable",
        "No source of logs is configured. Send the lines themselves as logs.",
        {
          issues: [{ pointer: "/time_range", detail: "cannot be fetched." }],
        },
      )
    : new PromptError("request_invalid", "/logs is missing.", {
        issues: [{ pointer: "/logs", detail: "is missing." }],
      });

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
