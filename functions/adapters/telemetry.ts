import {
  type Span as OtelSpan,
  ROOT_CONTEXT,
  SpanKind,
  type SpanOptions,
  SpanStatusCode,
  TraceFlags,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import { type ExportResult, ExportResultCode } from "@opentelemetry/core";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { defaultResource, resourceFromAttributes } from "@opentelemetry/resources";
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BasicTracerProvider,
  BatchSpanProcessor,
  ParentBasedSampler,
  type ReadableSpan,
  type Sampler,
  type SpanExporter,
  type SpanProcessor,
  TraceIdRatioBasedSampler,
} from "@opentelemetry/sdk-trace-base";
import { ATTRIBUTE } from "../../core/attributes.ts";
import type { Attributes, AttributeValue, Clock, Span } from "../../core/port.ts";
import type { BuiltBundle } from "../../core/prompt/bundle.ts";
import type { Log } from "../http/log.ts";
import { VERSION } from "../version.ts";
import type { TelemetryConfig } from "./telemetry-config.ts";

export interface Telemetry {
  /** Whether spans leave the process. */
  readonly exporting: boolean;
  /** Spans that could not be delivered since the start. */
  readonly lostSpans: number;
  /** @param traceparent As received; what is not valid W3C trace context is ignored and a new trace begins. */
  serverSpan(name: string, traceparent: string | null, attributes: Attributes): Span;
  /** Sends what has ended. Never rejects. */
  flush(): Promise<void>;
  /** Sends what has ended and closes, within 1.5 s whatever the collector does. Never rejects. */
  shutdown(): Promise<void>;
}

/** A span that has ended, for `npm start` and tests. */
export interface FinishedSpan {
  readonly name: string;
  readonly kind: "server" | "client" | "internal";
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  /** Milliseconds since the Unix epoch. */
  readonly startMs: number;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly resource: Readonly<Record<string, unknown>>;
  readonly error: boolean;
  readonly statusMessage: string | null;
  readonly events: number;
  /** Trace ids of the spans that it is tied to. */
  readonly links: readonly string[];
  readonly durationMs: number;
}

export interface TelemetryDeps {
  readonly built: Pick<BuiltBundle, "bundle_sha256" | "provenance">;
  readonly clock: Clock;
  readonly log: Log;
  /** Called with each sampled span as it ends. */
  readonly onSpan?: (span: FinishedSpan) => void;
}

/** The only file that knows OpenTelemetry's SDK. Parents are explicit, so there is no context manager and no global. */
export const createTelemetry = (config: TelemetryConfig, deps: TelemetryDeps): Telemetry => {
  const losses = createLossReport(deps);
  const processors: SpanProcessor[] = [];
  if (config.exporter) {
    const { url, headers, timeoutMs } = config.exporter;
    const exporter = new OTLPTraceExporter({
      url,
      headers: { ...headers },
      timeoutMillis: timeoutMs,
      // In workerd each request sends its own spans. The default of 30 drops those of the 31st at once.
      concurrencyLimit: config.batch.maxQueueSize,
    });
    processors.push(new BatchSpanProcessor(reporting(exporter, losses.add), { ...config.batch }));
  }
  if (deps.onSpan && config.enabled) processors.push(handOver(deps.onSpan));

  const provider = new BasicTracerProvider({
    // Without a reader, spans are made only for their ids.
    sampler: processors.length === 0 ? new AlwaysOffSampler() : toSampler(config.sampler),
    spanProcessors: processors,
    resource: defaultResource().merge(
      resourceFromAttributes({
        ...config.resource,
        [ATTRIBUTE.bundleSha256]: deps.built.bundle_sha256,
        [ATTRIBUTE.gitSha]: deps.built.provenance.git_sha,
      }),
    ),
  });
  const tracer = provider.getTracer("kprompt", VERSION);

  const flush = (): Promise<void> => provider.forceFlush().catch(() => undefined);
  return {
    exporting: config.exporter !== null,
    get lostSpans() {
      return losses.total();
    },
    serverSpan: (name, traceparent, attributes) => {
      const remote = parseTraceparent(traceparent);
      const context = remote ? trace.setSpanContext(ROOT_CONTEXT, remote) : ROOT_CONTEXT;
      return toSpan(tracer.startSpan(name, options(SpanKind.SERVER, attributes), context), tracer);
    },
    flush,
    shutdown: () =>
      withinDeadline(
        provider.shutdown().catch(() => undefined),
        shutdownMs,
      ),
  };
};

/** A hanging collector would hold the exporter for 10 s, a refusing one for 8 s of retries. */
const shutdownMs = 1500;

