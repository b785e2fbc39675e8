import { compareDiagnostics, type Diagnostic } from "../diagnostic.ts";
import type { Node } from "./node.ts";
import { all, readFields, readList, readMap, readOneOf, readText, readTexts } from "./read.ts";
import { show } from "./show.ts";
import { openSource, report, type Source } from "./source.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { readYaml } from "./yaml.ts";

/** One input of a prompt's evaluation, with what a good answer says. */
export interface Case {
  readonly name: string;
  /** One line each. */
  readonly logs: readonly string[];
  readonly namespace?: string;
  readonly container?: string;
  readonly question?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly expect: CaseExpectation;
}

/** Absent: anything is right. */
export interface CaseExpectation {
  readonly intent?: string;
  readonly error_class?: string;
  /** Any of these. */
  readonly severity?: readonly string[];
  /** Any of these. */
  readonly verdict?: readonly string[];
  /** Each is part of some cited line. */
  readonly cites?: readonly string[];
}

/** Fewer say nothing about a prompt. */
const MIN_CASES = 3;

/** Reads `cases.yaml` by itself. */
export const parseCases = (
  text: string,
  file: string,
  vocabulary: Vocabulary,
  intents?: readonly string[],
): { readonly cases: readonly Case[] | null; readonly diagnostics: readonly Diagnostic[] } => {
  const diagnostics: Diagnostic[] = [];
  const source = openSource(file, text, diagnostics);
  const cases = source && readCases(source, vocabulary, intents);
  return { cases: cases ?? null, diagnostics: diagnostics.sort(compareDiagnostics) };
};

/**
 * Reads `cases.yaml`; undefined where any of it could not be read.
 *
 * @param intents Names of the intents; undefined: any name will do.
 */
export const readCases = (
  source: Source,
  vocabulary: Vocabulary,
  intents: readonly string[] | undefined,
): readonly Case[] | undefined => {
  const root = readYaml(source);
  const items = root && readList(root, "cases.yaml");
  if (root === undefined || items === undefined) return undefined;
  if (items.length < MIN_CASES)
    report(
      root,
      "cases_too_few",
      `${items.length} cases; a prompt needs at least ${MIN_CASES}. Add real log lines and what is right about them.`,
    );
  const names = new Set<string>();
  return all(items.map((item) => readCase(item, vocabulary, intents, names)));
};

const readCase = (
  node: Node,
  vocabulary: Vocabulary,
  intents: readonly string[] | undefined,
  names: Set<string>,
): Case | undefined => {
  const fields = readFields(
    node,
    "a case",
    ["name", "logs", "expect"],
    ["namespace", "container", "question", "labels"],
  );
  if (fields === undefined) return undefined;
  const name = fields.name && readText(fields.name, "name", 120);
  if (fields.name && name !== undefined && names.has(name))
    report(fields.name, "name_duplicate", `${show(name)} names two cases, and a score must name one. Rename one.`);
  if (name !== undefined) names.add(name);

  const logs = fields.logs && readLogs(fields.logs);
  const namespace = fields.namespace && readText(fields.namespace, "namespace", 200);
  const container = fields.container && readText(fields.container, "container", 200);
  const question = fields.question && readText(fields.question, "question", 2000);
  const labels = fields.labels ? readTextMap(fields.labels) : {};
  const expect = fields.expect && readExpectation(fields.expect, vocabulary, intents);
  if (name === undefined || logs === undefined || labels === undefined || expect === undefined) return undefined;
  return { name, logs, ...given({ namespace, container, question }), labels, expect };
};

const readLogs = (node: Node): readonly string[] | undefined => {
  if (node.kind === "list") {
    const lines = readTexts(node, "logs", { max: 10_000, maxLength: 10_000 });
    return lines?.length === 0 ? report(node, "value_invalid", '"[]": logs are empty. Add a line.') : lines;
  }
  return readText(node, "logs", 1_000_000)?.replace(/\n+$/, "").split("\n");
};

const readTextMap = (node: Node): Readonly<Record<string, string>> | undefined => {
  const entries = readMap(node, "labels")?.entries;
  const values = entries && all(entries.map(({ value }) => readText(value, "a label's value", 1000)));
  return entries && values && Object.fromEntries(entries.map(({ key }, index) => [key, values[index] ?? ""]));
};

const readExpectation = (
  node: Node,
  { errorClasses, severities, verdicts }: Vocabulary,
  intents: readonly string[] | undefined,
): CaseExpectation | undefined => {
  const fields = readFields(node, "expect", [], ["intent", "error_class", "severity", "verdict", "cites"]);
  if (fields === undefined) return undefined;
  if (Object.keys(fields).length === 0)
    return report(node, "value_invalid", '"{}": expect says nothing. Say what a right answer holds.');
  const readChoices = (choices: Node | undefined, what: string, values: readonly string[]) => {
    const items = choices && readList(choices, what);
    return items && all(items.map((item) => readOneOf(item, what, values)));
  };
  return given({
    intent:
      fields.intent && (intents ? readOneOf(fields.intent, "intent", intents) : readText(fields.intent, "intent")),
    error_class: fields.error_class && readOneOf(fields.error_class, "error_class", [...errorClasses, "none"]),
    severity: readChoices(fields.severity, "severity", severities),
    verdict: readChoices(fields.verdict, "verdict", verdicts),
    cites: fields.cites && readTexts(fields.cites, "cites", { max: 20 }),
  });
};

type Given<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

/** The members that have a value. */
const given = <T extends object>(members: T): Given<T> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Given<T>;
