import { PromptError } from "../../../core/error.ts";
import { LLAMA_CPP } from "./request.ts";

export interface Endpoint {
  readonly chatUrl: string;
  readonly countUrl: string;
  readonly propsUrl: string;
  readonly address: string;
  readonly port: number;
  /** With the key, where there is one. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Addresses of one model server.
 *
 * `baseUrl` is what operators paste: `http://host:8080`, with or without `/v1`. Behind another path the API of llama.cpp is
 * still at `…/v1`, while for other providers a path is taken as it is (`https://host/openai/v2`).
 *
 * @throws {PromptError} `configuration_invalid`, without the key.
 */
export const toEndpoint = (config: {
  readonly baseUrl: string;
  readonly apiKey?: string | undefined;
  readonly provider: string;
  readonly model?: string | undefined;
}): Endpoint => {
  const url = parseUrl(config.baseUrl);
  const path = url.pathname.replace(/\/+$/, "");
  const bare = path === "" || config.provider === LLAMA_CPP;
  const api = `${url.origin}${bare && !path.endsWith("/v1") ? `${path}/v1` : path}`;
  const root = api.replace(/\/v1$/, "");
  return {
    chatUrl: `${api}/chat/completions`,
    countUrl: `${api}/chat/completions/input_tokens`,
    // A router of several models answers only for a named one; a single-model server ignores the name.
    propsUrl: `${root}/props${config.model === undefined ? "" : `?model=${encodeURIComponent(config.model)}`}`,
    address: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port),
    headers: { "content-type": "application/json", ...authorization(config.apiKey) },
  };
};

const parseUrl = (text: string): URL => {
  const url = URL.parse(text);
  if (url && (url.protocol === "http:" || url.protocol === "https:")) {
    if (url.username === "" && url.password === "" && url.search === "" && url.hash === "") return url;
    throw invalid(
      "The URL of the model server must hold no user, password, query or fragment. Give a key as a setting.",
    );
  }
  throw invalid(`"${text}" is not a URL of a model server. Give one like http://llama:8080.`);
};

const authorization = (apiKey: string | undefined): Readonly<Record<string, string>> => {
  if (apiKey === undefined || apiKey === "") return {};
  // A header value holds visible ASCII only; a line break from a mounted file would fail each call much later.
  if (/^[\x21-\x7e]+$/.test(apiKey)) return { authorization: `Bearer ${apiKey}` };
  throw invalid(
    "The key of the model server holds a character that no header can carry. Remove line breaks and spaces.",
  );
};

const invalid = (message: string): PromptError => new PromptError("configuration_invalid", message);
