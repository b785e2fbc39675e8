import { digestEvidence } from "../../core/evidence/digest.ts";
import { fitEvidence } from "../../core/evidence/fit.ts";
import { splitLines } from "../../core/evidence/lines.ts";
import type { Bundle } from "../../core/prompt/bundle.ts";
import { triageByRules } from "../../core/triage/rules.ts";
import { defined } from "../../functions/http/defined.ts";
import type { Incident } from "./read-incidents.ts";
import type { Labels } from "./score.ts";

/** Evidence that a small slot has room for. */
const BUDGET_TOKENS = 2048;

/** The rule-based triage of an incident, as `analyze` gives it where no model answers. */
export const answerByRules = (
  { logs, namespace, container, pod, node, alertname, question }: Incident,
  knowledge: Bundle["knowledge"],
): Labels => {
  const place = defined({ namespace, container, pod, node, alertname, question });
  const evidence = digestEvidence({ lines: splitLines(logs), ...place });
  const { severity, verdict } = triageByRules(evidence, fitEvidence(evidence, BUDGET_TOKENS), knowledge);
  return { error_class: evidence.features.error_class, severity, verdict };
};

/** The rule that a first alert on logs usually is. */
export const answerByKeyword = ({ logs }: Incident): Labels =>
  /error|exception|fail/i.test(logs)
    ? { error_class: "application_exception", severity: "error", verdict: "required" }
    : { error_class: "benign", severity: "info", verdict: "no_action" };

/** The most frequent label of each field, whatever the lines say. */
export const majorityOf = (incidents: readonly Incident[]): Labels => {
  const most = (field: keyof Labels): string => {
    const counts = new Map<string, number>();
    for (const { expect } of incidents) counts.set(expect[field], (counts.get(expect[field]) ?? 0) + 1);
    return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]?.[0] ?? "";
  };
  return { error_class: most("error_class"), severity: most("severity"), verdict: most("verdict") };
};
