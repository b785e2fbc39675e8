import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { CONTROL_TOKENS } from "./neutralise.ts";
import { COMMAND_TRIGGERS } from "./redact-commands.ts";
import { createNamePattern, NAME_TRIGGERS } from "./redact-names.ts";
import { TOKEN_TRIGGERS } from "./redact-tokens.ts";
import { createCountedPattern, TooManySteps } from "./testing/step-counter.ts";

const core = fileURLToPath(new URL("..", import.meta.url));

const TOKEN =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|[\w$]+|\s+|[^\w\s]/y;
const LITERAL = /\/((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+)\/([a-z]*)/y;

/** A slash behind a value divides. */
const literalsIn = (text: string): { source: string; flags: string }[] => {
  const found: { source: string; flags: string }[] = [];
  let before = "";
  for (let at = 0; at < text.length; ) {
    const begins = text[at] === "/" && !"/*".includes(text[at + 1] ?? "") && /^(?:|return|[^\w)\]}"'`])$/.test(before);
    const literal = begins ? matchAt(LITERAL, text, at) : null;
    if (literal !== null) found.push({ source: literal[1]!, flags: literal[2]! });
    const token = literal ?? matchAt(TOKEN, text, at);
    if (token === null) throw new Error(`cannot read: ${text.slice(at, at + 40)}`);
    if (literal !== null) before = ")";
    else if (!/^(?:\s|\/[/*])/.test(token[0])) before = token[0];
    at += token[0].length;
  }
  return found;
};

const matchAt = (pattern: RegExp, text: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at;
  return pattern.exec(text);
};

/** Every regular expression that stands in the sources which read log text. */
const literals = ["evidence", "triage", "route"].flatMap((folder) =>
  readdirSync(`${core}${folder}`)
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && name !== "testing.ts")
    .flatMap((name) =>
      literalsIn(readFileSync(`${core}${folder}/${name}`, "utf8")).map((found) => ({
        file: `${folder}/${name}`,
        ...found,
      })),
    ),
);
const triggers = [...NAME_TRIGGERS, ...TOKEN_TRIGGERS, ...COMMAND_TRIGGERS].map(([, check]) => check);
const built = [createNamePattern(), CONTROL_TOKENS, ...triggers].map(({ source, flags }) => ({
  file: "built",
  source,
  flags,
}));

const COMMON = ["a", "A", "0", " ", ".", '"', "\\", "=", "a=", "a.", "a,", "[{", "a b ", "0.0", "0:", "-a", "=a "];

/** What could make it go back: runs of what its classes take, its own beginning again and again, and that before a run. */
const textsAgainst = (witnesses: readonly string[], sample: string): ((length: number) => string)[] => {
  const units = new Set([...COMMON, ...witnesses.slice(0, 12), sample, sample.slice(0, -1), `${sample} `]);
  const heads = ["", sample.slice(0, -1)];
  return [...units].flatMap((unit) =>
    unit === ""
      ? []
      : heads.map(
          (head) => (length: number) =>
            `${(head + unit.repeat(Math.ceil(length / unit.length))).slice(0, length)}\u0001`,
        ),
  );
};

/** How many times as many steps four times the text takes: 4 where it is linear, 16 where it is quadratic. */
const growthOf = (source: string, flags: string): { growth: number; text: string } => {
  const pattern = createCountedPattern(source, flags);
  let worst = { growth: 0, text: "" };
  for (const text of textsAgainst(pattern.witnesses, pattern.sample)) {
    // A bounded repetition grows until its bound is reached.
    let growth = Infinity;
    for (const length of [96, 400, 1600]) {
      growth = growthAt(pattern.count, text, length);
      if (growth <= LINEAR) break;
    }
    if (growth > worst.growth) worst = { growth, text: text(24) };
  }
  return worst;
};

const LINEAR = 6;
const MOST_STEPS = 4_000_000;

const growthAt = (
  count: (text: string, most: number) => number,
  text: (length: number) => string,
  length: number,
): number => {
  try {
    return count(text(4 * length), MOST_STEPS) / count(text(length), MOST_STEPS);
  } catch (error) {
    // Too deep for the matcher itself: the smaller text has spoken.
    if (error instanceof TooManySteps || error instanceof RangeError) return Infinity;
    throw error;
  }
};

test("the counter tells linear from quadratic and worse", () => {
  expect(growthOf("a[bc]{1,20}d", "g").growth).toBeLessThan(LINEAR);
  expect(growthOf("(?<!\\w)\\w+@", "g").growth).toBeLessThan(LINEAR);
  expect(growthOf("\\w+@", "g").growth).toBeGreaterThan(LINEAR);
  expect(growthOf("\\s+$", "").growth).toBeGreaterThan(LINEAR);
  expect(growthOf("^(?:a|a)*$", "").growth).toBe(Infinity);
});

test.each([...literals, ...built])(
  "$file: /$source/$flags takes steps in proportion to the text",
  ({ source, flags }) => {
    const { growth, text } = growthOf(source, flags);
    expect(growth, JSON.stringify(text)).toBeLessThanOrEqual(LINEAR);
  },
);
