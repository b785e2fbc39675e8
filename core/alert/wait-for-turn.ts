import type { Delivery } from "./alert-deps.ts";
import { decideStorm, type StormDecision, type StormPolicy } from "./decide-storm.ts";
import { readFinished, type TriageEvent } from "./finished-triage.ts";
import { BUSY } from "./run-alert.ts";
import type { StormState } from "./storm-state.ts";

export interface View {
  readonly state: StormState;
  readonly decision: StormDecision;
}
export type Turn = { readonly known: TriageEvent; readonly leased: boolean } | (View & { readonly leased: boolean });

/** Until the alert has its answer, gets none of its own, may be triaged, or has waited too long for that. */
export const waitForTurn = async (delivery: Delivery): Promise<Turn> => {
  const { triageId, storm, owner, deps } = delivery;
  const deadlineAt = deps.clock.now() + deps.policy.waitMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    const seen = await look(delivery);
    if ("known" in seen) return { ...seen, leased: false };
    const skips = seen.decision.do === "skip";
    // While another delivery of this very alert is at work, a skip would take the place of its triage.
    if (skips && !(await storm.isLeasedTo(triageId))) return { ...seen, leased: false };
    // What was seen before the lease may have changed meanwhile.
    if (!skips && (await storm.lease(owner))) return { ...(await look(delivery)), leased: true };
    const leftMs = deadlineAt - deps.clock.now();
    if (leftMs <= 0) return { ...seen, ...(!skips && { decision: TOO_LATE }), leased: false };
    await deps.sleep(Math.min(pauseMs, leftMs));
  }
};

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2000;
const TOO_LATE: StormDecision = { do: "triage", engine: "rules", because: BUSY, uncapped: true };

/** Another delivery of the same alert may have ended meanwhile, another alert, or this one. */
const look = async ({ cause, triageId, storm, deps }: Delivery): Promise<View | { readonly known: TriageEvent }> => {
  const known = await readFinished(triageId, deps.store);
  if (known) return { known };
  const state = await storm.read();
  const { cluster } = cause.extensions;
  const policy: StormPolicy = { ...deps.policy, ...(typeof cluster === "string" && { cluster }) };
  return { state, decision: decideStorm(state, cause.data, deps.clock.now(), policy) };
};
