import type { SyntaxNode } from "@lezer/common";
import { parser } from "@prometheus-io/lezer-promql";
import { findNamed, findSyntaxErrors } from "./syntax.ts";

/** Labels by the name of a metric. */
export type Metrics = ReadonlyMap<string, ReadonlySet<string>>;

/** What is wrong with a query where there are these metrics: its syntax, or a metric or label that nobody makes. */
export const problemsOfPromql = (query: string, metrics: Metrics): readonly string[] => {
  const tree = parser.parse(query);
  const textOf = (node: SyntaxNode): string => query.slice(node.from, node.to);
  const selectors = findNamed(tree.topNode, "VectorSelector").map((node) => ({
    metric: findNamed(node, "Identifier").map(textOf)[0] ?? "",
    labels: findNamed(node, "LabelName").map(textOf),
  }));
  const grouping = findNamed(tree.topNode, "GroupingLabels").flatMap((node) =>
    findNamed(node, "LabelName").map(textOf),
  );
  const known = new Set(selectors.flatMap(({ metric }) => [...(metrics.get(metric) ?? [])]));
  return [
    ...findSyntaxErrors(tree, query),
    ...selectors.filter(({ metric }) => !metrics.has(metric)).map(({ metric }) => `nobody makes ${metric}`),
    ...selectors.flatMap(({ metric, labels }) =>
      labels.filter((label) => !metrics.get(metric)?.has(label)).map((label) => `${metric} has no label ${label}`),
    ),
    ...grouping.filter((label) => !known.has(label)).map((label) => `no metric here has the label ${label}`),
  ];
};
