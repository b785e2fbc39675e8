import { describe, expect, test } from "vitest";
import { createModelPool } from "../adapters/llm/pool.ts";
import { sleep } from "../adapters/llm/sleep.ts";
import { createTestApps, goodTriage, post } from "../testing.ts";
import { withSynthesis } from "../tiny-bundle.ts";

const merged = {
  ...goodTriage,
  evidence: undefined,
  claims: [{ evidence: ["E1"], sources: ["general"], claim: "It was killed." }],
};

/** A model server that answers the parts only once `atOnce` of them are under way. */
const createServer = (atOnce: number) => {
  const seen = { calls: 0, running: 0, most: 0 };
  let release = Promise.withResolvers<void>();
  const fetch = async (url: string | URL | Request, init?: RequestInit): Promise<Response> => {
    // What a server is asked beside: its context and how many tokens a prompt has.
    if (!String(url).endsWith("/chat/completions")) return new Response("{}", { status: 404 });
    const { response_format } = JSON.parse(String(init?.body)) as {
      response_format: { json_schema: { name: string } };
    };
    const isMerging = response_format.json_schema.name === "synthesis_1";
    seen.calls += 1;
    seen.running += 1;
    seen.most = Math.max(seen.most, seen.running);
    if (seen.running === atOnce) release.resolve();
    if (!isMerging) await release.promise;
    seen.running -= 1;
    if (seen.running === 0) release = Promise.withResolvers<void>();
    const content = JSON.stringify(isMerging ? merged : goodTriage);
    const events = [
      { choices: [{ index: 0, delta: { content } }], model: "tiny-q4", id: "x" },
      { choices: [{ index: 0, delta: {}, finish_reason: "stop" }] },
    ];
    const text = `${events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join("")}data: [DONE]\n\n`;
    return new Response(text, { headers: { "content-type": "text/event-stream" } });
  };
  return { seen, fetch };
};

describe.each([1, 2])("where the model server takes %i at once", (concurrency) => {
  test("two intents and their merging get their turn, and no more of them run than may", async () => {
    const { seen, fetch } = createServer(concurrency);
    const models = createModelPool(
      {
        baseUrl: "http://llama:8080",
        provider: "llama_cpp",
        concurrency,
        queue: 5,
        firstByteTimeoutMs: 10_000,
        idleTimeoutMs: 10_000,
        maxAttempts: 1,
        breaker: { failures: 3, openMs: 1000 },
      },
      { fetch: fetch as typeof globalThis.fetch, now: Date.now, random: Math.random, sleep },
    );
    const { apps } = createTestApps({ models, allowOverrides: true, built: withSynthesis, clock: { now: Date.now } });
    const body = { logs: "level=error msg=OOMKilled", intents: ["general", "k8s_core"] };
    const response = await apps.analyze.request("/v1/analyze", post(body));
    expect(await response.json()).toMatchObject({ engine: "model", degraded: null, synthesis: { by: "model" } });
    expect(seen).toEqual({ calls: 3, running: 0, most: concurrency });
  });
});
