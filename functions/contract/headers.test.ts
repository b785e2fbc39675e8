import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Artefacts, buildArtefacts } from "../artefacts.ts";
import { type Collector, type ReceivedSpan, startCollector } from "../otlp-collector.ts";
import { FUNCTION_NAMES, type FunctionName } from "../settings.ts";
import { exchange, type WireReply } from "./connection.ts";
import { type GoodRequest, goodRequest, goodRequests } from "./good-request.ts";
import queueProxy from "./queue-proxy.json" with { type: "json" };
import { RUNTIME_NAMES, type Running, recordsOf, start, until } from "./runtimes.ts";
import { type Surroundings, startSurroundings, WORK_ENV } from "./surroundings.ts";

type Headers = Readonly<Record<string, string>>;

let artefacts: Artefacts;
beforeAll(async () => {
  artefacts = await buildArtefacts();
});
afterAll(() => artefacts.remove());

const knativeOf = (name: FunctionName): Headers => ({
  K_SERVICE: name,
  K_CONFIGURATION: name,
  K_REVISION: `${name}-4f2a9c1d77e0`,
});

/** Of a caller that claims to be somebody: part of Knative, of a proxy, or of another host. None is believed. */
const SPOOFED: readonly { readonly name: string; readonly headers: Headers }[] = [
  { name: "Forwarded", headers: { forwarded: "for=6.6.6.6;host=spoofed.example;proto=https" } },
  {
    name: "X-Forwarded-*",
    headers: {
      "x-forwarded-for": "6.6.6.6, 10.0.0.1",
      "x-forwarded-host": "spoofed.example",
      "x-forwarded-proto": "https",
      "x-forwarded-port": "6666",
      "x-forwarded-prefix": "/spoofed.example",
      "x-forwarded-uri": "/v1/spoofed.example",
    },
  },
  { name: "Host", headers: { host: "spoofed.example" } },
  { name: "Host with a port", headers: { host: "spoofed.example:6666" } },
  {
    name: "other paths and methods",
    headers: {
      "x-original-url": "/health/liveness?spoofed.example",
      "x-rewrite-url": "/health/liveness?spoofed.example",
      "x-http-method-override": "GET",
      "x-method-override": "GET",
    },
  },
  {
    name: "K-*",
    headers: {
      "k-proxy-request": "activator",
      "k-network-probe": "queue",
      "k-network-hash": "spoofed.example",
      "k-original-host": "spoofed.example",
      "k-service": "spoofed.example",
      "k-configuration": "spoofed.example",
      "k-revision": "spoofed.example",
      "user-agent": "curl/8",
    },
  },
  {
    name: "Knative-*",
    headers: {
      "knative-serving-tag": "candidate",
      "knative-serving-default-route": "true",
      "knative-serving-revision": "spoofed.example",
      "knative-serving-namespace": "spoofed.example",
    },
  },
  {
    name: "queue-proxy's probe",
    headers: { "user-agent": "Knative-Queue-Proxy-Probe", "k-network-probe": "queue" },
  },
  { name: "the kubelet's probe", headers: { "user-agent": "kube-probe/1.34", "k-network-probe": "queue" } },
  { name: "tracestate and baggage", headers: { tracestate: "vendor=1,other=2", baggage: "spoofed.example=1" } },
  { name: "a tracestate and baggage that are none", headers: { tracestate: "=,=;;", baggage: "=====;%zz" } },
  { name: "other systems' traces", headers: { b3: "1-1-1", "x-b3-traceid": "spoofed.example", "x-request-id": "1" } },
];

/** Of an answer, what no id and no clock is in. */
const comparable = ({ status, headers, body }: WireReply) => {
  const { date: _, "content-length": __, "transfer-encoding": ___, "ce-time": ____, ...kept } = headers;
  const text = JSON.stringify({ status, headers: kept, body });
  return JSON.parse(
    text
      .replace(/[0-9a-f]{16,64}/g, "…")
      .replace(/\\"(starts_at|time)\\":\\"[^"]*"/g, "")
      .replace(/\\"(\w+_ms)\\":\d+/g, ""),
  );
};

