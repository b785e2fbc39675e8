import * as v from "valibot";

export const StepSchema = v.strictObject({
  /** Of the requests and of the alerts' identities that the candidate gets. 0: it runs, reached by its tag alone. */
  percent: v.pipe(v.number(), v.integer("must be a whole number"), v.minValue(0), v.maxValue(100)),
  /** Least time until the next step. */
  hold: v.pipe(v.string(), v.regex(/^[1-9]\d{0,3}[mhd]$/, "must be minutes, hours or days, such as 30m, 24h or 2d")),
});
export type Step = v.InferOutput<typeof StepSchema>;

export const PlanSchema = v.pipe(
  v.array(StepSchema),
  v.minLength(1, "must have a step"),
  v.maxLength(20, "may have 20 steps"),
  v.readonly(),
  v.check(
    (plan) => plan.every(({ percent }, index) => index === 0 || percent > (plan[index - 1]?.percent ?? 0)),
    "must grow from step to step: who is on the candidate stays there",
  ),
  v.check((plan) => plan.at(-1)?.percent === 100, "must end with 100 percent"),
);
export type Plan = v.InferOutput<typeof PlanSchema>;

/**
 * It begins with nobody: the candidate's pod and its tag's address must be there before anything is sent to it, and whoever
 * judges can reach it there. Each later step lasts longer than any event under way, whose retries take minutes.
 */
export const DEFAULT_PLAN: Plan = [
  { percent: 0, hold: "10m" },
  { percent: 10, hold: "24h" },
  { percent: 50, hold: "48h" },
  { percent: 100, hold: "1h" },
];

/** Milliseconds. */
export const holdMs = ({ hold }: Pick<Step, "hold">): number =>
  Number(hold.slice(0, -1)) * (UNITS[hold.slice(-1)] ?? 0);

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
