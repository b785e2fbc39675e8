import { PromptError } from "../../../core/error.ts";

/** Where Loki is and who asks. */
export interface LokiAddress {
  /** `http://loki:3100`; what is pasted behind it of Loki's own API is cut. */
  readonly url: string;
  /** `X-Scope-OrgID`; several, joined by `|`, where Loki allows it. */
  readonly tenant?: string | undefined;
  /** With it the token is a password: Basic instead of Bearer. */
  readonly user?: string | undefined;
  readonly token?: string | undefined;
}

export interface LokiEndpoint {
  /** Up to and including `/loki/api/v1`. */
  readonly api: string;
  readonly address: string;
  readonly port: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** @throws {PromptError} `configuration_invalid`, without the token. */
export const toEndpoint = ({ url: text, tenant, user, token }: LokiAddress): LokiEndpoint => {
  const url = URL.parse(text);
  if (!url || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw invalid(`"${text}" is not a URL of Loki. Give one like http://loki:3100.`);
  }
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    throw invalid(
      "The URL of Loki must hold no user, password, query or fragment. Set LOKI_USER and LOKI_TOKEN instead.",
    );
  }
  const path = url.pathname.replace(/\/loki\/api\/v1\b.*$/, "").replace(/\/+$/, "");
  return {
    api: `${url.origin}${path}/loki/api/v1`,
    address: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port),
    headers: {
      accept: "application/json",
      // Without it structured metadata makes a stream of each line that has a trace id.
      "x-loki-response-encoding-flags": "categorize-labels",
      ...(tenant && { "x-scope-orgid": inHeader("LOKI_TENANT", tenant) }),
      ...authorization(user, token),
    },
  };
};

const authorization = (user: string | undefined, token: string | undefined): Readonly<Record<string, string>> => {
  if (!token) {
    if (user) throw invalid("LOKI_USER is set without LOKI_TOKEN. Set both, or neither.");
    return {};
  }
  const secret = inHeader("LOKI_TOKEN", token);
  return { authorization: user ? `Basic ${btoa(`${inHeader("LOKI_USER", user)}:${secret}`)}` : `Bearer ${secret}` };
};

const inHeader = (name: string, value: string): string => {
  if (/^[\x21-\x7e]+$/.test(value)) return value;
  throw invalid(`${name} holds a character that no header can carry. Remove line breaks and spaces.`);
};

const invalid = (message: string): PromptError => new PromptError("configuration_invalid", message);
