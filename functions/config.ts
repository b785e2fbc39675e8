import { type Issue, PromptError } from "../core/error.ts";
import type { RedactionOptions } from "../core/evidence/redact.ts";
import { compilePatterns } from "../core/evidence/redact-patterns.ts";
import type { VersionPolicy } from "../core/route/decision.ts";
import type { LlmConfig } from "./adapters/llm/pool.ts";
import type { LokiConfig } from "./adapters/loki/source.ts";
import { parseReceivers, type Receiver } from "./adapters/notifiers/receivers.ts";
import { parseStoreUrl } from "./adapters/store/address.ts";
import { readTelemetryConfig, type TelemetryConfig } from "./adapters/telemetry-config.ts";
import { type AuthConfig, parseTokens } from "./http/auth.ts";
import { problemOfBasic, problemOfSecret, type WebhookSecrets } from "./http/webhook-auth.ts";
import { type FunctionName, SETTINGS, type Setting, type SettingName } from "./settings.ts";

export { SETTINGS } from "./settings.ts";

/** Values by name; bindings of workerd that are no text are ignored. */
export type Environment = Readonly<Record<string, unknown>>;

export interface LlmSettings extends LlmConfig {
  /** One deadline over waiting, attempts and repair of a request. */
  readonly timeoutMs: number;
}

export interface AlertSettings {
  readonly windowMinutes: number;
  readonly repeatMs: number;
  readonly cooldownMs: number;
  readonly callsPerHour: number;
  readonly memoryMs: number;
}

export interface Config {
  readonly functionName: FunctionName;
  readonly port: number;
  readonly auth: AuthConfig;
  /** Beside the tokens; only ingest takes them. */
  readonly webhookSecrets: WebhookSecrets;
  /** Signs events between the functions; undefined: they are not signed. */
  readonly eventSecret: string | undefined;
  /** Where ingest sends events; empty in every other function. */
  readonly brokerUrl: string;
  readonly clusterName: string | undefined;
  readonly identityDropLabels: readonly string[];
  readonly candidatePercent: number;
  /** undefined: what functions remember lives as long as the process. */
  readonly storeUrl: string | undefined;
  readonly receivers: readonly Receiver[];
  /** For one message. */
  readonly receiverTimeoutMs: number;
  /** What analyze does with alerts. */
  readonly alerts: AlertSettings;
  readonly allowOverrides: boolean;
  readonly policy: VersionPolicy;
  /** null: no model is configured. */
  readonly llm: LlmSettings | null;
  /** null: no source of logs is configured. */
  readonly loki: LokiConfig | null;
  readonly maxBodyBytes: number;
  readonly maxLines: number;
  readonly maxLineBytes: number;
  readonly previewChars: number;
  readonly redaction: RedactionOptions;
  readonly capture: boolean;
  readonly shutdownTimeoutMs: number;
  readonly telemetry: TelemetryConfig;
  /** What works, but probably not as meant: unknown names, settings that this function does not use. */
  readonly warnings: readonly string[];
}

/**
 * Reads the environment of one function.
 *
 * @throws {PromptError} `configuration_invalid`, one issue per bad value, all at once. No secret is in a message.
 */
