import { toTemplates } from "../../core/evidence/cluster.ts";
import { namesOf } from "../../core/evidence/coverage.ts";
import { digestEvidence } from "../../core/evidence/digest.ts";
import { toEntries } from "../../core/evidence/entries.ts";
import type { Evidence, LogLine } from "../../core/evidence/evidence.ts";
import { fitEvidence } from "../../core/evidence/fit.ts";
import { redactLines } from "../../core/evidence/redact.ts";
import { HARMLESS, PLANTED } from "../../core/evidence/testing/secrets.ts";
import { estimateTokens } from "../../core/evidence/tokens.ts";
import { unwrapLines } from "../../core/evidence/unwrap.ts";
import type { Corpus } from "./corpus.ts";
import { createRandom } from "./random.ts";
import type { Signature } from "./signatures.ts";
import { fill } from "./values.ts";

/** What a prompt leaves for evidence in a slot of 4,096 tokens. */
export const BUDGET = 2000;
/** Room for everything, to see what the digest itself holds. */
const AMPLE = 100_000;

export interface Measured {
  readonly name: string;
  readonly lines: number;
  readonly tokensBefore: number;
  /** Of the lines, for which the budget is, and of the sentence beside them. */
  readonly tokensAfter: number;
  readonly coverageTokens: number;
  /** Against both. */
  readonly ratio: number;
  readonly kinds: number;
  /** Kinds with a line of their own that is verbatim and shows no other kind: in the digest, and within the budget. */
  readonly ownLine: number;
  readonly shown: number;
  /** Kinds left out, as the coverage counts them, and those of them that it names, by words or class. */
  readonly leftOut: number;
  readonly named: number;
  /** Every kind is shown, or the budget is full and the coverage counts the rest. */
  readonly complete: boolean;
  readonly withinBudget: boolean;
}

export const measure = ({ name, input, signatures }: Corpus): Measured => {
  const evidence = digestEvidence(input);
  const fitted = fitEvidence(evidence, BUDGET);
  const ample = fitEvidence(evidence, AMPLE);
  const verbatim = new Set(unwrapLines(input.lines).map(({ text }) => text.trim()));
  const own = ownLines(ample.text, evidence, verbatim, signatures);
  const shown = ownLines(fitted.text, evidence, verbatim, signatures);
  const leftOut = Number(
    /left out: ([\d,]+) more kinds? of error \(/.exec(fitted.coverage)?.[1]?.replaceAll(",", "") ?? 0,
  );
  const isShown = new Set(fitted.lines.map(({ id }) => id));
  const hidden = evidence.lines.filter(({ id }) => Object.hasOwn(evidence.troubles, id) && !isShown.has(id));
  const tokensBefore = estimateTokens(input.lines.map(({ text }) => text).join("\n"));
  const coverageTokens = estimateTokens(fitted.coverage);
  return {
    name,
    lines: input.lines.length,
    tokensBefore,
    tokensAfter: fitted.tokens,
    coverageTokens,
    ratio: tokensBefore / (fitted.tokens + coverageTokens),
    kinds: signatures.length,
    ownLine: own,
    shown,
    leftOut,
    named: namesOf(hidden, evidence.troubles).kinds,
    complete:
      own === signatures.length &&
      leftOut === hidden.length &&
      (shown === signatures.length || (leftOut > 0 && fitted.tokens > 0.9 * BUDGET)),
    withinBudget: fitted.tokens <= BUDGET,
  };
};

/** A kind counts where one shown line holds it, that line holds no other, and its example was logged like this. */
const ownLines = (
  text: string,
  evidence: Evidence,
  verbatim: ReadonlySet<string>,
  signatures: readonly Signature[],
): number => {
  const examples = new Map(evidence.lines.map(({ id, text: example }) => [id, example]));
  const shown = text.split("\n").map((line) => {
    const example = examples.get(line.split(" ", 1)[0]!)!;
    return { line, example };
  });
  return signatures.filter(({ marker }) =>
    shown.some(
      ({ line, example }) =>
        line.includes(marker) &&
        verbatim.has(example.split(" ⏎ ")[0]!.trim()) &&
        !signatures.some((other) => other.marker !== marker && line.includes(other.marker)),
    ),
  ).length;
};

export interface Secrets {
  readonly planted: number;
  readonly masked: number;
  readonly harmless: number;
  readonly falsePositives: number;
}

/** Secrets among routine lines, and lines that only look like secrets. */
export const measureSecrets = (): Secrets => {
  const random = createRandom(7);
  const noise = (): LogLine => ({ text: fill("order {order} placed by {user} in {ms}", random) });
  const masked = PLANTED.filter(({ line, secret }) => {
    const lines = [noise(), { text: line }, noise()];
    const { entries } = toEntries(lines);
    const evidence = digestEvidence({ lines });
    const text = [...entries.flatMap(({ parts }) => parts), fitEvidence(evidence, BUDGET).text].join("\n");
    return !text.includes(secret) && !JSON.stringify(evidence).includes(JSON.stringify(secret).slice(1, -1));
  });
  const wrong = HARMLESS.filter((text) => Object.keys(digestEvidence({ lines: [{ text }] }).redactions).length > 0);
  return {
    planted: PLANTED.length,
    masked: masked.length,
    harmless: HARMLESS.length,
    falsePositives: wrong.length,
  };
};

/** Words compared for each line, where every line is unlike the others in a way that invites comparison. */
export const stepsPerLine = (lines: number): number => {
  const random = createRandom(lines);
  const word = (): string => Array.from({ length: 7 }, () => "abcdefghijklmnopqrstuvwxyz"[random.int(26)]).join("");
  const entries = toEntries(
    Array.from({ length: lines }, (_, i) => ({
      text: `${i % 2 === 0 ? "INFO" : "ERROR"} handled ${word()} for ${word()} with ${word()} and ${word()}`,
    })),
  ).entries;
  return toTemplates(entries, undefined).comparisons / lines;
};

export interface Speed {
  readonly name: string;
  /** Milliseconds of `JSON.parse` of the Loki reply: median after warm-up. */
  readonly parse: number;
  /** Milliseconds of digest and fit, and of the redaction in it. */
  readonly digest: number;
  readonly redaction: number;
  /** Both as multiples of `parse`. */
  readonly ratio: number;
  readonly redactionRatio: number;
}

export const measureSpeed = ({ name, input, lokiReply }: Corpus, now: () => number): Speed => {
  const unwrapped = unwrapLines(input.lines);
  const [parse, digest, redaction] = medians(
    [() => JSON.parse(lokiReply), () => fitEvidence(digestEvidence(input), BUDGET), () => redactLines(unwrapped)],
    now,
  ) as [number, number, number];
  return { name, parse, digest, redaction, ratio: digest / parse, redactionRatio: redaction / parse };
};

/** In turn, so that what else the machine does falls on all of them alike. */
const medians = (works: readonly (() => unknown)[], now: () => number): readonly number[] => {
  const times: number[][] = works.map(() => []);
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    works.forEach((work, i) => {
      const start = now();
      work();
      if (round >= WARM_UP) times[i]!.push(now() - start);
    });
  }
  return times.map((one) => one.sort((a, b) => a - b)[ROUNDS >> 1]!);
};

const WARM_UP = 6;
const ROUNDS = 15;
