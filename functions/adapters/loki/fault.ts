import type { LogFailure } from "../../../core/port.ts";

/** Why one request to Loki gave nothing. */
export interface LokiFault {
  readonly failure: LogFailure;
  /** A sentence of ours: what Loki says may repeat the query, so none of its words are in it. */
  readonly detail: string;
  readonly status?: number;
  /** Most entries a query, where Loki says that more were asked for. */
  readonly maxEntries?: number;
}

/** Loki answers errors as plain text, in English. `text` is only ever matched against. */
export const toHttpFault = (status: number, text: string): LokiFault => {
  const fault = (failure: LogFailure, detail: string): LokiFault => ({ failure, detail, status });
  const said = `(${status})`;
  if (status === 400) return { ...toRefusal(text), status };
  if (status === 401 || status === 403) {
    return fault(
      "logs_unauthorized",
      /no org id/i.test(text)
        ? `Loki serves several tenants and was named none ${said}. Set LOKI_TENANT.`
        : `Loki, or a proxy before it, refused the function ${said}. Set LOKI_TOKEN, and LOKI_USER where it is a password.`,
    );
  }
  if (status === 404) {
    return fault(
      "logs_unavailable",
      text.trim() === ""
        ? `Loki has this part of its API switched off, or LOKI_URL leads elsewhere ${said}.`
        : `There is no Loki at this path ${said}. LOKI_URL is what stands before /loki/api/v1.`,
    );
  }
  if (status === 405) return fault("logs_unavailable", `What answers is not Loki's API ${said}. Correct LOKI_URL.`);
  if (status === 408 || status === 504) {
    return fault("logs_timeout", `Loki took too long ${said}. Ask for a shorter window, or name pod or container.`);
  }
  if (status === 413) return fault("logs_too_many", `Loki refused to answer with so much ${said}. Ask for less.`);
  if (status === 429) return fault("logs_unavailable", `Loki has too many queries to answer ${said}. Try again later.`);
  if (status === 499) return fault("logs_unavailable", `Loki ended the query before it was done ${said}. Try again.`);
  if (status >= 300 && status < 400) {
    return fault(
      "logs_unavailable",
      `Loki's address redirects ${said}, which is not followed. Give the final LOKI_URL.`,
    );
  }
  if (status === 500 && /multiple org ids/i.test(text)) {
    return fault(
      "logs_unauthorized",
      `LOKI_TENANT names several tenants, which this Loki does not allow ${said}. Name one, or enable multi_tenant_queries_enabled.`,
    );
  }
  if (status === 503) return fault("logs_unavailable", `Loki is not ready ${said}. It needs some seconds to start.`);
  if (status >= 500) return fault("logs_unavailable", `Loki failed ${said}. Its own log says why.`);
  return fault("logs_unavailable", `Loki gave an answer that is none ${said}. Correct LOKI_URL.`);
};

const toRefusal = (text: string): LokiFault => {
  const tooMany = (detail: string): LokiFault => ({ failure: "logs_too_many", detail });
  const [, entries] = /max_entries_limit_per_query \(\d{1,9} > (\d{1,9})\)/.exec(text) ?? [];
  // Whatever answers so has no limit that could be asked for.
  if (entries !== undefined && Number(entries) > 0) {
    const detail = `Loki gives at most ${Number(entries)} lines a query (400). Ask for no more, or raise its max_entries_limit_per_query.`;
    return { failure: "logs_query_refused", detail, maxEntries: Number(entries) };
  }
  if (/time range exceeds the limit/i.test(text)) {
    return tooMany("The window is longer than Loki allows (400). Shorten it, or raise Loki's max_query_length.");
  }
  if (/maximum number of series/i.test(text)) {
    return tooMany("The filters find more streams than Loki allows (400). Name pod or container.");
  }
  if (/input size too long/i.test(text)) return tooMany("The filters are longer than Loki reads (400). Shorten them.");
  if (/would read too many bytes/i.test(text)) {
    return tooMany("The query would read more than Loki allows (400). Shorten the window, or name pod or container.");
  }
  if (/tenant id/i.test(text)) {
    return { failure: "logs_unauthorized", detail: "Loki does not take the name in LOKI_TENANT (400). Correct it." };
  }
  return {
    failure: "logs_query_refused",
    detail: "Loki refused the query (400). Its own log says why; kprompt asks as Loki 3 understands it.",
  };
};

/** The connection failed: refused, reset, unresolved, or cut in the middle of an answer. */
export const toTransportFault = (error: unknown): LokiFault => {
  const code = codeOf(error);
  return {
    failure: "logs_unavailable",
    detail: `Loki cannot be reached${code === undefined ? "" : ` (${code})`}. Start it, or correct LOKI_URL.`,
  };
};

/** Node hides the reason of a failed fetch in `cause`, and several tried addresses in an AggregateError. */
const codeOf = (error: unknown): string | undefined => {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 4; depth++) {
    const { code } = at as { code?: unknown };
    if (typeof code === "string" && /^[A-Z][A-Z0-9_]{1,47}$/.test(code)) return code;
    at = at instanceof AggregateError && at.errors.length > 0 ? at.errors[0] : at.cause;
  }
  return undefined;
};
