import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Condition, matches } from "../condition.ts";
import { ERROR_CLASSES } from "../evidence/error-class.ts";
import { LEVELS } from "../evidence/evidence.ts";
import type { Routes } from "../prompt/bundle.ts";
import { factsOf } from "./facts.ts";
import { toFeatures } from "./features.ts";
import { findUnreachableRules } from "./reachable.ts";
import { satisfiable } from "./satisfiable.ts";

const routesOf = (conditions: readonly Condition[]): Routes => ({
  default: "general",
  classifier: null,
  intents: {},
  rules: conditions.map((when, i) => ({ name: "abcdefgh"[i]!, when, intent: "general" })),
});
const unreachable = (...conditions: readonly Condition[]): readonly number[] =>
  findUnreachableRules(routesOf(conditions)).map(({ rule }) => rule);

const is = (fact: string, equals: string | number | boolean): Condition => ({ fact, equals });
const oneOf = (fact: string, ...one_of: readonly string[]): Condition => ({ fact, one_of });
const like = (fact: string, regex: string): Condition => ({ fact, regex });
const atLeast = (fact: string, at_least: number): Condition => ({ fact, at_least });
const not = (condition: Condition): Condition => ({ not: condition });
const all = (...parts: readonly Condition[]): Condition => ({ all: parts });
const any = (...parts: readonly Condition[]): Condition => ({ any: parts });

describe("a rule that can never match", () => {
  test.each<{ name: string; rules: readonly Condition[]; expected: readonly number[] }>([
    { name: "none", rules: [is("namespace", "a"), is("namespace", "b")], expected: [] },
    { name: "the same twice", rules: [is("namespace", "a"), is("namespace", "a")], expected: [1] },
    {
      name: "narrower after wider",
      rules: [oneOf("namespace", "a", "b"), all(is("namespace", "a"), is("level", "error"))],
      expected: [1],
    },
    {
      name: "wider after narrower",
      rules: [all(is("namespace", "a"), is("level", "error")), is("namespace", "a")],
      expected: [],
    },
    {
      name: "after two that share it out",
      rules: [is("level", "error"), not(is("level", "error")), is("namespace", "a")],
      expected: [2],
    },
    { name: "after an empty all", rules: [all(), is("namespace", "a")], expected: [1] },
    { name: "an empty any", rules: [any()], expected: [0] },
    { name: "one value is another", rules: [all(is("namespace", "a"), is("namespace", "b"))], expected: [0] },
    { name: "a fact and its opposite", rules: [all(like("pod", "x"), not(like("pod", "x")))], expected: [0] },
    { name: "a level that does not exist", rules: [is("level", "warn")], expected: [0] },
    { name: "an error class that does not exist", rules: [oneOf("error_class", "oom", "dns")], expected: [0] },
    { name: "a class in the list that does not exist", rules: [is("error_classes", "oom")], expected: [0] },
    { name: "all levels used up", rules: [oneOf("level", ...LEVELS), is("namespace", "a")], expected: [1] },
    {
      name: "all classes but one used up",
      rules: [oneOf("error_class", ...ERROR_CLASSES), is("namespace", "a")],
      expected: [],
    },
    {
      name: "all classes used up",
      rules: [oneOf("error_class", ...ERROR_CLASSES, "none"), is("namespace", "a")],
      expected: [1],
    },
    {
      name: "a regex that the named value matches",
      rules: [like("namespace", "^kube"), is("namespace", "kube-system")],
      expected: [1],
    },
    {
      name: "a regex may miss what is not named",
      rules: [like("namespace", "."), like("namespace", "a")],
      expected: [],
    },
    {
      name: "a regex over a closed fact is known",
      rules: [all(like("level", "^err"), not(is("level", "error")))],
      expected: [0],
    },
    {
      name: "the same regex twice",
      rules: [like("question", "why"), all(like("question", "why"), is("level", "error"))],
      expected: [1],
    },
    {
      name: "an absent fact satisfies nothing",
      rules: [atLeast("namespace", 0), not(is("namespace", "a"))],
      expected: [],
    },
    {
      name: "present or not",
      rules: [is("namespace", "a"), not(is("namespace", "a")), atLeast("log_volume", 0)],
      expected: [2],
    },
    { name: "numbers: more after less", rules: [atLeast("log_volume", 10), atLeast("log_volume", 100)], expected: [1] },
    { name: "numbers: less after more", rules: [atLeast("log_volume", 100), atLeast("log_volume", 10)], expected: [] },
    { name: "numbers: none is below 0", rules: [not(atLeast("log_volume", 0))], expected: [0] },
    {
      name: "numbers: only one value is left",
      rules: [is("log_volume", 10), all(atLeast("log_volume", 10), not(atLeast("log_volume", 11)))],
      expected: [1],
    },
    {
      name: "numbers: nothing between",
      rules: [all(atLeast("log_volume", 10.2), not(atLeast("log_volume", 11)))],
      expected: [0],
    },
    { name: "numbers are not their text", rules: [is("log_volume", "10")], expected: [0] },
    { name: "two keywords at once", rules: [all(is("keywords", "a"), is("keywords", "b"))], expected: [] },
    {
      name: "one keyword of two",
      rules: [is("keywords", "a"), all(is("keywords", "a"), is("keywords", "b"))],
      expected: [1],
    },
    {
      name: "a keyword with a regex that it matches",
      rules: [like("keywords", "^ab"), is("keywords", "abc")],
      expected: [1],
    },
    {
      name: "a list is as long as what it holds",
      rules: [all(is("keywords", "a"), not(atLeast("keywords", 1)))],
      expected: [0],
    },
    {
      name: "two in a list of one",
      rules: [all(is("keywords", "a"), is("keywords", "b"), not(atLeast("keywords", 2)))],
      expected: [0],
    },
    {
      name: "labels are open",
      rules: [is("labels.team", "a"), is("labels.team", "b"), is("labels.toString", "c")],
      expected: [],
    },
  ])("$name", ({ rules, expected }) => expect(unreachable(...rules)).toEqual(expected));

  test.each([
    {
      rules: [all(is("namespace", "a"), is("namespace", "b"))],
      message: 'Rule "a" can never match: its conditions contradict each other. Correct or remove it.',
    },
    {
      rules: [is("level", "info"), is("namespace", "a"), all(is("namespace", "a"), is("level", "error"))],
      message:
        'Rule "c" can never match: the rule "b" before it matches whenever it would. Move it up, narrow that rule, or remove this one.',
    },
    {
      rules: [is("namespace", "z"), is("level", "error"), not(is("level", "error")), is("pod", "a")],
      message:
        'Rule "d" can never match: the rules "b", "c" before it together match whenever it would. Move it up, narrow those, or remove this one.',
    },
  ])("says which rules are in the way: $message", ({ rules, message }) => {
    expect(findUnreachableRules(routesOf(rules)).map((found) => found.message)).toEqual([message]);
  });
});

