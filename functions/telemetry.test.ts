import { describe, expect, test } from "vitest";
import type { FinishedSpan } from "./adapters/telemetry.ts";
import { badInputs, toRequest } from "./bad-inputs.ts";
import { createModels, createTestApps, get, goodTriage, post } from "./testing.ts";
import { tinyBundle } from "./tiny-bundle.ts";

const byName = (spans: readonly FinishedSpan[], name: string): FinishedSpan => {
  const found = spans.filter((span) => span.name === name);
  expect(found).toHaveLength(1);
  return found[0] as FinishedSpan;
};

test("R33: the tree of an analyze request: names, kinds, parents, no orphan, one trace", async () => {
  const { apps, spans } = createTestApps({ models: createModels() });
  await apps.analyze.request("/v1/analyze", post({ logs: "OOMKilled", filters: { namespace: "kube-system" } }));
  const ids = new Map(spans.map(({ spanId, name }) => [spanId, name]));
  expect(
    spans
      .toSorted((a, b) => a.startMs - b.startMs)
      .map(({ name, kind, parentSpanId }) => [name, kind, parentSpanId && ids.get(parentSpanId)]),
  ).toEqual([
    ["POST /v1/analyze", "server", undefined],
    ["evidence.digest", "internal", "POST /v1/analyze"],
    ["intent.route", "internal", "POST /v1/analyze"],
    ["prompt.render", "internal", "POST /v1/analyze"],
    ["llm.inference", "client", "POST /v1/analyze"],
  ]);
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
});

test("R29, R31, R35: the hashes and the reason on the spans are those of the reply", async () => {
  const { apps, spans } = createTestApps({ models: createModels() });
  const response = await apps.analyze.request(
    "/v1/analyze",
    post({ logs: "OOMKilled", filters: { namespace: "kube-system" } }),
  );
  const reply = (await response.json()) as {
    prompt: Record<string, string>;
    route: Record<string, string>;
    trace_id: string;
  };
  const { prompt, route, trace_id } = reply;
  const render = byName(spans, "prompt.render");
  expect(render.attributes).toMatchObject({
    "llm.prompt.id": prompt.id,
    "llm.prompt.version": prompt.version,
    "llm.prompt.template_sha256": prompt.template_sha256,
    "llm.prompt.vars_sha256": prompt.vars_sha256,
    "llm.prompt.render_sha256": prompt.render_sha256,
    "llm.prompt.bundle_sha256": tinyBundle.bundle_sha256,
    "gen_ai.prompt.name": prompt.id,
    "gen_ai.prompt.version": prompt.version,
  });
  expect(render.attributes["llm.prompt.render_preview"]).toBeUndefined();
  expect(render.resource).toMatchObject({ "llm.prompt.bundle_sha256": tinyBundle.bundle_sha256 });
  const server = byName(spans, "POST /v1/analyze");
  expect(server.attributes).toMatchObject({
    "http.request.method": "POST",
    "http.route": "/v1/analyze",
    "http.response.status_code": 200,
    "llm.intent": "k8s_core",
    "llm.route.reason": route.reason,
  });
  expect(server.traceId).toBe(trace_id);
});

test("the model is told the span of its call", async () => {
  const models = createModels();
  const { apps, spans } = createTestApps({ models });
  await apps.analyze.request("/v1/analyze", post({ logs: "boom" }));
  const { traceId, spanId } = byName(spans, "llm.inference");
  expect(models.requests[0]?.traceparent).toBe(`00-${traceId}-${spanId}-01`);
});

test("route and render have their span below the server's", async () => {
  const { apps, spans } = createTestApps();
  await apps.route.request("/v1/route", post({ logs: "boom" }));
  await apps.render.request("/v1/render", post({ prompt: "tiny.k8s", variables: { logs: "x" } }));
  expect(byName(spans, "intent.route").parentSpanId).toBe(byName(spans, "POST /v1/route").spanId);
  expect(byName(spans, "prompt.render").parentSpanId).toBe(byName(spans, "POST /v1/render").spanId);
  expect(byName(spans, "prompt.render").attributes["llm.prompt.variables"]).toEqual(["logs"]);
});

test.each([
  ["/v1/prompts/tiny.k8s/1.0.0", "GET /v1/prompts/:id/:selector", 200],
  ["/v1/prompts/canary-in-path", "GET /v1/prompts/:id", 404],
  ["/canary-in-path?canary-in-query=1", "GET", 404],
])("%s is the span %s", async (path, name, status) => {
  const { apps, spans } = createTestApps();
  await apps.render.request(path, get());
  expect(byName(spans, name).attributes["http.response.status_code"]).toBe(status);
  expect(JSON.stringify(spans)).not.toContain("canary");
});

test("probes and the API's description leave no trace", async () => {
  const { apps, spans } = createTestApps();
  for (const path of ["/health/liveness", "/health/readiness", "/openapi.json"]) {
    expect((await apps.analyze.request(path)).status).toBe(200);
  }
  expect(spans).toEqual([]);
});

test("a refused call has a span, too", async () => {
  const { apps, spans } = createTestApps();
  await apps.route.request("/v1/route", { method: "POST" });
  expect(byName(spans, "POST /v1/route")).toMatchObject({
    error: false,
    attributes: { "http.response.status_code": 401 },
  });
});

