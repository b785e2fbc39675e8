/** A value that a condition can look at. A list satisfies `equals`, `one_of` and `regex` when one of its items does. */
export type Fact = string | number | boolean | null | readonly string[] | undefined;
export type Facts = (name: string) => Fact;

export type Scalar = string | number | boolean;

/** Compiled form of `when` in `routes.yaml` and of `output_rules` in a prompt. */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly fact: string; readonly equals: Scalar }
  | { readonly fact: string; readonly one_of: readonly Scalar[] }
  /**
   * Case-insensitive, Unicode, unanchored. Patterns come from Git and are trusted; the text may be a stranger's, and no guard
   * stops a pattern that backtracks for ever, such as `(a+)+$`: a review has to.
   */
  | { readonly fact: string; readonly regex: string }
  /** Numbers compare by value, texts and lists by length. */
  | { readonly fact: string; readonly at_least: number };

/** Whether the facts satisfy the condition. An absent fact satisfies nothing. */
export const matches = (condition: Condition, facts: Facts): boolean => {
  if ("all" in condition) return condition.all.every((one) => matches(one, facts));
  if ("any" in condition) return condition.any.some((one) => matches(one, facts));
  if ("not" in condition) return !matches(condition.not, facts);

  const fact = facts(condition.fact);
  if (fact === undefined || fact === null) return false;
  if ("at_least" in condition) return sizeOf(fact) >= condition.at_least;

  const values: readonly Scalar[] = Array.isArray(fact) ? fact : [fact as Scalar];
  if ("equals" in condition) return values.includes(condition.equals);
  if ("one_of" in condition) return values.some((value) => condition.one_of.includes(value));
  // The engine caches what it compiled: 20 rules cost a request some 20 µs.
  const regex = new RegExp(condition.regex, "iu");
  return values.some((value) => regex.test(String(value)));
};

const sizeOf = (fact: Exclude<Fact, undefined | null>): number =>
  typeof fact === "number" ? fact : typeof fact === "boolean" ? Number(fact) : fact.length;
