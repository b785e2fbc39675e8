import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { build } from "../cli/build.ts";
import { ATTRIBUTE } from "../core/attributes.ts";
import { type Program, prepareProgram } from "../knative/image/debian-packages.ts";
import { buildKustomization } from "./kustomize.ts";
import { type Entry, type Labels, type LogQuery, type Pipeline, readLogql, STREAM_LABELS } from "./logql.ts";
import {
  DASHBOARDS,
  observability,
  type Query,
  RULE_FILES,
  type Rule,
  readDashboard,
  readQueries,
  readRules,
} from "./observability-queries.ts";
import { type Line, playScene, type Scene } from "./observability-scene.ts";
import { type Metrics, problemsOfPromql } from "./promql.ts";
import { problemsOfTraceql } from "./traceql.ts";

/** Dashboards, rules and docs/observability.md against what the built functions really say. */

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = mkdtempSync(join(tmpdir(), "kprompt-e2e-observability-"));
const run = promisify(execFile);
let scene: Scene;
let entries: readonly Entry[];

beforeAll(async () => {
  await build({ root, outdir: dist });
  scene = await playScene(dist);
  entries = scene.lines.map((line) => ({ stream: STREAM, line }));
});
afterAll(() => rmSync(dist, { recursive: true, force: true }));

const STREAM = { namespace: "kprompt", pod: "analyze-0123456789ab-deployment-0", container: "user-container" };

/** As Grafana fills them in where nobody chose a prompt or a hash. */
const GRAFANA = {
  ...{ __auto: "5m", __interval: "5m", __range: "1h", __rate_interval: "5m" },
  ...{ namespace: "kprompt", environment: "prod", prompt: ".*", hash: "" },
};

const readYaml = (file: string): unknown => parse(readFileSync(join(observability, file), "utf8"));

const recordOf = (record: string): Line => {
  const found = scene.records.find((one) => one.record === record && one.engine === "model" && one.triage_id !== null);
  if (!found) throw new Error(`The scene wrote no ${record}.`);
  return found;
};

/** Of an answer to an alert. */
const ofAnswer = (): Record<string, string> => {
  const { triage_id, trace_id, prompt_hash, render_sha256 } = recordOf("generation");
  return { triage_id, trace_id, hash: prompt_hash, render: render_sha256 } as Record<string, string>;
};

const ANY = { hash: "", triage_id: "", trace_id: "", render: "" };
const ofLanguage = (language: Query["language"]) =>
  readQueries(GRAFANA, ANY).flatMap((query, index) => (query.language === language ? [{ ...query, index }] : []));
const filled = (index: number): string => readQueries(GRAFANA, ofAnswer())[index]?.text ?? "";

describe("LogQL", () => {
  test.each(ofLanguage("logql"))("$where", ({ index }) => {
    const { errors, pipelines, grouping } = readLogql(filled(index));
    expect(errors).toEqual([]);
    expect(pipelines.flatMap((one) => one.problemsWith(entries))).toEqual([]);
    const labels = new Set(pipelines.flatMap((one) => [...one.labels]));
    expect(grouping.filter((name) => !labels.has(name))).toEqual([]);
  });
});

test("a hash, or its beginning, leaves that version alone on the dashboard", () => {
  const { hash = "" } = ofAnswer();
  const queries = readQueries({ ...GRAFANA, hash: hash.slice(0, 6) }, ofAnswer());
  const pipelines = queries
    .filter(({ where, text }) => where.startsWith(DASHBOARDS[0]) && text.includes("prompt_hash"))
    .flatMap(({ text }) => readLogql(text).pipelines);
  expect(pipelines.length).toBeGreaterThan(5);
  const found = pipelines.flatMap((one) => one.run(entries).map(({ labels }) => labels.prompt_hash));
  expect(new Set(found)).toEqual(new Set([hash]));
});

