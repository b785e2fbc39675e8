import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

export interface Query {
  /** File and panel, rule or line. */
  readonly where: string;
  readonly language: "logql" | "traceql" | "promql";
  /** As Grafana would send it. */
  readonly text: string;
}

export interface Rule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface Panel {
  readonly title: string;
  readonly type: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly Target[];
  readonly datasource?: { readonly type: string; readonly uid: string };
  readonly options?: { readonly content?: string };
  readonly fieldConfig?: { readonly defaults: { readonly links?: readonly { readonly url: string }[] } };
}
interface Target {
  readonly datasource: { readonly type: string; readonly uid: string };
  readonly expr?: string;
  readonly query?: string;
}
export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly schemaVersion: number;
  readonly time: { readonly from: string; readonly to: string };
  readonly panels: readonly Panel[];
  readonly templating: {
    readonly list: readonly {
      readonly name: string;
      readonly type: string;
      readonly query: unknown;
      readonly definition?: string;
    }[];
  };
}

export const observability = fileURLToPath(new URL("../knative/observability/", import.meta.url));

export const DASHBOARDS = ["dashboards/kprompt-prompts.json", "dashboards/kprompt-operations.json"] as const;
export const readDashboard = (file: string): Dashboard => JSON.parse(readFileSync(join(observability, file), "utf8"));

export const readRules = (file: string): readonly Rule[] => {
  const { groups } = parse(readFileSync(join(observability, file), "utf8")) as { groups: { rules: Rule[] }[] };
  return groups.flatMap(({ rules }) => rules);
};

/** Variables of a dashboard, of Grafana and of the pages, by name. */
export type Variables = Readonly<Record<string, string>>;

/** @param page Those of the pages, where a hash is a whole one. */
export const readQueries = (dashboards: Variables, page: Variables): readonly Query[] => [
  ...DASHBOARDS.flatMap((file) => {
    const { panels, templating } = readDashboard(file);
    return [
      ...panels.flatMap(({ title, targets = [] }) =>
        targets.map(({ datasource, expr, query }) => ({
          where: `${file}: ${title}`,
          language: LANGUAGES[datasource.type as keyof typeof LANGUAGES],
          text: fill(expr ?? query ?? "", dashboards),
        })),
      ),
      ...templating.list.flatMap(({ name, definition }) => {
        const metric = /^label_values\(([\w:]+), (\w+)\)$/.exec(definition ?? "");
        return metric
          ? [
              {
                where: `${file}: $${name}`,
                language: "promql",
                text: `count by (${metric[2]}) (${metric[1]})`,
              } as const,
            ]
          : [];
      }),
    ];
  }),
  ...RULE_FILES.flatMap(({ file, language }) =>
    readRules(file).map(({ record, alert, expr }) => ({ where: `${file}: ${record ?? alert}`, language, text: expr })),
  ),
  ...["docs/observability.md", "docs/telemetry.md"].flatMap((file) =>
    readPage(file).flatMap(({ language, body, line }) =>
      body
        .split("\n\n")
        .filter((text) => text.trim() !== "")
        .map((text) => ({ where: `${file}:${line}`, language, text: fill(text, page) })),
    ),
  ),
];

export const RULE_FILES = [
  { file: "loki/recording-rules.yaml", language: "logql" },
  { file: "loki/alerting-rules.yaml", language: "logql" },
  { file: "prometheus/alerting-rules.yaml", language: "promql" },
] as const;

const LANGUAGES = { loki: "logql", tempo: "traceql", prometheus: "promql" } as const;

const fill = (text: string, variables: Variables): string =>
  text.replace(/\$\{(\w+)\}|\$(\w+)/g, (all, braced: string | undefined, plain: string | undefined) => {
    const value = variables[braced ?? plain ?? ""];
    if (value === undefined) throw new Error(`${all} is no variable here.`);
    return value;
  });

const readPage = (file: string) => {
  const page = readFileSync(fileURLToPath(new URL(`../${file}`, import.meta.url)), "utf8");
  return [...page.matchAll(/^```(logql|traceql|promql)\n([\s\S]*?)^```$/gm)].map(
    ({ 1: language, 2: body = "", index }) => ({
      language: language as Query["language"],
      body,
      line: page.slice(0, index).split("\n").length,
    }),
  );
};
