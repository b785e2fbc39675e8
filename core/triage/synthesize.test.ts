import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PromptError } from "../error.ts";
import { ERROR_CLASSES } from "../evidence/error-class.ts";
import { createRedactor } from "../evidence/redact.ts";
import type { Model, ModelReply, ModelRequest } from "../port.ts";
import { analyze } from "./analyze.ts";
import type { AnalyzeDeps, AnalyzeInput, AnalyzeReply } from "./reply.ts";
import { buildTree, createDeps, createModel, SYNTHESIS_SCHEMA, TRIAGE_SCHEMA } from "./testing.ts";
import type { Triage } from "./triage.ts";

const prompt = (id: string, inputs: string, output: string, tokens: number, user: string): string => `id: ${id}
version: 1.0.0
description: A prompt of the tests.
model_defaults: { temperature: 0.1, top_p: 0.9, max_tokens: ${tokens}, stop: [] }
inputs:
${inputs}
output: ${output}
system: |
  You are ${id}.
user: |
  ${user}
`;
const triage = (id: string): string => prompt(id, "  required: [logs]", "triage.1", 700, "{{fence}} {{logs}}");
const synthesis = (more = ""): string =>
  prompt(
    "synthesize",
    "  required: [logs]\n  lists:\n    parts: { fields: [intent, evidence, rating, summary, root_cause, steps, gaps], max: 3 }",
    "synthesis.1",
    950,
    `${more}{{fence}} {{#parts}}PART {{intent}} {{evidence}} {{rating}} {{summary}} {{root_cause}} {{steps}} {{gaps}}{{/parts}} {{logs}}`,
  );
const cases = [1, 2, 3]
  .map((n) => `- name: case ${n}\n  logs: |\n    all is well ${n}\n  expect: { verdict: [no_action, inconclusive] }\n`)
  .join("");
const card = "{ title: t, severity: error, verdict: required, causes: [c], look_at: [l], steps: [s] }\n";
const ids = ["triage.memory", "triage.network", "triage.disk"];
const files: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ids.flatMap((id) => [
      [`prompts/${id}/1.0.0.yaml`, triage(id)],
      [`prompts/${id}/cases.yaml`, cases],
    ]),
  ),
  "prompts/synthesize/1.0.0.yaml": synthesis(),
  "prompts/synthesize/cases.yaml": cases,
  "prompts/schemas/triage.1.json": JSON.stringify(TRIAGE_SCHEMA),
  "prompts/schemas/synthesis.1.json": JSON.stringify(SYNTHESIS_SCHEMA),
  "prompts/labels.yaml": `draft:\n${[...ids, "synthesize"].map((id) => `  ${id}: 1.0.0\n`).join("")}`,
  "prompts/routes.yaml": `default: memory
intents:
${["memory", "network", "disk"].map((name) => `  ${name}: { description: About ${name}., prompt: triage.${name}@1.0.0, examples: [look at ${name}] }`).join("\n")}
rules: []
`,
  "prompts/knowledge.yaml": ERROR_CLASSES.map((name) => `${name}: ${card}`).join(""),
};
const built = buildTree(files);
const withoutSynthesis = buildTree(
  Object.fromEntries(
    Object.entries(files)
      .filter(([path]) => !/synth/.test(path))
      .map(([path, text]) => [path, text.replace("  synthesize: 1.0.0\n", "")]),
  ),
);