const toSpan = (span: OtelSpan, tracer: Tracer): Span => {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return {
    traceId,
    spanId,
    traceparent: `00-${traceId}-${spanId}-${traceFlags & TraceFlags.SAMPLED ? "01" : "00"}`,
    child: (name, kind, attributes = {}) =>
      toSpan(
        tracer.startSpan(
          name,
          options(kind === "client" ? SpanKind.CLIENT : SpanKind.INTERNAL, attributes),
          trace.setSpan(ROOT_CONTEXT, span),
        ),
        tracer,
      ),
    set: (attributes) => void span.setAttributes(toOtel(attributes)),
    link: (traceparent) => {
      const context = parseTraceparent(traceparent);
      if (context && context.traceId !== traceId) span.addLink({ context });
    },
    fail: (errorType) => {
      span.setAttribute(ATTRIBUTE.errorType, errorType);
      span.setStatus({ code: SpanStatusCode.ERROR });
    },
    end: () => span.end(),
  };
};

const options = (kind: SpanKind, attributes: Attributes): SpanOptions => ({ kind, attributes: toOtel(attributes) });

/** OpenTelemetry's type wants lists that it may change; it copies them. */
const toOtel = (attributes: Attributes): Record<string, string | number | boolean | string[]> =>
  attributes as Record<string, string | number | boolean | string[]>;

/** W3C Trace Context, level 1. A higher version may append fields. */
const parseTraceparent = (text: string | null) => {
  const [, version, traceId, spanId, flags, more] =
    /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/.exec(text ?? "") ?? [];
  if (!traceId || !spanId || !flags || version === "ff" || (version === "00" && more !== undefined)) return null;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return null;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & TraceFlags.SAMPLED, isRemote: true };
};

const toSampler = ({ name, ratio }: TelemetryConfig["sampler"]): Sampler => {
  const base = name.replace("parentbased_", "");
  const root =
    base === "always_off"
      ? new AlwaysOffSampler()
      : base === "traceidratio"
        ? new TraceIdRatioBasedSampler(ratio)
        : new AlwaysOnSampler();
  return name.startsWith("parentbased_") ? new ParentBasedSampler({ root }) : root;
};

/** Passes everything on and tells of exports that failed: the batch processor would only tell a global logger. */
const reporting = (
  exporter: SpanExporter,
  onLoss: (spans: number, error: Error | undefined) => void,
): SpanExporter => ({
  export: (spans, done) =>
    exporter.export(spans, (result: ExportResult) => {
      if (result.code !== ExportResultCode.SUCCESS) onLoss(spans.length, result.error);
      done(result);
    }),
  forceFlush: async () => exporter.forceFlush?.(),
  shutdown: () => exporter.shutdown(),
});

/** Counts every loss and speaks once a minute. */
const createLossReport = ({ clock, log }: TelemetryDeps) => {
  let total = 0;
  let unsaid = 0;
  let nextAt = Number.NEGATIVE_INFINITY;
  return {
    total: () => total,
    add: (spans: number, error: Error | undefined) => {
      total += spans;
      unsaid += spans;
      if (clock.now() < nextAt) return;
      nextAt = clock.now() + 60_000;
      log("warning", "Traces could not be delivered. Check OTEL_EXPORTER_OTLP_ENDPOINT and the collector.", {
        spans: unsaid,
        spans_since_start: total,
        cause: error?.message ?? "unknown",
      });
      unsaid = 0;
    },
  };
};

const handOver = (onSpan: (span: FinishedSpan) => void): SpanProcessor => ({
  onStart: () => undefined,
  onEnd: (span) => onSpan(toFinishedSpan(span)),
  forceFlush: async () => undefined,
  shutdown: async () => undefined,
});

const toFinishedSpan = (span: ReadableSpan): FinishedSpan => ({
  name: span.name,
  kind: span.kind === SpanKind.SERVER ? "server" : span.kind === SpanKind.CLIENT ? "client" : "internal",
  traceId: span.spanContext().traceId,
  spanId: span.spanContext().spanId,
  parentSpanId: span.parentSpanContext?.spanId,
  startMs: toMs(span.startTime),
  attributes: span.attributes as Record<string, AttributeValue>,
  resource: span.resource.attributes,
  error: span.status.code === SpanStatusCode.ERROR,
  statusMessage: span.status.message ?? null,
  events: span.events.length,
  links: span.links.map(({ context }) => context.traceId),
  durationMs: toMs(span.duration),
});

const toMs = ([seconds, nanoseconds]: readonly [number, number]): number => seconds * 1000 + nanoseconds / 1e6;

const withinDeadline = async (task: Promise<void>, ms: number): Promise<void> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([task, deadline]);
  clearTimeout(timer);
};
