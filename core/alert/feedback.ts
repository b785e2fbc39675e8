import * as v from "valibot";
import type { Store } from "../port.ts";

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
export const FeedbackSchema = v.strictObject({ up: Count, down: Count });
/** How many people found an answer good, and how many bad. */
export type Feedback = v.InferOutput<typeof FeedbackSchema>;

const NONE: Feedback = { up: 0, down: 0 };

/** @param token Id of a triage event, or trace id of a reply. What the store lost counts as none. */
export const readFeedback = async (store: Store, token: string): Promise<Feedback> =>
  parse(await store.get(keyOf(token)));

/** Counts one more. Two at once both count; where the store is away, it is forgotten. */
export const addFeedback = async (store: Store, token: string, isUp: boolean): Promise<void> => {
  const key = keyOf(token);
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const before = await store.get(key);
    const { up, down } = parse(before);
    const after = JSON.stringify(isUp ? { up: up + 1, down } : { up, down: down + 1 });
    const isDone = before === undefined ? store.add(key, after, TTL_MS) : store.replace(key, before, after, TTL_MS);
    if (await isDone) return;
  }
};

/** Each attempt fails only where another one counted meanwhile. */
const MAX_ATTEMPTS = 20;
/** The longest that a triage is remembered. */
const TTL_MS = 90 * 86_400_000;

const keyOf = (token: string): string => `feedback:${token}`;

const parse = (text: string | undefined): Feedback => {
  try {
    const read = v.safeParse(FeedbackSchema, JSON.parse(text ?? "null"));
    return read.success ? read.output : NONE;
  } catch {
    return NONE;
  }
};
