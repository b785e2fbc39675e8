import { parser } from "@grafana/lezer-traceql";
import type { SyntaxNode } from "@lezer/common";
import type { ReceivedSpan } from "../functions/otlp-collector.ts";
import { childrenOf, findNamed, findSyntaxErrors } from "./syntax.ts";

/** What is wrong with a query before these spans: its syntax, an attribute of another scope or type, or nothing to find. */
export const problemsOfTraceql = (query: string, spans: readonly ReceivedSpan[]): readonly string[] => {
  const tree = parser.parse(query);
  const errors = findSyntaxErrors(tree, query);
  if (errors.length > 0) return errors;
  const textOf = (node: SyntaxNode): string => query.slice(node.from, node.to);
  const attributes = allAttributes(tree.topNode).map(textOf);
  const summed = findNamed(tree.topNode, "MetricsOverTime").flatMap((node) =>
    findNamed(node, "MetricsExpression").flatMap((one) => findNamed(one, "AttributeField").map(textOf)),
  );
  const filters = findNamed(tree.topNode, "SpansetFilter").map((node) => toComparisons(node, textOf));
  const valuesOf = (attribute: string) =>
    spans.map((span) => readField(span, attribute)).filter((one) => one !== undefined);
  return [
    ...attributes.filter((one) => valuesOf(one).length === 0).map((one) => `no span has ${one}`),
    ...summed
      .filter((one) => valuesOf(one).some((value) => typeof value !== "number"))
      .map((one) => `${one} is no number`),
    ...filters.flatMap((comparisons) => [
      ...comparisons.flatMap(({ left, right }) => {
        const type = typeof valuesOf(left)[0];
        return type === "undefined" || type === typeof right
          ? []
          : [`${left} is a ${type}, and compared with a ${typeof right}`];
      }),
      ...(spans.some((span) => comparisons.every((one) => holds(span, one))) ? [] : ["no span of the scene is found"]),
    ]),
  ];
};

interface Comparison {
  readonly left: string;
  readonly operator: string;
  readonly right: string | number;
}

const toComparisons = (filter: SyntaxNode, textOf: (node: SyntaxNode) => string): readonly Comparison[] => {
  if (findNamed(filter, "Or").length > 0) throw new Error(`|| is not read here: ${textOf(filter)}`);
  return allExpressions(filter).flatMap((node) => {
    const [left, operator, right] = childrenOf(node);
    if (operator?.name !== "FieldOp" || !left || !right) return [];
    return [{ left: textOf(left), operator: textOf(operator), right: toValue(textOf(right)) }];
  });
};

const allExpressions = (top: SyntaxNode): readonly SyntaxNode[] =>
  childrenOf(top).flatMap((child) => [...(child.name === "FieldExpression" ? [child] : []), ...allExpressions(child)]);

const allAttributes = (top: SyntaxNode): readonly SyntaxNode[] => findNamed(top, "AttributeField");

/** Words are those of intrinsic fields: `kind = server`, `status = error`. */
const toValue = (text: string): string | number =>
  /^["`]/.test(text)
    ? text.startsWith("`")
      ? text.slice(1, -1)
      : JSON.parse(text)
    : /^[\d.]+$/.test(text)
      ? Number(text)
      : text;

const holds = (span: ReceivedSpan, { left, operator, right }: Comparison): boolean => {
  const value = readField(span, left);
  if (value === undefined) return false;
  const tests: Readonly<Record<string, () => boolean>> = {
    "=": () => value === right,
    "!=": () => value !== right,
    "=~": () => new RegExp(`^(?:${right})$`, "s").test(String(value)),
    ">": () => Number(value) > Number(right),
    ">=": () => Number(value) >= Number(right),
  };
  const test = tests[operator];
  if (!test) throw new Error(`${operator} is not read here.`);
  return test();
};

const readField = (span: ReceivedSpan, field: string): unknown => {
  if (field.startsWith("span.")) return span.attributes[field.slice("span.".length)];
  if (field.startsWith("resource.")) return span.resource[field.slice("resource.".length)];
  const intrinsic: Readonly<Record<string, unknown>> = {
    name: span.name,
    kind: span.kind,
    status: span.error ? "error" : "unset",
    "trace:id": span.traceId,
  };
  return intrinsic[field];
};
