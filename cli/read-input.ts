import { splitLines } from "../core/evidence/lines.ts";
import type { LogQuery } from "../core/triage/fetch-logs.ts";
import type { AnalyzeInput } from "../core/triage/reply.ts";
import { AnalyzeRequestSchema } from "../functions/analyze/contract.ts";
import { toAsked } from "../functions/analyze/input.ts";
import { checkBody } from "../functions/http/body.ts";
import { parseRequest, readLog } from "./read-log.ts";

/** What a command was given: a log, or the body of a request to `POST /v1/analyze` that was kept. */
export interface Given {
  /** The request as it was kept. */
  readonly body?: Readonly<Record<string, unknown>>;
  /** What both come to. */
  readonly input: AnalyzeInput;
  /** What to fetch, where a request brings no lines. */
  readonly query?: LogQuery;
}

/**
 * Reads a file, or standard input where none is named. Only a `.json` file may hold a request.
 *
 * @throws {UsageError} as `readLog`.
 * @throws {PromptError} as the function would refuse the request.
 */
export const readInput = async (file: string | undefined, cwd: string): Promise<Given> => {
  const text = await readLog(file, cwd);
  const body = isJson(file) ? parseRequest(text) : undefined;
  if (body === undefined) return { input: { lines: splitLines(text) } };
  const asked = toAsked(checkBody(AnalyzeRequestSchema, body, text.length), ANYBODY, { ...UNLIMITED, canFetch: true });
  return { body, ...asked };
};

export const isJson = (file: string | undefined): file is string => file?.endsWith(".json") === true;

const ANYBODY = { namespaces: null };
const UNLIMITED = {
  allowOverrides: true,
  lineLimits: { maxLines: Number.POSITIVE_INFINITY, maxLineBytes: Number.POSITIVE_INFINITY },
};
