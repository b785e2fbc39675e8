import { type AST, RegExpParser } from "@eslint-community/regexpp";

/**
 * A way of matching the pattern in whose fixed text none of the pieces must stand, or undefined where there is none:
 * what is repeated without end, or is one of many characters, counts as no fixed text.
 */
export const withoutPiece = ({ source, flags }: RegExp, pieces: readonly string[]): string | undefined => {
  const { pattern } = new RegExpParser().parseLiteral(`/${source}/${flags}`);
  return pattern.alternatives.find(({ elements }) => !needsPiece(elements, pieces, 0))?.raw;
};

/** Whether a piece is in every text of a part of the elements, or in each where one group is taken by its alternatives. */
const needsPiece = (elements: readonly AST.Element[], pieces: readonly string[], depth: number): boolean => {
  for (let from = 0; from < elements.length; from++) {
    let texts: readonly string[] = [""];
    for (let to = from; to < elements.length; to++) {
      const next = textsOf(elements[to]!);
      if (next === undefined) break;
      texts = [...new Set(texts.flatMap((text) => next.map((more) => text + more)))];
      if (texts.length > MOST) break;
      if (texts.every((text) => holdsPiece(text, pieces))) return true;
    }
  }
  return elements.some((element, i) => {
    if (element.type === "Quantifier" && element.min > 0) return needsPiece([element.element], pieces, depth);
    if (depth > 3 || (element.type !== "Group" && element.type !== "CapturingGroup")) return false;
    return element.alternatives.every((one) =>
      needsPiece([...elements.slice(0, i), ...one.elements, ...elements.slice(i + 1)], pieces, depth + 1),
    );
  });
};

const MOST = 200;
const EDGE = "\u0001";

/** At the edge of a word stands what is no part of one. */
const holdsPiece = (text: string, pieces: readonly string[]): boolean => {
  const plain = text
    .replace(/^\u0001+(?=\w)/, " ")
    .replace(/(?<=\w)\u0001+$/, " ")
    .replaceAll(EDGE, "");
  return pieces.some((piece) => plain.includes(piece));
};

const symbolOf = (code: number): string => {
  const char = String.fromCodePoint(code);
  return /\w/.test(char) ? char.toLowerCase() : " ";
};

/** All texts of an element, where they are few. */
const textsOf = (element: AST.Element): readonly string[] | undefined => {
  switch (element.type) {
    case "Character":
      return [symbolOf(element.value)];
    case "CharacterClass":
      return classTexts(element);
    case "Assertion":
      return [element.kind === "word" && !element.negate ? EDGE : ""];
    case "Group":
    case "CapturingGroup":
      return joined(element.alternatives.map(({ elements }) => sequenceTexts(elements)));
    case "Quantifier": {
      const once = element.max <= 3 ? textsOf(element.element) : undefined;
      if (once === undefined) return undefined;
      const counts = Array.from({ length: element.max - element.min + 1 }, (_, i) => element.min + i);
      return joined(counts.map((count) => sequence(Array.from({ length: count }, () => once))));
    }
    default:
      return undefined;
  }
};

const classTexts = ({ negate, elements }: AST.CharacterClass): readonly string[] | undefined => {
  if (negate) return undefined;
  return joined(
    elements.map((one) => {
      if (one.type === "Character") return [symbolOf(one.value)];
      if (one.type === "CharacterClassRange") {
        return Array.from({ length: one.max.value - one.min.value + 1 }, (_, i) => symbolOf(one.min.value + i));
      }
      if (one.type === "CharacterSet" && one.kind === "digit" && !one.negate) return [..."0123456789"];
      return one.type === "CharacterSet" && one.kind === "space" && !one.negate ? [" "] : undefined;
    }),
  );
};

const sequenceTexts = (elements: readonly AST.Element[]): readonly string[] | undefined => {
  const texts = elements.map(textsOf);
  return texts.includes(undefined) ? undefined : sequence(texts as readonly (readonly string[])[]);
};

const sequence = (parts: readonly (readonly string[])[]): readonly string[] | undefined => {
  let texts: readonly string[] = [""];
  for (const part of parts) {
    if (texts.length * part.length > 20 * MOST) return undefined;
    texts = [...new Set(texts.flatMap((text) => part.map((more) => text + more)))];
  }
  return texts;
};

const joined = (parts: readonly (readonly string[] | undefined)[]): readonly string[] | undefined => {
  const all = new Set<string>();
  for (const part of parts) {
    if (part === undefined) return undefined;
    for (const text of part) all.add(text);
  }
  return all.size <= MOST ? [...all] : undefined;
};
