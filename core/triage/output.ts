import { type Facts, matches } from "../condition.ts";
import type { OutputRule } from "../prompt/bundle.ts";
import { type OutputSchema, validateOutput } from "../prompt/schema-subset.ts";
import type { Triage } from "./triage.ts";

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

  // The compiler lets an intent name only prompts whose schema is a triage, so a value that fits the schema is one.
  const given = value as Triage;
  const evidence = [...new Set(given.evidence)].filter((id) => knownIds.has(id));
  const triage: Triage = { ...given, evidence };

  const facts: Facts = (name) => (Object.hasOwn(triage, name) ? triage[name as keyof Triage] : undefined);
  const broken = rules.filter((rule) => (!rule.when || matches(rule.when, facts)) && !matches(rule.require, facts));
  if (broken.length > 0) {
    return { ok: false, reason: "output_rule_broken", problems: broken.map(({ name }) => `rule ${name} is broken`) };
  }
  return { ok: true, triage, unknownIds: given.evidence.filter((id) => !knownIds.has(id)).length };
};

const maxProblems = 5;

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
