import * as v from "valibot";
import { parseInstant } from "../alert/instant.ts";
import { holdMs } from "./plan.ts";
import { InstantSchema, ROLLOUT_SERVICES, type Rollout } from "./rollout-state.ts";

/** What was found out about a candidate during a step: the file that `kprompt rollout advance` reads. */
export const VerdictSchema = v.strictObject({
  version: v.literal(1),
  verdict: v.picklist(["go", "stop"]),
  /** The revisions that were judged. That of analyze names image, label and pins: each is part of its hash. */
  candidate: v.strictObject({
    route: v.optional(v.string()),
    render: v.optional(v.string()),
    analyze: v.string(),
  }),
  made_at: InstantSchema,
  /** For people: numbers, and where they come from. */
  reasons: v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(500))),
});
export type Verdict = v.InferOutput<typeof VerdictSchema>;

/**
 * Why a verdict does not carry the rollout to its next step; undefined where it does.
 *
 * @param now Milliseconds since the epoch.
 */
export const refuseVerdict = (verdict: Verdict, { candidate, since }: Rollout, now: number): string | undefined => {
  if (verdict.verdict === "stop")
    return `The verdict is stop: ${verdict.reasons.join("; ") || "it says no reason"}. Run kprompt rollout abort.`;
  for (const service of ROLLOUT_SERVICES) {
    const judged = verdict.candidate[service];
    if (judged !== undefined && judged !== candidate.revisions[service])
      return `The verdict is about ${judged}, and the candidate is ${candidate.revisions[service]}. Judge this one.`;
  }
  const madeAt = parseInstant(verdict.made_at) ?? 0;
  // Since is written to the second: what was made in that one may be the verdict that led here.
  if (madeAt < (parseInstant(since) ?? 0) + 1000)
    return `The verdict was made at ${verdict.made_at}, before this step, which began at ${since}, showed anything. Judge what it showed.`;
  if (madeAt > now + CLOCKS_DIFFER_MS)
    return `The verdict was made at ${verdict.made_at}, which is yet to come. Correct the clock of whoever made it.`;
  return undefined;
};

/** Milliseconds since the epoch at which a step may end. */
export const holdEnd = ({ plan, step, since }: Rollout): number =>
  (parseInstant(since) ?? 0) + (plan[step] ? holdMs(plan[step]) : 0);

const CLOCKS_DIFFER_MS = 60_000;
