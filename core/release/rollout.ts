import { parseInstant } from "../alert/instant.ts";
import { formatTime } from "../evidence/time.ts";
import type { Plan } from "./plan.ts";
import {
  type Inputs,
  type Release,
  type Revisions,
  ROLLOUT_SERVICES,
  type RolloutState,
  UNPUBLISHED_DIGEST,
} from "./rollout-state.ts";
import { holdEnd, refuseVerdict, type Verdict } from "./verdict.ts";

/** A state that follows, or why none does; the refusal ends with what to do. */
export type Transition =
  | { readonly ok: true; readonly state: RolloutState }
  | { readonly ok: false; readonly refusal: string };

/** What every transition is told: the names that the templates get by it, as they were rendered. */
interface Rendered {
  readonly templates: Revisions;
}

/** The first state of an overlay: all traffic to what the inputs give. */
export const initRelease = (image: string, inputs: Inputs, { templates }: Rendered): RolloutState => ({
  version: 1,
  image,
  stable: { ...inputs, revisions: templates },
  previous: null,
  templates,
  rollout: null,
});

export interface Start extends Rendered {
  readonly inputs: Inputs;
  readonly plan: Plan;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export const startRollout = (state: RolloutState, { inputs, plan, templates, now }: Start): Transition => {
  if (state.rollout !== null)
    return refuse(
      `A rollout of ${state.rollout.candidate.revisions.analyze} is under way. Run kprompt rollout advance or abort first.`,
    );
  if (state.stable.digest === UNPUBLISHED_DIGEST)
    return refuse(
      "Nothing has been published here that could stay stable meanwhile. Run kprompt rollout init --image sha256:… first.",
    );
  if (inputs.digest === UNPUBLISHED_DIGEST)
    return refuse("The image has not been published: its digest is all zeros. Publish it, then give its digest.");
  if (isSame(templates, state.stable.revisions))
    return refuse(
      "The candidate would be what is stable: image, label, pins and manifests are the same. Change one of them.",
    );
  const candidate = { ...inputs, revisions: templates };
  return { ok: true, state: { ...state, templates, rollout: { candidate, plan, step: 0, since: formatInstant(now) } } };
};

export interface Advance extends Rendered {
  readonly verdict: Verdict;
  readonly now: number;
}

/** To the next step; after the last one's hold the candidate is what is stable. */
export const advanceRollout = (state: RolloutState, { verdict, templates, now }: Advance): Transition => {
  const { rollout, stable } = state;
  if (rollout === null) return refuse(NONE);
  const refusal = refuseVerdict(verdict, rollout, now);
  if (refusal !== undefined) return refuse(refusal);
  const end = holdEnd(rollout);
  if (now < end) {
    const { percent, hold } = rollout.plan[rollout.step] ?? {};
    return refuse(`${percent} % holds for ${hold}, until ${formatInstant(end)}. Run it again then.`);
  }
  const { candidate, plan, step } = rollout;
  const changed = ROLLOUT_SERVICES.filter((service) => templates[service] !== candidate.revisions[service]);
  if (changed.length > 0)
    return refuse(
      `The manifests have changed since the start: the template of ${changed.join(", ")} is no longer the candidate's. ` +
        "Take that change back, or run kprompt rollout abort and start anew with it.",
    );
  // Not before the verdict, whose clock may be ahead: it carries this step, and none after it.
  const since = formatInstant(Math.max(now, parseInstant(verdict.made_at) ?? 0));
  if (step + 1 < plan.length) return { ok: true, state: { ...state, rollout: { ...rollout, step: step + 1, since } } };
  return { ok: true, state: { ...state, stable: candidate, previous: stable, rollout: null } };
};

/** Back to the state before the start. */
export const abortRollout = (state: RolloutState, { templates }: Rendered): Transition =>
  state.rollout === null ? refuse(NONE) : { ok: true, state: { ...state, templates, rollout: null } };

export interface Rollback extends Rendered {
  readonly to: Release;
}

/** All traffic to another release at once; a rollout that is under way ends. */
export const rollBack = (state: RolloutState, { to, templates }: Rollback): Transition => {
  const isStable = isSame(to.revisions, state.stable.revisions);
  if (isStable && state.rollout === null)
    return refuse(`${to.revisions.analyze} is what all traffic goes to already. Name another revision, or a pin.`);
  return {
    ok: true,
    state: { ...state, stable: to, previous: isStable ? state.previous : state.stable, templates, rollout: null },
  };
};

/** RFC 3339, to the second. */
export const formatInstant = (ms: number): string => formatTime({ seconds: Math.floor(ms / 1000), nanos: 0 });

const NONE = "No rollout is under way. Run kprompt rollout start.";

const refuse = (refusal: string): Transition => ({ ok: false, refusal });

const isSame = (a: Revisions, b: Revisions): boolean => ROLLOUT_SERVICES.every((service) => a[service] === b[service]);
