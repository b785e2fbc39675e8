import type { Transition } from "../../core/release/rollout.ts";
import type { RolloutState } from "../../core/release/rollout-state.ts";
import type { ExitCode } from "../command.ts";
import type { Output } from "../output.ts";
import { agrees, COMPONENT, type Overlay, writeRelease } from "./overlay.ts";
import { type Change, type ChangeContext, writeChange } from "./write-change.ts";

/** Writes what follows, or says why nothing does and leaves the files as they are. */
export const takeTransition = (
  overlay: Overlay,
  next: Transition,
  context: ChangeContext,
  describe: (after: RolloutState) => Change,
): ExitCode => {
  if (next.ok) {
    writeChange(overlay, next.state, describe(next.state), context);
    return 0;
  }
  if (context.json) context.out.printJson({ refusal: next.refusal });
  else context.out.note(`kprompt: ${next.refusal}`);
  return 1;
};

/** A command may have been interrupted between the two files: what is left of it is done first. */
export const mendComponent = (overlay: Overlay, state: RolloutState, out: Output): RolloutState => {
  if (!agrees(overlay, state)) {
    writeRelease(overlay, state);
    out.note(`${overlay.name}/${COMPONENT} was not what rollout.yaml says; it is now.`);
  }
  return state;
};
