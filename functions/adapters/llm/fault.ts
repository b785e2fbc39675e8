import * as v from "valibot";
import type { ModelFailure, ModelUsage } from "../../../core/port.ts";
import type { Health } from "./breaker.ts";
import { LLAMA_CPP } from "./request.ts";

/** Why one request gave no answer, and what follows from it. */
export interface Fault {
  readonly failure: ModelFailure;
  /** A sentence of ours: the server's own words may repeat the prompt, so none of them are in it. */
  readonly detail: string;
  readonly status?: number;
  /** `at_once`: a kept-alive socket had gone stale, so nothing speaks for waiting. */
  readonly retry: "no" | "later" | "at_once";
  readonly health: Health;
  /** What the server asked for in Retry-After. */
  readonly retryAfterMs?: number;
  readonly usage?: ModelUsage;
  /** Context of a slot, where the error names it. */
  readonly contextTokens?: number;
}

/** An error answer: by HTTP status, or as an event of a stream that had begun with 200. */
export const toHttpFault = (
  status: number,
  body: string,
  options: { readonly provider: string; readonly retryAfter: string | null; readonly now: number },
): Fault => {
  const error = parseError(body);
  const fault = classify(status, error, options.provider);
  const retryAfterMs = parseRetryAfter(options.retryAfter, options.now);
  return { ...fault, status, ...(retryAfterMs !== undefined && { retryAfterMs }) };
};

/** An error inside the stream. Its own code stands for the status. The generation had begun, so it is not repeated. */
export const toStreamFault = (error: unknown, provider: string): Fault => {
  const parsed = parseError(JSON.stringify({ error }));
  const status = parsed.code >= 400 && parsed.code <= 599 ? parsed.code : 502;
  return { ...classify(status, parsed, provider), status, retry: "no" };
};

/** The connection failed: refused, reset, unresolved, or cut in the middle of an answer. */
export const toTransportFault = (error: unknown, begun: boolean): Fault => {
  const code = errorCode(error);
  const named = code === undefined ? "" : ` (${code})`;
  const base = { failure: "model_unavailable", health: "down" } as const;
  if (begun) return { ...base, detail: `The model server closed the connection in mid-answer${named}.`, retry: "no" };
  if (code !== undefined && /HEADERS_TIMEOUT|BODY_TIMEOUT/.test(code))
    return { failure: "model_timeout", health: "down", detail: `The model server was silent${named}.`, retry: "no" };
  if (code !== undefined && /^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/.test(code))
    return { ...base, detail: `The model server closed the connection before it answered${named}.`, retry: "at_once" };
  return {
    ...base,
    detail: `The model server cannot be reached${named}. Start it, or correct its URL.`,
    retry: "later",
  };
};

const classify = (status: number, error: ServerError, provider: string): Fault => {
  const { type, message } = error;
  const said = `${status}${type === "" ? "" : ` ${type}`}`;
  const refused = (detail: string): Fault => ({ failure: "model_rejected", detail, retry: "no", health: "up" });

  if (isContextError(error)) return toContextFault(error);
  if (status === 401 || status === 403)
    return {
      failure: "model_unauthorized",
      detail: `The model server refused the key (${said}). Set the key that it was started with.`,
      retry: "no",
      health: "up",
    };
  if (status === 429)
    return {
      failure: "model_busy",
      detail: `The model server has too much to do (${said}). Try later.`,
      retry: "later",
      health: "up",
    };
  if (status === 408)
    return {
      failure: "model_timeout",
      detail: `The model server gave up waiting (${said}).`,
      retry: "later",
      health: "up",
    };
  if (status === 504)
    return {
      failure: "model_timeout",
      detail: `The gateway gave up waiting (${said}).`,
      retry: "later",
      health: "down",
    };
  if (status === 503 && /loading/i.test(message))
    return {
      failure: "model_loading",
      detail: `The model server is loading its model (${said}). Try again when it is ready.`,
      retry: "later",
      health: "down",
    };
  // llama-server says 500 server_error to faults of the request: malformed JSON, invalid UTF-8, lone surrogates.
  if (status === 500 && provider === LLAMA_CPP)
    return refused(`The model server could not read the request (${said}). Its own log says why.`);
  if (status === 501) return refused(`The model server does not offer chat completions (${said}).`);
  if (status >= 500)
    return {
      failure: "model_unavailable",
      detail: `The model server failed (${said}).`,
      retry: "later",
      health: "down",
    };
  if (status === 404)
    return refused(`The model server knows no such address or model (${said}). Correct its URL or the model's name.`);
  if (/grammar|json schema/i.test(message))
    return refused(`The model server cannot turn the output schema into a grammar (${said}). Simplify the schema.`);
  if (/^model\b.*(missing|not found)/i.test(message))
    return refused(`The model server does not serve this model (${said}). Correct the model's name.`);
  if (status >= 300 && status < 400)
    return refused(`The model server answered with a redirect (${status}), which is not followed. Give its final URL.`);
  return refused(`The model server refused the request (${said}). Its own log says why.`);
};

