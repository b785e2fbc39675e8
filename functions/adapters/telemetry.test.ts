import { afterEach, describe, expect, test } from "vitest";
import { type Collector, startCollector } from "../otlp-collector.ts";
import { tinyBundle } from "../tiny-bundle.ts";
import { createTelemetry, type FinishedSpan } from "./telemetry.ts";
import { readTelemetryConfig } from "./telemetry-config.ts";

let collector: Collector | undefined;
afterEach(async () => {
  await collector?.close();
  collector = undefined;
});

const create = (env: Readonly<Record<string, string>>) => {
  const spans: FinishedSpan[] = [];
  const logs: { message: string; fields: Readonly<Record<string, unknown>> }[] = [];
  let time = 0;
  const telemetry = createTelemetry(readTelemetryConfig(env, "render").config, {
    built: tinyBundle,
    clock: { now: () => time },
    log: (_, message, fields = {}) => void logs.push({ message, fields }),
    onSpan: (span) => void spans.push(span),
  });
  return { telemetry, spans, logs, pass: (ms: number) => (time += ms) };
};

const parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

test("what arrives over OTLP: tree, kinds, attributes, failure, resource, headers", async () => {
  collector = await startCollector();
  const { telemetry } = create({
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_HEADERS: "x-scope-orgid=home",
    OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=test",
    K_REVISION: "render-00003",
  });
  const server = telemetry.serverSpan("POST /v1/render", parent, { "http.route": "/v1/render" });
  const child = server.child("prompt.render", "internal", { a: "text", b: 7, c: 0.5, d: true, e: ["x", "y"] });
  child.fail("variable_missing");
  child.end();
  const model = server.child("llm.inference", "client");
  model.set({ later: "set" });
  model.end();
  server.end();
  await telemetry.shutdown();

  const [first, second, third] = collector.spans;
  expect(collector.spans).toHaveLength(3);
  expect(first).toMatchObject({
    name: "prompt.render",
    kind: "internal",
    parentSpanId: server.spanId,
    attributes: { a: "text", b: 7, c: 0.5, d: true, e: ["x", "y"], "error.type": "variable_missing" },
    error: true,
    statusMessage: "",
  });
  expect(second).toMatchObject({ name: "llm.inference", kind: "client", parentSpanId: server.spanId, error: false });
  expect(second?.attributes).toEqual({ later: "set" });
  expect(third).toMatchObject({ kind: "server", spanId: server.spanId, parentSpanId: "b7ad6b7169203331" });
  expect(new Set(collector.spans.map(({ traceId }) => traceId))).toEqual(new Set(["0af7651916cd43dd8448eb211c80319c"]));
  expect(third?.resource).toMatchObject({
    "service.name": "kprompt-render",
    "service.version": expect.stringMatching(/^\d/),
    "deployment.environment.name": "test",
    "k8s.knative.revision": "render-00003",
    "llm.prompt.bundle_sha256": tinyBundle.bundle_sha256,
    "vcs.ref.head.revision": tinyBundle.provenance.git_sha,
    "telemetry.sdk.language": "nodejs",
  });
  expect(collector.headers[0]).toMatchObject({ "x-scope-orgid": "home", "content-type": "application/x-protobuf" });
});

describe("the traceparent that goes on", () => {
  test("names the span and keeps the trace", () => {
    const span = create({}).telemetry.serverSpan("x", parent, {});
    expect(span.traceparent).toBe(`00-0af7651916cd43dd8448eb211c80319c-${span.spanId}-01`);
    expect(span.child("y", "client").traceparent).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-01$/);
  });

  test("a version that is not known yet is read as far as it is known", () => {
    const span = create({}).telemetry.serverSpan("x", `01${parent.slice(2)}-more`, {});
    expect(span.traceId).toBe("0af7651916cd43dd8448eb211c80319c");
  });

  test("a caller that does not sample is obeyed", () => {
    const { telemetry, spans } = create({});
    const span = telemetry.serverSpan("x", parent.replace(/01$/, "00"), {});
    span.child("y", "internal").end();
    span.end();
    expect(span.traceparent).toMatch(/-00$/);
    expect(spans).toEqual([]);
  });
});

test.each([
  ["always_off", parent, 0],
  ["always_on", parent.replace(/01$/, "00"), 1],
  ["parentbased_always_off", null, 0],
  ["parentbased_always_off", parent, 1],
  ["traceidratio", parent, 0],
  ["parentbased_traceidratio", parent, 1],
])("sampler %s under %s takes %d", (name, traceparent, count) => {
  const { telemetry, spans } = create({ OTEL_TRACES_SAMPLER: name, OTEL_TRACES_SAMPLER_ARG: "0" });
  telemetry.serverSpan("x", traceparent, {}).end();
  expect(spans).toHaveLength(count);
});

test("disabled: ids, but no span", async () => {
  const { telemetry, spans } = create({ OTEL_SDK_DISABLED: "true" });
  const span = telemetry.serverSpan("x", null, {});
  span.end();
  expect(span.traceId).toMatch(/^[0-9a-f]{32}$/);
  expect(spans).toEqual([]);
  expect(telemetry.exporting).toBe(false);
  await telemetry.shutdown();
});

test("losses are counted, and told once a minute", async () => {
  collector = await startCollector(() => 400);
  const { telemetry, logs, pass } = create({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
  const lose = async (): Promise<void> => {
    telemetry.serverSpan("x", null, {}).end();
    await telemetry.flush();
  };
  await lose();
  await lose();
  pass(59_999);
  await lose();
  expect(logs).toHaveLength(1);
  pass(1);
  await lose();
  expect(logs.map(({ fields }) => [fields.spans, fields.spans_since_start])).toEqual([
    [1, 1],
    [3, 4],
  ]);
  expect(telemetry.lostSpans).toBe(4);
  await telemetry.shutdown();
});

test.each([
  { name: "of another trace", traceparent: parent, links: ["0af7651916cd43dd8448eb211c80319c"] },
  { name: "malformed", traceparent: "00-0af7651916cd43dd8448eb211c80319c", links: [] },
  { name: "none", traceparent: "", links: [] },
])("a link: $name", ({ traceparent, links }) => {
  const { telemetry, spans } = create({});
  const span = telemetry.serverSpan("POST /", null, {});
  span.link(traceparent);
  span.end();
  expect(spans[0]?.links).toEqual(links);
});

test("a span is not tied to its own trace", () => {
  const { telemetry, spans } = create({});
  const span = telemetry.serverSpan("POST /", parent, {});
  span.link(parent);
  span.end();
  expect(spans[0]?.links).toEqual([]);
});
