import { findKept, kept, MAX_MASKED, maskedBy } from "./mask.ts";

/** Lines whose number is known, found by what masking leaves of them. */
export interface KnownLines {
  /** The number of a line that is masked alike. */
  find(line: string): number | undefined;
  /** The line that was looked up last, as `maskLine` gives it. */
  masked(): string;
  /** Gives the line that was looked up last its number, and returns it. */
  remember(id: number): number;
}

interface Known {
  readonly id: number;
  /** What is kept, with what follows each part. */
  readonly parts: readonly string[];
  readonly marks: readonly number[];
}

/**
 * Answers as a map of masked lines would, without making the masked line of each: thousands differ only in what is masked,
 * and comparing what is kept where it stands costs less than putting it together.
 */
export const createKnownLines = (): KnownLines => {
  const byShape = new Map<number, Known[]>();
  let text = "";
  let n = 0;
  let shape = 0;

  return {
    find: (line) => {
      text = line.length > MAX_MASKED ? line.slice(0, MAX_MASKED) : line;
      n = findKept(text);
      shape = shapeOf(text, n);
      const candidates = byShape.get(shape);
      if (candidates !== undefined) for (const known of candidates) if (isAlike(text, n, known)) return known.id;
      return undefined;
    },
    masked: () => maskedBy(text, n),
    remember: (id) => {
      const parts: string[] = [];
      const marks: number[] = [];
      for (let k = 0; k < n; k += 3) {
        parts.push(text.slice(kept[k], kept[k + 1]));
        marks.push(kept[k + 2]!);
      }
      const candidates = byShape.get(shape);
      // Lines made to share a shape are not worth the time of all others: the tree knows them, too.
      if (candidates === undefined) byShape.set(shape, [{ id, parts, marks }]);
      else if (candidates.length < MAX_CANDIDATES) candidates.push({ id, parts, marks });
      return id;
    },
  };
};

const MAX_CANDIDATES = 32;

/** Of what is kept: how long each part is, what follows it, and a few of its characters. */
const shapeOf = (text: string, n: number): number => {
  let shape = n;
  for (let k = 0; k < n; k += 3) {
    const from = kept[k]!;
    const length = kept[k + 1]! - from;
    shape = (Math.imul(shape, 31) + 4 * length + kept[k + 2]!) | 0;
    if (length < 4) continue;
    const middle = from + (length >> 1);
    shape = (Math.imul(shape, 31) + text.charCodeAt(from + (length >> 2))) | 0;
    shape = (Math.imul(shape, 31) + text.charCodeAt(middle)) | 0;
    shape = (Math.imul(shape, 31) + text.charCodeAt(middle + (length >> 2))) | 0;
    shape = (Math.imul(shape, 31) + text.charCodeAt(from + length - 2)) | 0;
  }
  return shape;
};

const isAlike = (text: string, n: number, { parts, marks }: Known): boolean => {
  if (3 * parts.length !== n) return false;
  for (let i = 0; i < parts.length; i++) {
    const from = kept[3 * i]!;
    const part = parts[i]!;
    if (kept[3 * i + 1]! - from !== part.length || kept[3 * i + 2] !== marks[i] || !text.startsWith(part, from))
      return false;
  }
  return true;
};