const input: AnalyzeInput = {
  lines: [
    { text: "2026-11-21T10:00:00Z ERROR payments: java.lang.OutOfMemoryError: Java heap space" },
    { text: "2026-11-21T10:00:05Z ERROR checkout: connection refused to 10.0.0.7:8080" },
    { text: "2026-11-21T10:00:09Z INFO checkout: 3 carts kept" },
  ],
  namespace: "shop",
  intents: ["memory", "network"],
};
const memory: Triage = {
  evidence: ["E1"],
  summary: "Payments ran out of heap.",
  component: "payments",
  root_cause: "The heap of payments is too small.",
  severity: "critical",
  verdict: "required",
  recommended_steps: ["Look at the heap limit."],
  confidence: 90,
  data_gaps: [],
};
const network: Triage = {
  ...memory,
  evidence: ["E2"],
  summary: "Checkout cannot reach payments.",
  component: "checkout",
  root_cause: "10.0.0.7:8080 refuses connections.",
  severity: "error",
  recommended_steps: ["Look at the endpoints."],
  confidence: 60,
};
const claim = {
  evidence: ["E1", "E2"],
  sources: ["memory", "network"],
  claim: "Payments died, so checkout is refused.",
};
const { evidence: _, ...withoutEvidence } = memory;
const merged = { claims: [claim], ...withoutEvidence, summary: "Checkout fails since payments ran out of heap." };

const failure = (name: "model_unavailable" | "model_busy" | "model_timeout" | "cancelled"): ModelReply => ({
  ok: false,
  failure: name,
  detail: "why",
  attempts: 1,
  queueMs: 0,
});

/** Answers by the system message, which names the prompt. */
const run = async (
  say: Partial<Record<"memory" | "network" | "synthesize", string | ModelReply | Error>> = {},
  more: Partial<AnalyzeInput> = {},
  deps: Partial<AnalyzeDeps> = {},
) => {
  const requests: ModelRequest[] = [];
  const answers = {
    memory: JSON.stringify(memory),
    network: JSON.stringify(network),
    synthesize: JSON.stringify(merged),
    ...say,
  };
  const model = {
    ...createModel([]),
    complete: async (request: ModelRequest): Promise<ModelReply> => {
      requests.push(request);
      const name = /You are (?:triage\.)?(\w+)/.exec(request.messages[0]?.content ?? "")?.[1] as keyof typeof answers;
      const answer = answers[name];
      if (answer instanceof Error) throw answer;
      if (typeof answer !== "string") return answer;
      const usage = { inputTokens: 100, outputTokens: 20, estimated: false };
      return { ok: true, text: answer, model: "tiny-q4", usage, attempts: 1, queueMs: 3 };
    },
  };
  const made = createDeps(built, model);
  const reply = await analyze({ ...input, ...more }, { ...made.deps, policy: { label: "draft", pins: {} }, ...deps });
  return { reply, requests, ...made };
};

/** What every merged answer keeps, whoever made it. */
const expectWellFounded = (reply: AnalyzeReply): void => {
  const cited = new Set(reply.parts.flatMap((part) => part.triage.evidence));
  const intents = reply.parts.map(({ intent }) => intent);
  for (const { evidence, sources } of reply.synthesis?.claims ?? []) {
    expect(evidence.length).toBeGreaterThan(0);
    expect(sources.length).toBeGreaterThan(0);
    expect([...cited]).toEqual(expect.arrayContaining([...evidence]));
    expect(intents).toEqual(expect.arrayContaining([...sources]));
  }
  expect([...cited]).toEqual(expect.arrayContaining([...reply.triage.evidence]));
  expect(reply.evidence.map(({ id }) => id)).toEqual(expect.arrayContaining([...cited]));
};

