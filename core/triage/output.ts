import * as v from "valibot";
import { type Facts, matches } from "../condition.ts";
import type { OutputRule } from "../prompt/bundle.ts";
import { type OutputSchema, validateOutput } from "../prompt/schema-subset.ts";
import { type Triage, TriageSchema } from "./triage.ts";

export type CheckedOutput =
  | { readonly ok: true; readonly triage: Triage; readonly unknownIds: number }
  | {
      readonly ok: false;
      readonly reason: "output_invalid" | "output_rule_broken";
      /** In our own words, never the model's: safe to send back to it and to log. */
      readonly problems: readonly string[];
    };

/**
 * Turns a model's text into a triage, or says what is wrong with it. The server's grammar is not trusted: it can be
 * skipped silently (HTTP 200 with free text).
 */
export const checkOutput = (
  text: string,
  schema: OutputSchema,
  rules: readonly OutputRule[],
  knownIds: ReadonlySet<string>,
): CheckedOutput => {
  const value = parseJson(text);
  if (value === undefined) return { ok: false, reason: "output_invalid", problems: ["the answer is not JSON"] };

  const issues = validateOutput(schema, value);
  if (issues.length > 0) {
    const problems = issues.map(({ pointer, detail }) => `${pointer || "the answer"} ${detail.replace(/\.$/, "")}`);
    return { ok: false, reason: "output_invalid", problems: [...new Set(problems)].slice(0, maxProblems) };
  }

  // A schema may call itself triage.2 and say something else, and a pin or a request may name any prompt.
  if (!v.is(TriageSchema, value)) {
    return { ok: false, reason: "output_invalid", problems: ["the answer is no triage"] };
  }
  const evidence = [...new Set(value.evidence)].filter((id) => knownIds.has(id));
  const triage: Triage = { ...value, evidence };

  const facts: Facts = (name) => (Object.hasOwn(triage, name) ? triage[name as keyof Triage] : undefined);
  const broken = rules.filter((rule) => (!rule.when || matches(rule.when, facts)) && !matches(rule.require, facts));
  if (broken.length > 0) {
    return { ok: false, reason: "output_rule_broken", problems: broken.map(({ name }) => `rule ${name} is broken`) };
  }
  return { ok: true, triage, unknownIds: value.evidence.filter((id) => !knownIds.has(id)).length };
};

const maxProblems = 5;

/**
 * Controls, line and paragraph marks, halves of surrogate pairs, and what hides or reorders text; but not what joins
 * letters and emoji.
 */
const UNPRINTABLE = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A log line can make a model write what drives a terminal, so that becomes a space: no text grows beyond its bound. */
const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text, (_, value) => (typeof value === "string" ? value.replace(UNPRINTABLE, " ") : value));
  } catch {
    return undefined;
  }
};
