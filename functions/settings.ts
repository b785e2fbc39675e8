export const FUNCTION_NAMES = ["ingest", "route", "render", "analyze", "notify"] as const;
export type FunctionName = (typeof FUNCTION_NAMES)[number];

/** One environment variable. This table is what the functions read, what the docs show and what unknown names are held against. */
export interface Setting {
  readonly name: string;
  /** As it would be written in the environment; null: there is none. */
  readonly default: string | null;
  readonly unit: string | null;
  readonly functions: readonly FunctionName[];
  readonly type: SettingType;
}

export type SettingType =
  | { readonly kind: "text" | "url" | "boolean" | "pins" }
  /** Never shown, not even in a message about it. */
  | { readonly kind: "secret" }
  /** Path of a file that holds the value of another setting. Read by the Node entry. */
  | { readonly kind: "file"; readonly of: string }
  | { readonly kind: "integer"; readonly min: number; readonly max: number }
  | { readonly kind: "choice"; readonly of: readonly string[] }
  /** Read by telemetry-config.ts: a bad value is a warning, because tracing must never stop a function. */
  | { readonly kind: "telemetry" };

const all = FUNCTION_NAMES;
const analyze = ["analyze"] as const;
const ingest = ["ingest"] as const;
const notify = ["notify"] as const;
const events = ["ingest", "analyze", "notify"] as const;
const withStore = ["analyze", "notify"] as const;
const withRedaction = ["route", "analyze", "notify"] as const;
const withPrompts = ["route", "render", "analyze"] as const;
const withLogs = ["route", "analyze"] as const;
const integer = (min: number, max: number) => ({ kind: "integer", min, max }) as const;
const hour = 3_600_000;