describe("two intents", () => {
  test("become one answer, with the evidence and the source of each claim", async () => {
    const { reply, requests } = await run();
    expect(reply).toMatchObject({
      engine: "model",
      degraded: null,
      triage: { summary: merged.summary, evidence: ["E1", "E2"], action_required: "yes" },
      synthesis: { claims: [claim], by: "model", degraded: null, claims_dropped: 0 },
      prompt: { id: "synthesize", version: "1.0.0" },
      route: { intent: "memory", by: "request" },
      usage: { input_tokens: 300, output_tokens: 60 },
    });
    expect(reply.parts).toMatchObject([
      { intent: "memory", engine: "model", degraded: null, triage: memory, prompt: { id: "triage.memory" } },
      { intent: "network", engine: "model", degraded: null, triage: network, prompt: { id: "triage.network" } },
    ]);
    expect(reply.evidence.map(({ id }) => id)).toEqual(["E1", "E2"]);
    expect(requests).toHaveLength(3);
    expectWellFounded(reply);
  });

  test("the synthesis sees the parts, and only the lines that they cite", async () => {
    const { requests } = await run();
    const text = requests.at(-1)?.messages.at(-1)?.content ?? "";
    expect(text).toContain(
      "PART memory E1 critical, required, confidence 90 Payments ran out of heap. The heap of payments is too small. Look at the heap limit.",
    );
    expect(text).toContain("OutOfMemoryError");
    expect(text).not.toContain("3 carts kept");
  });

  test("each generation has its spans and its record, by intent", async () => {
    const { reply, span, records, stages } = await run();
    expect(span.children.map(({ name, attributes }) => `${name} ${attributes["llm.intent"] ?? ""}`).sort()).toEqual([
      "evidence.digest ",
      "intent.route memory",
      "llm.inference memory",
      "llm.inference network",
      "llm.inference synthesize",
      "prompt.render memory",
      "prompt.render network",
      "prompt.render synthesize",
    ]);
    expect(span.children.every(({ ended, error }) => ended && error === null)).toBe(true);
    expect(span.attributes).toMatchObject({
      "llm.intent": "memory",
      "llm.intents": ["memory", "network"],
      "kprompt.synthesis.by": "model",
      "kprompt.synthesis.claims": 1,
      "kprompt.safety.steps_dropped": 0,
    });
    expect(records).toMatchObject([
      { task: "memory", role: "part", prompt_id: "triage.memory", tokens_prompt: 100, triage: memory },
      { task: "network", role: "part", prompt_id: "triage.network", tokens_prompt: 100, triage: network },
      {
        task: "synthesize",
        role: "synthesis",
        prompt_id: "synthesize",
        tokens_prompt: 100,
        render_sha256: reply.prompt.render_sha256,
        triage: { summary: merged.summary },
      },
    ]);
    expect(stages).toContain("synthesis");
  });

  test("each has a model of its own, given back before the synthesis asks for one", async () => {
    const order: string[] = [];
    const open = (name: string) => ({
      ...createModel([JSON.stringify({ ...memory, evidence: ["E1"] })]),
      close: () => void order.push(`close ${name}`),
    });
    let opened = 0;
    const openModel = () => open(`part ${++opened}`);
    const { requests } = await run({}, {}, { openModel });
    expect(order.sort()).toEqual(["close part 1", "close part 2"]);
    // Only the synthesis came to the request's own model.
    expect(requests.map(({ messages }) => messages[0]?.content.trim())).toEqual(["You are synthesize."]);
  });

  test("they run side by side, and progress says where each one is", async () => {
    const both = Promise.withResolvers<void>();
    let asked = 0;
    const seen: (readonly [string, string | undefined])[] = [];
    const openModel = () => ({
      ...createModel([]),
      complete: async (): Promise<ModelReply> => {
        asked += 1;
        if (asked === 2) both.resolve();
        await both.promise;
        return failure("model_unavailable");
      },
      close: () => undefined,
    });
    await run({}, {}, { openModel, progress: (stage, intent) => void seen.push([stage, intent]) });
    expect(seen).toContainEqual(["model", "memory"]);
    expect(seen).toContainEqual(["rules", "network"]);
  });

  test("the capture holds each rendered prompt once", async () => {
    const captured: string[] = [];
    const { reply } = await run({}, {}, { capture: ({ render_sha256 }) => void captured.push(render_sha256) });
    const hashes = [...reply.parts.map((part) => part.prompt.render_sha256), reply.prompt.render_sha256];
    expect(captured).toEqual(hashes);
    expect(new Set(captured).size).toBe(3);
  });
});

