import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { maskLine } from "./mask.ts";
import { createTemplateTree } from "./template-tree.ts";

const word = (i: number): string => [...String(i)].map((digit) => "abcdefghij"[+digit]).join("");

/** How many templates become of the lines, and the words that were compared. */
const grow = (lines: readonly string[], trouble: boolean) => {
  const tree = createTemplateTree();
  const ids = lines.map((line) => {
    const masked = maskLine(line);
    return tree.find(masked) ?? tree.add(masked, trouble ? "error" : "info", trouble);
  });
  return { templates: new Set(ids.map(tree.settle)).size, comparisons: tree.comparisons(), ids: ids.map(tree.settle) };
};

const many = (count: number, line: (i: number) => string): readonly string[] =>
  Array.from({ length: count }, (_, i) => line(i));

describe("one storm is one template", () => {
  test.each([
    ["ids", many(50, (i) => `request ${i} failed`)],
    ["paths", many(50, (i) => `open /data/${word(i)}: denied`)],
    ["users of a member", many(50, (i) => `level=error msg="login failed" user=${word(i)}`)],
    ["users in a sentence", many(50, (i) => `login of user ${word(i)} failed`)],
    ["hosts in quotes", many(50, (i) => `host "${word(i)}" is gone`)],
    ["names after a preposition", many(50, (i) => `template for ${word(i)} could not be rendered`)],
  ])("%s", (_, lines) => expect(grow(lines, true).templates).toBe(1));
});

describe("kinds of trouble stay apart", () => {
  test.each([
    ["one word", many(400, (i) => `module ${word(i)} failed`)],
    ["two words", many(400, (i) => `the ${word(i % 20)} of the shop failed: ${word(Math.floor(i / 20) + 50)}`)],
    ["states of a user", ["user locked", "user disabled", "user expired", "user banned"].map((s) => `login: ${s}`)],
    ["what is waited for", ["lock", "leader", "disk", "quorum", "lease"].map((w) => `gave up waiting for ${w}`)],
  ])("%s", (_, lines) => expect(grow(lines, true).templates).toBe(lines.length));
});

describe("routine", () => {
  test("is joined when a word proves to vary", () => {
    expect(
      grow(
        many(100, (i) => `served ${word(i)} to the shop`),
        false,
      ).templates,
    ).toBeLessThanOrEqual(2);
  });
  test("but not what is opened and what is closed", () => {
    const lines = many(60, (i) => `session ${word(i)} of the shop is ${i % 2 === 0 ? "opened" : "closed"}`);
    const { ids } = grow(lines, false);
    const opened = new Set(ids.filter((_, i) => i % 2 === 0));
    expect(ids.some((id, i) => i % 2 === 1 && opened.has(id))).toBe(false);
  });
});

test("routine that differs in how it went alone is not joined either", () => {
  const lines = ["opened", "closed"].flatMap((state) => many(8, (i) => `session ${word(i)} of the shop is ${state}`));
  const { ids } = grow(lines, false);
  expect(ids.slice(8).some((id) => ids.slice(0, 8).includes(id))).toBe(false);
});

test("a flood of kinds is bounded, and what came later joins what is like it", () => {
  expect(
    grow(
      many(5000, (i) => `module ${word(i)} handled ${word(i * 7)} badly`),
      true,
    ).templates,
  ).toBeLessThan(600);
  expect(
    grow(
      many(5000, (i) => `module ${word(i)} handled ${word(i * 7)} well`),
      false,
    ).templates,
  ).toBeLessThan(100);
});

describe("words compared grow with the lines, not faster", () => {
  test.each([
    ["all unlike each other", (i: number) => many(9, (k) => word(i * 31 + k * 1_000_003)).join(" ")],
    ["unlike in one word", (i: number) => `module ${word(i)} failed again`],
    ["long", (i: number) => many(200, (k) => word((i * 7 + k) % 5000)).join(" ")],
    ["alike at the beginning", (i: number) => `a b c d e f ${word(i)} ${word(i * 3)} ${word(i * 5)}`],
  ])("%s", (_, line) => {
    for (const trouble of [true, false]) {
      for (const count of [1000, 2000, 4000]) {
        const { comparisons } = grow(many(count, line), trouble);
        expect(comparisons / count).toBeLessThan(64 * 49);
      }
      const [small, large] = [1000, 4000].map((count) => grow(many(count, line), trouble).comparisons);
      expect(large).toBeLessThanOrEqual(4 * small! + 4000 * 600);
    }
  });
});

test("the order of the first lines decides nothing but numbers", () => {
  const lines = many(40, (i) => `${i % 2 === 0 ? "open" : "close"} of /x/${i} failed with ${word(i % 5)}`);
  const groups = (order: readonly string[]): string =>
    [...Map.groupBy(order, (_, i) => grow(order, true).ids[i]).values()]
      .map((group) => group.toSorted().join())
      .toSorted()
      .join("\n");
  expect(groups(lines.toReversed())).toBe(groups(lines));
});

test("what is remembered of lines full of names does not grow with their length", () => {
  const lines = many(5000, (i) => many(150, (k) => `for ${word(i * 7 + k * 11)}`).join(" "));
  const tree = createTemplateTree();
  const before = heapUsed();
  for (const line of lines) tree.add(line, "error", true);
  // The lines themselves are longer than this.
  expect(heapUsed() - before).toBeLessThan(30_000_000);
  expect(tree.find(lines[0]!)).toBeDefined();
});

const heapUsed = (): number => {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  return process.memoryUsage().heapUsed;
};