export const SETTINGS = [
  {
    name: "PORT",
    default: "8080",
    unit: null,
    functions: all,
    type: integer(0, 65_535),
  },
  {
    name: "AUTH",
    default: "tokens",
    unit: null,
    functions: all,
    type: { kind: "choice", of: ["tokens", "none"] },
  },
  {
    name: "AUTH_TOKENS_FILE",
    default: null,
    unit: null,
    functions: all,
    type: { kind: "file", of: "AUTH_TOKENS" },
  },
  {
    name: "AUTH_TOKENS",
    default: null,
    unit: null,
    functions: all,
    type: { kind: "secret" },
  },
  {
    name: "AUTH_BASIC_FILE",
    default: null,
    unit: null,
    functions: ingest,
    type: { kind: "file", of: "AUTH_BASIC" },
  },
  {
    name: "AUTH_BASIC",
    default: null,
    unit: null,
    functions: ingest,
    type: { kind: "secret" },
  },
  {
    name: "AUTH_HMAC_SECRET_FILE",
    default: null,
    unit: null,
    functions: ingest,
    type: { kind: "file", of: "AUTH_HMAC_SECRET" },
  },
  {
    name: "AUTH_HMAC_SECRET",
    default: null,
    unit: null,
    functions: ingest,
    type: { kind: "secret" },
  },
  {
    name: "EVENT_SECRET_FILE",
    default: null,
    unit: null,
    functions: events,
    type: { kind: "file", of: "EVENT_SECRET" },
  },
  {
    name: "EVENT_SECRET",
    default: null,
    unit: null,
    functions: events,
    type: { kind: "secret" },
  },
  {
    name: "BROKER_URL",
    default: null,
    unit: null,
    functions: ingest,
    type: { kind: "url" },
  },
  {
    name: "CLUSTER_NAME",
    default: null,
    unit: null,
    functions: ingest,
    type: { kind: "text" },
  },
  {
    name: "IDENTITY_DROP_LABELS",
    default: null,
    unit: null,
    functions: ingest,
    type: { kind: "text" },
  },
  {
    name: "CANDIDATE_PERCENT",
    default: "0",
    unit: "percent",
    functions: ingest,
    type: integer(0, 100),
  },
  {
    name: "STORE_URL_FILE",
    default: null,
    unit: null,
    functions: withStore,
    type: { kind: "file", of: "STORE_URL" },
  },
  {
    name: "STORE_URL",
    default: null,
    unit: null,
    functions: withStore,
    type: { kind: "secret" },
  },
  {
    name: "ALERT_WINDOW_MINUTES",
    default: "15",
    unit: "minutes",
    functions: analyze,
    type: integer(1, 1440),
  },
  {
    name: "STORM_REPEAT_MINUTES",
    default: "30",
    unit: "minutes",
    functions: analyze,
    type: integer(0, 10_080),
  },
  {
    name: "STORM_COOLDOWN_MINUTES",
    default: "10",
    unit: "minutes",
    functions: analyze,
    type: integer(0, 10_080),
  },
  {
    name: "STORM_MODEL_CALLS_PER_HOUR",
    default: "20",
    unit: "calls",
    functions: analyze,
    type: integer(0, 10_000),
  },
  {
    name: "STORM_MEMORY_DAYS",
    default: "7",
    unit: "days",
    functions: analyze,
    type: integer(1, 90),
  },
  {
    name: "RECEIVERS_FILE",
    default: null,
    unit: null,
    functions: notify,
    type: { kind: "file", of: "RECEIVERS" },
  },
  {
    name: "RECEIVERS",
    default: null,
    unit: null,
    functions: notify,
    type: { kind: "secret" },
  },
  {
    name: "RECEIVER_TIMEOUT_MS",
    default: "10000",
    unit: "ms",
    functions: notify,
    type: integer(1, 600_000),
  },
  {
    name: "ALLOW_OVERRIDES",
    default: "false",
    unit: null,
    functions: analyze,
    type: { kind: "boolean" },
  },
  {
    name: "PROMPT_LABEL",
    default: "production",
    unit: null,
    functions: withPrompts,
    type: { kind: "text" },
  },
  {
    name: "PROMPT_PINS",
    default: "",
    unit: null,
    functions: withPrompts,
    type: { kind: "pins" },
  },
  {
    name: "LLM_BASE_URL",
    default: null,
    unit: null,
    functions: analyze,
    type: { kind: "url" },
  },
  {
    name: "LLM_API_KEY_FILE",
    default: null,
    unit: null,
    functions: analyze,
    type: { kind: "file", of: "LLM_API_KEY" },
  },
  {
    name: "LLM_API_KEY",
    default: null,
    unit: null,
    functions: analyze,
    type: { kind: "secret" },
  },
  {
    name: "LLM_MODEL",
    default: null,
    unit: null,
    functions: analyze,
    type: { kind: "text" },
  },
  {
    name: "LLM_PROVIDER",
    default: "llama_cpp",
    unit: null,
    functions: analyze,
    type: { kind: "text" },
  },
  {
    name: "LLM_CONTEXT_TOKENS",
    default: "4096",
    unit: "tokens",
    functions: analyze,
    type: integer(512, 10_000_000),
  },
  {
    name: "LLM_CONCURRENCY",
    default: "1",
    unit: "calls",
    functions: analyze,
    type: integer(1, 1000),
  },
  {
    name: "LLM_QUEUE",
    default: "30",
    unit: "calls",
    functions: analyze,
    type: integer(0, 10_000),
  },
  {
    name: "LLM_TIMEOUT_MS",
    default: "120000",
    unit: "ms",
    functions: analyze,
    type: integer(1, hour),
  },
  {
    name: "LLM_FIRST_BYTE_TIMEOUT_MS",
    default: "60000",
    unit: "ms",
    functions: analyze,
    type: integer(1, hour),
  },
  {
    name: "LLM_IDLE_TIMEOUT_MS",
    default: "15000",
    unit: "ms",
    functions: analyze,
    type: integer(1, hour),
  },
  {
    name: "LLM_MAX_ATTEMPTS",
    default: "2",
    unit: "attempts",
    functions: analyze,
    type: integer(1, 3),
  },
  {
    name: "LLM_BREAKER_FAILURES",
    default: "5",
    unit: "calls",
    functions: analyze,
    type: integer(1, 1000),
  },
  {
    name: "LLM_BREAKER_OPEN_MS",
    default: "30000",
    unit: "ms",
    functions: analyze,
    type: integer(1, hour),
  },
  {
    name: "LOKI_URL",
    default: null,
    unit: null,
    functions: analyze,
    type: { kind: "url" },
  },
  {
    name: "LOKI_TENANT",
    default: null,
    unit: null,
    functions: analyze,
    type: { kind: "text" },
  },
  {
    name: "LOKI_USER",
    default: null,
    unit: null,
    functions: analyze,
    type: { kind: "text" },
  },
  {
    name: "LOKI_TOKEN_FILE",
    default: null,
    unit: null,
    functions: analyze,
    type: { kind: "file", of: "LOKI_TOKEN" },
  },
  {
    name: "LOKI_TOKEN",
    default: null,
    unit: null,
    functions: analyze,
    type: { kind: "secret" },
  },
  {
    name: "LOKI_TIMEOUT_MS",
    default: "30000",
    unit: "ms",
    functions: analyze,
    type: integer(1, hour),
  },
  {
    name: "LOKI_MAX_RANGE_HOURS",
    default: "24",
    unit: "hours",
    functions: analyze,
    type: integer(1, 8784),
  },
  {
    name: "LOKI_MAX_BYTES",
    default: "1073741824",
    unit: "bytes",
    functions: analyze,
    type: integer(0, 1_000_000_000_000),
  },
  {
    name: "MAX_BODY_BYTES",
    default: "4194304",
    unit: "bytes",
    functions: all,
    type: integer(1024, 104_857_600),
  },
  {
    name: "MAX_LINES",
    default: "20000",
    unit: "lines",
    functions: withLogs,
    type: integer(1, 1_000_000),
  },
  {
    name: "MAX_LINE_BYTES",
    default: "65536",
    unit: "bytes",
    functions: withLogs,
    type: integer(80, 10_485_760),
  },
  {
    name: "RENDER_PREVIEW_CHARS",
    default: "0",
    unit: "characters",
    functions: analyze,
    type: integer(0, 2000),
  },
  {
    name: "REDACT_IPS",
    default: "false",
    unit: null,
    functions: withRedaction,
    type: { kind: "boolean" },
  },
  {
    name: "REDACT_PATTERNS",
    default: null,
    unit: null,
    functions: withRedaction,
    type: { kind: "text" },
  },
  {
    name: "CAPTURE",
    default: "off",
    unit: null,
    functions: analyze,
    type: { kind: "choice", of: ["off", "redacted"] },
  },
  {
    name: "SHUTDOWN_TIMEOUT_MS",
    default: "125000",
    unit: "ms",
    functions: all,
    type: integer(0, hour),
  },
  ...(
    [
      ["OTEL_SDK_DISABLED", "false", null],
      ["OTEL_TRACES_EXPORTER", null, null],
      ["OTEL_EXPORTER_OTLP_ENDPOINT", null, null],
      ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", null, null],
      ["OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf", null],
      ["OTEL_EXPORTER_OTLP_HEADERS", null, null],
      ["OTEL_EXPORTER_OTLP_TRACES_HEADERS", null, null],
      ["OTEL_EXPORTER_OTLP_TIMEOUT", "10000", "ms"],
      ["OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", null, "ms"],
      ["OTEL_SERVICE_NAME", null, null],
      ["OTEL_RESOURCE_ATTRIBUTES", null, null],
      ["OTEL_TRACES_SAMPLER", "parentbased_always_on", null],
      ["OTEL_TRACES_SAMPLER_ARG", "1", null],
      ["OTEL_BSP_SCHEDULE_DELAY", "5000", "ms"],
      ["OTEL_BSP_EXPORT_TIMEOUT", "30000", "ms"],
      ["OTEL_BSP_MAX_QUEUE_SIZE", "2048", "spans"],
      ["OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "512", "spans"],
    ] as const
  ).map(([name, value, unit]) => {
    return { name, default: value, unit, functions: all, type: { kind: "telemetry" } as const };
  }),
] as const satisfies readonly Setting[];

export type SettingName = (typeof SETTINGS)[number]["name"];
