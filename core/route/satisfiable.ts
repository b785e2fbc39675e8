import { type Condition, type Fact, matches } from "../condition.ts";
import { ERROR_CLASSES } from "../evidence/error-class.ts";
import { LEVELS } from "../evidence/evidence.ts";
import { ROUTE_FACTS } from "../prompt/route-facts.ts";

/**
 * Whether some features satisfy every condition. `maybe`: undecided within the number of steps.
 *
 * A fact's value is searched among those that the conditions can tell apart: absent, each constant that they name, and
 * one that they do not name. What a regex says of an unnamed value is open, so it may always match and may always miss;
 * the same regex on the same fact says the same.
 */
export const satisfiable = (conditions: readonly Condition[], maxSteps = 4_000): "yes" | "no" | "maybe" => {
  const domains = new Domains(conditions);
  const values = new Map<string, Value>();
  let steps = 0;

  const search = (): "yes" | "no" | "maybe" => {
    if (++steps > maxSteps) return "maybe";
    let open: string | undefined;
    for (const condition of conditions) {
      const result = evaluate(condition, values, domains);
      if (result === false) return "no";
      if (result !== true) open ??= result;
    }
    if (open === undefined) return "yes";
    let maybe = false;
    for (const value of domains.of(open)) {
      values.set(open, value);
      const result = domains.consistent(open, values) ? search() : "no";
      values.delete(open);
      if (result === "yes") return "yes";
      // Out of steps: every further search would be, too.
      if (result === "maybe") maybe = true;
      if (steps > maxSteps) return "maybe";
    }
    return maybe ? "maybe" : "no";
  };
  return search();
};

/** Of a fact: a value, `ABSENT`, or one of a range without a name. Of the rest: a boolean, or a least and most length. */
type Value = { readonly fact: Fact } | { readonly unnamed: true; readonly from?: number } | boolean | Range;
interface Range {
  readonly least: number;
  readonly most: number;
}

/** True, false, or the name of the variable that decides next. */
type Result = boolean | string;

const factsOfType = (wanted: string): ReadonlySet<string> =>
  new Set(Object.entries(ROUTE_FACTS).flatMap(([name, type]) => (type === wanted ? [name] : [])));
const LISTS = factsOfType("texts");
const NUMBERS = factsOfType("number");
const CLOSED: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ["level", LEVELS],
  ["error_class", [...ERROR_CLASSES, "none"]],
]);
const LIST_ITEMS: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ["error_classes", ERROR_CLASSES],
]);

type Atom = Exclude<Condition, { all: unknown } | { any: unknown } | { not: unknown }>;

const evaluate = (condition: Condition, values: ReadonlyMap<string, Value>, domains: Domains): Result => {
  if ("all" in condition) return fold(condition.all, false, values, domains);
  if ("any" in condition) return fold(condition.any, true, values, domains);
  if ("not" in condition) {
    const inner = evaluate(condition.not, values, domains);
    return typeof inner === "boolean" ? !inner : inner;
  }
  return LISTS.has(condition.fact) ? evaluateList(condition, values, domains) : evaluateOne(condition, values);
};

/** `decides` is the value of one part that settles the whole. */
const fold = (
  parts: readonly Condition[],
  decides: boolean,
  values: ReadonlyMap<string, Value>,
  domains: Domains,
): Result => {
  let open: string | undefined;
  for (const part of parts) {
    const result = evaluate(part, values, domains);
    if (result === decides) return decides;
    if (typeof result === "string") open ??= result;
  }
  return open ?? !decides;
};

const evaluateOne = (atom: Atom, values: ReadonlyMap<string, Value>): Result => {
  const value = values.get(atom.fact);
  if (value === undefined) return atom.fact;
  if (typeof value === "object" && "fact" in value) return matches(atom, () => value.fact);
  if ("equals" in atom || "one_of" in atom) return false;
  if ("regex" in atom) return flag(regexName(atom.fact, atom.regex), values);
  if (typeof value === "object" && "unnamed" in value && value.from !== undefined) return value.from >= atom.at_least;
  return lengthAtLeast(atom.fact, atom.at_least, values);
};

const evaluateList = (atom: Atom, values: ReadonlyMap<string, Value>, domains: Domains): Result => {
  if ("at_least" in atom) return lengthAtLeast(atom.fact, atom.at_least, values);
  let open: string | undefined;
  const named =
    "regex" in atom
      ? domains.items(atom.fact).filter((item) => matches(atom, () => [item]))
      : ("equals" in atom ? [atom.equals] : atom.one_of).filter((item) => domains.canHold(atom.fact, item));
  for (const item of named) {
    const held = flag(itemName(atom.fact, String(item)), values);
    if (held === true) return true;
    if (typeof held === "string") open ??= held;
  }
  if (open !== undefined) return open;
  if (!("regex" in atom) || !domains.hasUnnamedItem(atom.fact, atom)) return false;
  return flag(regexName(atom.fact, atom.regex), values);
};