test("a method that no standard knows does not name a span", async () => {
  const { apps, spans } = createTestApps();
  await apps.route.request("/v1/route", { method: "CANARY", ...get() });
  expect(byName(spans, "_OTHER /v1/route").attributes["http.request.method"]).toBe("_OTHER");
});

describe("R34: a marker in the input", () => {
  const canary = "kanarienvogel";
  const headers = {
    "x-marker": canary,
    tracestate: `v=${canary}`,
    baggage: `b=${canary}`,
    "user-agent": canary,
    cookie: canary,
  };
  const place = { namespace: canary, pod: canary, container: canary, node: canary };
  const labels = { app: canary, note: canary };
  const logs = [`level=error ${canary}`, { line: canary, time: "2026-11-21T03:00:00Z", labels }];
  const question = `why ${canary}?`;

  test.each([
    ["route", "/v1/route", { logs, filters: place, labels, question }],
    [
      "route",
      "/v1/route",
      { features: { ...place, app: canary, alertname: canary, keywords: [canary], labels, question } },
    ],
    [
      "route",
      "/v1/route",
      { alert: { labels: { ...labels, ...place, alertname: canary }, annotations: { text: canary } } },
    ],
    ["render", "/v1/render", { prompt: "tiny.k8s", variables: { logs: canary, namespace: canary, question } }],
    ["analyze", "/v1/analyze", { logs, filters: place, labels, question, subject: canary }],
    ["analyze", "/v1/analyze", { logs: canary, labels: { ...labels, alertname: canary, namespace: canary } }],
  ] as const)("reaches no span and no log of %s (%s)", async (to, path, body) => {
    const answer = JSON.stringify({ ...goodTriage, summary: canary, root_cause: canary });
    const { apps, spans, logs: said } = createTestApps({ models: createModels(async () => answer) });
    const response = await apps[to].request(`${path}?q=${canary}`, post(body, headers));
    expect(response.status).toBe(200);
    expect(await response.text()).toContain(canary);
    expect(spans.length).toBeGreaterThan(1);
    expect(JSON.stringify(spans)).not.toContain(canary);
    expect(said.join()).not.toContain(canary);
  });

  test.each([
    ["wrong type", { logs: [{ line: canary, time: canary }], labels }],
    ["wrong choice", { logs, filters: { severity: canary } }],
    ["wrong place", { logs, time_range: { start: canary, end: canary } }],
    ["too long", { logs, question: canary.repeat(500) }],
    ["line too long", { logs: [canary.repeat(500)] }],
    ["too many", { logs: Array(200).fill(canary) }],
    ["forbidden", { logs, intents: [canary], prompt: canary }],
    [
      "nothing to fetch from",
      { time_range: { start: "2026-11-21T03:00:00Z", end: "2026-11-21T04:00:00Z" }, filters: place },
    ],
  ])("reaches no problem, span or log when refused: %s", async (_, body) => {
    const { apps, spans, logs: said } = createTestApps();
    const response = await apps.analyze.request(`/v1/analyze?q=${canary}`, post(body, headers));
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(await response.text()).not.toContain(canary);
    expect(JSON.stringify(spans)).not.toContain(canary);
    expect(said.join()).not.toContain(canary);
  });

  test("reaches no span or log when the body is not even JSON", async () => {
    const { apps, spans, logs: said } = createTestApps();
    for (const input of badInputs.filter(({ body }) => typeof body === "string")) {
      const { path, init } = toRequest({ ...input, body: `${input.body}${canary}` });
      expect(await (await apps[input.to].request(path, init)).text()).not.toContain(canary);
    }
    expect(JSON.stringify([spans, said])).not.toContain(canary);
  });

  test("reaches the log neither when something of ours breaks", async () => {
    const record = (): never => {
      throw new TypeError(`cannot read ${canary}`);
    };
    const { apps, spans, logs: said } = createTestApps({ record });
    const response = await apps.analyze.request("/v1/analyze", post({ logs }));
    expect(response.status).toBe(500);
    const problem = await response.json();
    expect(problem).toEqual({
      type: "urn:kprompt:problem:internal_error",
      title: "Internal error",
      status: 500,
      code: "internal_error",
      trace_id: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    expect(said).toHaveLength(1);
    expect(JSON.parse(said[0] ?? "")).toMatchObject({ level: "error", error: "TypeError", at: expect.any(Array) });
    expect(said[0]).toContain("telemetry.test.ts");
    expect(byName(spans, "POST /v1/analyze")).toMatchObject({
      error: true,
      attributes: { "error.type": "internal_error" },
    });
    expect(JSON.stringify([spans, said])).not.toContain(canary);
  });
});

test("R30: the preview is there when switched on, cut and redacted", async () => {
  const { apps, spans } = createTestApps({ models: createModels(), previewChars: 120 });
  await apps.analyze.request("/v1/analyze", post({ logs: "password=hunter2hunter2 OOMKilled" }));
  const preview = String(byName(spans, "prompt.render").attributes["llm.prompt.render_preview"]);
  expect(preview).toContain("You are plain.");
  expect(preview.length).toBeLessThanOrEqual(120);
  expect(preview).not.toContain("hunter2");
});
