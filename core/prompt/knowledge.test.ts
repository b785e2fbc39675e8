import { describe, expect, test } from "vitest";
import type { Diagnostic } from "../diagnostic.ts";
import { readKnowledge } from "./knowledge.ts";
import { openSource } from "./source.ts";

const vocabulary = {
  levels: ["error"],
  errorClasses: ["benign"],
  severities: ["info", "error"],
  verdicts: ["no_action"],
};
const CARD = `benign:
  title: Noise
  severity: info
  verdict: no_action
  causes: [a retry]
  look_at: [the rate]
  steps: [wait]
`;

const read = (text: string) => {
  const diagnostics: Diagnostic[] = [];
  const source = openSource("prompts/knowledge.yaml", text, diagnostics);
  return { cards: source && readKnowledge(source, vocabulary), said: diagnostics.map(({ message }) => message) };
};

test("a card needs no hints, and keeps those that it has in order", () => {
  expect(read(CARD).cards?.benign).not.toHaveProperty("hints");
  const { cards, said } = read(
    `${CARD}  hints:\n    - { says: [NFS, stale], steps: [look] }\n    - { says: [csi], steps: [ask, wait] }\n`,
  );
  expect(said).toEqual([]);
  expect(cards?.benign?.hints).toEqual([
    { says: ["NFS", "stale"], steps: ["look"] },
    { says: ["csi"], steps: ["ask", "wait"] },
  ]);
});

describe("hints that do not fit leave no card", () => {
  test.each([
    { name: "no list", hints: "{ says: [a], steps: [b] }", says: "hints is a list" },
    { name: "a hint without steps", hints: "[{ says: [a] }]", says: 'a hint needs "steps"' },
    { name: "a key of no hint", hints: "[{ says: [a], steps: [b], when: c }]", says: '"when"' },
    { name: "an empty word", hints: '[{ says: [""], steps: [b] }]', says: "is empty" },
    { name: "three steps", hints: "[{ says: [a], steps: [b, c, d] }]", says: "at most 2" },
    { name: "a step too long", hints: `[{ says: [a], steps: [${"b".repeat(141)}] }]`, says: "at most 140" },
  ])("$name", ({ hints, says }) => {
    const { cards, said } = read(`${CARD}  hints: ${hints}\n`);
    expect(said.join("\n")).toContain(says);
    if (!says.includes("when")) expect(cards).toBeUndefined();
  });
});
