import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { startFakeModel } from "../e2e/fake-model.ts";
import { type Artefacts, buildArtefacts } from "../functions/artefacts.ts";
import { type Collector, startCollector } from "../functions/otlp-collector.ts";
import { post } from "../functions/testing.ts";
import { tinyBundle } from "../functions/tiny-bundle.ts";

const page = readFileSync(new URL("opentelemetry.md", import.meta.url), "utf8");
const blockOf = (info: string): string => new RegExp(`^\`\`\`${info}\\n([\\s\\S]*?)^\`\`\``, "m").exec(page)?.[1] ?? "";
const envOf = (product: string): Record<string, string> =>
  Object.fromEntries(
    blockOf(`env ${product}`)
      .trim()
      .split("\n")
      .map((line) => {
        const [, name = "", value = ""] = /^(\w+)=(.*)$/.exec(line) ?? [];
        return [name, value];
      }),
  );

/** What a product asks of an export, by its documentation and source. */
interface Product {
  readonly path: string;
  /** The status of the refusal; null: it is taken. */
  refuse(headers: Readonly<Record<string, unknown>>): number | null;
}

const protobuf = "application/x-protobuf";
const PRODUCTS: Readonly<Record<string, Product>> = {
  tempo: { path: "/v1/traces", refuse: (headers) => (headers["content-type"] === protobuf ? null : 415) },
  langfuse: {
    path: "/api/public/otel/v1/traces",
    refuse: (headers) => {
      const [, pair] = /^Basic (\S+)$/.exec(String(headers.authorization)) ?? [];
      if (Buffer.from(pair ?? "", "base64").toString() !== "pk-lf-123:sk-lf-456") return 401;
      if (Number(headers["x-langfuse-ingestion-version"] ?? 4) > 4) return 400;
      return [protobuf, "application/json"].includes(String(headers["content-type"])) ? null : 400;
    },
  },
  opik: {
    path: "/api/v1/private/otel/v1/traces",
    // Without a login it takes what comes, and puts what names no project into its default one: not where one would look.
    refuse: (headers) => (headers.projectname === "kprompt" ? null : 400),
  },
  "opik-cloud": {
    path: "/opik/api/v1/private/otel/v1/traces",
    refuse: (headers) => {
      if (headers.authorization !== "opik-key-123" || headers["comet-workspace"] !== "default") return 401;
      return headers.projectname === "kprompt" ? null : 400;
    },
  },
  mlflow: {
    path: "/v1/traces",
    refuse: (headers) => {
      if (!/^\d+$/.test(String(headers["x-mlflow-experiment-id"]))) return 422;
      return headers["content-type"] === protobuf ? null : 400;
    },
  },
};

