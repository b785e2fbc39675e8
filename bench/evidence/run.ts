import { createCorpus, recipes } from "./corpus.ts";
import { measure, measureSecrets, measureSpeed, stepsPerLine } from "./measure.ts";
import { judge, type Results } from "./targets.ts";

const SIZES = [100, 1000, 5000];
const LARGEST = 5000;

const corpora = recipes(SIZES).map(createCorpus);
const now = (): number => performance.now();
const results: Results = {
  corpora: corpora.map(measure),
  secrets: measureSecrets(),
  steps: [1000, 2000, 4000].map((lines) => ({ lines, perLine: stepsPerLine(lines) })),
  speeds: corpora.filter(({ input }) => input.lines.length === LARGEST).map((corpus) => measureSpeed(corpus, now)),
};
const growth = [1000, 2000, 4000, 8000].map((lines) => {
  const corpus = createCorpus({ format: "logfmt", lines, kinds: 30, errorShare: 10, storm: false });
  const { digest } = measureSpeed(corpus, now);
  return { lines, microsecondsPerLine: (1000 * digest) / lines };
});
const targets = judge(results, LARGEST);

if (process.argv.includes("--json")) {
  console.log(JSON.stringify({ ...results, growth, targets }, null, 2));
} else {
  const speedOf = new Map(results.speeds.map((speed) => [speed.name, speed]));
  const row = (cells: readonly (string | number)[]): string =>
    cells.map((cell, i) => (i === 0 ? String(cell).padEnd(22) : String(cell).padStart(10))).join("");
  console.log(
    row([
      "corpus",
      "tokens",
      "evidence",
      "coverage",
      "ratio",
      "kinds",
      "own line",
      "shown",
      "left out",
      "named",
      "× parse",
      "redaction",
    ]),
  );
  for (const one of results.corpora) {
    const { name, tokensBefore, tokensAfter, coverageTokens, ratio, kinds, ownLine, shown, leftOut, named } = one;
    const speed = speedOf.get(name);
    const times = speed === undefined ? [] : [speed.ratio.toFixed(1), speed.redactionRatio.toFixed(1)];
    const tokens = [tokensBefore, tokensAfter, coverageTokens, ratio.toFixed(1)];
    console.log(row([name, ...tokens, kinds, ownLine, shown, leftOut, named, ...times]));
  }
  console.log(
    `\ntime per line: ${growth.map(({ lines, microsecondsPerLine }) => `${microsecondsPerLine.toFixed(1)} µs of ${lines}`).join(", ")}\n`,
  );
  for (const { name, value, met } of targets) console.log(`${met ? "met    " : "NOT MET"}  ${name}: ${value}`);
}
process.exitCode = targets.some(({ met, timed }) => !met && !timed) ? 1 : 0;