test("gives up rather than search for ever, and reports nothing then", () => {
  // Pigeons and holes: no short proof.
  const holes = 7;
  const at = (pigeon: number, hole: number): Condition => is("keywords", `${pigeon}-${hole}`);
  const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
  const condition = all(
    ...range(holes + 1).map((pigeon) => any(...range(holes).map((hole) => at(pigeon, hole)))),
    ...range(holes).flatMap((hole) =>
      range(holes + 1).flatMap((a) => range(a).map((b) => not(all(at(a, hole), at(b, hole))))),
    ),
  );
  expect(satisfiable([condition])).toBe("maybe");
  expect(unreachable(condition)).toEqual([]);
});

/** Conditions over few facts and values, so that all features that they can tell apart can be tried. */
const atoms: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ fact: fc.constant("level"), equals: fc.constantFrom<string>("error", "info", "warn") }),
  fc.record({ fact: fc.constant("namespace"), equals: fc.constantFrom<string>("a", "bb") }),
  fc.record({ fact: fc.constant("namespace"), one_of: fc.subarray<string>(["a", "bb"], { minLength: 1 }) }),
  fc.record({ fact: fc.constant("namespace"), at_least: fc.constantFrom(0, 1, 2, 3) }),
  fc.record({ fact: fc.constant("keywords"), equals: fc.constantFrom<string>("x", "y") }),
  fc.record({ fact: fc.constant("keywords"), at_least: fc.constantFrom(1, 2, 3) }),
  fc.record({ fact: fc.constant("log_volume"), at_least: fc.constantFrom(1, 2, 4) }),
  fc.record({ fact: fc.constant("log_volume"), equals: fc.constantFrom(1, 2) }),
);
const regexes: fc.Arbitrary<Condition> = fc.record({
  fact: fc.constantFrom("namespace", "keywords"),
  regex: fc.constantFrom("^a", "b", "^[xy]$", "."),
});
const conditionsOver = (leaf: fc.Arbitrary<Condition>): fc.Arbitrary<Condition> =>
  fc.letrec<{ node: Condition }>((tie) => ({
    node: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      leaf,
      fc.record({ all: fc.array(tie("node"), { maxLength: 3 }) }),
      fc.record({ any: fc.array(tie("node"), { maxLength: 3 }) }),
      fc.record({ not: tie("node") }),
    ),
  })).node;

const WORLDS = LEVELS.flatMap((level) =>
  [undefined, "", "a", "c", "bb", "cc", "ccc"].flatMap((namespace) =>
    [
      [],
      ["x"],
      ["y"],
      ["z"],
      ["x", "y"],
      ["x", "z"],
      ["y", "z"],
      ["z", "w"],
      ["x", "y", "z"],
      ["x", "z", "w"],
      ["y", "z", "w"],
      ["z", "w", "v"],
    ].flatMap((keywords) =>
      [0, 1, 2, 3, 4].map((log_volume) => factsOf(toFeatures({ level, namespace, keywords, log_volume }))),
    ),
  ),
);
const bruteForce = (rules: readonly Condition[]): readonly number[] =>
  rules.flatMap((rule, i) =>
    WORLDS.some((world) => matches(rule, world) && !rules.slice(0, i).some((earlier) => matches(earlier, world)))
      ? []
      : [i],
  );

test("says the same as trying all features", () => {
  fc.assert(
    fc.property(fc.array(conditionsOver(atoms), { maxLength: 4 }), (rules) => {
      expect(unreachable(...rules)).toEqual(bruteForce(rules));
    }),
    { numRuns: 600 },
  );
});

test("with regexes, reports no rule that some features reach", () => {
  fc.assert(
    fc.property(fc.array(conditionsOver(fc.oneof(atoms, regexes)), { maxLength: 4 }), (rules) => {
      const reached = bruteForce(rules);
      for (const rule of unreachable(...rules)) expect(reached).toContain(rule);
    }),
    { numRuns: 600 },
  );
});