const flag = (name: string, values: ReadonlyMap<string, Value>): Result => {
  const value = values.get(name);
  return typeof value === "boolean" ? value : name;
};

const lengthAtLeast = (fact: string, least: number, values: ReadonlyMap<string, Value>): Result => {
  const name = lengthName(fact);
  const range = values.get(name);
  return typeof range === "object" && "least" in range ? range.least >= least : name;
};

// The separator stands in no fact's name: those come from YAML keys without control characters.
const itemName = (fact: string, item: string): string => `${fact}\0item\0${item}`;
const regexName = (fact: string, regex: string): string => `${fact}\0regex\0${regex}`;
const lengthName = (fact: string): string => `${fact}\0length`;

class Domains {
  readonly #constants = new Map<string, Set<string | number | boolean>>();
  readonly #thresholds = new Map<string, Set<number>>();

  constructor(conditions: readonly Condition[]) {
    for (const condition of conditions) this.#collect(condition);
  }

  #collect(condition: Condition): void {
    if ("all" in condition) for (const part of condition.all) this.#collect(part);
    else if ("any" in condition) for (const part of condition.any) this.#collect(part);
    else if ("not" in condition) this.#collect(condition.not);
    else {
      const { fact } = condition;
      if ("equals" in condition) add(this.#constants, fact, condition.equals);
      if ("one_of" in condition) for (const value of condition.one_of) add(this.#constants, fact, value);
      if ("at_least" in condition) add(this.#thresholds, fact, condition.at_least);
    }
  }

  /** Values worth trying for a variable. */
  of(name: string): readonly Value[] {
    const [fact, part] = name.split("\0") as [string, string?];
    if (part === "item" || part === "regex") return [true, false];
    if (part === "length") return ranges([...(this.#thresholds.get(fact) ?? [])]);
    const closed = CLOSED.get(fact);
    if (closed !== undefined) return closed.map((value) => ({ fact: value }));
    const constants = [...(this.#constants.get(fact) ?? [])];
    if (NUMBERS.has(fact)) return this.#numbers(fact, constants);
    const texts = constants.filter((value) => typeof value === "string");
    return [...texts.map((value) => ({ fact: value })), { unnamed: true }, { fact: undefined }];
  }

  /** Named counts, and between two thresholds one that no condition names. */
  #numbers(fact: string, constants: readonly (string | number | boolean)[]): readonly Value[] {
    const named = new Set(
      constants.filter((value) => typeof value === "number" && Number.isInteger(value) && value >= 0),
    );
    const values: Value[] = [...named].map((value) => ({ fact: value }));
    for (const { least, most } of ranges([...(this.#thresholds.get(fact) ?? [])])) {
      let from = least;
      while (from <= most && named.has(from)) from++;
      if (from <= most) values.push({ unnamed: true, from });
    }
    return values;
  }

  items(fact: string): readonly string[] {
    return [...(this.#constants.get(fact) ?? [])].filter((item) => this.canHold(fact, item)).map(String);
  }

  canHold(fact: string, item: string | number | boolean): boolean {
    return typeof item === "string" && (LIST_ITEMS.get(fact)?.includes(item) ?? true);
  }

  /** Whether an item that no condition names could match. */
  hasUnnamedItem(fact: string, atom: Atom): boolean {
    const all = LIST_ITEMS.get(fact);
    const named = this.items(fact);
    return all === undefined || all.some((item) => !named.includes(item) && matches(atom, () => [item]));
  }

  /** A list cannot be shorter than what it is known to hold. */
  consistent(changed: string, values: ReadonlyMap<string, Value>): boolean {
    const fact = changed.split("\0")[0]!;
    if (!LISTS.has(fact)) return true;
    const range = values.get(lengthName(fact));
    if (typeof range !== "object" || !("most" in range)) return true;
    let held = 0;
    let unnamed = 0;
    for (const [name, value] of values) {
      if (value !== true) continue;
      if (name.startsWith(`${fact}\0item\0`)) held++;
      else if (name.startsWith(`${fact}\0regex\0`)) unnamed = 1;
    }
    const most = Math.min(range.most, LIST_ITEMS.get(fact)?.length ?? Infinity);
    return held + unnamed <= most && range.least <= most;
  }
}

const add = <T>(map: Map<string, Set<T>>, key: string, value: T): void => {
  const set = map.get(key) ?? new Set();
  map.set(key, set.add(value));
};

/** The whole numbers from 0, cut at the thresholds. */
const ranges = (thresholds: readonly number[]): readonly Range[] => {
  const cuts = [...new Set(thresholds.map((value) => Math.ceil(value)).filter((value) => value > 0))].sort(
    (a, b) => a - b,
  );
  return [0, ...cuts].map((least, i) => ({ least, most: (cuts[i] ?? Infinity) - 1 }));
};
