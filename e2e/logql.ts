import { parser } from "@grafana/lezer-logql";
import type { SyntaxNode } from "@lezer/common";
import { childrenOf, findNamed, findSyntaxErrors } from "./syntax.ts";

export type Labels = Readonly<Record<string, string>>;

/** A line with the labels of its stream. */
export interface Entry {
  readonly stream: Labels;
  readonly line: string;
}

export interface Row {
  readonly labels: Labels;
  /** What `unwrap` takes; undefined: the row counts as one. */
  readonly value: number | undefined;
}

/** A stream selector and what stands behind it, as far as our queries use the language. */
export interface Pipeline {
  readonly text: string;
  /** Labels that it can be grouped by, the stream's among them. */
  readonly labels: ReadonlySet<string>;
  /** Names that are asked for and there are not. */
  problemsWith(entries: readonly Entry[]): readonly string[];
  run(entries: readonly Entry[]): readonly Row[];
}

export interface LogQuery {
  readonly errors: readonly string[];
  readonly pipelines: readonly Pipeline[];
  /** Labels in `by (…)`, of the whole query. */
  readonly grouping: readonly string[];
  /** Those of the outermost aggregation. */
  readonly outerGrouping: readonly string[];
}

export const readLogql = (query: string): LogQuery => {
  const tree = parser.parse(query);
  const textOf = (node: SyntaxNode): string => query.slice(node.from, node.to);
  const labelsOf = (node: SyntaxNode) => findNamed(node, "Identifier").map(textOf);
  const groupings = allNamed(tree.topNode, "Grouping");
  const [outermost] = findNamed(tree.topNode, "VectorAggregationExpr", "RangeAggregationExpr");
  const outer = outermost && childrenOf(outermost).find(({ name }) => name === "Grouping");
  return {
    errors: findSyntaxErrors(tree, query),
    pipelines: findNamed(tree.topNode, "LogRangeExpr", "LogExpr").map((node) => toPipeline(node, textOf)),
    grouping: groupings.flatMap(labelsOf),
    outerGrouping: outer ? labelsOf(outer) : [],
  };
};

type Test = (labels: Labels) => boolean;