describe.each(RUNTIME_NAMES)("%s", (runtime) => {
  const running = new Map<FunctionName, Running>();
  let around: Surroundings;
  let collector: Collector;
  beforeAll(async () => {
    [around, collector] = await Promise.all([startSurroundings(), startCollector()]);
    for (const name of FUNCTION_NAMES) {
      const env = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: "20" };
      running.set(
        name,
        await start(artefacts, runtime, name, { ...WORK_ENV[name](around.address), ...env, ...knativeOf(name) }),
      );
    }
  });
  afterAll(async () => {
    for (const { stop } of running.values()) await stop();
    await Promise.all([around.close(), collector.close()]);
  });

  let sent = 0;
  const send = ({ to, path, headers, body }: GoodRequest, more: Headers = {}): Promise<WireReply> => {
    sent += 1;
    return exchange(running.get(to)!.url, "POST", path, { ...headers, ...more }, body);
  };
  const serverSpans = () => collector.spans.filter(({ kind }) => kind === "server");
  /** Every request leaves one span of the server. One is under way at a time, so the last is that of the last. */
  const lastServerSpan = async (): Promise<ReceivedSpan> => {
    await until(() => serverSpans().length >= sent);
    expect(serverSpans()).toHaveLength(sent);
    return serverSpans().at(-1)!;
  };

  test.each(SPOOFED)("spoofed: $name → the answers are those without", async ({ name, headers }) => {
    const [plain, spoofed] = [goodRequests(`plain ${name}`), goodRequests(`spoof ${name}`)];
    for (const [index, request] of spoofed.entries()) {
      const [expected, reply] = [await send(plain[index]!), await send(request, headers)];
      expect([request.to, request.kind, reply.status]).toEqual([request.to, request.kind, request.status]);
      expect([request.to, comparable(reply)]).toEqual([request.to, comparable(expected)]);
    }
  });

  test.each(SPOOFED)("spoofed: $name → what is refused stays refused, and nothing is quoted", async ({ headers }) => {
    for (const request of goodRequests("refused")) {
      const refused = [unproven(request), { ...request, body: '{"' }, { ...request, path: "/not/there" }];
      for (const one of refused) {
        const [expected, reply] = [await send(one), await send(one, headers)];
        expect(reply.status).toBeGreaterThanOrEqual(400);
        expect([one.to, comparable(reply)]).toEqual([one.to, comparable(expected)]);
        expect(JSON.stringify(reply)).not.toMatch(SPOOF);
      }
    }
  });

  test("nothing of it is in a span, in a record, or with whoever is asked next", async () => {
    const before = around.asked.length;
    for (const { name, headers } of SPOOFED)
      for (const request of goodRequests(`unseen ${name}`)) await send(request, headers);
    await lastServerSpan();
    const written = [...running.values()].flatMap((one) => one.written());
    expect(JSON.stringify(collector.spans)).not.toMatch(SPOOF);
    expect(written.join("\n")).not.toMatch(SPOOF);
    expect(around.asked.length - before).toBeGreaterThan(SPOOFED.length);
    expect(JSON.stringify(around.asked)).not.toMatch(SPOOF);
  });

  describe("as queue-proxy forwards it", () => {
    const exchanges = queueProxy.exchanges as unknown as readonly { name: string; path?: string; headers: Headers }[];
    const forwarded = exchanges.filter(({ path }) => path === undefined);
    const rows = forwarded.flatMap(({ name, headers }) =>
      goodRequests("x").map(({ to, kind }) => ({ name, headers, to, kind })),
    );

    test.each(rows)("$name → $to, $kind", async ({ name, headers, to, kind }) => {
      const request = goodRequests(`replayed ${name}`).find((one) => one.to === to && one.kind === kind)!;
      await lastServerSpan();
      expect((await send(request, headers)).status).toBe(request.status);
      const span = await lastServerSpan();
      expect(span.attributes["http.route"]).toBe(request.path.replace("/ops", "/:name"));
      const [, traceId = span.traceId, parentId = ""] = headers.traceparent?.split("-") ?? [];
      expect([span.traceId, span.parentSpanId]).toEqual([traceId, parentId]);
    });
  });

  test.each(FUNCTION_NAMES)("%s: whoever is asked next continues the same trace", async (to) => {
    const traceId = `${FUNCTION_NAMES.indexOf(to)}af7651916cd43dd8448eb211c80319${runtime === "Node" ? "d" : "e"}`;
    const before = around.asked.length;
    await send(goodRequest(to, "trace"), { traceparent: `00-${traceId}-b7ad6b7169203331-01`, tracestate: "vendor=1" });
    expect(await lastServerSpan()).toMatchObject({ traceId, parentSpanId: "b7ad6b7169203331" });
    const told = around.asked.slice(before).map(({ headers }) => headers.traceparent?.toString().split("-")[1]);
    expect(told).toEqual(HEARS_OF_TRACE[to] === null ? [] : [HEARS_OF_TRACE[to] ? traceId : undefined]);
  });

  test.each([
    ["of another form", "nonsense"],
    ["of zeros", "00-00000000000000000000000000000000-b7ad6b7169203331-01"],
    ["whose parent is zeros", "00-1af7651916cd43dd8448eb211c80319c-0000000000000000-01"],
    ["in capitals", "00-1AF7651916CD43DD8448EB211C80319C-B7AD6B7169203331-01"],
    ["of version ff", "ff-1af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"],
    ["with more behind it", "00-1af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x"],
    [
      "that is twice there",
      "00-1af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01, 00-1af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    ],
    ["that is empty", ""],
  ])("a traceparent %s begins a trace of its own in every function", async (_, traceparent) => {
    for (const to of FUNCTION_NAMES) {
      const request = goodRequest(to, `malformed ${traceparent}`);
      expect((await send(request, { traceparent })).status).toBe(request.status);
      const span = await lastServerSpan();
      expect([to, span.parentSpanId]).toEqual([to, ""]);
      expect(span.traceId).not.toMatch(/^(1af7651916cd43dd8448eb211c80319c|0+)$/i);
    }
  });

  test.each(FUNCTION_NAMES)("%s: service, configuration and revision are on every span and record", async (name) => {
    await send(goodRequest(name, "revision"));
    await lastServerSpan();
    const mine = collector.spans.filter(({ resource }) => resource["service.name"] === `kprompt-${name}`);
    expect(mine.length).toBeGreaterThan(0);
    const { K_SERVICE, K_CONFIGURATION, K_REVISION } = knativeOf(name);
    for (const { resource } of mine)
      expect(resource).toMatchObject({
        "k8s.knative.service": K_SERVICE,
        "k8s.knative.configuration": K_CONFIGURATION,
        "k8s.knative.revision": K_REVISION,
      });
    const records = ["generation", "alert", "notification"].flatMap((kind) => recordsOf(running.get(name)!, kind));
    expect(records.length > 0).toBe(name === "analyze" || name === "notify");
    for (const record of records) expect(record.revision).toBe(K_REVISION);
  });
});

const SPOOF = /spoofed\.example|6\.6\.6\.6|vendor=1/;

/** Without a token, or with a signature that is none. */
const unproven = (request: GoodRequest): GoodRequest => {
  const { authorization: _, ...headers } = request.headers;
  const wrong = "00".repeat(32);
  return {
    ...request,
    headers: "ce-kpsignature" in headers ? { ...headers, "ce-kpsignature": wrong } : headers,
    body: request.body.replace(/"kpsignature":"[^"]*"/, `"kpsignature":"${wrong}"`),
  };
};

/** Whether whoever a function asks is told of the trace: a receiver is a stranger. null: it asks nobody. */
const HEARS_OF_TRACE: Readonly<Record<FunctionName, boolean | null>> = {
  ingest: true,
  route: null,
  render: null,
  analyze: true,
  notify: false,
};
