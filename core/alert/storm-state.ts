import * as v from "valibot";
import type { AlertData } from "./alert-data.ts";
import { toMilliseconds } from "./alert-time.ts";
import { EarlierSchema } from "./triage-data.ts";

const Milliseconds = v.pipe(v.number(), v.finite());
const { feedback: _, ...remembered } = EarlierSchema.entries;
/** Fingerprint, and when that alert began to fire. */
const Episodes = v.array(v.tuple([v.string(), Milliseconds]));

const FinishedSchema = v.strictObject({
  ...remembered,
  /** When it was decided on, and when it was there. */
  started_at: Milliseconds,
  finished_at: Milliseconds,
  /** The rules answered for a reason that passes: the next alert may get more. */
  passing: v.boolean(),
});

/** What is remembered of an alert identity, which is often that of many pods. */
export const StormStateSchema = v.strictObject({
  last: v.nullable(FinishedSchema),
  /** When the last alert of the identity that was known to fire had ended. */
  resolved_at: v.nullable(Milliseconds),
  firing: Episodes,
  ended: Episodes,
});
export type StormState = v.InferOutput<typeof StormStateSchema>;
export type Finished = NonNullable<StormState["last"]>;

export const NO_STATE: StormState = { last: null, resolved_at: null, firing: [], ended: [] };

/** What was written; nonsense is as nothing. */
export const parseState = (text: string | undefined): StormState => {
  if (text === undefined) return NO_STATE;
  try {
    const parsed = v.safeParse(StormStateSchema, JSON.parse(text));
    return parsed.success ? parsed.output : NO_STATE;
  } catch {
    return NO_STATE;
  }
};

type Known = Pick<AlertData, "status" | "fingerprint" | "starts_at">;

/**
 * The state once the alert is known. One pod's all-clear ends nothing while another pod is known to fire; events come in
 * any order, so an all-clear counts for the firing that comes after it as well. The same object where nothing is new.
 */
export const withAlert = (state: StormState, alert: Known, now: number): StormState => {
  const { fingerprint, status } = alert;
  const began = beganAt(alert);
  if (isOver(state, alert)) return state;
  if (status === "firing") {
    const known = state.firing.some(([one, at]) => one === fingerprint && at >= began);
    return known ? state : { ...state, firing: withEpisode(state.firing, fingerprint, began) };
  }
  const firing = state.firing.filter(([one, at]) => one !== fingerprint || at > began);
  return {
    ...state,
    firing,
    ended: withEpisode(state.ended, fingerprint, began),
    resolved_at: firing.length === 0 ? now : state.resolved_at,
  };
};

/** Whether this firing of the alert is known to have ended. */
export const isOver = ({ ended }: StormState, alert: Pick<AlertData, "fingerprint" | "starts_at">): boolean =>
  ended.some(([fingerprint, at]) => fingerprint === alert.fingerprint && at >= beganAt(alert));

export const withFinished = (state: StormState, last: Finished): StormState => ({ ...state, last });

/** Pods of one identity that are told apart; of more, the first ones are forgotten. */
const MAX_EPISODES = 64;

const withEpisode = (episodes: StormState["firing"], fingerprint: string, began: number): StormState["firing"] => [
  ...episodes.filter(([one]) => one !== fingerprint).slice(1 - MAX_EPISODES),
  [fingerprint, began],
];

const beganAt = ({ starts_at }: Pick<AlertData, "starts_at">): number => toMilliseconds(starts_at) ?? 0;
