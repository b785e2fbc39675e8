import { parseKeyPairsIntoRecord } from "@opentelemetry/core";
import { ATTRIBUTE } from "../../core/attributes.ts";
import { VERSION } from "../version.ts";

export interface TelemetryConfig {
  /** false: `OTEL_SDK_DISABLED=true`. */
  readonly enabled: boolean;
  /** null: spans are made, but not sent. */
  readonly exporter: {
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly timeoutMs: number;
  } | null;
  readonly sampler: { readonly name: SamplerName; readonly ratio: number };
  readonly batch: {
    readonly scheduledDelayMillis: number;
    readonly exportTimeoutMillis: number;
    readonly maxQueueSize: number;
    readonly maxExportBatchSize: number;
  };
  readonly resource: Readonly<Record<string, string>>;
}

const SAMPLERS = [
  "always_on",
  "always_off",
  "traceidratio",
  "parentbased_always_on",
  "parentbased_always_off",
  "parentbased_traceidratio",
] as const;
export type SamplerName = (typeof SAMPLERS)[number];

/** What Knative says of a pod in its environment, as attributes of the resource. */
export const KNATIVE_ATTRIBUTES = {
  K_SERVICE: ATTRIBUTE.knativeService,
  K_CONFIGURATION: ATTRIBUTE.knativeConfiguration,
  K_REVISION: ATTRIBUTE.revision,
} as const;

/**
 * Maps `OTEL_*` by hand, since workerd has no environment but `env`. A bad value is a warning and the default holds, as
 * the specification wants: tracing never stops a function.
 */
export const readTelemetryConfig = (
  env: Readonly<Record<string, unknown>>,
  functionName: string,
): { readonly config: TelemetryConfig; readonly warnings: readonly string[] } => {
  const warnings: string[] = [];
  const text = (name: string): string | undefined => {
    const value = env[name];
    return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
  };
  const number = (name: string, fallback: number, max = Number.MAX_SAFE_INTEGER): number => {
    const value = text(name);
    if (value === undefined) return fallback;
    const parsed = Number(value);
    if (Number.isFinite(parsed) && parsed >= 0 && parsed <= max) return parsed;
    warnings.push(`${name}: "${value}" is not a number from 0${max < 2 ? ` to ${max}` : ""}; ${fallback} holds.`);
    return fallback;
  };
  const oneOf = <T extends string>(name: string, choices: readonly T[], fallback: T): T => {
    const value = text(name) ?? fallback;
    if ((choices as readonly string[]).includes(value)) return value as T;
    warnings.push(`${name}: "${value}" is not one of ${choices.join(", ")}; ${fallback} holds.`);
    return fallback;
  };

  oneOf("OTEL_EXPORTER_OTLP_PROTOCOL", ["http/protobuf"], "http/protobuf");
  const enabled = text("OTEL_SDK_DISABLED")?.toLowerCase() !== "true";
  const wanted = oneOf("OTEL_TRACES_EXPORTER", ["otlp", "none", "unset"], "unset");
  const url = readEndpoint(text, wanted === "otlp", warnings);
  const timeoutMs = number("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", number("OTEL_EXPORTER_OTLP_TIMEOUT", 10_000));
  const given = parseKeyPairsIntoRecord(text("OTEL_RESOURCE_ATTRIBUTES"));

  return {
    config: {
      enabled,
      exporter:
        enabled && wanted !== "none" && url !== undefined
          ? {
              url,
              headers: {
                ...parseKeyPairsIntoRecord(text("OTEL_EXPORTER_OTLP_HEADERS")),
                ...parseKeyPairsIntoRecord(text("OTEL_EXPORTER_OTLP_TRACES_HEADERS")),
              },
              // The exporter refuses 0, which the specification leaves open.
              timeoutMs: timeoutMs || 10_000,
            }
          : null,
      sampler: {
        name: oneOf("OTEL_TRACES_SAMPLER", SAMPLERS, "parentbased_always_on"),
        ratio: number("OTEL_TRACES_SAMPLER_ARG", 1, 1),
      },
      batch: {
        scheduledDelayMillis: number("OTEL_BSP_SCHEDULE_DELAY", 5000),
        exportTimeoutMillis: number("OTEL_BSP_EXPORT_TIMEOUT", 30_000),
        maxQueueSize: number("OTEL_BSP_MAX_QUEUE_SIZE", 2048) || 2048,
        maxExportBatchSize: number("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", 512) || 512,
      },
      resource: {
        ...given,
        [ATTRIBUTE.serviceName]: text("OTEL_SERVICE_NAME") ?? given[ATTRIBUTE.serviceName] ?? `kprompt-${functionName}`,
        [ATTRIBUTE.serviceVersion]: given[ATTRIBUTE.serviceVersion] ?? VERSION,
        ...Object.fromEntries(
          Object.entries(KNATIVE_ATTRIBUTES).flatMap(([variable, attribute]) => {
            const value = text(variable);
            return value === undefined ? [] : [[attribute, value]];
          }),
        ),
      },
    },
    warnings,
  };
};

const readEndpoint = (
  text: (name: string) => string | undefined,
  byDefault: boolean,
  warnings: string[],
): string | undefined => {
  const own = text("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");
  const shared = text("OTEL_EXPORTER_OTLP_ENDPOINT") ?? (byDefault ? "http://localhost:4318" : undefined);
  const url = own ?? (shared && `${shared.replace(/\/+$/, "")}/v1/traces`);
  if (url === undefined) return undefined;
  if (/^https?:\/\//.test(url) && URL.canParse(url)) return url;
  warnings.push("OTEL_EXPORTER_OTLP_ENDPOINT is not an http:// or https:// URL: no trace is sent.");
  return undefined;
};
