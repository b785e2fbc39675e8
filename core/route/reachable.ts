import type { Condition } from "../condition.ts";
import type { Routes, Rule } from "../prompt/bundle.ts";
import { satisfiable } from "./satisfiable.ts";

/** A rule that no request can reach. */
export interface UnreachableRule {
  /** Index in `rules`. */
  readonly rule: number;
  /** Why, naming the rules that come first, and what to do. */
  readonly message: string;
}

/**
 * Rules that can never match, because they contradict themselves or because rules before them match everything that
 * they could. Reports only what is certain: a regex counts as may-match, and a search that takes too long as reachable.
 */
export const findUnreachableRules = ({ rules }: Routes): readonly UnreachableRule[] => {
  const found: UnreachableRule[] = [];
  const before: Rule[] = [];
  rules.forEach((rule, index) => {
    const message = whyUnreachable(rule, before);
    if (message !== undefined) found.push({ rule: index, message });
    // What can never match shadows nothing, and naming it would mislead.
    else before.push(rule);
  });
  return found;
};

const whyUnreachable = (rule: Rule, before: readonly Rule[]): string | undefined => {
  if (satisfiable([rule.when]) === "no") {
    return `Rule "${rule.name}" can never match: its conditions contradict each other. Correct or remove it.`;
  }
  if (!isShadowedBy(rule, before)) return undefined;
  const single = before.find((earlier) => isShadowedBy(rule, [earlier]));
  const shadows = single === undefined ? withoutNeedless(rule, before) : [single];
  const names = shadows.map(({ name }) => `"${name}"`).join(", ");
  return shadows.length === 1
    ? `Rule "${rule.name}" can never match: the rule ${names} before it matches whenever it would. Move it up, narrow that rule, or remove this one.`
    : `Rule "${rule.name}" can never match: the rules ${names} before it together match whenever it would. Move it up, narrow those, or remove this one.`;
};

const isShadowedBy = (rule: Rule, earlier: readonly Rule[]): boolean =>
  satisfiable([rule.when, ...earlier.map(({ when }): Condition => ({ not: when }))]) === "no";

/** The rules that it takes: each is left out where the rest suffices. */
const withoutNeedless = (rule: Rule, before: readonly Rule[]): readonly Rule[] => {
  let needed = before;
  for (const candidate of before) {
    const rest = needed.filter((one) => one !== candidate);
    if (isShadowedBy(rule, rest)) needed = rest;
  }
  return needed;
};
