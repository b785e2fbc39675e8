import { createHash } from "node:crypto";
import { ERROR_CLASSES } from "../core/evidence/error-class.ts";
import type { Sha256 } from "../core/port.ts";
import type { BuiltBundle, Bundle, KnowledgeCard, Part, PromptVersion } from "../core/prompt/bundle.ts";
import { bundleSha256, contentSha256, templateSha256 } from "../core/prompt/hash.ts";

export const sha256: Sha256 = (text) => createHash("sha256").update(text).digest("hex");

const schema = JSON.stringify({
  type: "object",
  properties: {
    evidence: { type: "array", items: { type: "string", maxLength: 6 }, maxItems: 6 },
    summary: { type: "string", minLength: 1, maxLength: 280 },
    component: { type: "string", minLength: 1, maxLength: 64 },
    root_cause: { type: "string", minLength: 1, maxLength: 240 },
    severity: { enum: ["info", "warning", "error", "critical"] },
    verdict: { enum: ["no_action", "suggested", "required", "inconclusive"] },
    recommended_steps: { type: "array", items: { type: "string", maxLength: 140 }, maxItems: 5 },
    confidence: { type: "integer", minimum: 0, maximum: 100 },
    data_gaps: { type: "array", items: { type: "string", maxLength: 100 }, maxItems: 3 },
  },
  required: [
    "evidence",
    "summary",
    "component",
    "root_cause",
    "severity",
    "verdict",
    "recommended_steps",
    "confidence",
    "data_gaps",
  ],
  additionalProperties: false,
});

const version = (id: string, number: string, persona: string): PromptVersion => {
  const messages = [
    { role: "system", content: `You are ${persona}.` },
    { role: "user", content: "{{namespace}} {{question}}\n{{fence}}\n{{logs}}\n{{fence}}" },
  ] as const;
  const parts: readonly (readonly Part[])[] = [
    [`You are ${persona}.`],
    [
      ["variable", "namespace"],
      " ",
      ["variable", "question"],
      "\n",
      ["variable", "fence"],
      "\n",
      ["variable", "logs"],
      "\n",
      ["variable", "fence"],
    ],
  ];
  const base = {
    id,
    version: number,
    description: `Tiny ${persona}.`,
    messages,
    parts,
    inputs: { required: ["logs"], optional: { namespace: "unknown", question: "none" }, lists: {} },
    model_defaults: { temperature: 0.2, top_p: 0.9, max_tokens: 700, stop: [] },
    output: "triage.1",
    output_rules: [],
    fallback: null,
  };
  return {
    ...base,
    template_sha256: templateSha256(messages, sha256),
    content_sha256: contentSha256(base, schema, sha256),
  };
};

const card: KnowledgeCard = {
  title: "Something is known",
  severity: "error",
  verdict: "suggested",
  causes: ["a cause"],
  look_at: ["a place"],
  steps: ["a step"],
};

const bundle: Bundle = {
  format: "kprompt.bundle/1",
  prompts: {
    "tiny.k8s": { "1.0.0": version("tiny.k8s", "1.0.0", "calm"), "1.10.0": version("tiny.k8s", "1.10.0", "brief") },
    "tiny.general": { "1.0.0": version("tiny.general", "1.0.0", "plain") },
  },
  schemas: { "triage.1": schema },
  labels: {
    production: { "tiny.k8s": "1.0.0", "tiny.general": "1.0.0" },
    dev: { "tiny.k8s": "1.10.0", "tiny.general": "1.0.0" },
  },
  routes: {
    default: "general",
    intents: {
      general: { description: "Anything", prompt: "tiny.general", examples: ["what is this"], model: {} },
      k8s_core: { description: "The cluster", prompt: "tiny.k8s", examples: ["kubelet"], model: { max_tokens: 600 } },
    },
    rules: [{ name: "core namespaces", when: { fact: "namespace", equals: "kube-system" }, intent: "k8s_core" }],
  },
  knowledge: Object.fromEntries(ERROR_CLASSES.map((name) => [name, card])),
};

/** Two prompts, one of them with two versions; enough for every path. */
export const tinyBundle: BuiltBundle = {
  bundle_sha256: bundleSha256(bundle, sha256),
  provenance: { git_sha: "0123456789abcdef0123456789abcdef01234567", committed_at: "2026-11-21T03:00:00Z" },
  bundle,
};