const isContextError = ({ type, code, name, message }: ServerError): boolean =>
  type === "exceed_context_size_error" ||
  name === "context_length_exceeded" ||
  (code < 500 && /maximum context length|context (size|length|window)/i.test(message));

const toContextFault = ({ promptTokens, contextTokens }: ServerError): Fault => ({
  failure: "context_exceeded",
  detail:
    promptTokens !== undefined && contextTokens !== undefined
      ? `The prompt has ${promptTokens} tokens; one slot of the model server holds ${contextTokens}. Send less, or start it with more.`
      : "The prompt is longer than the model server's context. Send less, or start it with more.",
  retry: "no",
  health: "up",
  ...(promptTokens !== undefined && { usage: { inputTokens: promptTokens, outputTokens: 0, estimated: false } }),
  ...(contextTokens !== undefined && { contextTokens }),
});

interface ServerError {
  /** The status inside the body; 0 where there is none. */
  readonly code: number;
  /** OpenAI's `code`, a name. */
  readonly name: string;
  /** The server's class of the error; empty where it is not a plain word, since it goes into our messages. */
  readonly type: string;
  /** Only ever matched against, never passed on. */
  readonly message: string;
  readonly promptTokens: number | undefined;
  readonly contextTokens: number | undefined;
}

const WordSchema = v.fallback(v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]{0,47}$/i)), "");
const CountSchema = v.fallback(v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))), undefined);
const ErrorSchema = v.object({
  error: v.union([
    v.object({
      code: v.fallback(v.nullish(v.union([v.number(), v.string()])), null),
      type: WordSchema,
      message: v.fallback(v.string(), ""),
      n_prompt_tokens: CountSchema,
      n_ctx: CountSchema,
    }),
    v.string(),
  ]),
});

const NO_ERROR: ServerError = {
  code: 0,
  name: "",
  type: "",
  message: "",
  promptTokens: undefined,
  contextTokens: undefined,
};

const parseError = (body: string): ServerError => {
  const result = v.safeParse(ErrorSchema, parseJson(body));
  if (!result.success) return NO_ERROR;
  const { error } = result.output;
  if (typeof error === "string") return { ...NO_ERROR, message: error };
  return {
    code: typeof error.code === "number" ? error.code : 0,
    name: typeof error.code === "string" ? error.code : "",
    type: error.type,
    message: error.message,
    promptTokens: error.n_prompt_tokens,
    contextTokens: error.n_ctx,
  };
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** More would send our own callers away for good. */
const MAX_RETRY_AFTER_MS = 3_600_000;

/** Seconds or an HTTP date (RFC 9110, 10.2.3), in milliseconds from now; at most an hour. */
const parseRetryAfter = (value: string | null, now: number): number | undefined => {
  if (value === null) return undefined;
  const ms = /^\d{1,9}$/.test(value.trim()) ? Number(value.trim()) * 1000 : Date.parse(value) - now;
  return Number.isNaN(ms) ? undefined : Math.min(MAX_RETRY_AFTER_MS, Math.max(0, ms));
};

/** Node hides the reason of a failed fetch in `cause`, and several tried addresses in an AggregateError. */
const errorCode = (error: unknown): string | undefined => {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 4; depth++) {
    const code = (at as { code?: unknown }).code;
    if (typeof code === "string" && /^[A-Z][A-Z0-9_]{1,47}$/.test(code)) return code;
    at = at instanceof AggregateError && at.errors.length > 0 ? at.errors[0] : at.cause;
  }
  return undefined;
};
