import { type Fetch, openConnection, readBody, readShortText, type Timing } from "../llm/connection.ts";
import type { LokiEndpoint } from "./endpoint.ts";
import { type LokiFault, toHttpFault, toTransportFault } from "./fault.ts";

export interface LokiCall {
  /** Below `/loki/api/v1`. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly traceparent: string;
  readonly signal: AbortSignal;
  readonly deadlineAt: number;
}

export type LokiResult = { readonly ok: true; readonly json: unknown } | ({ readonly ok: false } & LokiFault);

/** 5,000 lines of 6 KB; the memory of a small pod holds some times of it. */
const MAX_ANSWER_CHARS = 32 * 1024 * 1024;
const MAX_ERROR_CHARS = 16 * 1024;

/** One GET, read to its end. Never rejects. */
export const callLoki = async (
  { path, query, traceparent, signal, deadlineAt }: LokiCall,
  endpoint: LokiEndpoint,
  deps: Timing & { readonly fetch: Fetch },
): Promise<LokiResult> => {
  const connection = openConnection(deps.fetch, signal, deps);
  try {
    const url = `${endpoint.api}/${path}?${new URLSearchParams(query)}`;
    const sent = await connection.send(url, { headers: { ...endpoint.headers, traceparent } }, deadlineAt);
    if (sent.end === "error") return failed(toTransportFault(sent.error));
    if (sent.end !== "value") return failed(ENDED[sent.end]);

    const { status, body } = sent.value;
    if (status !== 200) {
      const text = await readShortText(connection, body, deadlineAt, MAX_ERROR_CHARS);
      if (signal.aborted) return failed(ENDED.abort);
      // 0 is how the Fetch standard shows a redirect that was not followed.
      return failed(toHttpFault(status === 0 ? 302 : status, text));
    }
    const pieces: string[] = [];
    let length = 0;
    const read = await readBody(
      connection,
      body,
      () => deadlineAt,
      (text) => {
        pieces.push(text);
        length += text.length;
        return length <= MAX_ANSWER_CHARS;
      },
    );
    if (read.end === "error") return failed({ ...toTransportFault(read.error), status });
    if (read.end === "enough") return failed(TOO_LARGE);
    if (read.end !== "done") return failed(ENDED[read.end]);
    return parse(pieces.join(""));
  } finally {
    connection.close();
  }
};

const failed = (fault: LokiFault): LokiResult => ({ ok: false, ...fault });

export const ENDED: Readonly<Record<"time" | "abort", LokiFault>> = {
  time: {
    failure: "logs_timeout",
    detail: "Loki had not answered in time (LOKI_TIMEOUT_MS). Ask for a shorter window, or name pod or container.",
  },
  abort: { failure: "cancelled", detail: "The caller went away, so the query was ended." },
};

const TOO_LARGE: LokiFault = {
  failure: "logs_too_many",
  detail: "Loki's answer grew too large and was not read to its end. Ask for fewer lines.",
  status: 200,
};

/** A proxy before Loki may show a page for people where it wants a login. */
export const NOT_LOKI: LokiFault = {
  failure: "logs_unavailable",
  detail: "What answered is not Loki's API. Correct LOKI_URL, and see whether a proxy before it wants a login.",
  status: 200,
};

const parse = (text: string): LokiResult => {
  try {
    return { ok: true, json: JSON.parse(text) };
  } catch {
    return failed(NOT_LOKI);
  }
};
