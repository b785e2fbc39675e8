/** SHA-256 of the UTF-8 bytes of `text`: 64 lower-case hex digits. Synchronous, so that hashing needs no task switch. */
export type Sha256 = (text: string) => string;

export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
}

export type AttributeValue = string | number | boolean | readonly string[];
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** A span under way. The parent is always explicit: children are made from the span, never from ambient state. */
export interface Span {
  /** 32 hex digits. */
  readonly traceId: string;
  /** 16 hex digits. */
  readonly spanId: string;
  /** W3C `traceparent` of this span, to send on. */
  readonly traceparent: string;
  child(name: string, kind: "internal" | "client", attributes?: Attributes): Span;
  set(attributes: Attributes): void;
  /** Ties the span to one of another trace. What is not valid W3C trace context is ignored, and so is its own trace. */
  link(traceparent: string): void;
  /** Marks the span as failed. `errorType` is from a closed list: no payload may reach a trace through an error text. */
  fail(errorType: string): void;
  end(): void;
}

export interface Message {
  readonly role: "system" | "user" | "assistant";
  readonly content: string;
}

/** Behaviour of one model call. It comes from the prompt and the route, never from the environment. */
export interface ModelParameters {
  /** Overrides `LLM_MODEL` where the prompt names a model. */
  readonly model?: string;
  readonly temperature: number;
  readonly top_p: number;
  /** Upper bound of the answer, in tokens. */
  readonly max_tokens: number;
  readonly stop: readonly string[];
}

export interface ModelRequest {
  readonly messages: readonly Message[];
  readonly parameters: ModelParameters;
  /** The answer's JSON Schema as JSON text: its property order is the order in which the model writes. */
  readonly schema: { readonly name: string; readonly text: string };
  /** W3C `traceparent` of the `llm.inference` span. */
  readonly traceparent: string;
}

/** Why a model call gave no answer. The names are part of the reply, the record and the spans. */
export const MODEL_FAILURES = [
  "model_not_configured",
  "model_unavailable",
  "model_loading",
  "model_timeout",
  "model_unauthorized",
  "model_rejected",
  "model_busy",
  "context_exceeded",
  "output_truncated",
  "output_empty",
  "circuit_open",
  "cancelled",
] as const;
export type ModelFailure = (typeof MODEL_FAILURES)[number];

export interface ModelUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Prompt tokens that the server took from its prefix cache, where it says so. */
  readonly cachedTokens?: number;
  /** The server reported nothing: these are our estimates. */
  readonly estimated: boolean;
}

interface ModelEffort {
  /** Requests sent: 0 when none left this process. */
  readonly attempts: number;
  /** Time spent waiting for a slot, in milliseconds. */
  readonly queueMs: number;
  readonly server?: { readonly address: string; readonly port: number };
}

export type ModelReply = ModelEffort &
  (
    | {
        readonly ok: true;
        /** The answer as sent, white space around it and one Markdown fence removed; not yet parsed. */
        readonly text: string;
        readonly model: string;
        readonly responseId?: string;
        readonly systemFingerprint?: string;
        readonly usage: ModelUsage;
        readonly timeToFirstTokenMs?: number;
        /** The server's own timings, by its own names (`prompt_ms`, `predicted_ms`, …). */
        readonly timings?: Readonly<Record<string, number>>;
      }
    | {
        readonly ok: false;
        readonly failure: ModelFailure;
        /** For people: what happened and what to do. Holds no prompt, log or answer text. */
        readonly detail: string;
        /** HTTP status of the model server, where there was one. */
        readonly status?: number;
        /** After how many seconds another try makes sense, for `model_busy` and `circuit_open`. */
        readonly retryAfterSeconds?: number;
        readonly usage?: ModelUsage;
      }
  );

/**
 * The model for the length of one request: one place in the queue, one deadline over waiting, attempts and repair, one
 * cancellation (the caller's disconnect). Calls never reject; a failure is data.
 */
export interface Model {
  /** Model name as configured, for spans and records. */
  readonly name: string;
  /** `gen_ai.provider.name`. */
  readonly provider: string;
  /** Context window of one slot in tokens: as the server says, else as configured. */
  contextTokens(): Promise<number>;
  /** Exact size of the prompt in tokens with the chat template, or undefined where the server cannot count. */
  countTokens(messages: readonly Message[]): Promise<number | undefined>;
  complete(request: ModelRequest): Promise<ModelReply>;
}

/** Where and what to fetch. Every value is untrusted text, which `core/evidence/logql.ts` alone makes a query of. */
export interface LogFilters {
  readonly namespace?: string;
  readonly pod?: string;
  readonly container?: string;
  readonly node?: string;
  /** Least level of the lines. */
  readonly severity?: "debug" | "info" | "warning" | "error" | "critical";
  /** Text that the lines hold, as it stands. */
  readonly log_filter?: string;
}

export interface LogRequest {
  readonly filters: LogFilters;
  /** RFC 3339; included. */
  readonly start: string;
  /** RFC 3339; excluded. */
  readonly end: string;
  /** Most lines. */
  readonly limit: number;
  /** W3C `traceparent` of the `loki.query` span. */
  readonly traceparent: string;
  /** Good to have: given up soon after the request that is not optional has its answer. */
  readonly optional?: boolean;
}

/**
 * Why a source of logs gave none. The names are part of problems and spans. `logs_too_many`: the window or what is in it
 * is more than may be looked through.
 */
export const LOG_FAILURES = [
  "logs_unavailable",
  "logs_timeout",
  "logs_unauthorized",
  "logs_query_refused",
  "logs_too_many",
  "cancelled",
] as const;
export type LogFailure = (typeof LOG_FAILURES)[number];

export interface FetchedLine {
  /** Nanoseconds since the epoch, as decimal digits. */
  readonly time: string;
  readonly text: string;
  readonly labels: Readonly<Record<string, string>>;
}

export type LogReply =
  | {
      readonly ok: true;
      /** Oldest first; the newest `limit` of the window. */
      readonly lines: readonly FetchedLine[];
      /** The query as it was sent. */
      readonly query: string;
      /** There were more than `limit`, or so many that it cannot be told. */
      readonly truncated: boolean;
    }
  | {
      readonly ok: false;
      readonly failure: LogFailure;
      /** For people: what happened and what to do. Holds no log text. */
      readonly detail: string;
      readonly query: string;
      /** HTTP status of the source, where there was one. */
      readonly status?: number;
    };

/** A source of logs for the length of one request. Calls never reject; a failure is data. */
export interface Logs {
  readonly server?: { readonly address: string; readonly port: number };
  fetch(request: LogRequest): Promise<LogReply>;
  /**
   * Lines of the window by level (`unknown` where there is none), without fetching them; undefined where it cannot be
   * told. Always optional.
   */
  count(request: Omit<LogRequest, "limit" | "optional">): Promise<Readonly<Record<string, number>> | undefined>;
}

/**
 * What functions remember of each other's work, by key. A store that is away or holds nonsense is a miss, counted by the
 * adapter: calls never reject. Times to live are in milliseconds and begin anew with each write.
 */
export interface Store {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string, ttlMs: number): Promise<void>;
  /** Sets what is absent, in one step; whether it was. */
  add(key: string, value: string, ttlMs: number): Promise<boolean>;
  /** Sets what has this value still, in one step; whether it had. `undefined` as the new value deletes. */
  replace(key: string, expected: string, value: string | undefined, ttlMs: number): Promise<boolean>;
}
