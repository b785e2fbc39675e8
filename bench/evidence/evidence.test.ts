import { expect, test } from "vitest";
import { createCorpus, recipes } from "./corpus.ts";
import { FORMATS } from "./formats.ts";
import { measure, measureSecrets, stepsPerLine } from "./measure.ts";
import { createRandom } from "./random.ts";
import { signatures } from "./signatures.ts";
import { judge } from "./targets.ts";
import { fill } from "./values.ts";

const SIZES = [100, 600];
const corpora = recipes(SIZES).map((recipe) => createCorpus({ ...recipe, kinds: Math.min(recipe.kinds, 60) }));

test.each(
  judge(
    {
      corpora: corpora.map(measure),
      secrets: measureSecrets(),
      steps: [500, 1000].map((lines) => ({ lines, perLine: stepsPerLine(lines) })),
      speeds: [],
    },
    600,
  ),
)("$name", ({ value, met }) => expect(met, value).toBe(true));

test("a recipe gives the same bytes each time, in ten formats", () => {
  expect(Object.keys(FORMATS)).toHaveLength(10);
  const [recipe] = recipes([100]);
  expect(createCorpus(recipe!).lokiReply).toBe(createCorpus(recipe!).lokiReply);
});

test("the mark of a kind of error is in its own lines and in no others", () => {
  const random = createRandom(1);
  const all = signatures(440);
  expect(all).toHaveLength(440);
  for (const { template, marker } of all) {
    const line = fill(template, random);
    expect(all.filter((other) => line.includes(other.marker)).map((other) => other.marker)).toEqual([marker]);
  }
});

test("a target that is missed is told", () => {
  const [corpus] = corpora;
  const measured = {
    ...measure(corpus!),
    lines: 600,
    ratio: 2,
    ownLine: 0,
    leftOut: 4,
    named: 1,
    complete: false,
    withinBudget: false,
  };
  const missed = judge(
    {
      corpora: [measured],
      secrets: { planted: 2, masked: 1, harmless: 2, falsePositives: 1 },
      steps: [
        { lines: 1, perLine: 100 },
        { lines: 2, perLine: 200 },
      ],
      speeds: [{ name: "x", parse: 1, digest: 11, redaction: 1, ratio: 11, redactionRatio: 1 }],
    },
    600,
  );
  expect(missed.map(({ met }) => met)).toEqual(missed.map(() => false));
  expect(missed.filter(({ timed }) => timed)).toHaveLength(1);
});
