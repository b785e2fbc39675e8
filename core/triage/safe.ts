import type { Redactor } from "../evidence/redact.ts";
import { makeInert } from "./inert.ts";
import { faultOf } from "./steps.ts";
import { BOUNDS, type Triage } from "./triage.ts";

/** What was taken out of an answer, or taken apart in it. */
export interface Safety {
  /** Recommended steps that would have run or fetched what nobody has read. */
  readonly steps_dropped: number;
  /** Recommended steps that would have deleted data. */
  readonly destructive_steps_dropped: number;
  readonly links_neutralised: number;
}

/**
 * The triage as it may be shown, by whichever engine it was made: a model may repeat what a log line told it to, and the
 * rules quote log lines. Idempotent.
 */
export const makeSafe = (triage: Triage, redactor?: Redactor): { readonly triage: Triage; readonly safety: Safety } => {
  let links = 0;
  const inert = (text: string, max: number): string => {
    const made = makeInert(text, max, redactor?.redact);
    links += made.links;
    return made.text;
  };
  const { steps, ...dropped } = safeSteps(triage.recommended_steps, (step) => inert(step, BOUNDS.step));
  const safe: Triage = {
    ...triage,
    summary: inert(triage.summary, BOUNDS.summary) || "unknown",
    component: inert(triage.component, BOUNDS.component) || "unknown",
    root_cause: inert(triage.root_cause, BOUNDS.root_cause) || "unknown",
    recommended_steps: steps,
    data_gaps: triage.data_gaps.map((gap) => inert(gap, BOUNDS.gap)),
  };
  return { triage: safe, safety: { ...dropped, links_neutralised: links } };
};

export const addSafety = (all: readonly Safety[]): Safety => ({
  steps_dropped: all.reduce((sum, one) => sum + one.steps_dropped, 0),
  destructive_steps_dropped: all.reduce((sum, one) => sum + one.destructive_steps_dropped, 0),
  links_neutralised: all.reduce((sum, one) => sum + one.links_neutralised, 0),
});

const safeSteps = (given: readonly string[], inert: (step: string) => string) => {
  const steps: string[] = [];
  let [steps_dropped, destructive_steps_dropped] = [0, 0];
  for (const step of given) {
    // Before, or an address would be taken apart first; after, since a cut can leave a shell at the end.
    const before = faultOf(step);
    const made = before === undefined ? inert(step) : "";
    const fault = before ?? faultOf(made);
    if (fault === "unsafe") steps_dropped += 1;
    else if (fault === "destructive") destructive_steps_dropped += 1;
    else steps.push(made);
  }
  return { steps, steps_dropped, destructive_steps_dropped };
};