export const readConfig = (env: Environment, functionName: FunctionName): Config => {
  const issues: Issue[] = [];
  const refuse: Refuse = (name, detail) => {
    const { functions } = settingOf(name);
    if (functions.includes(functionName)) issues.push({ pointer: `/${name}`, detail });
  };
  const text = (name: SettingName): string | undefined => textOf(env, name);
  const integer = (name: SettingName): number => readInteger(name, text(name), refuse);
  const choice = (name: SettingName): string => readChoice(name, text(name), refuse);

  const webhookSecrets = readWebhookSecrets(functionName, text, refuse);
  // Those who are sent events need no token where all of them are signed.
  const eventsLetIn =
    functionName !== "ingest" && isSettingOf("EVENT_SECRET", functionName) && text("EVENT_SECRET") !== undefined;
  const auth = readAuth(choice("AUTH"), text("AUTH_TOKENS"), { ...webhookSecrets, eventsLetIn }, refuse);
  const telemetry = readTelemetryConfig(env, functionName);
  const baseUrl = readUrl("LLM_BASE_URL", text("LLM_BASE_URL"), refuse);
  const llm = {
    apiKey: text("LLM_API_KEY"),
    model: text("LLM_MODEL"),
    provider: text("LLM_PROVIDER") ?? (settingOf("LLM_PROVIDER").default as string),
    contextTokens: integer("LLM_CONTEXT_TOKENS"),
    concurrency: integer("LLM_CONCURRENCY"),
    queue: integer("LLM_QUEUE"),
    timeoutMs: integer("LLM_TIMEOUT_MS"),
    firstByteTimeoutMs: integer("LLM_FIRST_BYTE_TIMEOUT_MS"),
    idleTimeoutMs: integer("LLM_IDLE_TIMEOUT_MS"),
    maxAttempts: integer("LLM_MAX_ATTEMPTS"),
    breaker: { failures: integer("LLM_BREAKER_FAILURES"), openMs: integer("LLM_BREAKER_OPEN_MS") },
  };
  const lokiUrl = readUrl("LOKI_URL", text("LOKI_URL"), refuse);
  const loki = {
    tenant: text("LOKI_TENANT"),
    user: text("LOKI_USER"),
    token: text("LOKI_TOKEN"),
    timeoutMs: integer("LOKI_TIMEOUT_MS"),
    maxRangeHours: integer("LOKI_MAX_RANGE_HOURS"),
    maxBytes: integer("LOKI_MAX_BYTES"),
    maxLineChars: integer("MAX_LINE_BYTES"),
  };
  const config: Config = {
    functionName,
    port: integer("PORT"),
    auth,
    webhookSecrets,
    eventSecret: readEventSecrets(text("EVENT_SECRET"), refuse),
    brokerUrl: readBrokerUrl(text("BROKER_URL"), refuse),
    clusterName: text("CLUSTER_NAME"),
    identityDropLabels: readLabelNames("IDENTITY_DROP_LABELS", text("IDENTITY_DROP_LABELS"), refuse),
    candidatePercent: integer("CANDIDATE_PERCENT"),
    storeUrl: readStoreUrl(text("STORE_URL"), refuse),
    receivers: readReceivers(text("RECEIVERS"), refuse),
    receiverTimeoutMs: integer("RECEIVER_TIMEOUT_MS"),
    alerts: {
      windowMinutes: integer("ALERT_WINDOW_MINUTES"),
      repeatMs: integer("STORM_REPEAT_MINUTES") * 60_000,
      cooldownMs: integer("STORM_COOLDOWN_MINUTES") * 60_000,
      callsPerHour: integer("STORM_MODEL_CALLS_PER_HOUR"),
      memoryMs: integer("STORM_MEMORY_DAYS") * 86_400_000,
    },
    allowOverrides: readBoolean("ALLOW_OVERRIDES", text("ALLOW_OVERRIDES"), refuse),
    policy: {
      label: text("PROMPT_LABEL") ?? (settingOf("PROMPT_LABEL").default as string),
      pins: readPins("PROMPT_PINS", text("PROMPT_PINS"), refuse),
    },
    llm: baseUrl === undefined ? null : { baseUrl, ...llm },
    loki: lokiUrl === undefined ? null : { url: lokiUrl, ...loki },
    maxBodyBytes: integer("MAX_BODY_BYTES"),
    maxLines: integer("MAX_LINES"),
    maxLineBytes: integer("MAX_LINE_BYTES"),
    previewChars: integer("RENDER_PREVIEW_CHARS"),
    redaction: {
      ips: readBoolean("REDACT_IPS", text("REDACT_IPS"), refuse),
      ...readPatterns("REDACT_PATTERNS", text("REDACT_PATTERNS"), refuse),
    },
    capture: choice("CAPTURE") === "redacted",
    shutdownTimeoutMs: integer("SHUTDOWN_TIMEOUT_MS"),
    telemetry: telemetry.config,
    warnings: [...findSuspects(env, functionName), ...telemetry.warnings],
  };

  if (issues.length > 0) {
    const lines = issues.map(({ pointer, detail }) => `  ${pointer.slice(1)}: ${detail}`);
    throw new PromptError("configuration_invalid", `The environment does not hold:\n${lines.join("\n")}`, { issues });
  }
  return config;
};

const isSettingOf = (name: SettingName, functionName: FunctionName): boolean =>
  settingOf(name).functions.includes(functionName);

const settingOf = (name: SettingName): Setting => SETTINGS.find((setting) => setting.name === name) as Setting;

/** An empty variable is an unset one: that is how manifests blank a value. */
const textOf = (env: Environment, name: string): string | undefined => {
  const value = env[name];
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
};

/** Notes a bad value, where the function uses that setting. */
type Refuse = (name: SettingName, detail: string) => void;