describe("TraceQL", () => {
  test.each(ofLanguage("traceql"))("$where", ({ index }) => {
    expect(problemsOfTraceql(filled(index), scene.spans)).toEqual([]);
  });
});

/** Metrics that are not ours, with the labels by which they are asked for here. */
const FOREIGN = [
  // queue-proxy of Knative Serving 1.23, port 9091.
  { names: ["http_server_request_duration_seconds_count"], labels: ["http_response_status_code", "kn_route_tag"] },
  { names: ["kn_serving_invocation_duration_seconds_bucket"], labels: ["http_response_status_code", "le"] },
  { names: ["kn_serving_queue_depth"], labels: [] },
  { names: ["target_info"], labels: ["kn_revision_name", "kn_service_name", "k8s_namespace_name"] },
  // Tempo's metrics generator: its own labels, and tempo.yaml's dimensions with underscores.
  {
    names: ["traces_spanmetrics_calls_total"],
    labels: [
      "span_name",
      "status_code",
      "service",
      "gen_ai_prompt_name",
      "gen_ai_prompt_version",
      "k8s_knative_revision",
    ],
  },
] as const;

const recording = readRules("loki/recording-rules.yaml");
const labelsOf = ({ expr, labels = {} }: Rule) => [...readLogql(expr).outerGrouping, ...Object.keys(labels)];
const metrics: Metrics = new Map([
  ...recording.map((rule) => [rule.record ?? "", new Set(labelsOf(rule))] as const),
  ...FOREIGN.flatMap(({ names, labels }) =>
    names.map((name) => [name, new Set<string>([...labels, "instance"])] as const),
  ),
]);

describe("PromQL", () => {
  test.each(ofLanguage("promql"))("$where", ({ text }) => {
    expect(problemsOfPromql(text, metrics)).toEqual([]);
  });
});

/** What each recording rule makes of the scene, by the values of its labels. */
const sumUp = ({ expr }: Rule): Readonly<Record<string, number>> => {
  const { pipelines, outerGrouping } = readLogql(expr) as LogQuery & { pipelines: [Pipeline] };
  const groups = Map.groupBy(pipelines[0].run(entries), ({ labels }) =>
    outerGrouping.map((name) => labels[name] ?? "").join(" "),
  );
  return Object.fromEntries(
    [...groups].map(([key, rows]) => [key, rows.reduce((sum, { value = 1 }) => sum + value, 0)] as const),
  );
};

const of = (record: string) => scene.records.filter((one) => one.record === record);
const countBy = (
  records: readonly Line[],
  keyOf: (one: Line) => string,
  amountOf = (_: Line): number => 1,
): Readonly<Record<string, number>> => {
  const groups = Map.groupBy(records, keyOf);
  return Object.fromEntries([...groups].map(([key, some]) => [key, some.reduce((sum, one) => sum + amountOf(one), 0)]));
};
const version = ({ prompt_id, prompt_version }: Line): string => `${prompt_id} ${prompt_version}`;
const word = (value: unknown): string => String(value ?? "");
const answers = () => of("generation").filter(({ role }) => role !== "part");

