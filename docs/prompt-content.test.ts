import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { toJsonSchema } from "@valibot/to-json-schema";
import { describe, expect, test } from "vitest";
import { loadTree } from "../cli/tree.ts";
import { matches } from "../core/condition.ts";
import { ERROR_CLASSES } from "../core/evidence/error-class.ts";
import { estimateTokens } from "../core/evidence/tokens.ts";
import { renderPrompt } from "../core/prompt/render.ts";
import { parseOutputSchema, validateOutput, worstCaseTokens } from "../core/prompt/schema-subset.ts";
import { type Triage, TriageSchema } from "../core/triage/triage.ts";
import { sha256 } from "../functions/adapters/sha256.ts";

const { bundle } = loadTree(fileURLToPath(new URL("..", import.meta.url)));
const schema = parseOutputSchema(bundle.schemas["triage.1"] ?? "{}");
/** Every version that answers with a triage. */
const versions = Object.values(bundle.prompts)
  .flatMap((byVersion) => Object.values(byVersion))
  .filter(({ output }) => output === "triage.1");
const logs = "E1 12:00:01 error boom";

test("triage.1 has the bounds and the order of the triage in the code", () => {
  const { $schema, ...fromCode } = toJsonSchema(TriageSchema);
  const plain = (value: unknown): string =>
    JSON.stringify(value, (key, inner) => (key === "type" && inner === "string" ? undefined : inner));
  const { properties, required } = fromCode as unknown as { properties: object; required: string[] };
  const own = schema as unknown as { properties: object; required: string[] };
  expect(Object.keys(own.properties)).toEqual(Object.keys(properties));
  expect(own.required).toEqual(required);
  expect(JSON.parse(plain(own.properties))).toEqual(JSON.parse(plain(properties)));
});

describe.each(versions)("$id@$version", (prompt) => {
  const { messages, fence } = renderPrompt(prompt, { logs }, sha256);
  const [system = "", user = ""] = messages.map(({ content }) => content);

  test("few-shot answers fit the schema and keep the output rules", () => {
    const answers = (prompt.inputs.lists.examples?.default ?? []).map(
      ({ answer = "" }) => JSON.parse(answer) as Triage,
    );
    expect(answers.length).toBeGreaterThanOrEqual(2);
    for (const answer of answers) {
      expect(validateOutput(schema, answer)).toEqual([]);
      expect(Object.keys(answer)).toEqual(Object.keys(schema.type === "object" ? schema.properties : {}));
      const facts = (name: string) => answer[name as keyof Triage];
      const broken = prompt.output_rules.filter(
        ({ when, require }) => (!when || matches(when, facts)) && !matches(require, facts),
      );
      expect(broken).toEqual([]);
    }
  });

  test("few-shot answers cite lines of their example, and one of them is unsure, one harmless", () => {
    const items = prompt.inputs.lists.examples?.default ?? [];
    for (const { lines = "", answer = "" } of items) {
      const ids = lines.split("\n").map((line) => line.split(" ")[0]);
      expect(ids).toEqual(expect.arrayContaining((JSON.parse(answer) as Triage).evidence));
    }
    const verdicts = items.map(({ answer = "" }) => (JSON.parse(answer) as Triage).verdict);
    expect(verdicts).toEqual(expect.arrayContaining(["no_action", "inconclusive"]));
  });

  test("few-shot answers keep the bounds that the contract states in words", () => {
    for (const { answer = "" } of prompt.inputs.lists.examples?.default ?? []) {
      const { summary, root_cause, verdict, confidence, recommended_steps } = JSON.parse(answer) as Triage;
      expect(wordsOf(summary)).toBeLessThanOrEqual(40);
      expect(wordsOf(root_cause)).toBeLessThanOrEqual(30);
      expect(recommended_steps.filter((step) => wordsOf(step) > 20)).toEqual([]);
      if (verdict === "no_action") expect(recommended_steps).toEqual([]);
      if (verdict === "inconclusive") expect(confidence).toBeLessThanOrEqual(40);
      else expect(confidence).toBeGreaterThan(40);
    }
  });

  test("the system message is the same for every request", () => {
    const other = renderPrompt(prompt, { logs: "E1 13:00:00 info fine", namespace: "web", question: "Why?" }, sha256);
    expect(other.messages[0]?.content).toBe(system);
  });

  test("prompt and longest answer leave half of a 4,096-token slot to evidence, almost", () => {
    const frame = estimateTokens(system) + estimateTokens(user);
    expect(worstCaseTokens(schema)).toBeLessThanOrEqual(prompt.model_defaults.max_tokens);
    expect(4096 - prompt.model_defaults.max_tokens - frame).toBeGreaterThan(1700);
  });

  test("the fence closes the user message, and stands nowhere else", () => {
    const lines = user.split("\n");
    expect(lines.at(-1)).toBe(`--- ${fence} end ---`);
    expect(lines.at(-2)).toBe(logs);
    // Announced, opened, closed.
    expect(user.split(fence)).toHaveLength(4);
    expect(system).not.toContain(fence);
  });

  test("lines for what is not known vanish", () => {
    expect(user).not.toMatch(/Coverage|Time range|Question|ALERT/);
    expect(user).not.toMatch(/\n{3}/);
    const given = { logs, coverage: "1 of 9 lines", time_range: "a to b", question: "Why?", alert: "alertname: X" };
    const full = renderPrompt(prompt, given, sha256).messages[1]?.content;
    for (const text of ["Coverage: 1 of 9 lines", "Time range: a to b", ": Why?", "ALERT\nalertname: X\n"]) {
      expect(full).toContain(text);
    }
  });
});

test("every error class has a card whose first step only looks", () => {
  expect(Object.keys(bundle.knowledge).sort()).toEqual([...ERROR_CLASSES].sort());
  const first = Object.values(bundle.knowledge).flatMap(({ steps }) => steps.slice(0, 1));
  expect(
    first.filter((step) => /\b(?:delete|drain|rm|rmi|kill|scale|force)\b|rollout (?:restart|undo)/i.test(step)),
  ).toEqual([]);
});

test("the bundled incident plants one password and one order", () => {
  const incident = JSON.parse(readFileSync(new URL("../cli/incident.json", import.meta.url), "utf8")) as {
    filters: { namespace: string };
    logs: { time: string; line: string }[];
  };
  expect(incident.filters.namespace).toBe("payments");
  expect(incident.logs.filter(({ line }) => line.includes("Wint3r-Harbour-42"))).toHaveLength(1);
  expect(incident.logs.filter(({ line }) => line.includes("Ignore all previous instructions"))).toHaveLength(1);
  expect(incident.logs.map(({ time }) => time)).toEqual(incident.logs.map(({ time }) => time).sort());
});

const wordsOf = (text: string): number => text.split(/\s+/).length;