/** Stands for a product: what it takes goes on to a collector, which decodes it. */
const startProduct = async ({ path, refuse }: Product, collector: Collector) => {
  const statuses: number[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const status = request.url === path && request.method === "POST" ? (refuse(request.headers) ?? 200) : 404;
    statuses.push(status);
    if (status === 200) await fetch(collector.url, { method: "POST", body: Buffer.concat(chunks) });
    response.writeHead(status, { "content-type": protobuf }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    host: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    statuses,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
};

let artefacts: Artefacts;
beforeAll(async () => {
  artefacts = await buildArtefacts();
});
afterAll(() => artefacts.remove());

/** One triage by the built function, and what came of its spans. */
const exportTo = async (product: string, env: Record<string, string>) => {
  const collector = await startCollector();
  const model = await startFakeModel({ answerMs: 1 });
  const server = await startProduct(PRODUCTS[product] as Product, collector);
  const endpoint = env.OTEL_EXPORTER_OTLP_ENDPOINT?.replace(/^https?:\/\/[^/]+/, server.host) ?? "";
  const analyze = await artefacts.startNode("analyze", {
    ...env,
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    LLM_BASE_URL: model.url,
  });
  const response = await analyze.fetch("/v1/analyze", post({ logs: "container shop was OOMKilled" }));
  const reply = (await response.json()) as { readonly trace_id: string; readonly engine: string };
  // Sends what is left.
  await analyze.stop();
  await Promise.all([server.close(), collector.close(), model.stop()]);
  return { reply, spans: collector.spans, statuses: server.statuses, stderr: analyze.stderr };
};

describe.each(Object.keys(PRODUCTS))("the environment for %s", (product) => {
  test("is taken as it stands, but for the host", async () => {
    const env = envOf(product);
    expect(Object.keys(env)[0]).toBe("OTEL_EXPORTER_OTLP_ENDPOINT");
    const { reply, spans, statuses, stderr } = await exportTo(product, env);
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(stderr.filter((line) => /could not be delivered|"level":"error"/.test(line))).toEqual([]);
    expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set([reply.trace_id]));
    expect(spans.find(({ parentSpanId }) => parentSpanId === "")?.name).toBe("POST /v1/analyze");
    expect(spans.find(({ name }) => name === "llm.inference")?.attributes).toMatchObject({
      "gen_ai.operation.name": "chat",
      "gen_ai.usage.input_tokens": 300,
      "gen_ai.usage.output_tokens": 100,
      "llm.prompt.template_sha256": expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(spans[0]?.resource["llm.prompt.bundle_sha256"]).toBe(tinyBundle.bundle_sha256);
  });
});

test.each([
  { product: "langfuse", without: "OTEL_EXPORTER_OTLP_HEADERS", status: 401 },
  { product: "opik-cloud", without: "OTEL_EXPORTER_OTLP_HEADERS", status: 401 },
  { product: "mlflow", without: "OTEL_EXPORTER_OTLP_HEADERS", status: 422 },
])("$product refuses the spans with $status without its headers, and the triage is made all the same", async (row) => {
  const { [row.without]: _, ...env } = envOf(row.product);
  const { reply, spans, statuses, stderr } = await exportTo(row.product, env);
  expect(reply.engine).toBe("model");
  expect(spans).toEqual([]);
  expect(new Set(statuses)).toEqual(new Set([row.status]));
  expect(stderr.join("\n")).toContain("Traces could not be delivered");
});

test("the header of Langfuse is what the printed command makes", () => {
  expect(page).toContain("printf '%s:%s' pk-lf-123 sk-lf-456 | base64 -w0");
  const made = Buffer.from("pk-lf-123:sk-lf-456").toString("base64");
  expect(envOf("langfuse").OTEL_EXPORTER_OTLP_HEADERS).toBe(`Authorization=Basic%20${made}`);
  expect(blockOf("sh").trim()).toContain("base64 -w0");
  expect(page).toContain(`--from-literal=headers='Authorization=Basic%20${made}'`);
});

describe("the Collector's file", () => {
  const config = parseYaml(blockOf("yaml collector")) as {
    readonly receivers: object;
    readonly processors: object;
    readonly exporters: Readonly<Record<string, { readonly endpoint: string; readonly headers?: object }>>;
    readonly service: { readonly pipelines: { readonly traces: Readonly<Record<string, readonly string[]>> } };
  };

  test("uses what it defines, and all of it", () => {
    const { receivers, processors, exporters } = config.service.pipelines.traces;
    expect(receivers).toEqual(Object.keys(config.receivers));
    expect(processors).toEqual(Object.keys(config.processors));
    expect(exporters).toEqual(Object.keys(config.exporters));
  });

  test.each(["tempo", "langfuse", "opik", "mlflow"])("sends to %s as a function does by its environment", (product) => {
    const { endpoint, headers = {} } = config.exporters[`otlp_http/${product}`] ?? {};
    const env = envOf(product);
    expect(endpoint).toBe(env.OTEL_EXPORTER_OTLP_ENDPOINT);
    const pairs = Object.entries(headers).map(([name, value]) => `${name}=${String(value).replaceAll(" ", "%20")}`);
    expect(pairs.join(",")).toBe(env.OTEL_EXPORTER_OTLP_HEADERS ?? "");
  });
});
