import * as v from "valibot";
import type { Message } from "../../../core/port.ts";
import type { Limits } from "./attempts.ts";
import { type Fetch, openConnection, readShortText, type Timing } from "./connection.ts";
import type { Endpoint } from "./endpoint.ts";
import { LLAMA_CPP, toCountBody } from "./request.ts";

/** What the model server says about itself. Only llama.cpp does; its silence costs little and fails nothing. */
export interface ServerFacts {
  contextTokens(limits: Limits): Promise<number>;
  countTokens(messages: readonly Message[], limits: Limits): Promise<number | undefined>;
  /** The context as the server said it last, asked for or not. */
  readonly knownContextTokens: number | undefined;
  /** Takes note of a context that an error named. */
  learnContextTokens(tokens: number): void;
}

const TIMEOUT_MS = 2_000;
/** A server may come back with other flags. */
const FRESH_MS = 5 * 60_000;
/** A server that did not answer is not asked by each request of a storm. */
const SILENT_MS = 10_000;
/** The chat template and all settings are in /props. */
const MAX_CHARS = 1024 * 1024;
/** A small context, so that a wrong guess sends too little instead of too much. */
const DEFAULT_CONTEXT_TOKENS = 4096;

const PositiveSchema = v.pipe(v.number(), v.integer(), v.minValue(1));
const PropsSchema = v.object({ default_generation_settings: v.object({ n_ctx: PositiveSchema }) });
const CountSchema = v.object({ input_tokens: PositiveSchema });

export const createServerFacts = (
  endpoint: Endpoint,
  config: {
    readonly provider: string;
    readonly model?: string | undefined;
    readonly contextTokens?: number | undefined;
  },
  deps: Timing & { fetch: Fetch; isServerDown: () => boolean },
): ServerFacts => {
  let known: number | undefined;
  let askAt = 0;
  let counts = config.provider === LLAMA_CPP;

  const ask = async (url: string, init: RequestInit, limits: Limits): Promise<{ status: number; body: unknown }> => {
    const until = Math.min(deps.now() + TIMEOUT_MS, limits.deadlineAt);
    const connection = openConnection(deps.fetch, limits.signal, deps);
    try {
      const sent = await connection.send(url, { ...init, headers: endpoint.headers }, until);
      if (sent.end !== "value") return { status: 0, body: undefined };
      const text = await readShortText(connection, sent.value.body, until, MAX_CHARS);
      return { status: sent.value.status, body: parseJson(text) };
    } finally {
      connection.close();
    }
  };

  return {
    get knownContextTokens() {
      return known;
    },
    learnContextTokens(tokens) {
      known = tokens;
    },
    async contextTokens(limits) {
      if (config.provider === LLAMA_CPP && deps.now() >= askAt && !deps.isServerDown()) {
        const { status, body } = await ask(endpoint.propsUrl, { method: "GET" }, limits);
        const props = v.safeParse(PropsSchema, body);
        if (status === 200 && props.success) known = props.output.default_generation_settings.n_ctx;
        askAt = deps.now() + (status === 200 ? FRESH_MS : SILENT_MS);
      }
      return known ?? config.contextTokens ?? DEFAULT_CONTEXT_TOKENS;
    },
    async countTokens(messages, limits) {
      if (!counts || deps.isServerDown()) return undefined;
      const init = { method: "POST", body: toCountBody(messages, config.model, config.provider) };
      const { status, body } = await ask(endpoint.countUrl, init, limits);
      // This build has no such endpoint, and will not grow one while it runs.
      if (status === 404 || status === 405 || status === 501) counts = false;
      const count = v.safeParse(CountSchema, body);
      return status === 200 && count.success ? count.output.input_tokens : undefined;
    },
  };
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
