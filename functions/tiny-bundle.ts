import { ERROR_CLASSES } from "../core/evidence/error-class.ts";
import type { BuiltBundle, Bundle, KnowledgeCard, Part, PromptVersion } from "../core/prompt/bundle.ts";
import { bundleSha256, contentSha256, templateSha256 } from "../core/prompt/hash.ts";
import { SYNTHESIS_SCHEMA, sha256, TRIAGE_SCHEMA } from "../core/triage/testing.ts";

const schema = JSON.stringify(TRIAGE_SCHEMA);

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
    classifier: null,
    intents: {
      general: { description: "Anything", prompt: "tiny.general", examples: ["what is this"], model: {} },
      k8s_core: { description: "The cluster", prompt: "tiny.k8s", examples: ["kubelet"], model: { max_tokens: 600 } },
    },
    rules: [{ name: "core namespaces", when: { fact: "namespace", equals: "kube-system" }, intent: "k8s_core" }],
  },
  classifier: null,
  knowledge: Object.fromEntries(ERROR_CLASSES.map((name) => [name, card])),
};

/** Two prompts, one of them with two versions; enough for every path. */
export const tinyBundle: BuiltBundle = {
  bundle_sha256: bundleSha256(bundle, sha256),
  provenance: { git_sha: "0123456789abcdef0123456789abcdef01234567", committed_at: "2026-11-21T03:00:00Z" },
  bundle,
};

/** The same with a prompt that merges several answers. */
export const withSynthesis: BuiltBundle = (() => {
  const base = version("synthesize", "1.0.0", "fair");
  const synthesize = { ...base, output: "synthesis.1", model_defaults: { ...base.model_defaults, max_tokens: 950 } };
  const more: Bundle = {
    ...bundle,
    prompts: { ...bundle.prompts, synthesize: { "1.0.0": synthesize } },
    schemas: { ...bundle.schemas, "synthesis.1": JSON.stringify(SYNTHESIS_SCHEMA) },
    labels: { ...bundle.labels, production: { ...bundle.labels.production, synthesize: "1.0.0" } },
  };
  return { ...tinyBundle, bundle: more, bundle_sha256: bundleSha256(more, sha256) };
})();
