import { describe, expect, test } from "vitest";
import { PromptError } from "../core/error.ts";
import { readConfig } from "./config.ts";
import { SETTING_DESCRIPTIONS } from "./setting-descriptions.ts";
import { FUNCTION_NAMES, type FunctionName, SETTINGS } from "./settings.ts";

const open = { AUTH: "none" };

const refusal = (env: Readonly<Record<string, unknown>>, functionName: FunctionName = "analyze"): PromptError => {
  try {
    readConfig(env, functionName);
  } catch (error) {
    if (error instanceof PromptError) return error;
  }
  throw new Error("nothing was refused");
};

test("defaults are those of the table", () => {
  const config = readConfig(open, "analyze");
  expect(config).toMatchObject({
    port: 8080,
    auth: { mode: "none" },
    allowOverrides: false,
    policy: { label: "production", pins: {} },
    llm: null,
    loki: null,
    maxBodyBytes: 4_194_304,
    maxLines: 20_000,
    maxLineBytes: 65_536,
    previewChars: 0,
    capture: false,
    shutdownTimeoutMs: 125_000,
    warnings: [],
  });
  expect(config.telemetry.exporter).toBeNull();
});

test("the model server's settings", () => {
  const { llm } = readConfig(
    { ...open, LLM_BASE_URL: "http://llama:8080", LLM_CONCURRENCY: "2", LLM_API_KEY: "k", LLM_MODEL: "qwen" },
    "analyze",
  );
  expect(llm).toEqual({
    baseUrl: "http://llama:8080",
    apiKey: "k",
    model: "qwen",
    provider: "llama_cpp",
    contextTokens: 4096,
    concurrency: 2,
    queue: 30,
    timeoutMs: 120_000,
    firstByteTimeoutMs: 60_000,
    idleTimeoutMs: 15_000,
    maxAttempts: 2,
    breaker: { failures: 5, openMs: 30_000 },
  });
});

test("Loki's settings", () => {
  const { loki } = readConfig(
    { ...open, LOKI_URL: "http://loki:3100", LOKI_TENANT: "home", LOKI_USER: "me", LOKI_TOKEN: "k" },
    "analyze",
  );
  expect(loki).toEqual({
    url: "http://loki:3100",
    tenant: "home",
    user: "me",
    token: "k",
    timeoutMs: 30_000,
    maxRangeHours: 24,
    maxBytes: 1_073_741_824,
    maxLineChars: 65_536,
  });
});

test.each([
  ["PORT", "http"],
  ["PORT", "70000"],
  ["PORT", "-1"],
  ["PORT", "80.5"],
  ["PORT", "0x50"],
  ["AUTH", "open"],
  ["ALLOW_OVERRIDES", "yes"],
  ["PROMPT_PINS", "log_triage.k8s"],
  ["PROMPT_PINS", "a@1.0.0,a@2.0.0"],
  ["LLM_BASE_URL", "llama:8080"],
  ["LLM_BASE_URL", "ftp://llama"],
  ["LOKI_URL", "loki:3100"],
  ["LOKI_TIMEOUT_MS", "0"],
  ["LOKI_MAX_RANGE_HOURS", "1w"],
  ["LOKI_MAX_BYTES", "1 GB"],
  ["LLM_TIMEOUT_MS", "2 minutes"],
  ["LLM_CONCURRENCY", "0"],
  ["LLM_MAX_ATTEMPTS", "4"],
  ["MAX_BODY_BYTES", "1"],
  ["MAX_LINES", "0"],
  ["RENDER_PREVIEW_CHARS", "5000"],
  ["CAPTURE", "all"],
  ["SHUTDOWN_TIMEOUT_MS", "never"],
])("%s=%s is refused", (name, value) => {
  expect(refusal({ ...open, [name]: value }).issues.map(({ pointer }) => pointer)).toEqual([`/${name}`]);
});

test("a bad value that the function never looks at is no reason to stop", () => {
  expect(readConfig({ ...open, LLM_TIMEOUT_MS: "soon" }, "render").warnings).toHaveLength(1);
});

test("all bad values are told at once", () => {
  const { message, issues } = refusal({ ...open, PORT: "x", MAX_LINES: "y", CAPTURE: "z" });
  expect(issues).toHaveLength(3);
  expect(message).toContain('PORT: "x" is not a whole number from 0 to 65535.');
});

