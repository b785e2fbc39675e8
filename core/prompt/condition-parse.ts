import type { Condition, Scalar } from "../condition.ts";
import type { Entry, Node } from "./node.ts";
import { all, describe, readList, readMap, readNumber, readText } from "./read.ts";
import { show } from "./show.ts";
import { report } from "./source.ts";

/** What a condition may compare a fact with. */
export interface FactShape {
  readonly type: "text" | "texts" | "number" | "boolean";
  /** Closed list of its values. */
  readonly values?: readonly string[];
}

/** Shape of a fact; undefined where there is no such fact; `any` where the facts are not known yet. */
export type DescribeFact = (name: string) => FactShape | "any" | undefined;

/**
 * Reads a condition: a mapping whose entries must all hold. `<fact>: value` is equality; `<fact>: {equals | one_of | regex |
 * at_least | not: …}` other tests; `all` and `any` take lists of conditions, `not` one.
 */
export const readCondition = (node: Node, describeFact: DescribeFact): Condition | undefined => {
  const entries = readMap(node, "a condition")?.entries;
  if (entries?.length === 0)
    return report(node, "value_invalid", '"{}": a condition needs a fact, all, any or not. Add one.');
  return join(entries?.map((entry) => readEntry(entry, describeFact)));
};

/** YAML value of a condition: what `readCondition` reads as the same condition again. */
export const formatCondition = (condition: Condition): unknown => {
  if ("all" in condition) return { all: condition.all.map(formatCondition) };
  if ("any" in condition) return { any: condition.any.map(formatCondition) };
  if ("not" in condition) return { not: formatCondition(condition.not) };
  const { fact, ...test } = condition;
  return { [fact]: "equals" in test ? test.equals : test };
};

const readEntry = ({ key, keyPlace, value }: Entry, describeFact: DescribeFact): Condition | undefined => {
  if (key === "all") return wrap(readConditions(value, key, describeFact), (list) => ({ all: list }));
  if (key === "any") return wrap(readConditions(value, key, describeFact), (list) => ({ any: list }));
  if (key === "not") return wrap(readCondition(value, describeFact), (one) => ({ not: one }));
  const shape = describeFact(key);
  if (shape !== undefined) return readTests(value, key, shape);
  return report(keyPlace, "fact_unknown", `${show(key)} is no fact that can be asked here. Correct the name.`);
};

const readConditions = (node: Node, what: string, describeFact: DescribeFact): readonly Condition[] | undefined => {
  const items = readList(node, what);
  if (items?.length === 0) return report(node, "value_invalid", `"[]": ${what} needs at least one condition. Add one.`);
  return items && all(items.map((item) => readCondition(item, describeFact)));
};

type Shape = FactShape | "any";

const readTests = (node: Node, fact: string, shape: Shape): Condition | undefined => {
  if (node.kind === "scalar") return wrap(readScalar(node, fact, shape), (equals) => ({ fact, equals }));
  if (node.kind === "list")
    return report(node, "type_mismatch", `A list does not fit ${show(fact)}. Write {one_of: [..]}.`);
  if (node.entries.length === 0)
    return report(node, "value_invalid", `"{}": ${show(fact)} has no test. Add one, such as equals.`);
  return join(node.entries.map((entry) => readTest(entry, fact, shape)));
};

const readTest = ({ key, keyPlace, value }: Entry, fact: string, shape: Shape): Condition | undefined => {
  switch (key) {
    case "equals":
      return wrap(readScalar(value, fact, shape), (equals) => ({ fact, equals }));
    case "one_of": {
      const items = readList(value, "one_of");
      if (items?.length === 0) return report(value, "value_invalid", '"[]": one_of never holds. Name a value.');
      return wrap(items && all(items.map((item) => readScalar(item, fact, shape))), (one_of) => ({ fact, one_of }));
    }
    case "regex":
      return wrap(readRegex(value), (regex) => ({ fact, regex }));
    case "at_least": {
      if (shape !== "any" && shape.type === "boolean")
        return report(
          keyPlace,
          "type_mismatch",
          `"at_least" does not fit ${show(fact)}, which is true or false. Use equals.`,
        );
      const number = readNumber(value, "at_least", { min: -1e9, max: 1e9 });
      return wrap(number, (at_least) => ({ fact, at_least }));
    }
    case "not":
      return wrap(readTests(value, fact, shape), (not) => ({ not }));
    default:
      return report(keyPlace, "key_unknown", `${show(key)} is no test. Use equals, one_of, regex, at_least or not.`);
  }
};

const readScalar = (node: Node, fact: string, shape: Shape): Scalar | undefined => {
  if (node.kind !== "scalar" || node.value === null)
    return report(
      node,
      "type_mismatch",
      `${describe(node)} does not fit ${show(fact)}. Write one text, number, true or false.`,
    );
  const { value } = node;
  if (shape === "any") return value;
  const wanted = shape.type === "number" || shape.type === "boolean" ? shape.type : "string";
  if (typeof value !== wanted) {
    const remedy = wanted === "string" ? "text: put it in quotes" : wanted === "number" ? "a number" : "true or false";
    return report(node, "type_mismatch", `${describe(node)} does not fit ${show(fact)}, which is ${remedy}.`);
  }
  if (shape.values === undefined || shape.values.includes(String(value))) return value;
  return report(
    node,
    "value_invalid",
    `${show(value)} is no value of ${show(fact)}. Use one of ${shape.values.join(", ")}.`,
  );
};

const readRegex = (node: Node): string | undefined => {
  const regex = readText(node, "a regex", 500);
  if (regex === undefined) return undefined;
  try {
    // The flags of `matches`.
    new RegExp(regex, "iu");
    return regex;
  } catch (error) {
    return report(node, "regex_invalid", `${show(regex)}: ${(error as Error).message}. Correct the expression.`);
  }
};

/** Entries of one mapping all hold; one entry needs no `all` around it. */
const join = (conditions: readonly (Condition | undefined)[] | undefined): Condition | undefined => {
  const read = conditions && all(conditions);
  return read?.length === 1 ? read[0] : read && { all: read };
};

const wrap = <From>(value: From | undefined, to: (value: From) => Condition): Condition | undefined =>
  value === undefined ? undefined : to(value);
