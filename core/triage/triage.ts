import * as v from "valibot";
import { SEVERITIES, VERDICTS } from "../evidence/outcome.ts";

/** Most characters of each text; those of `prompts/schemas/triage.1.json`. */
export const BOUNDS = { summary: 280, component: 64, root_cause: 240, step: 140, gap: 100 } as const;

/** What every triage prompt answers, by model or by rules. The bounds equal those of `prompts/schemas/triage.1.json`. */
export const TriageSchema = v.strictObject({
  /** Ids of supplied evidence lines. */
  evidence: v.pipe(v.array(v.pipe(v.string(), v.maxLength(6))), v.maxLength(6)),
  summary: v.pipe(v.string(), v.minLength(1), v.maxLength(BOUNDS.summary)),
  component: v.pipe(v.string(), v.minLength(1), v.maxLength(BOUNDS.component)),
  root_cause: v.pipe(v.string(), v.minLength(1), v.maxLength(BOUNDS.root_cause)),
  severity: v.picklist(SEVERITIES),
  verdict: v.picklist(VERDICTS),
  recommended_steps: v.pipe(v.array(v.pipe(v.string(), v.maxLength(BOUNDS.step))), v.maxLength(5)),
  /** 0-100. */
  confidence: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100)),
  data_gaps: v.pipe(v.array(v.pipe(v.string(), v.maxLength(BOUNDS.gap))), v.maxLength(3)),
});
export type Triage = v.InferOutput<typeof TriageSchema>;

/** `yes` where a person should act. */
export const actionRequired = (verdict: Triage["verdict"]): "yes" | "no" =>
  verdict === "suggested" || verdict === "required" ? "yes" : "no";