describe("each recording rule means what its name says", () => {
  const expected: Readonly<Record<string, () => Readonly<Record<string, number>>>> = {
    "kprompt:generations:count1m": () =>
      countBy(
        of("generation"),
        (one) => `${version(one)} ${word(one.engine)} ${word(one.degraded_reason)} ${one.role}`,
      ),
    // The model of the scene answers the merging with a triage, too.
    "kprompt:schema_failures:count1m": () => ({ "log_triage.general 1.1.0": 1, "synthesize 1.0.0": 1 }),
    "kprompt:repairs:sum1m": () => countBy(of("generation"), version, ({ retry_count }) => Number(retry_count)),
    "kprompt:verdicts:count1m": () => countBy(answers(), (one) => `${version(one)} ${(one.triage as Line).verdict}`),
    "kprompt:latency_ms:p95_15m": () =>
      countBy(
        answers().filter(({ engine }) => engine === "model"),
        version,
        ({ latency_ms }) => Number(latency_ms),
      ),
    "kprompt:queue_ms:max1m": () =>
      countBy(
        of("generation"),
        () => "",
        ({ queue_ms }) => Number(queue_ms),
      ),
    "kprompt:tokens:sum1m prompt": () =>
      countBy(of("generation"), version, ({ tokens_prompt }) => Number(tokens_prompt)),
    "kprompt:tokens:sum1m completion": () =>
      countBy(of("generation"), version, ({ tokens_completion }) => Number(tokens_completion)),
    "kprompt:tokens:sum1m cached": () =>
      countBy(
        of("generation").filter(({ tokens_cached }) => tokens_cached !== null),
        version,
        ({ tokens_cached }) => Number(tokens_cached),
      ),
    "kprompt:truncated:count1m": () =>
      countBy(
        of("generation").filter(({ truncated }) => truncated === true),
        version,
      ),
    "kprompt:alerts:count1m": () => ({
      "completed ": 1,
      "completed rules_asked": 1,
      "skipped label_off": 1,
      "skipped resolved": 1,
      "skipped repeat": 1,
    }),
    "kprompt:notifications:count1m": () => countBy(of("notification"), (one) => `${one.receiver} ${one.outcome}`),
    "kprompt:plain_alerts:count1m": () => ({ "": 1 }),
    "kprompt:dead_letters:count1m": () => ({ "/receivers/ops": 1 }),
    "kprompt:feedback_score:avg1d": () => ({ "": 1.25 }),
  };
  const nameOf = ({ record, labels }: Rule) => [record, ...Object.values(labels ?? {})].join(" ");
  const summed = recording.filter(({ record }) => record !== "kprompt:bundles:count30m");

  test("there is an expectation for each", () => {
    expect(summed.map(nameOf)).toEqual(Object.keys(expected));
  });
  test.each(summed.map((rule) => ({ name: nameOf(rule), rule })))("$name", ({ name, rule }) => {
    const sums = sumUp(rule);
    expect(sums).toEqual(expected[name]?.());
    expect(Object.keys(sums).length).toBeGreaterThan(0);
  });
  test("kprompt:bundles:count30m counts bundles, not answers", () => {
    const rule = recording.find(({ record }) => record === "kprompt:bundles:count30m") as Rule;
    expect(rule.expr.replace(/\s+/g, "")).toMatch(/^count\(sumby\(bundle_sha256\)\(count_over_time\(/);
    const [pipeline] = readLogql(rule.expr).pipelines as [Pipeline];
    const bundles = new Set(pipeline.run(entries).map(({ labels }) => labels.bundle_sha256));
    expect([...bundles]).toEqual([recordOf("generation").bundle_sha256]);
  });
  test("no label has as many values as there are incidents", () => {
    const many = /sha256|hash|namespace|alertname|trace|triage_id|identity|pod|event_id/;
    expect(recording.flatMap(labelsOf).filter((name) => many.test(name))).toEqual([]);
  });
});

test("a record's namespace meets the label of its stream", () => {
  const [pipeline] = readLogql('{namespace="kprompt"} |= `"record":"alert"` | json').pipelines as [Pipeline];
  const { labels } = pipeline.run(entries)[0] as { labels: Labels };
  expect(labels).toMatchObject({ namespace: "kprompt", namespace_extracted: "shop" });
});

test("the labels that queries ask for are those that alloy.config sets", () => {
  const text = readFileSync(join(observability, "alloy.config"), "utf8");
  expect(new Set([...text.matchAll(/target_label\s*=\s*"(\w+)"/g)].map(([, name]) => name))).toEqual(STREAM_LABELS);
});

describe.each(DASHBOARDS)("%s", (file) => {
  const dashboard = readDashboard(file);

  test("each datasource is a variable, and each variable of a query is one of the dashboard or of Grafana", () => {
    const text = JSON.stringify(dashboard.panels);
    const datasources = [...text.matchAll(/"datasource":\{"type":"(\w+)","uid":"([^"]*)"\}/g)];
    expect(datasources.length).toBeGreaterThan(0);
    expect(datasources.filter(([, type, uid]) => uid !== `\${${type}}`).map(([all]) => all)).toEqual([]);
    const own = dashboard.templating.list.map(({ name }) => name);
    const named = [...text.matchAll(/\$\{?(\w+)/g)].map(([, name = ""]) => name);
    expect(new Set(named.filter((name) => !name.startsWith("__") && !own.includes(name)))).toEqual(new Set());
    const wanted = dashboard.templating.list.filter(({ type }) => type === "datasource").map(({ query }) => query);
    expect(wanted).toEqual(["prometheus", "loki", "tempo"]);
  });

  test("no query mixes what prod and dev said", () => {
    const texts = dashboard.panels.flatMap(({ targets = [] }) =>
      targets.flatMap(({ datasource, expr, query }) => (datasource.type === "prometheus" ? [] : (expr ?? query ?? ""))),
    );
    const chosen = /^\{ ?resource\.deployment\.environment\.name =~ "\$environment" |\{namespace="\$namespace"/;
    expect(texts.filter((text) => !chosen.test(text))).toEqual([]);
  });

  test("a link of a table opens the trace of its row", () => {
    const urls = dashboard.panels.flatMap(
      ({ fieldConfig }) => fieldConfig?.defaults.links?.map(({ url }) => url) ?? [],
    );
    expect(urls.length).toBeGreaterThan(0);
    for (const url of urls) {
      const panes = new URL(
        url.replace("${__data.fields.trace_id}", "4bf9"),
        "http://grafana.example",
      ).searchParams.get("panes");
      const [pane] = Object.values(JSON.parse(panes ?? "")) as { datasource: string; queries: object[] }[];
      expect(pane).toMatchObject({
        datasource: "${tempo}",
        queries: [{ query: "4bf9", queryType: "traceql", datasource: { type: "tempo", uid: "${tempo}" } }],
      });
    }
  });

  test("its panels lie beside each other", () => {
    const taken = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, at) => `${x + (at % w)},${y + Math.floor(at / w)}`),
    );
    expect(new Set(taken).size).toBe(taken.length);
    expect(dashboard.panels.every(({ gridPos: { x, w } }) => x + w <= 24)).toBe(true);
  });
});

test("kustomize makes one ConfigMap of the dashboards, by the label that Grafana's sidecar looks for", async () => {
  const documents = parseAllDocuments(await buildKustomization(observability)).map((document) => document.toJS());
  expect(documents).toHaveLength(1);
  const [{ kind, metadata, data }] = documents;
  expect({ kind, name: metadata.name, label: metadata.labels.grafana_dashboard }).toEqual({
    kind: "ConfigMap",
    name: "kprompt-dashboards",
    label: "1",
  });
  expect(Object.values(data as Record<string, string>).map((text) => JSON.parse(text).uid)).toEqual([
    "kprompt-operations",
    "kprompt-prompts",
  ]);
});

describe("from an answer to its file", () => {
  test("kprompt which knows the hash of each answer, by the line that the page gives", async () => {
    const page = readFileSync(join(root, "docs/observability.md"), "utf8");
    const line = /^npx (kprompt which) \$hash$/m.exec(page)?.[1] ?? "";
    const dashboardLine = readDashboard(DASHBOARDS[0]).panels.find(({ type }) => type === "text")?.options?.content;
    expect(dashboardLine).toContain(`npx ${line} \${hash}`);
    const [, command = ""] = line.split(" ");
    const hashes = new Map(answers().map((one) => [word(one.prompt_hash), version(one).replace(" ", "@")]));
    expect(hashes.size).toBeGreaterThan(2);
    for (const [hash, reference] of hashes) {
      const { stdout } = await run(process.execPath, [join(root, "cli/kprompt.mjs"), command, hash], { cwd: root });
      expect(stdout).toContain(`${reference}  template_sha256  ${hash}`);
    }
  });

  test("the record and the span of an answer have the same hashes", () => {
    const generation = recordOf("generation");
    const span = scene.spans.find(
      ({ name, traceId, attributes }) =>
        name === "llm.inference" &&
        traceId === generation.trace_id &&
        attributes[ATTRIBUTE.renderSha256] === generation.render_sha256,
    );
    expect(span?.attributes[ATTRIBUTE.templateSha256]).toBe(generation.prompt_hash);
  });
});

const alerts = RULE_FILES.flatMap(({ file }) => readRules(file).map((rule) => ({ file, rule }))).filter(
  ({ rule }) => rule.alert,
);

describe("alerting rules", () => {
  test.each(alerts.map((one) => ({ ...one, name: one.rule.alert })))(
    "$file: $name says what is wrong and where to read on",
    ({ rule }) => {
      const { labels = {}, annotations = {}, expr } = rule;
      expect(Object.keys(annotations)).toEqual(["summary", "description", "runbook_url"]);
      // The guard against the loop: no model is asked about it, and Alertmanager routes by the other.
      expect(labels).toMatchObject({
        kprompt: "off",
        part_of: "kprompt",
        severity: expect.stringMatching(/^(info|warning|critical)$/),
      });
      const templated = [
        ...Object.values(annotations)
          .join(" ")
          .matchAll(/\$labels\.(\w+)/g),
      ].map(([, name = ""]) => name);
      expect(templated.filter((name) => !expr.includes(name))).toEqual([]);
      const [, path = "", anchor = ""] = /\/blob\/main\/([^#]+)#(.+)$/.exec(annotations.runbook_url ?? "") ?? [];
      const headings = existsSync(join(root, path))
        ? readFileSync(join(root, path), "utf8").matchAll(/^#+ (.+)$/gm)
        : [];
      expect([...headings].map(([, heading = ""]) => heading.toLowerCase().replaceAll(" ", "-"))).toContain(anchor);
    },
  );

  test("Loki's are Prometheus's, but for the one that asks about the day before", () => {
    const those = (file: string) =>
      alerts
        .filter((one) => one.file === file && one.rule.alert !== "KpromptNewVersionFails")
        .map(({ rule: { expr: _, ...rule } }) => rule);
    expect(those("loki/alerting-rules.yaml")).toEqual(those("prometheus/alerting-rules.yaml"));
  });
});

describe("promtool", () => {
  let promtool: Program;
  const call = (...parameters: readonly string[]) =>
    run(promtool.command, [...promtool.arguments, ...parameters], { cwd: join(observability, "prometheus") });
  beforeAll(async () => {
    promtool = await prepareProgram({ name: "promtool", packages: ["promtool", "libc6"], binary: "usr/bin/promtool" });
  });

  test("takes the rules", async () => {
    const { stdout } = await call("check", "rules", "alerting-rules.yaml");
    expect(stdout).toContain("SUCCESS: 11 rules found");
  });

  test("takes the configuration", async () => {
    const { stdout } = await call("check", "config", "--syntax-only", "prometheus.yaml");
    expect(stdout).toContain("SUCCESS: prometheus.yaml is valid prometheus config file syntax");
  });

  test("sees each fire, and not fire", async () => {
    const { stdout } = await call("test", "rules", "alerting-rules.test.yaml");
    expect(stdout).toContain("SUCCESS");
    const { tests } = readYaml("prometheus/alerting-rules.test.yaml") as {
      tests: { alert_rule_test: { alertname: string; exp_alerts: unknown[] }[] }[];
    };
    const looks = tests.flatMap(({ alert_rule_test }) => alert_rule_test);
    const names = readRules("prometheus/alerting-rules.yaml").map(({ alert }) => alert);
    expect(new Set(looks.filter(({ exp_alerts }) => exp_alerts.length > 0).map(({ alertname }) => alertname))).toEqual(
      new Set(names),
    );
    const always = ["KpromptWatchdog"];
    expect(
      new Set([
        ...always,
        ...looks.filter(({ exp_alerts }) => exp_alerts.length === 0).map(({ alertname }) => alertname),
      ]),
    ).toEqual(new Set(names));
  });
});

describe("alertmanager.yaml", () => {
  const config = join(observability, "alertmanager.yaml");
  let amtool: readonly [string, ...string[]];
  beforeAll(async () => {
    const { command, arguments: parameters } = await prepareProgram({
      name: "alertmanager",
      packages: ["prometheus-alertmanager", "libc6"],
      binary: "usr/bin/prometheus-alertmanager",
    });
    const binary = parameters.at(-1) ?? "";
    amtool = [command, ...parameters.slice(0, -1), resolve(dirname(binary), "amtool")];
  });
  const call = async (...parameters: readonly string[]) => {
    const [command, ...first] = amtool;
    return (await run(command, [...first, ...parameters])).stdout.trim();
  };

  test("is one", async () => {
    expect(await call("check-config", config)).toContain("SUCCESS");
  });

  test.each([
    { alert: "alertname=KpromptWatchdog part_of=kprompt severity=info", receivers: "kprompt" },
    { alert: "alertname=KpromptDegraded part_of=kprompt severity=warning", receivers: "oncall" },
    { alert: "alertname=KpromptNoAlerts part_of=kprompt severity=critical", receivers: "oncall" },
    { alert: "alertname=NodeDown severity=critical", receivers: "oncall,kprompt" },
    { alert: "alertname=DiskFull severity=warning", receivers: "kprompt" },
  ])("$alert → $receivers", async ({ alert, receivers }) => {
    expect(await call("config", "routes", "test", "--config.file", config, ...alert.split(" "))).toBe(receivers);
  });
});

test("tempo.yaml lets the dashboards compute over what they begin with, and a week", () => {
  const { query_frontend } = readYaml("tempo.yaml") as { query_frontend?: { metrics: { max_duration: string } } };
  expect(query_frontend?.metrics.max_duration).toBe("168h");
  expect(DASHBOARDS.map((file) => readDashboard(file).time)).toEqual(
    DASHBOARDS.map(() => ({ from: "now-24h", to: "now" })),
  );
});

test("tempo.yaml names attributes of spans, in the scope and of the type that they have", () => {
  const { storage, metrics_generator } = readYaml("tempo.yaml") as {
    storage: { trace: { block: { parquet_dedicated_columns: { scope: "span"; name: string; type: string }[] } } };
    metrics_generator: { processor: { span_metrics: { dimensions: string[] } } };
  };
  const columns = storage.trace.block.parquet_dedicated_columns;
  const typesOf = (name: string) =>
    new Set(scene.spans.flatMap(({ attributes }) => (name in attributes ? [typeof attributes[name]] : [])));
  expect(
    columns.filter(({ scope, name, type }) => scope !== "span" || ![...typesOf(name)].includes(type as "string")),
  ).toEqual([]);
  const { dimensions } = metrics_generator.processor.span_metrics;
  const there = new Set(
    scene.spans.flatMap(({ attributes, resource }) => [...Object.keys(attributes), ...Object.keys(resource)]),
  );
  expect(dimensions.filter((name) => !there.has(name))).toEqual([]);
  // As Tempo writes them into labels.
  const labels = metrics.get("traces_spanmetrics_calls_total");
  expect(dimensions.map((name) => name.replace(/\W/g, "_")).filter((name) => !labels?.has(name))).toEqual([]);
});