describe("authentication", () => {
  test("is not left out by accident", () => {
    expect(refusal({}).message).toContain("say AUTH=none");
    expect(refusal({ AUTH_TOKENS: "  " }).message).toContain("say AUTH=none");
  });

  test("tokens, bound and free", () => {
    const { auth } = readConfig({ AUTH_TOKENS: "#c\n\nfree-token-0123456789\r\nbound-token-012345678 a,b\n" }, "route");
    expect(auth).toEqual({
      mode: "tokens",
      tokens: [
        { token: "free-token-0123456789", namespaces: null },
        { token: "bound-token-012345678", namespaces: ["a", "b"] },
      ],
    });
  });

  test.each([
    ["short-secret", "12 characters"],
    ["token-token-token-token a b", "more than a token"],
    ["token-token-token-token ,", "to no namespace"],
    ["token-token-token-token\ntoken-token-token-token", "line 2 repeats"],
    ["token-tökén-token-token", "no header can carry"],
    ["# nothing", "holds no token"],
  ])("%j is refused without showing it", (tokens, why) => {
    const { message } = refusal({ AUTH_TOKENS: tokens });
    expect(message).toContain(why);
    expect(message).not.toMatch(/token-t|short-secret/);
  });

  test.each([{ AUTH_BASIC: "me:password-0123456789" }, { AUTH_HMAC_SECRET: "webhook-secret-0123456789" }])(
    "%j lets webhooks in at ingest, and nobody elsewhere",
    (env) => {
      expect(readConfig({ ...env, BROKER_URL: "http://broker/a/b" }, "ingest").auth).toEqual({
        mode: "tokens",
        tokens: [],
      });
      expect(refusal(env, "analyze").message).toContain("say AUTH=none");
      expect(refusal({ ...open, ...env, BROKER_URL: "http://broker/a/b" }, "ingest").message).toContain("Remove AUTH");
    },
  );

  test("AUTH=none beside tokens is a contradiction", () => {
    expect(refusal({ ...open, AUTH_TOKENS: "token-token-token-token" }).message).toContain("Remove AUTH or the tokens");
  });
});

describe("ingest", () => {
  const env = { ...open, BROKER_URL: "http://broker/kprompt/default" };

  test("its settings", () => {
    expect(
      readConfig(
        {
          BROKER_URL: "http://broker/kprompt/default",
          AUTH_BASIC: "me:pass:word-0123456789",
          AUTH_HMAC_SECRET: "webhook-secret-0123456789",
          EVENT_SECRET: "event-secret-0123456789",
          CLUSTER_NAME: "home",
          IDENTITY_DROP_LABELS: "shard, replica,",
          CANDIDATE_PERCENT: "10",
        },
        "ingest",
      ),
    ).toMatchObject({
      auth: { mode: "tokens", tokens: [] },
      webhookSecrets: { basic: "me:pass:word-0123456789", hmac: "webhook-secret-0123456789" },
      brokerUrl: "http://broker/kprompt/default",
      eventSecret: "event-secret-0123456789",
      clusterName: "home",
      identityDropLabels: ["shard", "replica"],
      candidatePercent: 10,
      warnings: [],
    });
    expect(readConfig(env, "ingest")).toMatchObject({
      webhookSecrets: {},
      eventSecret: undefined,
      clusterName: undefined,
      identityDropLabels: [],
      candidatePercent: 0,
    });
  });

  test("each line of the events' secrets must be long enough", () => {
    const lines = "event-secret-0123456789\nshort\n";
    expect(refusal({ ...env, EVENT_SECRET: lines }, "ingest").issues.map(({ pointer }) => pointer)).toEqual([
      "/EVENT_SECRET",
    ]);
    expect(
      readConfig({ ...env, EVENT_SECRET: lines.replace("short", "another-secret-0123456789") }, "ingest"),
    ).toHaveProperty("eventSecret");
  });

  test("does not start without a broker", () => {
    const { message, issues } = refusal(open, "ingest");
    expect(issues.map(({ pointer }) => pointer)).toEqual(["/BROKER_URL"]);
    expect(message).toContain("http://broker-ingress.knative-eventing");
    expect(readConfig(open, "analyze").brokerUrl).toBe("");
  });

  test.each([
    ["BROKER_URL", "broker-ingress/kprompt/default"],
    ["AUTH_BASIC", "my-password"],
    ["AUTH_BASIC", "me:"],
    ["AUTH_BASIC", ":my-password-0123456789"],
    ["AUTH_BASIC", "me:my-short-one"],
    ["AUTH_BASIC", "me:my-password\n0123456789"],
    ["AUTH_HMAC_SECRET", "my-short-one"],
    ["EVENT_SECRET", "my-short-one"],
    ["IDENTITY_DROP_LABELS", '["shard"]'],
    ["IDENTITY_DROP_LABELS", "shard replica"],
  ])("%s=%j is refused, and no secret is shown", (name, value) => {
    const given = { BROKER_URL: env.BROKER_URL, AUTH_TOKENS: "token-token-token-token", [name]: value };
    const { message, issues } = refusal(given, "ingest");
    expect(issues.map(({ pointer }) => pointer)).toEqual([`/${name}`]);
    expect(message).not.toMatch(/my-/);
  });
});

