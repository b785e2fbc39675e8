import { join } from "node:path";
import { digestEvidence } from "../../core/evidence/digest.ts";
import { splitLines } from "../../core/evidence/lines.ts";
import { maskLine } from "../../core/evidence/mask.ts";
import { DEV_INCIDENTS } from "../../core/evidence/testing/dev-incidents/parse.ts";
import { INCIDENTS } from "../../core/evidence/testing/incidents.ts";
import { type Incident, readIncidents } from "./read-incidents.ts";

/**
 * Held-out incidents with a line of trouble that, but for numbers and names, a development set has too: what the rules get
 * right there, they may have been written from.
 */
export const sharedWithDevelopment = (heldOut: readonly Incident[]): readonly string[] => {
  const triage = join(import.meta.dirname, "../../core/triage/testing");
  const known = new Set(
    [
      ...INCIDENTS,
      ...DEV_INCIDENTS,
      ...readIncidents(join(triage, "incidents")),
      ...readIncidents(join(triage, "kept")),
      ...readIncidents(join(triage, "second")),
    ].flatMap(({ logs }) => troubleOf(logs)),
  );
  return heldOut.filter(({ logs }) => troubleOf(logs).some((line) => known.has(line))).map(({ name }) => name);
};

const troubleOf = (logs: string): readonly string[] => {
  const { lines, troubles } = digestEvidence({ lines: splitLines(logs) });
  return lines.filter(({ id }) => Object.hasOwn(troubles, id)).map(({ text }) => maskLine(text));
};
