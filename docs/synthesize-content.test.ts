import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { loadTree } from "../cli/tree.ts";
import { estimateTokens } from "../core/evidence/tokens.ts";
import { renderPrompt } from "../core/prompt/render.ts";
import { parseOutputSchema } from "../core/prompt/schema-subset.ts";
import { checkSynthesis, type Source } from "../core/triage/synthesis.ts";
import { SYNTHESIS_SCHEMA } from "../core/triage/testing.ts";
import type { Triage } from "../core/triage/triage.ts";
import { sha256 } from "../functions/adapters/sha256.ts";

const { bundle } = loadTree(fileURLToPath(new URL("..", import.meta.url)));
const schemaText = bundle.schemas["synthesis.1"] ?? "{}";
const prompt = bundle.prompts.synthesize?.["1.0.0"];
if (prompt === undefined) throw new Error("there is no synthesize@1.0.0");

const long = "connection to the database refused ";
const item = {
  intent: "workload_triage",
  evidence: "E1, E2, E3, E4, E5, E6",
  rating: "critical, required, confidence 100",
  summary: long.repeat(8),
  root_cause: long.repeat(6),
  steps: long.repeat(12),
  gaps: long.repeat(6),
};
const tokensOf = (variables: Parameters<typeof renderPrompt>[1]): number =>
  renderPrompt(prompt, variables, sha256).messages.reduce((sum, { content }) => sum + estimateTokens(content), 0);

test("synthesis.1 has the bounds and the order that the tests and the code go by", () => {
  expect(JSON.stringify(JSON.parse(schemaText))).toBe(JSON.stringify(SYNTHESIS_SCHEMA));
});

describe.each(prompt.inputs.lists.examples?.default ?? [])(
  "the example that answers $answer",
  ({ given = "", answer = "" }) => {
    const sources = [...given.matchAll(/^PART (\w+) \(evidence ([^;]+);/gm)].map(
      ([, intent = "", ids = ""]): Source => {
        const triage = { evidence: ids.split(", ") } as Triage;
        return { intent, triage };
      },
    );

    test("fits the schema, keeps the rules, and cites only what its parts cite", () => {
      const contract = { schema: parseOutputSchema(schemaText), rules: prompt.output_rules };
      expect(checkSynthesis(answer, contract, sources)).toMatchObject({ ok: true, unknown: 0 });
    });

    test("has a claim that connects the parts", () => {
      const { claims } = JSON.parse(answer) as { claims: { sources: string[] }[] };
      expect(claims.some((claim) => claim.sources.length === sources.length && sources.length > 1)).toBe(true);
    });
  },
);

test("data stands behind the instructions, between the fences, and nothing after them", () => {
  const { messages, fence } = renderPrompt(prompt, { logs: "E1 boom", parts: [item] }, sha256);
  const [system = "", user = ""] = messages.map(({ content }) => content);
  expect(system).not.toContain(fence);
  expect(user.indexOf("PART workload_triage")).toBeGreaterThan(user.indexOf(`--- ${fence} begin ---`));
  expect(user.trimEnd().endsWith(`--- ${fence} end ---`)).toBe(true);
});

test("three parts of full length and their answer leave room for evidence in a slot of 4,096 tokens", () => {
  const used = tokensOf({ logs: "", parts: [item, item, item] }) + prompt.model_defaults.max_tokens;
  expect(4096 - 160 - used).toBeGreaterThan(200);
});