describe("warnings", () => {
  const warningsOf = (env: Readonly<Record<string, string>>, functionName: FunctionName = "analyze") =>
    readConfig({ ...open, ...env }, functionName).warnings;

  test.each([
    ["LLM_TEMPERATURE", "behaviour belongs to the prompt"],
    ["LLM_MAX_TOKENS", "behaviour belongs to the prompt"],
    ["LLM_TOP_P", "behaviour belongs to the prompt"],
    ["LLM_BASEURL", "did you mean LLM_BASE_URL?"],
    ["PROMT_LABEL", "did you mean PROMPT_LABEL?"],
    ["MAX_LINE", "is not a setting"],
    ["KPROMPT_DEBUG", "is not a setting"],
    ["LOKI_HOST", "is not a setting"],
  ])("%s: %s", (name, expected) => {
    expect(warningsOf({ [name]: "1" })).toEqual([expect.stringContaining(expected)]);
    expect(warningsOf({ [name]: "1" })[0]).toContain(name);
  });

  test.each(["PATH", "HOME", "K_SERVICE", "LLM_SERVICE_HOST", "LLM_PORT", "LLM_PORT_8080_TCP_ADDR", "OTEL_LOG_LEVEL"])(
    "%s is nobody's mistake",
    (name) => expect(warningsOf({ [name]: "1" })).toEqual([]),
  );

  test("a setting of another function", () => {
    expect(warningsOf({ LLM_BASE_URL: "http://llama" }, "route")).toEqual([
      "LLM_BASE_URL is set, but route does not use it: it is for analyze.",
    ]);
  });

  test("a variable without a value is none", () => expect(warningsOf({ LLM_TEMPERATURE: "" })).toEqual([]));
});

describe("redaction", () => {
  const patternsOf = (value: string) => readConfig({ ...open, REDACT_PATTERNS: value }, "analyze").redaction;

  test("addresses and own patterns are by option", () => {
    expect(readConfig(open, "analyze").redaction).toEqual({ ips: false });
    expect(readConfig({ ...open, REDACT_IPS: "true" }, "route").redaction.ips).toBe(true);
    expect(patternsOf('[{"name": "customer", "pattern": "CUST-\\\\d{4,8}"}]').patterns).toEqual([
      { name: "customer", pattern: /CUST-\d{4,8}/gu },
    ]);
  });

  test.each([
    ["no JSON", "is not a JSON list"],
    ['{"name":"a","pattern":"b"}', "is not a JSON list"],
    ['[{"name":"a"}]', "is not a JSON list"],
    ['[{"name":"a","pattern":"b"},{"name":"B","pattern":"b"}]', "pattern 2: its name"],
    ['[{"name":"a","pattern":"(b+)+c"}]', "pattern 1: it repeats without bound"],
    ['[{"name":"a","pattern":"b*"}]', "pattern 1: it can match the empty text"],
    ['[{"name":"a","pattern":"("}]', "pattern 1: its pattern is no regular expression"],
  ])("REDACT_PATTERNS=%s is refused", (value, message) => {
    expect(() => patternsOf(value)).toThrow(message);
  });
});

