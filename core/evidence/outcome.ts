/** How bad it is: nothing wrong; degraded or soon to fail; failing; an outage or data at risk. */
export const SEVERITIES = ["info", "warning", "error", "critical"] as const;
/** Whether somebody has to act; `inconclusive`: the lines do not show enough. */
export const VERDICTS = ["no_action", "suggested", "required", "inconclusive"] as const;

export type Severity = (typeof SEVERITIES)[number];
export type Verdict = (typeof VERDICTS)[number];
