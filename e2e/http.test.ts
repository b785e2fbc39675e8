import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import * as v from "valibot";
import { afterAll, beforeAll, expect, test } from "vitest";
import { build } from "../cli/build.ts";
import { compile, readTree } from "../cli/tree.ts";
import { AnalyzeReplySchema } from "../functions/analyze/reply.ts";
import { startNode, startWorker } from "../functions/artefacts.ts";
import { describeWithLlama, type LlamaServer, startLlamaServer } from "./llama-server.ts";

/** The built analyze function in front of a real llama-server: what a caller sees over HTTP. */
interface Analyze {
  readonly fetch: (path: string, init?: RequestInit) => Promise<Response>;
  readonly stdout: readonly string[];
  readonly stop: () => Promise<unknown>;
}

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "kprompt-e2e-"));
const incident = JSON.parse(readFileSync(join(root, "cli/incident.json"), "utf8"));
/** Soon evaluated: the slow model takes a millisecond and more for each byte of its prompt. */
const oneLine = { logs: "container payments was OOMKilled: exit code 137, memory limit 512Mi" };
const secret = "Wint3r-Harbour-42";

/**
 * The project's own prompts with two changes, because the model writes random letters at a token a byte: room for such
 * an answer, and no rules about its meaning.
 */
const writePrompts = (): void => {
  cpSync(join(root, "prompts"), join(folder, "prompts"), { recursive: true });
  rmSync(join(folder, "prompts/lock.json"));
  for (const id of readdirSync(join(folder, "prompts"))) {
    const path = join(folder, "prompts", id, "1.0.0.yaml");
    try {
      const text = readFileSync(path, "utf8");
      // One keeps its own max_tokens, which is enough for words and too little for letters.
      const tokens = id === "summarize" ? "700" : "2400";
      const plain = text.replace(/max_tokens: \d+/, `max_tokens: ${tokens}`).replace(/^output_rules:\n(?: .*\n)+/m, "");
      expect(plain, "the edit still fits the prompts").not.toContain("output_rules:");
      writeFileSync(path, plain);
    } catch (error) {
      if (!["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
    }
  }
  writeFileSync(join(folder, "prompts/lock.json"), JSON.stringify(compile(readTree(folder)).lock));
};

const startAnalyze = (runtime: "node" | "worker", llama: Pick<LlamaServer, "url">, more = {}): Promise<Analyze> => {
  const env = { AUTH: "none", LLM_BASE_URL: llama.url, LLM_MAX_ATTEMPTS: "1", ...more };
  const file = join(folder, "dist", `analyze.${runtime}.mjs`);
  return runtime === "node" ? startNode(file, env) : startWorker(readFileSync(file, "utf8"), env);
};

const post = (analyze: Analyze, body: object, init: RequestInit = {}): Promise<Response> =>
  analyze.fetch("/v1/analyze", {
    method: "POST",
    body: JSON.stringify(body),
    ...init,
    headers: { "content-type": "application/json", ...init.headers },
  });

const until = async (condition: () => Promise<boolean>, ms: number, pollMs = 100): Promise<boolean> => {
  const end = Date.now() + ms;
  while (!(await condition())) {
    if (Date.now() > end) return false;
    await pause(pollMs);
  }
  return true;
};
const isWriting = async (llama: LlamaServer): Promise<boolean> =>
  (await llama.slots()).some(({ busy, decoded }) => busy && decoded > 3);
/** Asks seldom: while /slots is asked more than once a second, the server does not notice that a caller is gone. */
const becomesIdle = (llama: LlamaServer): Promise<boolean> =>
  until(async () => (await llama.slots()).every(({ busy }) => !busy), 4_000, 1_200);

beforeAll(async () => {
  writePrompts();
  mkdirSync(join(folder, "dist"));
  await build({ root: folder, outdir: join(folder, "dist"), env: {} });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

await describeWithLlama("analyze before a server that answers", () => {
  let llama: LlamaServer;
  beforeAll(async () => {
    llama = await startLlamaServer({ contextTokens: 16_384 });
  });
  afterAll(() => llama?.stop());

  test.each(["node", "worker"] as const)("%s: triage by the model, as JSON and as events", async (runtime) => {
    const analyze = await startAnalyze(runtime, llama);
    try {
      const plain = await post(analyze, incident);
      const reply = await plain.json();
      expect(plain.status, JSON.stringify(reply)).toBe(200);
      expect(v.safeParse(AnalyzeReplySchema, reply).issues).toBeUndefined();
      expect(reply).toMatchObject({ engine: "model", degraded: null, model: "tiny", usage: { estimated: false } });
      expect(reply.prompt).toMatchObject({ id: "log_triage.workload", version: "1.1.0" });
      expect(reply.logs.redactions).toMatchObject({ password: 1 });

      const events = await post(analyze, incident, { headers: { accept: "text/event-stream" } });
      const stream = await events.text();
      const names = [...stream.matchAll(/^event: (.*)$/gm)].map(([, name]) => name);
      expect(names[0]).toBe("accepted");
      expect(names.at(-1)).toBe("triage");
      const streamed = JSON.parse(/^event: triage\ndata: (.*)$/m.exec(stream)?.[1] ?? "");
      expect(v.safeParse(AnalyzeReplySchema, streamed).issues).toBeUndefined();
      expect(streamed.prompt).toEqual(reply.prompt);

      const records = analyze.stdout
        .filter((line) => line.includes('"record":"generation"'))
        .map((line) => JSON.parse(line));
      expect(records.map(({ trace_id }) => trace_id)).toEqual([reply.trace_id, streamed.trace_id]);
      expect(records[0]).toMatchObject({
        engine: "model",
        validation_passed: true,
        prompt_hash: reply.prompt.template_sha256,
      });
      expect(JSON.stringify([reply, stream, analyze.stdout])).not.toContain(secret);
    } finally {
      await analyze.stop();
    }
  });
});

await describeWithLlama("analyze before a server that does not", () => {
  test("an answer cut off at max_tokens is not an answer", async () => {
    const llama = await startLlamaServer({ manner: "slow", contextTokens: 16_384 });
    const analyze = await startAnalyze("node", llama);
    try {
      const reply = await (await post(analyze, { ...oneLine, question: "A summary, please." })).json();
      expect(reply).toMatchObject({ engine: "rules", degraded: { reason: "output_truncated" } });
      expect(reply.usage).toMatchObject({ output_tokens: 700, estimated: false });
    } finally {
      await analyze.stop();
      await llama.stop();
    }
  });

  test("a context that holds no evidence: the rules answer, no call is made", async () => {
    const llama = await startLlamaServer({ contextTokens: 3_072 });
    const analyze = await startAnalyze("node", llama);
    try {
      const reply = await (await post(analyze, oneLine)).json();
      expect(reply).toMatchObject({ engine: "rules", degraded: { reason: "prompt_too_large" } });
      expect(reply.triage.root_cause).toContain("OOM-killed");
    } finally {
      await analyze.stop();
      await llama.stop();
    }
  });

  test.each(["node", "worker"] as const)("%s: a server that is killed in mid-answer", async (runtime) => {
    const llama = await startLlamaServer({ manner: "slow", contextTokens: 16_384 });
    const analyze = await startAnalyze(runtime, llama);
    try {
      const asked = post(analyze, oneLine);
      expect(await until(() => isWriting(llama), 30_000)).toBe(true);
      await llama.kill();
      const response = await asked;
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({ engine: "rules", degraded: { reason: "model_unavailable" } });
    } finally {
      await analyze.stop();
      await llama.stop();
    }
  });

  test("a server slower than the deadline", async () => {
    const llama = await startLlamaServer({ manner: "slow", contextTokens: 16_384 });
    const analyze = await startAnalyze("node", llama, { LLM_TIMEOUT_MS: "3000" });
    try {
      const response = await post(analyze, oneLine);
      expect(await response.json()).toMatchObject({ engine: "rules", degraded: { reason: "model_timeout" } });
      expect(await becomesIdle(llama), "the slot is free again").toBe(true);
    } finally {
      await analyze.stop();
      await llama.stop();
    }
  });

  test.each([
    { runtime: "node", accept: "application/json" },
    { runtime: "node", accept: "text/event-stream" },
    // workerd tells a function only at its next write that its caller is gone, and JSON is written once, at the end.
    { runtime: "worker", accept: "text/event-stream" },
  ] as const)("$runtime, $accept: a client that hangs up stops the generation", async ({ runtime, accept }) => {
    const llama = await startLlamaServer({ manner: "slow", contextTokens: 16_384 });
    const analyze = await startAnalyze(runtime, llama);
    try {
      await (await post(analyze, oneLine)).text();
      const whole = await llama.predictedTokens();
      expect(whole).toBeGreaterThan(100);

      const client = new AbortController();
      const asked = post(analyze, oneLine, { signal: client.signal, headers: { accept } }).then((response) =>
        response.text(),
      );
      expect(await until(() => isWriting(llama), 30_000)).toBe(true);
      client.abort();
      await expect(asked).rejects.toThrow();
      expect(await becomesIdle(llama)).toBe(true);
      expect(await llama.predictedTokens(), "an answer of its own is not finished").toBeLessThan(2 * whole);
    } finally {
      await analyze.stop();
      await llama.stop();
    }
  });
});