test("one intent is answered as ever: no parts, no synthesis", async () => {
  const { reply, requests, records } = await run({}, { intents: ["network"] });
  expect(reply).toMatchObject({ parts: [], synthesis: null, triage: network, prompt: { id: "triage.network" } });
  expect(requests).toHaveLength(1);
  expect(records).toMatchObject([{ task: "network", role: "single" }]);
});

describe("what the synthesis may claim", () => {
  const say = (more: object): string => JSON.stringify({ ...merged, ...more });

  test.each([
    { name: "an id that no part cites", claims: [{ ...claim, evidence: ["E1", "E3"] }], unknown: 1, kept: [["E1"]] },
    { name: "an id that is no line", claims: [{ ...claim, evidence: ["E77", "E2"] }], unknown: 1, kept: [["E2"]] },
    {
      name: "an intent that is no part",
      claims: [{ ...claim, sources: ["disk", "memory"] }],
      unknown: 1,
      kept: [["E1", "E2"]],
    },
    {
      name: "a claim without evidence of the parts",
      claims: [claim, { ...claim, evidence: ["E3"] }],
      unknown: 1,
      dropped: 1,
      kept: [["E1", "E2"]],
    },
    {
      name: "a claim without evidence",
      claims: [{ ...claim, evidence: [] }, claim],
      unknown: 0,
      dropped: 1,
      kept: [["E1", "E2"]],
    },
  ])("$name is dropped and counted", async ({ claims, unknown, dropped = 0, kept }) => {
    const { reply } = await run({ synthesize: say({ claims }) });
    expect(reply.synthesis?.by).toBe("model");
    expect(reply.synthesis?.claims.map(({ evidence }) => evidence)).toEqual(kept);
    expect(reply.synthesis?.claims_dropped).toBe(dropped);
    expect(reply.logs.unknown_evidence_ids).toBe(unknown);
    expectWellFounded(reply);
  });

  test("a claim that names no part is that of the parts which cite its evidence", async () => {
    const { reply } = await run({ synthesize: say({ claims: [{ ...claim, sources: [], evidence: ["E2"] }] }) });
    expect(reply.synthesis?.claims[0]?.sources).toEqual(["network"]);
  });

  test("a claim is made inert like every other text", async () => {
    const { reply } = await run({
      synthesize: say({ claims: [{ ...claim, claim: "See [x](https://evil.example)" }] }),
    });
    expect(reply.synthesis?.claims[0]?.claim).toBe("See [x] (https[:]//evil.example)");
    expect(reply.safety.links_neutralised).toBe(2);
  });

  test.each([
    { name: "the model", synthesize: say({ claims: [{ ...claim, claim: "10.0.0.7:8080 refuses." }] }), by: "model" },
    { name: "the rules", synthesize: failure("model_timeout"), by: "rules" },
  ])("what the operator hides is in no claim by $name", async ({ synthesize, by }) => {
    const { reply, records } = await run({ synthesize }, {}, { redactor: createRedactor({ ips: true }) });
    expect(reply.synthesis?.by).toBe(by);
    expect(reply.synthesis?.claims.map((one) => one.claim).join()).toContain("[redacted:ip]:8080 refuses");
    expect(JSON.stringify([reply, records])).not.toContain("10.0.0.7");
  });

  test.each([
    { name: "no claim is left", text: say({ claims: [{ ...claim, evidence: ["E3"] }] }), reason: "output_invalid" },
    { name: "free text", text: "all is lost", reason: "output_invalid" },
    { name: "a triage and no synthesis", text: JSON.stringify(memory), reason: "output_invalid" },
    { name: "the model is away", text: failure("model_unavailable"), reason: "model_unavailable" },
    { name: "the queue is full", text: failure("model_busy"), reason: "model_busy" },
    { name: "the deadline passed", text: failure("model_timeout"), reason: "model_timeout" },
    { name: "the adapter broke", text: new Error("secret"), reason: "model_unavailable" },
  ])("$name: merged without the model, and it says why", async ({ text, reason }) => {
    const { reply, records, span } = await run({ synthesize: text });
    expect(reply).toMatchObject({
      engine: "model",
      degraded: { reason },
      synthesis: { by: "rules", degraded: { reason } },
    });
    expect(reply.triage).toMatchObject({ summary: `${memory.summary} Also: ${network.summary}`, severity: "critical" });
    expect(reply.synthesis?.claims).toEqual([
      { evidence: ["E1"], sources: ["memory"], claim: memory.root_cause },
      { evidence: ["E2"], sources: ["network"], claim: network.root_cause },
    ]);
    expect(records.at(-1)).toMatchObject({ task: "synthesize", engine: "rules", degraded_reason: reason });
    expect(span.children.every(({ ended }) => ended)).toBe(true);
    expect(JSON.stringify([reply, records, span])).not.toContain("secret");
    expectWellFounded(reply);
  });

  test("the caller left meanwhile: nobody is there to answer", async () => {
    await expect(run({ synthesize: failure("cancelled") })).rejects.toMatchObject({ code: "cancelled" });
  });

  test("whatever the model says, every claim of the reply cites evidence of the parts", async () => {
    const id = fc.constantFrom("E1", "E2", "E3", "E9", "");
    const name = fc.constantFrom("memory", "network", "disk", "");
    const claims = fc.array(
      fc.record({
        evidence: fc.array(id, { maxLength: 4 }),
        sources: fc.array(name, { maxLength: 3 }),
        claim: fc.constantFrom("a", " ", "<b>"),
      }),
      { maxLength: 4 },
    );
    await fc.assert(
      fc.asyncProperty(claims, async (given) => {
        const { reply } = await run({ synthesize: say({ claims: given }) });
        expectWellFounded(reply);
        expect(reply.synthesis?.claims.length).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    );
  });
});

describe("without a synthesis by the model", () => {
  test("all parts are by the rules: they are equal, and no model is asked to merge them", async () => {
    const { reply, requests, records } = await run({
      memory: failure("model_timeout"),
      network: failure("model_timeout"),
    });
    expect(requests).toHaveLength(2);
    expect(reply).toMatchObject({ engine: "rules", degraded: { reason: "model_timeout" }, synthesis: { by: "rules" } });
    expect(reply.synthesis?.claims).toMatchObject([{ sources: ["memory", "network"] }]);
    expect(reply.triage.summary).toBe(reply.parts[0]?.triage.summary);
    expect(records.map(({ task, tokens_prompt }) => [task, tokens_prompt > 0])).toEqual([
      ["memory", true],
      ["network", true],
      ["synthesize", false],
    ]);
    expectWellFounded(reply);
  });

  test("no model is configured", async () => {
    const { deps } = createDeps(built, null);
    const reply = await analyze(input, { ...deps, policy: { label: "draft", pins: {} } });
    expect(reply).toMatchObject({
      engine: "rules",
      degraded: { reason: "model_not_configured" },
      usage: { input_tokens: 0, output_tokens: 0 },
      synthesis: { by: "rules" },
    });
    expectWellFounded(reply);
  });

  test("one part failed: its rules' answer is merged with the other", async () => {
    const { reply } = await run({ network: failure("model_busy") });
    expect(reply).toMatchObject({
      engine: "model",
      degraded: { reason: "model_busy" },
      parts: [{ engine: "model" }, { engine: "rules", degraded: { reason: "model_busy" } }],
      synthesis: { by: "model" },
    });
    expectWellFounded(reply);
  });

  test.each([
    ["its context cannot be asked for", { contextTokens: async () => Promise.reject(new TypeError("hunter2")) }],
    ["its tokens cannot be counted", { countTokens: async () => Promise.reject(new TypeError("hunter2")) }],
  ])("one part's model breaks, %s: the rules answer that part", async (_, broken: Partial<Model>) => {
    const { deps, records } = createDeps(built, createModel([JSON.stringify(merged)]));
    let opened = 0;
    const openModel = () => ({
      ...createModel([JSON.stringify(memory)], opened++ === 1 ? broken : {}),
      close: () => {},
    });
    const reply = await analyze(input, { ...deps, openModel, policy: { label: "draft", pins: {} } });
    expect(reply).toMatchObject({
      engine: "model",
      degraded: { reason: "model_unavailable" },
      parts: [{ engine: "model" }, { intent: "network", engine: "rules", degraded: { reason: "model_unavailable" } }],
      synthesis: { by: "model" },
    });
    expect(records.map(({ degraded_reason }) => degraded_reason)).toEqual([null, "model_unavailable", null]);
    expect(JSON.stringify([reply, records])).not.toContain("hunter2");
    expectWellFounded(reply);
  });

  test("a part's place cannot even be asked for: the rules answer it; where no part's can, that is the answer", async () => {
    const { deps } = createDeps(built, createModel([JSON.stringify(merged)]));
    const open = (broken: readonly number[]) => {
      let opened = 0;
      return () => {
        if (broken.includes(opened++)) throw new TypeError("no place");
        return { ...createModel([JSON.stringify(memory)]), close: () => {} };
      };
    };
    const analyzeWith = (broken: readonly number[]) =>
      analyze(input, { ...deps, openModel: open(broken), policy: { label: "draft", pins: {} } });
    expect(await analyzeWith([0])).toMatchObject({ parts: [{ engine: "rules" }, { engine: "model" }] });
    await expect(analyzeWith([0, 1])).rejects.toThrow("no place");
  });

  test("a part is cancelled: nobody is there to answer", async () => {
    const { deps } = createDeps(built, createModel([JSON.stringify(memory)]));
    let opened = 0;
    const gone = { contextTokens: async () => Promise.reject(new PromptError("cancelled", "The caller went away.")) };
    const openModel = () => ({ ...createModel([JSON.stringify(memory)], opened++ === 1 ? gone : {}), close: () => {} });
    await expect(analyze(input, { ...deps, openModel, policy: { label: "draft", pins: {} } })).rejects.toMatchObject({
      code: "cancelled",
    });
  });

  test("all parts found the queue full: the caller is asked to come back", async () => {
    const busy = failure("model_busy");
    await expect(run({ memory: busy, network: busy })).rejects.toMatchObject({ code: "model_busy" });
  });

  test("no part cites a line: nothing can be claimed", async () => {
    const silent = JSON.stringify({ ...memory, evidence: [], severity: "info", verdict: "inconclusive" });
    const { reply, requests } = await run({ memory: silent, network: silent });
    expect(requests).toHaveLength(2);
    expect(reply.synthesis).toMatchObject({ claims: [], by: "rules", degraded: { reason: "synthesis_unavailable" } });
  });

  test.each([
    { name: "a bundle without the prompt", more: { built: withoutSynthesis } },
    { name: "a pin that names nothing", more: { policy: { label: "draft", pins: { synthesize: "9.0.0" } } } },
    { name: "a label that does not name it", more: { policy: { label: "other", pins: {} } } },
  ])("$name: merged by rules, the main prompt is named", async ({ more }) => {
    const { reply, requests } = await run({}, {}, more);
    expect(requests).toHaveLength(2);
    expect(reply).toMatchObject({
      prompt: { id: "triage.memory" },
      synthesis: { by: "rules", degraded: { reason: "synthesis_unavailable" } },
    });
    expectWellFounded(reply);
  });

  test("a prompt that leaves no room for the parts", async () => {
    const long = synthesis(`${"Words that fill the context. ".repeat(600)} `);
    const tree = buildTree({ ...files, "prompts/synthesize/1.0.0.yaml": long });
    const { reply, requests } = await run({}, {}, { built: tree });
    expect(requests).toHaveLength(2);
    expect(reply).toMatchObject({
      prompt: { id: "synthesize" },
      synthesis: { by: "rules", degraded: { reason: "prompt_too_large" } },
    });
  });
});