describe("telemetry", () => {
  const telemetryOf = (env: Readonly<Record<string, string>>) => readConfig({ ...open, ...env }, "render");

  test.each([
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: "http://c:4318" }, "http://c:4318/v1/traces"],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: "http://c:4318/otel/" }, "http://c:4318/otel/v1/traces"],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "http://c/x", OTEL_EXPORTER_OTLP_ENDPOINT: "http://d" }, "http://c/x"],
    [{ OTEL_TRACES_EXPORTER: "otlp" }, "http://localhost:4318/v1/traces"],
    [{ OTEL_TRACES_EXPORTER: "none", OTEL_EXPORTER_OTLP_ENDPOINT: "http://c:4318" }, undefined],
    [{ OTEL_SDK_DISABLED: "true", OTEL_EXPORTER_OTLP_ENDPOINT: "http://c:4318" }, undefined],
    [{}, undefined],
  ])("%j sends to %s", (env, url) => expect(telemetryOf(env).telemetry.exporter?.url).toBe(url));

  test("everything else that is mapped", () => {
    const { telemetry, warnings } = telemetryOf({
      OTEL_EXPORTER_OTLP_ENDPOINT: "http://c:4318",
      OTEL_EXPORTER_OTLP_HEADERS: "a=1,authorization=Basic%20eDp5",
      OTEL_EXPORTER_OTLP_TRACES_HEADERS: "a=2",
      OTEL_EXPORTER_OTLP_TIMEOUT: "2500",
      OTEL_SERVICE_NAME: "mine",
      OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=prod,team=a%2Cb,service.name=other",
      OTEL_TRACES_SAMPLER: "parentbased_traceidratio",
      OTEL_TRACES_SAMPLER_ARG: "0.25",
      OTEL_BSP_SCHEDULE_DELAY: "100",
      OTEL_BSP_MAX_QUEUE_SIZE: "10",
      OTEL_BSP_MAX_EXPORT_BATCH_SIZE: "5",
      OTEL_BSP_EXPORT_TIMEOUT: "700",
      K_SERVICE: "render",
      K_REVISION: "render-00002",
    });
    expect(warnings).toEqual([]);
    expect(telemetry).toEqual({
      enabled: true,
      exporter: { url: "http://c:4318/v1/traces", headers: { a: "2", authorization: "Basic eDp5" }, timeoutMs: 2500 },
      sampler: { name: "parentbased_traceidratio", ratio: 0.25 },
      batch: { scheduledDelayMillis: 100, exportTimeoutMillis: 700, maxQueueSize: 10, maxExportBatchSize: 5 },
      resource: {
        "deployment.environment.name": "prod",
        team: "a,b",
        "service.name": "mine",
        "service.version": expect.any(String),
        "k8s.knative.service": "render",
        "k8s.knative.revision": "render-00002",
      },
    });
  });

  test.each([
    ["OTEL_TRACES_SAMPLER", "sometimes"],
    ["OTEL_TRACES_SAMPLER_ARG", "2"],
    ["OTEL_BSP_SCHEDULE_DELAY", "soon"],
    ["OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"],
    ["OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317"],
    ["OTEL_TRACES_EXPORTER", "jaeger"],
  ])("%s=%s is a warning, for tracing never stops a function", (name, value) => {
    expect(telemetryOf({ [name]: value }).warnings).toEqual([expect.stringContaining(name)]);
  });
});

describe("the table of settings", () => {
  test("names each once and says what it is for", () => {
    const names = SETTINGS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, functions } of SETTINGS) {
      expect(SETTING_DESCRIPTIONS[name]).toMatch(/\.$/);
      expect(functions.length).toBeGreaterThan(0);
    }
  });

  test("its defaults are values that it accepts", () => {
    const defaults = Object.fromEntries(SETTINGS.flatMap(({ name, default: value }) => (value ? [[name, value]] : [])));
    const needed = { ...open, LLM_BASE_URL: "http://llama", BROKER_URL: "http://broker/kprompt/default" };
    for (const name of FUNCTION_NAMES) {
      const { warnings, ...config } = readConfig({ ...defaults, ...needed }, name);
      const { warnings: _, ...expected } = readConfig(needed, name);
      expect(config).toEqual(expected);
      expect(warnings.filter((warning) => !warning.includes("does not use it"))).toEqual([]);
    }
  });

  test("values of workerd that are no text are ignored", () => {
    expect(readConfig({ ...open, PORT: {}, LLM_TEMPERATURE: () => 1 }, "route").port).toBe(8080);
  });
});

describe("events and receivers", () => {
  const secret = "event-secret-0123456789";
  const refusedBy = (env: Readonly<Record<string, string>>, functionName: FunctionName): string => {
    try {
      readConfig(env, functionName);
      return "";
    } catch (error) {
      return String(error);
    }
  };

  test.each(["analyze", "notify"] as const)("signed events let in by themselves: %s needs no token", (name) => {
    expect(readConfig({ EVENT_SECRET: secret }, name).auth).toEqual({ mode: "tokens", tokens: [] });
  });

  test.each(["ingest", "route"] as const)("%s is sent no events", (name) => {
    expect(refusedBy({ EVENT_SECRET: secret, BROKER_URL: "http://broker/a/b" }, name)).toContain("say AUTH=none");
  });

  test("receivers", () => {
    const RECEIVERS = JSON.stringify([{ name: "ops", kind: "slack", url: "https://hooks.example/x" }]);
    expect(readConfig({ ...open, RECEIVERS }, "notify").receivers).toMatchObject([{ name: "ops", kind: "slack" }]);
    expect(readConfig(open, "notify")).toMatchObject({ receivers: [], receiverTimeoutMs: 10_000 });
  });

  test("a bad receiver is told without what it holds", () => {
    const RECEIVERS = JSON.stringify([{ name: "ops", kind: "slack", url: "s3cr3t" }]);
    const said = refusedBy({ ...open, RECEIVERS }, "notify");
    expect(said).toContain("RECEIVERS: receiver 1: url must be an http://");
    expect(said).not.toContain("s3cr3t");
  });
});