const readInteger = (name: SettingName, value: string | undefined, refuse: Refuse): number => {
  const { default: fallback, type } = settingOf(name);
  if (type.kind !== "integer") throw new TypeError(`${name} is not an integer setting.`);
  const text = value ?? fallback ?? "";
  const number = Number(text);
  if (/^\d{1,15}$/.test(text) && number >= type.min && number <= type.max) return number;
  refuse(name, `"${text}" is not a whole number from ${type.min} to ${type.max}.`);
  return type.min;
};

const readChoice = (name: SettingName, value: string | undefined, refuse: Refuse): string => {
  const { default: fallback, type } = settingOf(name);
  if (type.kind !== "choice") throw new TypeError(`${name} is not a choice setting.`);
  const text = value ?? fallback ?? "";
  if (!type.of.includes(text)) refuse(name, `"${text}" is not one of ${type.of.join(", ")}.`);
  return text;
};

const readBoolean = (name: SettingName, value: string | undefined, refuse: Refuse): boolean => {
  const text = value ?? settingOf(name).default;
  if (text !== "true" && text !== "false") refuse(name, `"${text}" is neither true nor false.`);
  return text === "true";
};

const readUrl = (name: SettingName, value: string | undefined, refuse: Refuse): string | undefined => {
  if (value === undefined) return undefined;
  if (/^https?:\/\//.test(value) && URL.canParse(value)) return value;
  refuse(name, `is not an http:// or https:// URL. Give one like ${EXAMPLES[name] ?? "http://llama:8080"}.`);
  return undefined;
};

const EXAMPLES: Readonly<Partial<Record<SettingName, string>>> = {
  LOKI_URL: "http://loki:3100",
  BROKER_URL: "http://broker-ingress.knative-eventing.svc.cluster.local/kprompt/default",
};

const readBrokerUrl = (value: string | undefined, refuse: Refuse): string => {
  if (value === undefined)
    refuse("BROKER_URL", `is missing: alerts would go nowhere. Give one like ${EXAMPLES.BROKER_URL}.`);
  return readUrl("BROKER_URL", value, refuse) ?? "";
};

const readSecret = (name: SettingName, value: string | undefined, refuse: Refuse): string | undefined => {
  const problem = value === undefined ? undefined : problemOfSecret(value);
  if (problem !== undefined) refuse(name, problem);
  return value;
};

/** One a line. */
const readEventSecrets = (value: string | undefined, refuse: Refuse): string | undefined => {
  for (const line of value?.split("\n") ?? []) if (line.trim() !== "") readSecret("EVENT_SECRET", line.trim(), refuse);
  return value;
};

const readStoreUrl = (value: string | undefined, refuse: Refuse): string | undefined => {
  const problem = value === undefined ? undefined : parseStoreUrl(value).problem;
  if (problem !== undefined) refuse("STORE_URL", problem);
  return value;
};

const readLabelNames = (name: SettingName, value: string | undefined, refuse: Refuse): readonly string[] => {
  const names = (value ?? "").split(",").map((part) => part.trim());
  const given = names.filter((label) => label !== "");
  for (const label of given) {
    // UTF-8 names of labels have no commas in any rule that is known; quotes mean a list in another language.
    if (/[\s"'{}[\]]/.test(label))
      refuse(name, `"${label}" is not the name of a label. Separate names by commas only.`);
  }
  return given;
};

const readPins = (name: SettingName, value: string | undefined, refuse: Refuse): Readonly<Record<string, string>> => {
  const pins: Record<string, string> = {};
  for (const pin of (value ?? "").split(",").map((part) => part.trim())) {
    if (pin === "") continue;
    const [, id, version] = /^([^@\s]+)@([^@\s]+)$/.exec(pin) ?? [];
    if (id === undefined || version === undefined) refuse(name, `"${pin}" is not id@version.`);
    else if (Object.hasOwn(pins, id)) refuse(name, `"${id}" is pinned twice. Leave one.`);
    else pins[id] = version;
  }
  return pins;
};

const readPatterns = (
  name: SettingName,
  value: string | undefined,
  refuse: Refuse,
): Pick<RedactionOptions, "patterns"> => {
  if (value === undefined) return {};
  const given = parsePatternList(value);
  if (given === undefined) {
    refuse(name, 'is not a JSON list of {"name": "…", "pattern": "…"}.');
    return {};
  }
  const { patterns, problems } = compilePatterns(given);
  for (const { index, detail } of problems) refuse(name, index < 0 ? detail : `pattern ${index + 1}: ${detail}`);
  return { patterns };
};

const readReceivers = (value: string | undefined, refuse: Refuse): readonly Receiver[] => {
  if (value === undefined) return [];
  const { receivers, problems } = parseReceivers(value);
  for (const problem of problems) refuse("RECEIVERS", problem);
  return receivers;
};

const parsePatternList = (value: string): readonly { name: string; pattern: string }[] | undefined => {
  try {
    const list: unknown = JSON.parse(value);
    return Array.isArray(list) && list.every(isPattern) ? list : undefined;
  } catch {
    return undefined;
  }
};

const isPattern = (item: unknown): item is { name: string; pattern: string } =>
  typeof item === "object" &&
  item !== null &&
  Object.keys(item).toSorted().join() === "name,pattern" &&
  Object.values(item).every((value) => typeof value === "string");

const readWebhookSecrets = (
  functionName: FunctionName,
  text: (name: SettingName) => string | undefined,
  refuse: Refuse,
): WebhookSecrets => {
  if (functionName !== "ingest") return {};
  const basic = text("AUTH_BASIC");
  const problem = basic === undefined ? undefined : problemOfBasic(basic);
  if (problem !== undefined) refuse("AUTH_BASIC", problem);
  return { basic, hmac: readSecret("AUTH_HMAC_SECRET", text("AUTH_HMAC_SECRET"), refuse) };
};

const readAuth = (
  mode: string,
  tokens: string | undefined,
  { basic, hmac, eventsLetIn }: WebhookSecrets & { readonly eventsLetIn: boolean },
  refuse: Refuse,
): AuthConfig => {
  const others = basic !== undefined || hmac !== undefined;
  if (mode !== "tokens") {
    if (tokens !== undefined) refuse("AUTH", "none, but tokens are given too. Remove AUTH or the tokens.");
    else if (others) refuse("AUTH", "none, but AUTH_BASIC or AUTH_HMAC_SECRET is given too. Remove AUTH or the other.");
    return { mode: "none" };
  }
  if (tokens === undefined && (others || eventsLetIn)) return { mode: "tokens", tokens: [] };
  if (tokens === undefined) {
    refuse(
      "AUTH",
      "no caller could be let in. Set AUTH_TOKENS_FILE (or AUTH_TOKENS; ingest also takes AUTH_BASIC_FILE or AUTH_HMAC_SECRET_FILE), or say AUTH=none.",
    );
    return { mode: "none" };
  }
  const parsed = parseTokens(tokens);
  for (const problem of parsed.problems) refuse("AUTH_TOKENS", problem);
  return { mode: "tokens", tokens: parsed.tokens };
};

const findSuspects = (env: Environment, functionName: FunctionName): readonly string[] =>
  Object.keys(env)
    .toSorted()
    .flatMap((name) => suspicionAbout(name, env, functionName) ?? []);

const suspicionAbout = (name: string, env: Environment, functionName: FunctionName): string | undefined => {
  if (textOf(env, name) === undefined) return undefined;
  const known = SETTINGS.find((setting) => setting.name === name);
  if (known) {
    if ((known.functions as readonly string[]).includes(functionName)) return undefined;
    return `${name} is set, but ${functionName} does not use it: it is for ${known.functions.join(" and ")}.`;
  }
  if (serviceLink.test(name) || name.startsWith("OTEL_")) return undefined;
  if (behaviour.test(name)) {
    return `${name} is not a setting: behaviour belongs to the prompt. Set it in model_defaults of its YAML file.`;
  }
  const near = SETTINGS.find((setting) => setting.name.length > 4 && distance(setting.name, name) <= 2)?.name;
  if (near === undefined && !ours.test(name)) return undefined;
  return `${name} is not a setting of kprompt${near ? `; did you mean ${near}?` : "."}`;
};

/** Kubernetes sets these for every Service of the namespace, one named `llm` included. */
const serviceLink = /_(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT|PORT_\d+_(TCP|UDP)(_.*)?)$/;
const behaviour =
  /^(LLM|MODEL|PROMPT|OPENAI)_(TEMPERATURE|TOP_[PK]|MAX_TOKENS|STOP|SEED|SYSTEM.*|.*PENALTY)$|^TEMPERATURE$/;
const ours = /^(KPROMPT|LLM|PROMPT|AUTH|ALLOW|RENDER|LOKI|STORE|MAX_LINE|MAX_BODY|CAPTURE|REDACT)(_|$)/;

/** Edit distance, for names a slip of the finger away. */
const distance = (a: string, b: string): number => {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (const [index, letter] of [...a].entries()) {
    const next = [index + 1];
    for (let column = 1; column <= b.length; column++) {
      const replace = (row[column - 1] ?? 0) + (b[column - 1] === letter ? 0 : 1);
      next.push(Math.min(replace, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
};
