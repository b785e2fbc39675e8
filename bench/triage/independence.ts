import { digestEvidence } from "../../core/evidence/digest.ts";
import { splitLines } from "../../core/evidence/lines.ts";
import { maskLine } from "../../core/evidence/mask.ts";
import type { Incident } from "./read-incidents.ts";
import { readLessons } from "./training.ts";

/**
 * Held-out incidents with a line of trouble that, but for numbers and names, a set of lessons has too: what is got right there
 * may have been learned by heart.
 */
export const sharedWithDevelopment = (heldOut: readonly Incident[]): readonly string[] => {
  const known = new Set(readLessons().flatMap(({ logs }) => troubleOf(logs)));
  return heldOut.filter(({ logs }) => troubleOf(logs).some((line) => known.has(line))).map(({ name }) => name);
};

const troubleOf = (logs: string): readonly string[] => {
  const { lines, troubles } = digestEvidence({ lines: splitLines(logs) });
  return lines.filter(({ id }) => Object.hasOwn(troubles, id)).map(({ text }) => maskLine(text));
};
