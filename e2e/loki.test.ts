import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createArtefact } from "../cli/artefact.ts";
import type { BuiltBundle, PromptVersion } from "../core/prompt/bundle.ts";
import { type Entry, type FakeLoki, startFakeLoki } from "../functions/adapters/loki/testing/fake-loki.ts";
import { SEEDED_WINDOW, seededEntries } from "../functions/adapters/loki/testing/seeded-entries.ts";
import { AnalyzeReplySchema } from "../functions/analyze/reply.ts";
import { startNode, startWorker } from "../functions/artefacts.ts";
import { createOpenApi } from "../functions/openapi.ts";
import { tinyBundle } from "../functions/tiny-bundle.ts";
import { describeWithLlama, type LlamaServer, startLlamaServer } from "./llama-server.ts";

/** The built analyze function between a Loki full of lines and a real llama-server with a small slot. */

const CONTEXT_TOKENS = 4096;
/** The model of the tests writes random letters, at a token a byte. */
const ANSWER_TOKENS = 2400;
const folder = mkdtempSync(join(tmpdir(), "kprompt-e2e-loki-"));

const withRoomToAnswer = (built: BuiltBundle): BuiltBundle => {
  const roomy = (version: PromptVersion): PromptVersion => ({
    ...version,
    model_defaults: { ...version.model_defaults, max_tokens: ANSWER_TOKENS },
  });
  const prompts = Object.entries(built.bundle.prompts).map(([id, versions]) => [
    id,
    Object.fromEntries(Object.entries(versions).map(([number, version]) => [number, roomy(version)])),
  ]);
  return { ...built, bundle: { ...built.bundle, prompts: Object.fromEntries(prompts) } };
};

/** Hundreds of kinds of lines: more than a small slot holds, even each of them once. */
const manyKinds = (count: number): readonly Entry[] => {
  const words = ["alder", "birch", "cedar", "elm", "fir", "hazel", "larch", "maple", "oak", "pine", "rowan", "willow"];
  const pick = (index: number) => words[index % words.length];
  return seededEntries(count).map((entry, index) => ({
    ...entry,
    line: `${entry.line} for ${pick(index)} by ${pick(index * 5 + Math.floor(index / 12))} in ${pick(Math.floor(index / 144))}`,
  }));
};

beforeAll(async () => {
  for (const [runtime, entry] of [
    ["node", "main"],
    ["worker", "worker"],
  ] as const) {
    const modules = { bundle: withRoomToAnswer(tinyBundle), openapi: createOpenApi("analyze") };
    const { file, contents } = await createArtefact("analyze", runtime, `functions/analyze/${entry}.ts`, modules);
    writeFileSync(join(folder, file), contents);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

await describeWithLlama("5,000 lines of Loki before a slot of 4,096 tokens", () => {
  let llama: LlamaServer;
  let loki: FakeLoki;
  beforeAll(async () => {
    llama = await startLlamaServer({ contextTokens: CONTEXT_TOKENS });
    loki = await startFakeLoki(manyKinds(6000));
  });
  afterAll(async () => {
    await llama?.stop();
    await loki?.stop();
  });

  test.each(["node", "worker"] as const)("%s: they fit, and the reply says what is missing", async (runtime) => {
    const env = { AUTH: "none", LLM_BASE_URL: llama.url, LLM_MAX_ATTEMPTS: "1", LOKI_URL: loki.url };
    const file = join(folder, `analyze.${runtime}.mjs`);
    const analyze = await (runtime === "node" ? startNode(file, env) : startWorker(readFileSync(file, "utf8"), env));
    try {
      const body = { time_range: SEEDED_WINDOW, filters: { namespace: "shop" }, limit: 5000 };
      const response = await analyze.fetch("/v1/analyze", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      const reply = await response.json();
      expect(response.status, JSON.stringify(reply)).toBe(200);
      expect(v.safeParse(AnalyzeReplySchema, reply).issues).toBeUndefined();
      expect(reply).toMatchObject({ engine: "model", degraded: null, usage: { estimated: false } });
      expect(reply.usage.input_tokens).toBeGreaterThan(500);
      expect(reply.usage.input_tokens).toBeLessThanOrEqual(CONTEXT_TOKENS - ANSWER_TOKENS);
      expect(reply.logs).toMatchObject({
        lines: 5000,
        truncated: true,
        source: { query: '{namespace="shop"}', ...SEEDED_WINDOW, limit: 5000, truncated: true, total: 6000 },
      });
      expect(reply.logs.shown).toBeGreaterThan(2);
      expect(reply.logs.coverage).toContain("truncated: only 5,000 of 6,000 lines fetched");
      const record = analyze.stdout.find((line) => line.includes('"record":"generation"')) ?? "{}";
      expect(JSON.parse(record)).toMatchObject({
        query: '{namespace="shop"}',
        window: SEEDED_WINDOW,
        lines_total: 6000,
      });
    } finally {
      await analyze.stop();
    }
  });
});
