/** Ways in which the parts of a pattern may share a text between them, before it is too slow. */
const MAX_WAYS = 256;
/** Steps that it may take at one place, with all ways tried. */
const MAX_STEPS = 2048;
/** Where a bound is larger, it is no bound; and what must repeat more often is refused. */
const MAX_REPEAT = 1000;

/**
 * Why a regular expression (of the flags `gu`, already valid) is not taken; undefined: it costs a bounded number of steps
 * a character, and never matches nothing. Careful, not exact: some patterns that would do no harm are refused.
 */
export const costOfPattern = (pattern: string): string | undefined => {
  const reader: Reader = { pattern, at: 0 };
  try {
    const part = readAlternatives(reader);
    if (part.least === 0) return "it can match the empty text. Let it require at least one character.";
    if (part.openInside) {
      return "* and + (or {n,}) may stand only at its end. Give a bound elsewhere, such as {0,100}.";
    }
    if (part.ways > MAX_WAYS || part.steps > MAX_STEPS) {
      return "its repetitions could be tried in too many ways. Give smaller bounds.";
    }
    return undefined;
  } catch (error) {
    if (error instanceof Refused) return error.message;
    throw error;
  }
};

class Refused extends Error {}

interface Reader {
  readonly pattern: string;
  at: number;
}

interface Part {
  /** Fewest characters it takes. */
  readonly least: number;
  /** Ways to match, by its bounded repetitions. */
  readonly ways: number;
  /** Characters it looks at, while all of them are tried. */
  readonly steps: number;
  /** Its last piece repeats without bound. */
  readonly openEnd: boolean;
  /** A piece that is not the last does. */
  readonly openInside: boolean;
}

const readAlternatives = (reader: Reader): Part => {
  const parts = [readSequence(reader)];
  while (reader.pattern[reader.at] === "|") {
    reader.at++;
    parts.push(readSequence(reader));
  }
  return {
    least: Math.min(...parts.map(({ least }) => least)),
    ways: parts.reduce((sum, { ways }) => sum + ways, 0),
    steps: parts.reduce((sum, { steps }) => sum + steps, 0),
    openEnd: parts.some(({ openEnd }) => openEnd),
    openInside: parts.some(({ openInside }) => openInside),
  };
};

const readSequence = (reader: Reader): Part => {
  let part: Part = NONE;
  while (reader.at < reader.pattern.length && !"|)".includes(reader.pattern[reader.at]!)) {
    const next = readRepeated(reader);
    part = {
      least: part.least + next.least,
      ways: atMost(part.ways * next.ways),
      steps: atMost(part.steps + part.ways * next.steps),
      openEnd: next.openEnd,
      openInside: part.openInside || next.openInside || part.openEnd,
    };
  }
  return part;
};

const readRepeated = (reader: Reader): Part => {
  const atom = readAtom(reader);
  const [all, sign, from, comma, to] = /^(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/.exec(reader.pattern.slice(reader.at)) ?? [];
  if (all === undefined) return atom;
  reader.at += all.length;
  const min = sign === undefined ? Number(from) : sign === "+" ? 1 : 0;
  const max = sign === "?" ? 1 : sign !== undefined ? Infinity : comma === "" ? min : to === "" ? Infinity : Number(to);
  if (min > MAX_REPEAT) {
    throw new Refused(`it repeats something at least ${min} times; ${MAX_REPEAT} is the most. Give a smaller bound.`);
  }
  if (max === 0) return NONE;
  if (max > MAX_REPEAT) {
    if (atom.ways > 1 || atom.openEnd || atom.openInside) {
      throw new Refused("it repeats without bound what itself can vary. Give bounds to both, such as {1,20}.");
    }
    return { least: atom.least * min, ways: 1, steps: atom.steps * (min + 1), openEnd: true, openInside: false };
  }
  /** Ways of fewer than so many repetitions, all together. */
  const waysBelow = (count: number): number => (atom.ways === 1 ? count : (atom.ways ** count - 1) / (atom.ways - 1));
  return {
    least: atom.least * min,
    ways: atMost(waysBelow(max + 1) - waysBelow(min)),
    steps: atMost(waysBelow(max) * atom.steps),
    openEnd: atom.openEnd && max === 1,
    openInside: atom.openInside || (atom.openEnd && max > 1),
  };
};

const atMost = (count: number): number => Math.min(Number.MAX_SAFE_INTEGER, count);

const ONE: Part = { least: 1, ways: 1, steps: 1, openEnd: false, openInside: false };
const NONE: Part = { least: 0, ways: 1, steps: 0, openEnd: false, openInside: false };

const readAtom = (reader: Reader): Part => {
  const { pattern } = reader;
  const char = pattern[reader.at]!;
  if (char === "(") return readGroup(reader);
  if (char === "[") {
    let at = reader.at + 1;
    while (at < pattern.length && pattern[at] !== "]") at += pattern[at] === "\\" ? 2 : 1;
    reader.at = at + 1;
    return ONE;
  }
  if (char === "^" || char === "$") {
    reader.at++;
    return NONE;
  }
  if (char !== "\\") {
    reader.at += (pattern.codePointAt(reader.at) ?? 0) > 0xffff ? 2 : 1;
    return ONE;
  }
  const escaped = /^\\(?:u\{[0-9a-fA-F]+\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[pP]\{[^}]*\}|c[A-Za-z]|[\s\S])/.exec(
    pattern.slice(reader.at),
  )![0];
  if (/^\\[1-9k]/.test(escaped))
    throw new Refused("it refers back to what it matched (\\1, \\k): that can take too long.");
  reader.at += escaped.length;
  return /^\\[bB]$/.test(escaped) ? NONE : ONE;
};

const readGroup = (reader: Reader): Part => {
  const [opening] = /^\((?:\?(?:<[=!]|[=!:]|<[^>]*>|[a-z]*(?:-[a-z]+)?:))?/.exec(reader.pattern.slice(reader.at))!;
  reader.at += opening.length;
  const inner = readAlternatives(reader);
  reader.at++;
  if (!/^\(\?<?[=!]/.test(opening)) return inner;
  if (inner.openEnd || inner.openInside)
    throw new Refused("it looks ahead or behind without bound. Give a bound, such as {0,100}.");
  return { ...NONE, ways: inner.ways, steps: inner.steps };
};
