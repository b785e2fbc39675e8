import * as v from "valibot";
import { type Facts, matches } from "../condition.ts";
import type { OutputRule } from "../prompt/bundle.ts";
import { type OutputSchema, validateOutput } from "../prompt/schema-subset.ts";
import { UNPRINTABLE } from "./inert.ts";
import { type Triage, TriageSchema } from "./triage.ts";

export type Checked<Answer> =
  | {
      readonly ok: true;
      readonly answer: Answer;
      /** Evidence ids, and in a synthesis intents, that nobody supplied: they are left out. */
      readonly unknown: number;
    }
  | {
      readonly ok: false;
      readonly reason: "output_invalid" | "output_rule_broken";
      /** In our own words, never the model's: safe to send back to it and to log. */
      readonly problems: readonly string[];
    };

/** What an answer is held to, beside the kind of thing that it has to be. */
export interface OutputContract {
  readonly schema: OutputSchema;
  readonly rules: readonly OutputRule[];
}

/** Turns a model's text into a triage, or says what is wrong with it. */
export const checkTriage = (text: string, contract: OutputContract, knownIds: ReadonlySet<string>): Checked<Triage> => {
  const parsed = parseOutput(text, contract.schema, TriageSchema, "triage");
  if (!parsed.ok) return parsed;
  const { answer } = parsed;
  const evidence = [...new Set(answer.evidence)].filter((id) => knownIds.has(id));
  return keepRules({ ...answer, evidence }, contract.rules, answer.evidence.filter((id) => !knownIds.has(id)).length);
};

/**
 * Parses and validates. The server's grammar is not trusted: it can be skipped silently (HTTP 200 with free text).
 *
 * @param kind What the answer has to be, in words.
 */
export const parseOutput = <Schema extends v.GenericSchema>(
  text: string,
  schema: OutputSchema,
  kindSchema: Schema,
  kind: string,
): Checked<v.InferOutput<Schema>> => {
  const refuse = (problems: readonly string[]): Checked<never> => ({ ok: false, reason: "output_invalid", problems });
  const value = parseJson(text);
  if (value === undefined) return refuse(["the answer is not JSON"]);

  const issues = validateOutput(schema, value);
  if (issues.length > 0) {
    const problems = issues.map(({ pointer, detail }) => `${pointer || "the answer"} ${detail.replace(/\.$/, "")}`);
    return refuse([...new Set(problems)].slice(0, maxProblems));
  }
  // A schema may call itself triage.2 and say something else, and a pin or a request may name any prompt.
  return v.is(kindSchema, value) ? { ok: true, answer: value, unknown: 0 } : refuse([`the answer is no ${kind}`]);
};

/** Holds an answer, its unknown ids already left out, to the prompt's output rules. */
export const keepRules = <Answer extends object>(
  answer: Answer,
  rules: readonly OutputRule[],
  unknown: number,
): Checked<Answer> => {
  const facts: Facts = (name) => (Object.hasOwn(answer, name) ? (answer as Record<string, never>)[name] : undefined);
  const broken = rules.filter((rule) => (!rule.when || matches(rule.when, facts)) && !matches(rule.require, facts));
  return broken.length > 0
    ? { ok: false, reason: "output_rule_broken", problems: broken.map(({ name }) => `rule ${name} is broken`) }
    : { ok: true, answer, unknown };
};

const maxProblems = 5;

/** A log line can make a model write what drives a terminal, so that becomes a space: no text grows beyond its bound. */
const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text, (_, value) => (typeof value === "string" ? value.replace(UNPRINTABLE, " ") : value));
  } catch {
    return undefined;
  }
};