const toPipeline = (node: SyntaxNode, textOf: (node: SyntaxNode) => string): Pipeline => {
  const named = (...names: readonly string[]) => findNamed(node, ...names);
  const toMatch = (matcher: SyntaxNode) => {
    const [name, operator, value] = childrenOf(matcher).map(textOf) as [string, string, string];
    return { name, test: toTest(name, operator, value) };
  };
  const selector = named("Selector")
    .flatMap((one) => allNamed(one, "Matcher"))
    .map(toMatch);
  const lineTexts = named("LineFilter").map((filter) => {
    const [operator, value] = childrenOf(filter).map(textOf) as [string, string];
    if (operator !== "|=") throw new Error(`${operator} is not read here.`);
    return unquote(value);
  });
  const paths = allNamed(node, "LabelExtractionExpression").map((one) => {
    const [label, , path] = childrenOf(one).map(textOf) as [string, string?, string?];
    return { label, path: path === undefined ? label : unquote(path) };
  });
  const everything = paths.length === 0 && named("LabelParser").some((one) => textOf(one) === "json");
  const filters = named("LabelFilter").map((filter) => {
    const [matcher] = findNamed(filter, "Matcher");
    if (matcher) return toMatch(matcher);
    const [name, operator, number] = childrenOf(findNamed(filter, "NumberFilter")[0] as SyntaxNode).map(textOf);
    return { name: name ?? "", test: toNumberTest(name ?? "", operator ?? "", Number(number)) };
  });
  const unwrap = named("UnwrapExpr").map((one) => textOf(findNamed(one, "Identifier")[0] as SyntaxNode))[0];

  const extract = ({ stream, line }: Entry): Labels => {
    const record: unknown = JSON.parse(line);
    const found = everything
      ? flatten(record)
      : paths.map(({ label, path }) => [label, toLabel(read(record, path))] as const);
    // A name that the stream has is taken: the parser's own goes by another.
    const own = found.map(([label, value]) => [label in stream ? `${label}_extracted` : label, value] as const);
    // An empty label is none.
    return Object.fromEntries([...Object.entries(stream), ...own].filter(([, value]) => value !== ""));
  };
  const isRead = ({ stream, line }: Entry): boolean =>
    selector.every(({ test }) => test(stream)) && lineTexts.every((text) => line.includes(text));
  const run = (entries: readonly Entry[]): readonly Row[] =>
    entries
      .filter(isRead)
      .map(extract)
      .filter((labels) => filters.every(({ test }) => test(labels)))
      .map((labels) => ({ labels, value: unwrap === undefined ? undefined : toNumber(labels[unwrap], unwrap) }));

  return {
    text: textOf(node),
    labels: new Set([...STREAM_LABELS, ...paths.map(({ label }) => label)]),
    run,
    problemsWith: (entries) => {
      const chosen = entries.filter(isRead);
      const records = chosen.map(({ line }) => JSON.parse(line) as unknown);
      const there = new Set([
        ...STREAM_LABELS,
        ...paths.map(({ label }) => label),
        ...(everything ? chosen.flatMap((entry) => Object.keys(extract(entry))) : []),
      ]);
      const used = [...filters.map(({ name }) => name), ...(unwrap === undefined ? [] : [unwrap])];
      return [
        ...selector.filter(({ name }) => !STREAM_LABELS.has(name)).map(({ name }) => `no stream has the label ${name}`),
        ...paths
          .filter(({ path }) => !records.some((record) => read(record, path) !== undefined))
          .map(({ path }) => `no record has ${path}`),
        ...paths
          .filter(({ label }) => STREAM_LABELS.has(label))
          .map(({ label }) => `${label} is a label of the stream`),
        ...used.filter((name) => !there.has(name)).map((name) => `${name} is not taken out of the record`),
        ...(run(entries).length === 0 ? ["no record of the scene is found"] : []),
      ];
    },
  };
};

/** What alloy.config gives to each line. */
export const STREAM_LABELS: ReadonlySet<string> = new Set(["namespace", "pod", "container"]);

const toTest = (name: string, operator: string, quoted: string): Test => {
  const value = unquote(quoted);
  // RE2's syntax, as far as we use it, is JavaScript's.
  const pattern = new RegExp(`^(?:${value})$`, "s");
  const tests: Readonly<Record<string, (label: string) => boolean>> = {
    "=": (label) => label === value,
    "!=": (label) => label !== value,
    "=~": (label) => pattern.test(label),
    "!~": (label) => !pattern.test(label),
  };
  const test = tests[operator];
  if (!test) throw new Error(`${operator} is not read here.`);
  return (labels) => test(labels[name] ?? "");
};

const toNumberTest = (name: string, operator: string, limit: number): Test => {
  if (operator !== ">") throw new Error(`${operator} is not read here.`);
  return (labels) => Number(labels[name]) > limit;
};

const unquote = (text: string): string => (text.startsWith("`") ? text.slice(1, -1) : (JSON.parse(text) as string));

const toNumber = (label: string | undefined, name: string): number => {
  if (label === undefined || Number.isNaN(Number(label))) throw new Error(`unwrap ${name}: "${label}" is no number`);
  return Number(label);
};

const read = (record: unknown, path: string): unknown =>
  path.split(".").reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), record);

const flatten = (value: unknown, prefix = ""): readonly (readonly [string, string])[] =>
  isObject(value)
    ? Object.entries(value).flatMap(([key, inner]) => {
        const name = (prefix === "" ? key : `${prefix}_${key}`).replace(/[^a-zA-Z0-9_]/g, "_");
        return isObject(inner) ? flatten(inner, name) : Array.isArray(inner) ? [] : [[name, toLabel(inner)] as const];
      })
    : [];

const toLabel = (value: unknown): string =>
  value === null || value === undefined ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const allNamed = (top: SyntaxNode, name: string): readonly SyntaxNode[] =>
  childrenOf(top).flatMap((child) => [...(child.name === name ? [child] : []), ...allNamed(child, name)]);
