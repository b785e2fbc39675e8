export type Trend = "new" | "elevated";

/**
 * Tells what is new or more than usual. Counts are compared by the hour, since the two times may differ in length; where
 * one of them is unknown, they count as equal.
 *
 * @param span Seconds that the entries cover.
 * @param spanBefore Seconds that those of the time before cover.
 */
export const trendOf = (span: number, spanBefore: number): ((count: number, before: number) => Trend | undefined) => {
  const scale = span > 0 && spanBefore > 0 ? Math.min(MOST, Math.max(1 / MOST, span / spanBefore)) : 1;
  return (count, before) => {
    if (before === 0) return "new";
    return count >= LEAST && count > ELEVATED * before * scale ? "elevated" : undefined;
  };
};

/** Two or three of a kind are chance. */
const LEAST = 4;
const ELEVATED = 3;
/** A handful of lines within a second says nothing about an hour. */
const MOST = 20;
