import { type AST, RegExpParser } from "@eslint-community/regexpp";

/** A pattern that runs in a matcher which goes back as engines do, and counts every character it looks at. */
export interface CountedPattern {
  /** Steps of finding all matches in the text, or the first where the pattern is not global. @throws {TooManySteps} */
  readonly count: (text: string, most: number) => number;
  /** Characters that its classes accept, one each, and a short text that matches. */
  readonly witnesses: readonly string[];
  readonly sample: string;
}

export class TooManySteps extends Error {}

type Next = (at: number) => number;
type Matcher = (at: number, next: Next) => number;

export const createCountedPattern = (source: string, flags: string): CountedPattern => {
  const ast = new RegExpParser().parseLiteral(`/${source}/${flags}`);
  const witnesses = new Set<string>();
  let text = "";
  const captured = new Map<AST.CapturingGroup, string>();
  let steps = 0;
  let most = 0;
  const step = (): void => {
    if (++steps > most) throw new TooManySteps();
  };

  const single = (node: AST.Element): ((char: string) => boolean) => {
    const own = new RegExp(`^(?:${node.raw})$`, flags.replace(/[gmy]/g, ""));
    const known = new Map<string, boolean>();
    for (const char of "aA0 ._-=:/\"'\\[{(<>@%&?,;|#~+$\n\té") {
      if (own.test(char)) {
        witnesses.add(char);
        break;
      }
    }
    return (char) => {
      let fits = known.get(char);
      if (fits === undefined) {
        fits = own.test(char);
        known.set(char, fits);
      }
      return fits;
    };
  };

  /** Matches one character, in the given direction; -1: not. */
  const charMatcher = (node: AST.Element, forward: boolean): Next => {
    const fits = single(node);
    return (at) => {
      step();
      const place = forward ? at : at - 1;
      return place >= 0 && place < text.length && fits(text[place]!) ? (forward ? at + 1 : at - 1) : -1;
    };
  };

  const compileElement = (node: AST.Element, forward: boolean): Matcher => {
    switch (node.type) {
      case "Character":
      case "CharacterSet":
      case "CharacterClass": {
        const char = charMatcher(node, forward);
        return (at, next) => {
          const end = char(at);
          return end < 0 ? -1 : next(end);
        };
      }
      case "Group":
        return compileAlternatives(node.alternatives, forward);
      case "CapturingGroup": {
        const inner = compileAlternatives(node.alternatives, forward);
        return (at, next) =>
          inner(at, (end) => {
            const before = captured.get(node);
            captured.set(node, text.slice(Math.min(at, end), Math.max(at, end)));
            const found = next(end);
            if (found < 0 && before !== undefined) captured.set(node, before);
            return found;
          });
      }
      case "Backreference":
        return (at, next) => {
          const said = Array.isArray(node.resolved) ? "" : (captured.get(node.resolved) ?? "");
          steps += said.length;
          step();
          return text.startsWith(said, at) ? next(at + said.length) : -1;
        };
      case "Assertion":
        return compileAssertion(node);
      case "Quantifier":
        return compileQuantifier(node, forward);
      default:
        throw new Error(`/${source}/: ${node.type} is not counted here.`);
    }
  };

  const compileAlternatives = (alternatives: readonly AST.Alternative[], forward: boolean): Matcher => {
    const matchers = alternatives.map(({ elements }) => {
      const parts = elements.map((element) => compileElement(element, forward));
      if (!forward) parts.reverse();
      return parts.reduceRight<Matcher>(
        (rest, part) => (at, next) => part(at, (end) => rest(end, next)),
        (at, next) => next(at),
      );
    });
    return (at, next) => {
      for (const matcher of matchers) {
        step();
        const end = matcher(at, next);
        if (end >= 0) return end;
      }
      return -1;
    };
  };

  const compileQuantifier = ({ min, max, greedy, element }: AST.Quantifier, forward: boolean): Matcher => {
    if (element.type === "Character" || element.type === "CharacterSet" || element.type === "CharacterClass") {
      const char = charMatcher(element, forward);
      return (at, next) => {
        const ends = [at];
        const limit = greedy ? max : min;
        while (ends.length <= limit) {
          const end = char(ends.at(-1)!);
          if (end < 0) break;
          ends.push(end);
        }
        if (ends.length <= min) return -1;
        if (greedy) {
          for (let i = ends.length - 1; i >= min; i--) {
            const end = next(ends[i]!);
            if (end >= 0) return end;
          }
          return -1;
        }
        for (let i = min; i <= max; i++) {
          const end = next(ends[i]!);
          if (end >= 0) return end;
          const one = char(ends[i]!);
          if (one < 0) return -1;
          ends.push(one);
        }
        return -1;
      };
    }
    const inner = compileElement(element, forward);
    const repeat = (at: number, next: Next, done: number): number => {
      const again = (): number =>
        done < max ? inner(at, (end) => (end === at ? -1 : repeat(end, next, done + 1))) : -1;
      if (done < min) return inner(at, (end) => repeat(end, next, done + 1));
      if (!greedy) {
        const end = next(at);
        return end >= 0 ? end : again();
      }
      const end = again();
      return end >= 0 ? end : next(at);
    };
    return (at, next) => repeat(at, next, 0);
  };

  const compileAssertion = (node: AST.Assertion): Matcher => {
    if (node.kind === "lookahead" || node.kind === "lookbehind") {
      const inner = compileAlternatives(node.alternatives, node.kind === "lookahead");
      return (at, next) => (inner(at, (end) => end) >= 0 !== node.negate ? next(at) : -1);
    }
    const lines = flags.includes("m");
    const isWord = (place: number): boolean => /\w/.test(text[place] ?? " ");
    return (at, next) => {
      step();
      const holds =
        node.kind === "start"
          ? at === 0 || (lines && text[at - 1] === "\n")
          : node.kind === "end"
            ? at === text.length || (lines && text[at] === "\n")
            : (isWord(at - 1) !== isWord(at)) !== (node.kind === "word" && node.negate);
      return holds ? next(at) : -1;
    };
  };

  const whole = compileAlternatives(ast.pattern.alternatives, true);
  const all = flags.includes("g");
  // Not across lines, and anchored: an engine tries the first place only.
  const anchored =
    !flags.includes("m") &&
    ast.pattern.alternatives.every(({ elements: [first] }) => first?.type === "Assertion" && first.kind === "start");
  return {
    witnesses: [...witnesses],
    sample: ast.pattern.alternatives.map((one) => sampleOf(one)).toSorted((a, b) => b.length - a.length)[0] ?? "",
    count: (given, limit) => {
      text = given;
      steps = 0;
      most = limit;
      for (let at = 0; at <= text.length; ) {
        const end = whole(at, (place) => place);
        if (flags.includes("y") || anchored || (end >= 0 && !all)) break;
        at = end > at ? end : at + 1;
      }
      return steps;
    },
  };
};

/** A short text that the part could match; what stands around it is left out. */
const sampleOf = (node: AST.Alternative | AST.Element): string => {
  switch (node.type) {
    case "Alternative":
      return node.elements.map(sampleOf).join("");
    case "Group":
    case "CapturingGroup":
      return sampleOf(node.alternatives[0]!);
    case "Quantifier":
      return sampleOf(node.element).repeat(Math.min(node.min, 40));
    case "Character":
      return String.fromCodePoint(node.value);
    case "CharacterSet":
    case "CharacterClass": {
      const own = new RegExp(`^(?:${node.raw})$`, /\\u\{|\\p\{/.test(node.raw) ? "u" : "");
      return [..."a0A ._-=:/\"'\\[{(<@%"].find((char) => own.test(char)) ?? "";
    }
    default:
      return "";
  }
};
