import type { Sign } from "./classify.ts";
import type { Cluster } from "./features.ts";
import { isCalm, isHarmless, isSurelyHarmless, saysSuccess, showsHealth, soundsWrong } from "./health.ts";
import { rankOf } from "./level.ts";
import { once } from "./once.ts";

/** Something is wrong, or a line calls itself so, and nothing in it excuses that. */
export const isBad = once(
  ({ signs, entry }: Cluster): boolean =>
    // What most lines are costs no look at their words.
    (signs.length > 0 || !isCalm(entry.level) || entry.level === "unknown") &&
    (entry.level !== "debug" || signs.some(({ weight }) => weight >= 4)) &&
    !isExcused(entry, signs) &&
    !(isHint(signs) && entry.level !== "critical" && saysSuccess(entry.text)) &&
    (signs.length > 0 || !isCalm(entry.level) || (entry.level === "unknown" && soundsWrong(entry.text, "unknown"))),
);

/** It sounds like trouble, whatever its signs are. */
export const soundsBad = once(({ entry }: Cluster): boolean => soundsWrong(entry.text, entry.level));

/** Most of what is harmless excuses no strong sign, and no line that calls itself an error. */
const isExcused = ({ level, text }: Cluster["entry"], signs: readonly Sign[]): boolean =>
  rankOf(level) < rankOf("error") && signs.every((sign) => !sign.strong || isNotice(sign))
    ? isHarmless(text)
    : mayBeNothing(signs, level) && isSurelyHarmless(text);

/** Of other lines `signsOf` has asked that, and kept no sign where it is so. */
const mayBeNothing = (signs: readonly Sign[], level: Cluster["entry"]["level"]): boolean =>
  signs[0] === undefined || signs[0].weight >= 4 || level === "critical";

/** It says that something works. */
export const isWell = ({ entry }: Cluster): boolean =>
  (isCalm(entry.level) || isHarmless(entry.text)) && showsHealth(entry.text);

/** A guess at the kind. */
export const isHint = (signs: readonly Sign[]): boolean => signs.every(({ weight }) => weight < 2);

/** It is said to go away one day, and works for now. */
export const isNotice = ({ error_class, weight }: Sign): boolean => error_class === "upgrade_deprecated" && weight < 4;
